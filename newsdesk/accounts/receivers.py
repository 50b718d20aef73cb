"""Sign-ins and new passwords are events of the history."""

from __future__ import annotations

from allauth.account.signals import password_changed, password_set
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from newsdesk.accounts.models import User
from newsdesk.history.models import record


@receiver(user_logged_in)
def remember_sign_in(user: User, **_: object) -> None:
    record(verb="user.sign_in", by=user, target_kind="user", target_id=user.pk)


@receiver([password_changed, password_set])
def remember_new_password(user: User, **_: object) -> None:
    record(verb="user.change_password", by=user, target_kind="user", target_id=user.pk)
