"""Finds what a key names: the suggestion, and what stands in the person's set because of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.actions.errors import NotHere, QuoteMismatch
from annotations.actions.writing import Write
from annotations.models import AnnotationSet, Decision, Entity, Span
from annotations.states import DecisionState, Range, SpanState, Standing


@dataclass(frozen=True, slots=True)
class SpanItem:
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
    others: tuple[SpanItem, ...] = ()
    equal: SpanState | None = None

    @property
    def suggested(self) -> tuple[Range, ...]:
        return tuple(self.suggestion.ranges) if self.suggestion else ()


def span(write: Write, key: int) -> SpanItem:
    """The item of this key. Raises NotHere unless it is this person's or a suggestion."""
    decided = _decided(write, key)
    if not decided:
        return _undecided(write, key)
    items = [_of_decision(each) for each in decided]
    first = next((item for item in items if item.key == key), items[0])
    others = tuple(item for item in items if item is not first)
    return replace(first, others=others)


def shown_spans(write: Write, keys: Iterable[int]) -> list[SpanItem]:
    """The items of suggestions that are known to be undecided and shown."""
    rows = Span.objects.filter(pk__in=list(keys)).select_related("entity").in_reading_order()
    return [replace(_of_suggestion(row), joins=row.annotation_set_id) for row in rows]


def check_quote(write: Write, item: SpanItem, quote: str) -> None:
    """The browser's words are those of the suggestion or of what stands for it."""
    found = [row for row in (item.standing.row, item.suggestion) if isinstance(row, SpanState)]
    if all(write.document.text[row.start : row.end] != quote for row in found):
        raise QuoteMismatch


def _decided(write: Write, key: int) -> list[Decision]:
    if write.set_id is None:
        return []
    decisions = Decision.objects.filter(annotation_set=write.set_id)
    result = decisions.filter(on_span=key).values("result_span")
    return list(
        decisions.filter(Q(on_span=key) | Q(result_span=key) | Q(result_span__in=result))
        .select_related("on_span__entity", "result_span")
        .order_by("id")
    )


def _undecided(write: Write, key: int) -> SpanItem:
    twin = Span.objects.filter(
        pk=key, start=OuterRef("start"), end=OuterRef("end"), label=OuterRef("label")
    )
    of_suggestions = Q(pk=key, annotation_set__kind=AnnotationSet.Kind.SUGGESTED)
    rows: QuerySet[Span] = Span.objects.filter(
        of_suggestions | Q(Exists(twin), annotation_set=write.set_id)
        if write.set_id
        else of_suggestions,
        annotation_set__document=write.document,
    ).select_related("entity")
    joined = AnnotationSet.based_on.through.objects.filter(
        from_annotationset=write.set_id, to_annotationset=OuterRef("annotation_set")
    )
    rows = rows.annotate(is_joined=Exists(joined))
    found = {row.pk: row for row in rows}
    if key not in found:
        raise NotHere
    row = found.pop(key)
    if row.annotation_set_id == write.set_id:
        return SpanItem(key, Standing(row=state_of(row)))
    equal = next((state_of(each) for each in found.values()), None)
    joins = None if getattr(row, "is_joined", False) else row.annotation_set_id
    return replace(_of_suggestion(row), equal=equal, joins=joins)


def _of_suggestion(row: Span) -> SpanItem:
    return SpanItem(row.pk, Standing(), state_of(row), became=_became(row.entity))


def _of_decision(decision: Decision) -> SpanItem:
    suggestion, result = decision.on_span, decision.result_span
    if suggestion is None:
        raise NotHere
    standing = Standing(state_of(result) if result else None, decision_state(decision))
    return replace(_of_suggestion(suggestion), standing=standing)


def _became(entity: Entity | None) -> int | None:
    if entity is None:
        return None
    return entity.became_id if entity.proposed_in_id else entity.pk


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


def decision_state(decision: Decision) -> DecisionState:
    return DecisionState(decision.pk, decision.by_id, decision.at.isoformat())
