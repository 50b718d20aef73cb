"""How every write to an article is answered: a script gets the changed rows, and a plain form the
page again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from annotations import scheme_colours
from annotations.actions.errors import StaleSet
from annotations.actions.writing import Written
from annotations.reader import describing, highlighting, minimap, painting, parts, reading
from annotations.reader.painting import Paint
from annotations.reader.reading import Reading
from annotations.states import Since
from annotations.views.opening import opened, valid
from annotations.views.seeing import seen_by
from annotations.views.showing import shown_to
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.http import SignedInRequest, is_htmx

SHOWN_REJECTED = 100


def write(
    request: SignedInRequest,
    slug: str,
    article_id: int,
    form_class: type[forms.Form],
    action: Callable[..., Written],
    item: str = "",
    *,
    is_review: bool = False,
    **target: Any,
) -> HttpResponse:
    """Check, write, answer. A stale write is answered with what changed meanwhile.

    `item` is the key on the list of whom a plain form is about. In a review it is the draft that
    is written to.
    """
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR, is_review=is_review)
    values = valid(form_class(request.POST))
    try:
        written = action(
            document=document, by=request.user, is_review=is_review, **target, **values
        )
    except StaleSet as stale:
        if not is_htmx(request):
            raise
        seen = seen_by(request, document, is_review=is_review)
        return _painted(request, membership, seen, stale, status=409)
    if not is_htmx(request):
        return redirect(_list_address(slug, article_id, item, is_review=is_review))
    seen = highlighting.highlighted(reading.after(written, shown_to(request)))
    seen = describing.described(seen)
    return _painted(request, membership, seen, written)


def _painted(
    request: SignedInRequest,
    membership: Membership,
    seen: Reading,
    told: Written | StaleSet,
    status: int = 200,
) -> HttpResponse:
    """The rows that look different now, and the counts; the version goes in a header. It is
    the one that the rows are complete for, though somebody may have written since.
    """
    since: dict[str, Any] = {}
    if isinstance(told, StaleSet):
        ranges = told.since.ranges
        since = {"since": told.since, "since_by": _writers(told.since, request.user)}
    else:
        ranges = told.ranges
    rows = painting.touched_rows(seen, paints_of(seen.document), ranges)
    context = {**parts_of(seen), "rows": list(rows), "project": membership.project, **since}
    answer = render(request, "annotations/_written.html", context, status=status)
    answer["X-Set-Version"] = str(told.version)
    return answer


def _writers(since: Since, reader: User) -> str:
    """`you in another tab and Ana Lima`"""
    others = User.objects.filter(pk__in=set(since.by) - {reader.pk}).order_by("pk")
    you = ["you in another tab"] if reader.pk in since.by else []
    return " and ".join([*you, *map(str, others)])


def parts_of(seen: Reading) -> dict[str, Any]:
    """What the page and every answer to a write show: counts and what was rejected."""
    rejected = [
        *((f"s{span.key}", seen.text[span.start : span.end]) for span in seen.rejected_spans),
        *(
            (f"c{claim.key}", (claim.in_role("content")[0].text or "")[:80])
            for claim in seen.rejected_claims
        ),
    ]
    return {
        "reading": seen,
        "counts": seen.counts,
        "minimap": minimap.of(seen),
        "undecided": parts.undecided(seen),
        "article": seen.document.article,
        "rejected": rejected[:SHOWN_REJECTED],
        "rejected_count": len(rejected),
        "left_count": seen.counts.total - seen.counts.decided,
    }


def paints_of(document: Any) -> dict[str, Paint]:
    return {
        row["key"]: Paint(scheme_colours.name_of(row["colour"]), row["tag"])
        for row in document.label_rows
    }


def address_of(slug: str, article_id: int, *, is_review: bool) -> str:
    return reverse(f"annotations:{'review' if is_review else 'reader'}", args=[slug, article_id])


def _list_address(slug: str, article_id: int, item: str, *, is_review: bool) -> str:
    address = address_of(slug, article_id, is_review=is_review)
    return f"{address}?list#item-{item}" if item else f"{address}?list"
