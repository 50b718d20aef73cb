"""Finds what a key names: the suggestion, and what stands in the person's set because of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from annotations.actions.errors import NotHere, QuoteMismatch
from annotations.actions.writing import Write
from annotations.models import AnnotationSet, Decision, Span
from annotations.reader import reading_rows
from annotations.reader.prepared import Prepared, prepare
from annotations.reader.reading_rows import DOCUMENT, PREPARED, SET, Row, Shown, numbers
from annotations.states import DecisionState, Range, SpanState, Standing

KEY = -4
"""The number of no span, in place of the one that a prepared query is asked with."""


@dataclass(frozen=True, slots=True)
class SpanTarget:
    """A suggestion and what a set holds for it; without a suggestion, what a person added.

    `joins` is its suggested set if that is not in the set's `based_on` yet. `became` is the
    project's entity for that of the suggestion, None before the first accept.
    `others` are further keys whose decisions name the same row. `equal` is a row of the set
    that says the same as an undecided suggestion.
    """

    key: int
    standing: Standing
    suggestion: SpanState | None = None
    joins: int | None = None
    became: int | None = None
    others: tuple[SpanTarget, ...] = ()
    equal: SpanState | None = None

    @property
    def suggested(self) -> tuple[Range, ...]:
        return tuple(self.suggestion.ranges) if self.suggestion else ()


def span(write: Write, key: int) -> SpanTarget:
    """The item of this key, in one query. Raises NotHere for what this person cannot decide."""
    rows = {row["id"]: row for row in _around(write, key)}
    if key not in rows:
        raise NotHere
    row = rows[key]
    is_own = row["annotation_set_id"] == write.set_id
    if not (is_own or row["decision"]):
        return _undecided(row, [each for each in rows.values() if each is not row])
    result = key if is_own else row["result"]
    items = [_decided(each, rows) for each in rows.values() if each["decision"]]
    same = [item for item in items if item.standing.row and item.standing.row.id == result]
    if is_own and not same:
        return SpanTarget(key, Standing(row=_state(row)))
    first = next((item for item in items if item.key == key), None) or same[0]
    return replace(first, others=tuple(item for item in same if item.key != first.key))


def undecided(write: Write, showing: Shown) -> list[SpanTarget]:
    """All suggestions that are shown and not decided, in reading order, in one query."""
    shown = reading_rows.undecided(_every(write), write.set_id, reading_rows.span_identity)
    rows = sorted(filter(showing.has, shown), key=lambda row: (row["start"], -row["end"]))
    return [_shown(row) for row in rows]


def all_spans(write: Write) -> tuple[list[SpanTarget], list[Range]]:
    """All undecided suggestions, shown or not, and where something was decided, in one query."""
    found = _every(write)
    open_ones = reading_rows.undecided(found, write.set_id, reading_rows.span_identity)
    decided = [
        (row["start"], row["end"])
        for row in found
        if row["decision"] or row["annotation_set_id"] == write.set_id
    ]
    return [_shown(row) for row in open_ones], decided


def _every(write: Write) -> list[Row]:
    return _prepared_every().rows(numbers(write.document, write.set_id))


@cache
def _prepared_every() -> Prepared:
    every = reading_rows.span_rows(PREPARED).annotate(is_joined=is_joined())
    return prepare(every.values(*_FIELDS, *reading_rows.SPAN_FIELDS))


def is_joined() -> Exists:
    """Whether a row's suggested set belongs to the `based_on` of the set that is asked for."""
    return Exists(
        AnnotationSet.based_on.through.objects.filter(
            from_annotationset=SET, to_annotationset=OuterRef("annotation_set")
        )
    )


def check_quote(write: Write, item: SpanTarget, quote: str) -> None:
    """The browser's words are those of the suggestion or of what stands for it."""
    found = [row for row in (item.standing.row, item.suggestion) if isinstance(row, SpanState)]
    if all(write.document.text[row.start : row.end] != quote for row in found):
        raise QuoteMismatch


def _around(write: Write, key: int) -> list[Row]:
    """The span with this key, what its decision made of it, and what names or equals that."""
    return _prepared_around().rows({**numbers(write.document, write.set_id), KEY: key})


@cache
def _prepared_around() -> Prepared:
    own = Q(decisions__annotation_set=SET)
    decided = Decision.objects.filter(annotation_set=SET)
    result = decided.filter(Q(on_span=KEY) | Q(result_span=KEY)).values("result_span")
    same = ("start", "end", "label")
    equal = Span.objects.filter(pk=KEY, **{field: OuterRef(field) for field in same})
    readable = Q(annotation_set__kind=AnnotationSet.Kind.SUGGESTED) | Q(annotation_set=SET)
    rows: QuerySet[Any] = (
        Span.objects.annotate(own=FilteredRelation("decisions", condition=own))
        .annotate(decision=F("own__id"), by=F("own__by"), at=F("own__at"))
        .annotate(result=F("own__result_span"), is_joined=is_joined())
        .filter(readable, annotation_set__document=DOCUMENT)
        .filter(
            Q(pk=KEY)
            | Q(pk__in=result)
            | Q(own__result_span__in=result)
            | Q(Exists(equal), annotation_set=SET)
        )
    )
    return prepare(rows.order_by("decision", "pk").values(*_FIELDS, *_OWN_FIELDS))


def _undecided(row: Row, others: Iterable[Row]) -> SpanTarget:
    return replace(_shown(row), equal=next(map(_state, others), None))


def _decided(row: Row, rows: Mapping[int, Row]) -> SpanTarget:
    decision = DecisionState(row["decision"], row["by"], row["at"].isoformat())
    result = rows.get(row["result"])
    standing = Standing(_state(result) if result else None, decision)
    return replace(_shown(row), standing=standing, joins=None)


_ENTITY_FIELDS = ("entity", "entity__label", "entity__became", "entity__proposed_in")
_FIELDS = (*_ENTITY_FIELDS, "attributes", "is_joined")
_SPAN_FIELDS = ("id", "annotation_set_id", "label_id", "start", "end", "score", "evidence")
_OWN_FIELDS = (*_SPAN_FIELDS, "decision", "by", "at", "result")


def _shown(row: Row) -> SpanTarget:
    is_proposed = row["entity__proposed_in"] is not None
    is_named = row["entity__label"] == row["label_id"]  # nothing of another label names it
    return SpanTarget(
        row["id"],
        Standing(),
        replace(_state(row), entity=row["entity"] if is_named else None),
        joins=None if row["is_joined"] else row["annotation_set_id"],
        became=row["entity__became"] if is_proposed else row["entity"],
    )


def _state(row: Row) -> SpanState:
    return SpanState(
        row["id"],
        row["label_id"],
        row["start"],
        row["end"],
        row["entity"],
        row["attributes"],
        row["score"],
        row["evidence"],
    )


def state_of(row: Span) -> SpanState:
    return SpanState(
        row.pk,
        row.label_id,
        row.start,
        row.end,
        row.entity_id,
        row.attributes,
        row.score,
        row.evidence,
    )
