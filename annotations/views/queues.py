"""What waits for reviewers, and what was sent back: the oldest first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations import paging
from annotations.filters import UnknownFilter
from annotations.paging import Page
from annotations.review import queues
from annotations.tables import ReviewTable, SentBackTable
from annotations.views.queue import PageForm
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.http import SignedInRequest

ROWS = 50


@signed_in
@require_GET
def to_review(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.REVIEWER)
    rows = queues.to_review(membership).select_related("article", "outlet")
    page = _page(request, rows, "waiting")
    drafts, names = queues.drafts(page.rows), queues.annotators(page.rows)
    table = ReviewTable(
        [{"row": row, "draft": drafts.get(row.pk), "names": names[row.pk]} for row in page.rows]
    )
    return _answer(request, membership, "to-review", page, table)


@signed_in
@require_GET
def sent_back(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    rows = queues.sent_back(membership).select_related("article", "annotator")
    page = _page(request, rows, "id")
    return _answer(request, membership, "sent-back", page, SentBackTable(page.rows))


def _page(request: SignedInRequest, rows: QuerySet[Any], key: str) -> Page[Any]:
    """The rows that wait longest, or those beside a key: the other way round than in lists."""
    form = PageForm(request.GET)
    if not form.is_valid():
        raise UnknownFilter(f"“{next(iter(form.errors))}” in the address is no place in this list.")
    before, after = form.cleaned_data["before"], form.cleaned_data["after"]
    first = 0 if before is None and after is None else after
    size = form.cleaned_data["rows"] or ROWS
    found = paging.page(rows, key=key, size=size, before=before, after=first)
    return replace(found, rows=found.rows[::-1])


def _answer(
    request: SignedInRequest, membership: Membership, name: str, page: Page[Any], table: Any
) -> HttpResponse:
    rows = {"rows": request.GET["rows"]} if "rows" in request.GET else {}
    context = {
        "membership": membership,
        "project": membership.project,
        "here": "review" if name == "to-review" else "articles",
        "name": name,
        "queues": queues.of(membership),
        "table": table,
        "back": "?" + urlencode({"before": page.older, **rows}) if page.older is not None else "",
        "on": "?" + urlencode({"after": page.newer, **rows}) if page.newer is not None else "",
    }
    return render(request, f"annotations/{name.replace('-', '_')}.html", context)
