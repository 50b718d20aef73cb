"""Who joins and leaves a project, and in which role."""

from __future__ import annotations

from django.db import transaction

from newsdesk.accounts.actions import links
from newsdesk.accounts.models import Membership, OneTimeLink, Project, Role, User
from newsdesk.errors import Invalid, Refused
from newsdesk.history.models import record


class LastManager(Refused):
    """A project needs a manager. Make somebody else a manager first."""


class AddressTaken(Invalid):
    """There is an account with this e-mail address already. Sign in with it, then open the link."""


class OtherAddress(Refused):
    """This invitation is for another e-mail address."""

    status = 403


@transaction.atomic
def create_person(*, email: str, name: str, password: str, is_staff: bool = False) -> User:
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken
    user = User.objects.create_user(email, password, name=name, is_staff=is_staff)
    record(verb="user.create", by=user, target_kind="user", target_id=user.pk)
    return user


@transaction.atomic
def accept_invitation(*, token: str, by: User) -> Project:
    """Join by a link; who is in the project already keeps the higher role."""
    link = links.usable(OneTimeLink.Kind.INVITE, token, lock=True)
    if link.project is None:
        raise links.LinkUnusable
    if link.email and link.email.lower() != by.email.lower():
        raise OtherAddress
    links.use(link)
    _join(link.project, by, Role(link.role))
    return link.project


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: User) -> None:
    _keep_a_manager(membership, leaves=role != Role.MANAGER)
    _save(membership, by, "member.change_role", role=role)


@transaction.atomic
def suspend(*, membership: Membership, by: User) -> None:
    """The person no longer enters; their work stays."""
    _keep_a_manager(membership, leaves=True)
    _save(membership, by, "member.suspend", is_suspended=True)


@transaction.atomic
def resume(*, membership: Membership, by: User) -> None:
    _save(membership, by, "member.resume", is_suspended=False)


def _join(project: Project, user: User, role: Role) -> None:
    membership, is_new = Membership.objects.get_or_create(
        project=project, user=user, defaults={"role": role}
    )
    if not is_new and not membership.is_suspended and membership.role not in role.and_above:
        membership.role = role
        membership.save(update_fields=["role"])
    after = {"role": membership.role}
    record(
        verb="member.join",
        by=user,
        project_id=project.pk,
        after=after,
        target_kind="user",
        target_id=user.pk,
    )


def _save(membership: Membership, by: User, verb: str, **values: object) -> None:
    before = {name: getattr(membership, name) for name in values}
    for name, value in values.items():
        setattr(membership, name, value)
    membership.save(update_fields=list(values))
    record(
        verb=verb,
        by=by,
        project_id=membership.project_id,
        target_kind="user",
        target_id=membership.user_id,
        before=before,
        after=dict(values),
    )


def _keep_a_manager(membership: Membership, *, leaves: bool) -> None:
    """Locks the project's managers, so that two of them cannot leave at once."""
    managers = Membership.objects.select_for_update().filter(
        project=membership.project_id, role=Role.MANAGER, is_suspended=False
    )
    others = [each for each in managers if each.pk != membership.pk]
    if leaves and membership.role == Role.MANAGER and not others:
        raise LastManager
