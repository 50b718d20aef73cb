"""Codes as an authenticator app shows them, computed apart from what checks them (RFC 6238)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from newsdesk.accounts.models import User
from tests.factories import PASSWORD

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B, in base 32


def code(secret: str = SECRET, at: float | None = None) -> str:
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def give_app(user: User) -> list[str]:
    """The person uses an authenticator app now; their recovery codes."""
    TOTP.activate(user, SECRET)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def give_key(user: User) -> Authenticator:
    """A key that stands in the list, and answers nothing."""
    kind = Authenticator.Type.WEBAUTHN
    return Authenticator.objects.create(user=user, type=kind, data={"name": "blue key"})


def type_password(client: Client, user: User) -> str:
    """Where the sign-in page leads."""
    values = {"login": user.email, "password": PASSWORD}
    return str(client.post("/accounts/login/", values)["Location"])


def prove(client: Client) -> None:
    """The password once more, as changing anything about signing in asks for."""
    answer = client.post("/accounts/again/", {"password": PASSWORD})
    assert answer.status_code == 302
