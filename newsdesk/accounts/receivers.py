"""Sign-ins, new passwords and second steps are events of the history."""

from __future__ import annotations

import time

from allauth.account.signals import password_changed, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from newsdesk.accounts.devices import SEEN_AT, device
from newsdesk.accounts.models import User
from newsdesk.history.models import record


@receiver(user_logged_in)
def remember_sign_in(user: User, request: HttpRequest, **_: object) -> None:
    request.session[SEEN_AT] = time.time()
    _record("user.sign_in", user, request)


@receiver([password_changed, password_set])
def remember_new_password(user: User, request: HttpRequest, **_: object) -> None:
    _record("user.change_password", user, request)


@receiver(authentication_failed)
def remember_failed_step(user: User, request: HttpRequest, **_: object) -> None:
    """The password was right, so the person should hear of it."""
    _record("user.fail_second_step", user, request)


@receiver(authenticator_added)
def remember_new_step(
    user: User, request: HttpRequest, authenticator: Authenticator, **_: object
) -> None:
    _record("user.add_second_step", user, request, type=authenticator.type)


@receiver(authenticator_reset)
def remember_new_codes(user: User, request: HttpRequest, **_: object) -> None:
    _record("user.renew_codes", user, request)


@receiver(authenticator_removed)
def remember_removed_step(
    user: User, request: HttpRequest, authenticator: Authenticator, **_: object
) -> None:
    _record("user.remove_second_step", user, request, type=authenticator.type)


def _record(verb: str, user: User, request: HttpRequest, **after: str) -> None:
    after["device"] = device(request.headers.get("User-Agent", ""))
    record(verb=verb, by=user, target_kind="user", target_id=user.pk, after=after)
