"""Articles that two people annotated, each on their own, as they submitted them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from annotations.agreement.counting import Marks
from annotations.alignment import Claim, Part, Span
from annotations.models import AnnotationSet, ClaimPart
from annotations.models import Span as SpanRow
from annotations.models.entities import name_now, tied_now
from annotations.states import Json, values_of
from articles.models import Document
from newsdesk.accounts.models import Project

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people by id, the lower first, and how many articles both submitted."""

    first: int
    second: int
    comparisons: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """An article with the marks of the two; `month` is when the later of them submitted."""

    document: Document
    month: str
    first: Marks
    second: Marks


def submitted(project: Project | int) -> QuerySet[AnnotationSet]:
    """The sets that count: people's own, submitted (approved or not), on current documents."""
    sets = AnnotationSet.objects.annotated().filter(state=AnnotationSet.State.SUBMITTED)
    return sets.filter(imported_from={}, document__project=project, document__is_current=True)


def pairs(project: Project | int) -> list[Pair]:
    """All pairs of people who submitted an article both."""
    other = "document__annotation_sets"
    both = submitted(project).filter(
        **{
            f"{other}__kind": AnnotationSet.Kind.ANNOTATED,
            f"{other}__state": AnnotationSet.State.SUBMITTED,
            f"{other}__imported_from": {},
            f"{other}__made_by__gt": F("made_by"),
        }
    )
    counted = both.values_list("made_by", f"{other}__made_by").annotate(found=Count("pk"))
    return [Pair(*row) for row in counted.order_by("made_by", f"{other}__made_by")]


def comparisons(project: Project | int, pair: Pair) -> Iterator[Comparison]:
    """All of the pair's, in the order of documents, AT_ONCE in memory."""
    after = 0
    while found := page(project, pair.first, pair.second, after=after):
        yield from found
        after = found[-1].document.pk


def page(
    project: Project | int,
    first: int,
    second: int,
    *,
    after: int | None = None,
    before: int | None = None,
    size: int = AT_ONCE,
) -> list[Comparison]:
    """The next of them after this document in order, or else before it, newest first."""
    rows = _both(project, first, second)
    if after is not None:
        rows = rows.filter(document__gt=after).order_by("document")
    else:
        rows = rows.order_by("-document")
        rows = rows if before is None else rows.filter(document__lt=before)
    return _read(list(rows[:size]))


def _both(project: Project | int, first: int, second: int) -> QuerySet[Any]:
    """The first's sets, each with `other`, the second's of the same document."""
    others = submitted(project).filter(made_by=second, document=OuterRef("document"))
    found: QuerySet[Any] = (
        submitted(project)
        .filter(made_by=first)
        .annotate(
            other=Subquery(others.values("pk")[:1]),
            other_at=Subquery(others.values("submitted_at")[:1]),
        )
        .filter(other__isnull=False)
    )
    return found


def _read(rows: Sequence[Any]) -> list[Comparison]:
    marks = marks_of([key for row in rows for key in (row.pk, row.other)])
    documents = Document.objects.select_related("article").in_bulk(
        [row.document_id for row in rows]
    )

    return [
        Comparison(
            documents[row.document_id],
            _month(row.submitted_at, row.other_at),
            marks[row.pk],
            marks[row.other],
        )
        for row in rows
    ]


def marks_of(sets: Sequence[int]) -> dict[int, Marks]:
    """All that stands in each of these sets, in 2 queries."""
    spans, claims = _spans(sets), _claims(sets)
    return {key: Marks(spans[key], claims[key]) for key in sets}


def _month(*moments: datetime | None) -> str:
    """Of the later one, "2026-11"."""
    known = [moment for moment in moments if moment]
    return f"{timezone.localtime(max(known)):%Y-%m}" if known else ""


def _spans(sets: Sequence[int]) -> defaultdict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    rows = SpanRow.objects.filter(annotation_set__in=sets).order_by("start", "end", "pk")
    for of_set, start, end, label, key, attributes in rows.values_list(
        "annotation_set", "start", "end", "label__key", "pk", "attributes"
    ):
        found[of_set].append(Span(start, end, label, key, values_of(attributes)))
    return found


def _claims(sets: Sequence[int]) -> defaultdict[int, list[Claim]]:
    """Each with its parts, in the order in which they were made."""
    parts: defaultdict[tuple[int, int], list[Part]] = defaultdict(list)
    said: dict[int, tuple[str, int | None, Json]] = {}
    rows = ClaimPart.objects.filter(claim__annotation_set__in=sets)
    for of_set, key, speech, within, attributes, role, start, end, entity, name in rows.order_by(
        "claim", "role", "order"
    ).values_list(
        "claim__annotation_set",
        "claim",
        "claim__speech",
        "claim__within",
        "claim__attributes",
        "role",
        "start",
        "end",
        tied_now(),
        name_now(),
    ):
        extent = None if start is None or end is None else (start, end)
        named = "" if extent else name or ""
        parts[of_set, key].append(Part(role, extent, entity, named))
        said[key] = speech, within, values_of(attributes)
    found: defaultdict[int, list[Claim]] = defaultdict(list)
    for (of_set, key), each in parts.items():
        if any(part.role == "content" for part in each):
            speech, within, values = said[key]
            found[of_set].append(Claim(speech, tuple(each), key, within, values))
    return found
