"""allauth's forms of passkeys and keys, which also refuse in words what no browser sends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth
from django.core.exceptions import ValidationError

T = TypeVar("T")


class AddKeyForm(allauth.AddWebAuthnForm):
    def clean(self) -> dict[str, Any]:
        return _refusing(super().clean)


class SecondStepForm(allauth.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        return _refusing(super().clean_credential)


class PasskeyForm(SecondStepForm, allauth.LoginWebAuthnForm):
    pass


class AgainForm(SecondStepForm, allauth.ReauthenticateWebAuthnForm):
    pass


def _refusing(check: Callable[[], T]) -> T:
    try:
        return check()
    except ValidationError:
        raise
    except Exception as error:  # the parsers raise whatever foreign bytes lead them to
        raise get_adapter().validation_error("incorrect_code") from error
