"""Closing a person's account for the whole site, and opening it again. Their work stays."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from newsdesk.accounts.actions import sessions
from newsdesk.accounts.models import Membership, OneTimeLink, Project, Role, User
from newsdesk.accounts.signals import annotator_left
from newsdesk.errors import Refused
from newsdesk.history.models import record


class LastAdministrator(Refused):
    """Newsdesk needs a site administrator, and this is the last one."""


@transaction.atomic
def close(*, user: User, by: User) -> list[Project]:
    """Nobody enters by this account any more; `by` manages the projects that lose their last one.

    Returns those projects. Raises LastAdministrator.
    """
    held = _locked(user)
    if held.is_staff and not _other_administrators(held):
        raise LastAdministrator
    orphaned = _managed_alone(held)
    _set_open(held, by, verb="user.close", is_active=False)
    sessions.end(sessions=UserSession.objects.filter(user=held), user=held, by=by)
    OneTimeLink.objects.open().filter(email__iexact=held.email).delete()
    OneTimeLink.objects.open().filter(made_by=held).delete()
    for project in orphaned:
        _take_over(project, by)
    for project_id in Membership.objects.filter(user=held).values_list("project", flat=True):
        annotator_left.send(Membership, project_id=project_id, user_id=held.pk)
    return orphaned


@transaction.atomic
def reopen(*, user: User, by: User) -> None:
    _set_open(_locked(user), by, verb="user.reopen", is_active=True)


@transaction.atomic
def forget_second_step(*, user: User, by: User | None) -> None:
    """For who lost the telephone or key: the password alone signs in until a new one is set up."""
    Authenticator.objects.filter(user=user).delete()
    record(verb="user.forget_second_step", by=by, target_kind="user", target_id=user.pk)


def _locked(user: User) -> User:
    """The person as they are now. One change at a time, so that two administrators cannot go."""
    list(User.objects.select_for_update().filter(is_staff=True).order_by("pk"))
    return User.objects.select_for_update().get(pk=user.pk)


def _other_administrators(user: User) -> bool:
    return User.objects.filter(is_staff=True, is_active=True).exclude(pk=user.pk).exists()


def _managed_alone(user: User) -> list[Project]:
    """Locks the person's projects as changes of members do, so that no other manager goes now."""
    managed = Project.objects.with_role(user, Role.MANAGER)
    locked = Project.objects.select_for_update().filter(pk__in=managed).order_by("pk")
    others = Membership.objects.active().filter(role=Role.MANAGER).exclude(user=user)
    return [each for each in locked if not others.filter(project=each).exists()]


def _take_over(project: Project, by: User) -> None:
    values = {"role": Role.MANAGER, "is_suspended": False}
    Membership.objects.update_or_create(project=project, user=by, defaults=values)
    record(
        verb="member.take_over",
        by=by,
        project_id=project.pk,
        target_kind="user",
        target_id=by.pk,
        after={"role": Role.MANAGER},
    )


def _set_open(user: User, by: User, *, verb: str, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    record(verb=verb, by=by, target_kind="user", target_id=user.pk)
