"""What a view of a signed-in person receives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from newsdesk.accounts.models import User


class SignedInRequest(HttpRequest):
    user: User
    htmx: HtmxDetails


def whole_number(sent: str, *, digits: int = 18) -> int | None:
    """What an address says in plain digits, of no more than a column holds; else None."""
    is_number = sent.isascii() and sent.isdigit() and len(sent) <= digits
    return int(sent) if is_number else None


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment (a restored history entry needs the page)."""
    return request.headers.get("HX-Request") == "true" and (
        request.headers.get("HX-History-Restore-Request") != "true"
    )
