"""Which undecided suggestions a person has on the page; the browser remembers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from annotations.reader.reading_rows import Shown
from annotations.views.opening import opened
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role
from newsdesk.errors import Invalid
from newsdesk.http import SignedInRequest, whole_number

A_YEAR = 365 * 24 * 3600
WHAT = ("weak", "own-voice")


def shown_to(request: SignedInRequest) -> Shown:
    return Shown(
        weak=request.COOKIES.get("weak") == "shown",
        own_voice=request.COOKIES.get("own-voice") != "hidden",
    )


@signed_in
@require_POST
def show(
    request: SignedInRequest, slug: str, article_id: int, *, is_review: bool = False
) -> HttpResponse:
    """Show or hide weak suggestions, in this article, or its own claims, in all articles."""
    opened(request, slug, article_id, Role.VIEWER, is_review=is_review)
    state = "shown" if "show" in request.POST else "hidden"
    what = request.POST.get("show") or request.POST.get("hide", "")
    if what not in WHAT:
        raise Invalid("Say what to show or to hide: weak, or own-voice.")
    address = reverse("annotations:reader", args=[slug, article_id])
    back = f"{address}review/" if is_review else address
    answer = redirect(f"{back}{_query(request)}")
    path, age = (address, None) if what == "weak" else ("/", A_YEAR)
    guarded: dict[str, Any] = {"samesite": "Lax", "secure": request.is_secure(), "httponly": True}
    answer.set_cookie(what, state, path=path, max_age=age, **guarded)
    return answer


def _query(request: SignedInRequest) -> str:
    """Back to the page that asked: the list, and whose finished work it showed."""
    of = whole_number(request.POST.get("of", ""))
    kept = (("list", "list" in request.POST), (f"of={of}", of))
    query = "&".join(name for name, is_kept in kept if is_kept)
    return f"?{query}" if query else ""
