"""The comments of a project: what concerns whoever asks, and all that is open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from annotations import paging
from annotations.actions import comments as actions
from annotations.comments import threads
from annotations.comments.threads import ThreadItem
from annotations.filters import UnknownFilter
from annotations.forms import CommentsForm
from annotations.models import Thread
from annotations.paging import Page
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership
from newsdesk.http import SignedInRequest

ROWS = 30


@signed_in
@require_GET
def comments(request: SignedInRequest, slug: str) -> HttpResponse:
    """Threads that one takes part in, the unread ones first; or all that are open."""
    membership = membership_or_404(request.user, slug)
    form = CommentsForm(request.GET)
    if not form.is_valid():
        name = next(iter(form.errors))
        raise UnknownFilter(f"“{name}” in the address is no place among the comments.")
    asked = form.cleaned_data
    is_mine = asked["show"] != "open"
    page, found = _mine(membership, asked) if is_mine else _open(membership, asked)
    shown = {} if is_mine else {"show": "open"}
    context = {
        "membership": membership,
        "project": membership.project,
        "here": "comments",
        "is_mine": is_mine,
        "threads": found,
        "newer": urlencode({**shown, "after": page.newer}) if page.newer is not None else "",
        "older": urlencode({**shown, "before": page.older}) if page.older is not None else "",
    }
    return render(request, "annotations/comments.html", context)


@signed_in
@require_POST
def seen_all(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug)
    actions.see_all(project=membership.project, by=request.user)
    return redirect("annotations:comments", slug)


def _mine(membership: Membership, asked: dict[str, Any]) -> tuple[Page[Any], list[ThreadItem]]:
    page = _page(threads.mine(membership), "place", asked)
    return page, _items(membership, [each.thread_id for each in page.rows])


def _open(membership: Membership, asked: dict[str, Any]) -> tuple[Page[Any], list[ThreadItem]]:
    rows = Thread.objects.visible_to(membership.user).open().filter(project=membership.project)
    page = _page(rows, "newest", asked)
    return page, _items(membership, [each.pk for each in page.rows])


def _page(rows: QuerySet[Any], key: str, asked: dict[str, Any]) -> Page[Any]:
    return paging.page(rows, key=key, size=ROWS, before=asked["before"], after=asked["after"])


def _items(membership: Membership, keys: list[int]) -> list[ThreadItem]:
    """In the order of the keys."""
    found = threads.items(Thread.objects.filter(pk__in=keys), membership)
    return sorted(found, key=lambda each: keys.index(each.key))
