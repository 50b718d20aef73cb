"""Who joins and leaves a project, and in which role."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction

from newsdesk.accounts.actions import links, people, sessions
from newsdesk.accounts.models import Membership, OneTimeLink, Project, Role, User
from newsdesk.accounts.signals import annotator_left
from newsdesk.errors import Refused
from newsdesk.history.models import record


class LastManager(Refused):
    """A project needs a manager. Make somebody else a manager first."""


class OtherAddress(Refused):
    """This invitation is for another e-mail address. Sign in with that one, or ask for your own."""

    status = 403


class Suspended(Refused):
    """You are suspended in this project. A manager of it can let you in again."""

    status = 403


class NotThere(Refused):
    """This person is no longer in the project."""


@transaction.atomic
def join_as_new(*, token: str, email: str, name: str, password: str) -> tuple[User, Project]:
    """An account and a membership by one invitation, or neither."""
    user = people.create(email=email, name=name, password=password)
    return user, join(token=token, by=user)


@transaction.atomic
def join(*, token: str, by: User) -> Project:
    """Accept an invitation; who is in the project already keeps the higher role."""
    link = links.usable(OneTimeLink.Kind.INVITE, token, lock=True)
    project = require_fit(link, by)
    links.use(link)
    held, is_new = Membership.objects.get_or_create(
        project=project, user=by, defaults={"role": link.role}
    )
    before: dict[str, object] | None = None if is_new else {"role": held.role}
    if not held.may(Role(link.role)):
        held.role = link.role
        held.save(update_fields=["role"])
    _record(held, by, "member.join", before, {"role": held.role})
    return project


def require_fit(link: OneTimeLink, user: User) -> Project:
    """The project to which this link invites this person. Raises what stands against it."""
    if link.project is None:
        raise links.LinkUnusable
    if link.email and link.email.lower() != user.email.lower():
        raise OtherAddress
    if Membership.objects.filter(project=link.project, user=user, is_suspended=True).exists():
        raise Suspended
    return link.project


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: User) -> None:
    held = _locked(membership, keeps_managing=role == Role.MANAGER)
    _save(held, by, "member.change_role", role=role)
    if not held.may(Role.ANNOTATOR):
        _tell_left(held)


@transaction.atomic
def suspend(*, membership: Membership, by: User) -> None:
    """The person no longer enters; their work stays.

    Who is an active member of no other project, nor administers the site, is signed out
    everywhere, and told why. Others stay signed in, since they work elsewhere: here, each of
    their requests finds nothing from now on.
    """
    held = _locked(membership, keeps_managing=False)
    _save(held, by, "member.suspend", is_suspended=True)
    _tell_left(held)
    person = held.user
    if not person.is_staff and not Membership.objects.active().filter(user=person).exists():
        found = UserSession.objects.filter(user=person)
        sessions.end(sessions=found, user=person, by=by, farewell=held.suspension)


@transaction.atomic
def resume(*, membership: Membership, by: User) -> None:
    held = _locked(membership, keeps_managing=True)
    _save(held, by, "member.resume", is_suspended=False)


@transaction.atomic
def remove(*, membership: Membership, by: User) -> None:
    """Somebody leaves or is removed; their work stays."""
    held = _locked(membership, keeps_managing=False)
    _record(held, by, "member.remove", {"role": held.role}, None)
    held.delete()
    _tell_left(held)


def _locked(membership: Membership, *, keeps_managing: bool) -> Membership:
    """The membership as it is now. One change at a time, so that two managers cannot leave at once.

    Raises LastManager; who no longer manages takes their open invitations along.
    """
    Project.objects.select_for_update().get(pk=membership.project_id)
    held = Membership.objects.filter(pk=membership.pk).first()
    if held is None:
        raise NotThere
    if held.role == Role.MANAGER and not keeps_managing:
        if not _other_managers(held):
            raise LastManager
        OneTimeLink.objects.open().filter(project=held.project_id, made_by=held.user_id).delete()
    return held


def _tell_left(held: Membership) -> None:
    annotator_left.send(Membership, project_id=held.project_id, user_id=held.user_id)


def _other_managers(held: Membership) -> bool:
    managers = Membership.objects.active().filter(project=held.project_id, role=Role.MANAGER)
    return held.is_suspended or managers.exclude(pk=held.pk).exists()


def _save(held: Membership, by: User, verb: str, **values: object) -> None:
    before = {name: getattr(held, name) for name in values}
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=list(values))
    _record(held, by, verb, before, dict(values))


def _record(
    held: Membership,
    by: User,
    verb: str,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
) -> None:
    record(
        verb=verb,
        by=by,
        project_id=held.project_id,
        target_kind="user",
        target_id=held.user_id,
        before=before,
        after=after,
    )
