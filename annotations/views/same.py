"""The places of the same words, to be looked at before they are marked alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Unpack

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.reader import same_words
from annotations.reader.listing import around
from annotations.reader.reading import Reading
from annotations.states import Range
from annotations.views.opening import Place, opened
from annotations.views.seeing import seen_by
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest

SHOWN = 500  # places of one form; who marks more does so in several goes


@dataclass(frozen=True, slots=True)
class Line:
    """A place with the words around it; the labels suggested there, and for parts of it."""

    start: int
    end: int
    before: str
    words: str
    after: str
    suggested: str
    touching: str


@signed_in
@require_GET
def same(
    request: SignedInRequest, slug: str, article_id: int, **place: Unpack[Place]
) -> HttpResponse:
    _, document = opened(request, slug, article_id, Role.ANNOTATOR, **place)
    seen = seen_by(request, document, **place)
    quote = request.GET.get("quote", "")
    found = same_words.exact(seen.text, quote)
    decided = [
        (each.start, each.end)
        for each in (*seen.spans, *seen.rejected_spans)
        if each.state != "suggested"
    ]
    undecided = {(each.start, each.end) for each in seen.spans if each.state == "suggested"}
    same_free = list(same_words.free(found, decided, undecided))
    near_free = list(same_words.free(same_words.near(seen.text, quote), decided, undecided))
    context = {
        "quote": quote,
        "label_key": request.GET.get("label_key", ""),
        "labels": seen.labels,
        "same": _lines(seen, same_free[:SHOWN]),
        "near": _lines(seen, near_free[:SHOWN]),
        "may_reject": not undecided.isdisjoint((*same_free, *near_free)),
        "left_count": len(found) - len(same_free),
        "project": document.project,
        "article": document.article,
    }
    return render(request, "annotations/_same.html", context)


def _lines(seen: Reading, places: Iterable[Range]) -> list[Line]:
    names = {label.key: label.name for label in seen.labels}
    suggested: dict[Range, list[str]] = {}
    for span in seen.spans:
        suggested.setdefault((span.start, span.end), []).append(names.get(span.label, span.label))
    lines = []
    for place in places:
        before, after = around(seen.text, *place)
        labels = ", ".join(suggested.get(place, []))
        touching = "; ".join(
            f"“{seen.text[a:b]}”: {', '.join(told)}"
            for (a, b), told in suggested.items()
            if (a, b) != place and a < place[1] and place[0] < b
        )
        lines.append(Line(*place, before, seen.text[slice(*place)], after, labels, touching))
    return lines
