"""Undo and redo: a person's newest undo group in their set, reversed by a new event."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Unpack

from django.db.models import BooleanField, Exists, F, FilteredRelation, Func, OuterRef, Q, QuerySet

from annotations.actions import circles
from annotations.actions.errors import ChangedSince, NothingToRedo, NothingToUndo
from annotations.actions.storing import KINDS, Change
from annotations.actions.writing import Sent, Write, Written, writing
from annotations.models import ApplyOutcome, Claim, Span
from annotations.reader.reading_rows import CLAIM_FIELDS, claim_state
from annotations.states import (
    ClaimState,
    DecisionState,
    Json,
    Kind,
    PartState,
    Row,
    SpanState,
    Standing,
    from_json,
    is_tie,
)
from newsdesk.history.models import Event


def undo(**sent: Unpack[Sent]) -> Written:
    """Put back what this person's newest write in the set had changed. Rows keep their ids.

    Raises NothingToUndo, and ChangedSince if what it left behind has changed since. Sent again
    under one `idempotency_key` it undoes nothing more.
    """
    with writing("undo", **sent) as write:
        _reverse(write, _own(write).exclude(verb="undo"), NothingToUndo)
    return write.result()


def redo(**sent: Unpack[Sent]) -> Written:
    """Do again what was undone last; a write in between ends that. Raises as undo does."""
    with writing("redo", **sent) as write:
        later = _by_hand(write).filter(undoes=None, id__gt=OuterRef("id"))
        undone = _own(write).filter(~Exists(later), ~Exists(_taken_back(write)), verb="undo")
        _reverse(write, undone, NothingToRedo)
    return write.result()


def standing(group: uuid.UUID) -> tuple[uuid.UUID, bool]:
    """The group that last did what this one did, itself or what redid it, and whether it stands:
    whether nobody has undone it since.
    """
    stands, newest = True, group
    while later := Event.objects.filter(undoes=newest).values_list("group", flat=True).first():
        stands, newest = not stands, later
        if stands:
            group = newest
    return group, stands


def take_back(write: Write, group: uuid.UUID) -> int:
    """Put back what this group changed in spans, and nobody since; how many had changed since."""
    events = list(Event.objects.filter(group=group, target_kind="span").order_by("id"))
    present, kept = _load(write, "span", events), 0
    write.undoes, write.conflict = group, ChangedSince
    for event in events:
        try:
            write.change(_reversal("span", event, present))
        except ChangedSince:
            kept += 1
    return kept


class _Said(Func):
    """What an event keeps, without the notes that items had before there were comments."""

    template = "(%(expressions)s #- '{span,attributes,note}' #- '{claim,attributes,note}')"


class _Changed(Func):
    """Whether it changed more than such a note."""

    arg_joiner = " IS DISTINCT FROM "
    template = "(%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, *states: str) -> None:
        super().__init__(*(_Said(state) for state in states))


def _by_hand(write: Write) -> QuerySet[Event]:
    """What this person changed in the set, newest first."""
    events = Event.objects.in_set(write.set_id or 0).newest_first()
    return events.filter(_Changed("before", "after"), actor_id=write.by.pk, target_kind__in=KINDS)


def _own(write: Write) -> QuerySet[Event]:
    """Of that, what is not reversed."""
    return _by_hand(write).filter(~Exists(Event.objects.filter(undoes=OuterRef("group"))))


def _taken_back(write: Write) -> QuerySet[ApplyOutcome]:
    """What was applied here by a run that is undone, as its page says: that is for good."""
    outcomes = ApplyOutcome.objects.filter(article=write.document.article_id, undone_count__gt=0)
    return outcomes.filter(group=OuterRef("undoes"))


def _reverse(
    write: Write, groups: QuerySet[Event], nothing: type[NothingToUndo] | type[NothingToRedo]
) -> None:
    events = list(Event.objects.filter(group__in=groups.values("group")[:1]).order_by("id"))
    if not events:
        raise nothing
    write.undoes, write.conflict = events[0].group, ChangedSince
    for kind in KINDS:
        ours = [event for event in events if event.target_kind == kind]
        if ours:
            write.change(*_reversals(write, kind, ours))
    if not circles.may_stand(write):
        raise ChangedSince


def _reversals(write: Write, kind: Kind, events: list[Event]) -> list[Change]:
    present = _load(write, kind, events)
    return [_reversal(kind, event, present) for event in events]


def _reversal(kind: Kind, event: Event, present: _Present) -> Change:
    before, after = from_json(kind, event.before), from_json(kind, event.after)
    key = event.target_id or 0
    row = after.row or before.row
    standing = present.standing(key, row.id if row else None)
    is_same = is_tie(standing, after)
    if not is_same or (standing != after and is_tie(before, after)):
        raise ChangedSince
    suggestion = present.suggestions.get(key)
    suggested = tuple(suggestion.ranges) if suggestion else ()
    return Change(kind, key, standing, _tied_as_now(before, after, standing), suggested)


def _tied_as_now(before: Standing, after: Standing, standing: Standing) -> Standing:
    """What is put back, with the ties of now where the write had left them as they were: what an
    entity was split into meanwhile is no reason not to undo what was done before, and stays.
    """
    row, left, now = before.row, after.row, standing.row
    if isinstance(row, SpanState) and isinstance(left, SpanState) and isinstance(now, SpanState):
        tie = now.entity if row.entity == left.entity else row.entity
        return replace(before, row=replace(row, entity=tie))
    if isinstance(row, ClaimState) and isinstance(left, ClaimState) and isinstance(now, ClaimState):
        pairs = list(zip(left.parts, now.parts, strict=True))
        parts = tuple(replace(part, entity=_tie_now(part, pairs)) for part in row.parts)
        return replace(before, row=replace(row, parts=parts))
    return before


def _tie_now(part: PartState, left: Iterable[tuple[PartState, PartState]]) -> int | None:
    """What became of the tie in the parts that a write left, in that on the same words first."""
    same = [pair for pair in left if pair[0].entity == part.entity]
    same.sort(key=lambda pair: pair[0].extent != part.extent)
    return same[0][1].entity if same and part.entity else part.entity


SPAN_FIELDS = ("id", "label", "start", "end", "entity", "attributes", "score", "evidence")


def _span_state(row: Json) -> SpanState:
    return SpanState(**{field: row[field] for field in SPAN_FIELDS})


@dataclass(frozen=True, slots=True)
class _Present:
    """The set's rows and decisions as they are now, and the suggestions decided on."""

    rows: dict[int, Row]
    suggestions: dict[int, Row]
    decisions: dict[int, tuple[DecisionState, int | None]]

    def standing(self, key: int, row_id: int | None) -> Standing:
        """What stands under a key; without a decision, the row that should be there."""
        if key not in self.decisions:
            return Standing(self.rows.get(row_id or 0))
        decision, result = self.decisions[key]
        if result and result not in self.rows:
            raise ChangedSince
        return Standing(self.rows.get(result or 0), decision)


def _load(write: Write, kind: Kind, events: list[Event]) -> _Present:
    """One query for any number of events: their rows, and what was decided on them."""
    states = (state for event in events for state in (event.before, event.after))
    named = {found.id for state in states if (found := from_json(kind, state).row)}
    wanted = [each for each in named | {event.target_id for event in events} if each]
    present = _Present({}, {}, {})
    for row in _rows(write, kind, wanted):
        layer = present.rows if row["annotation_set_id"] == write.set_id else present.suggestions
        layer[row["id"]] = claim_state(row) if kind == "claim" else _span_state(row)
        if row["decision"]:
            decision = DecisionState(row["decision"], row["by"], row["at"].isoformat())
            present.decisions[row["id"]] = (decision, row["result"])
    return present


def _rows(write: Write, kind: Kind, ids: list[int]) -> list[Json]:
    own = Q(decisions__annotation_set=write.set_id)
    rows: QuerySet[Any] = Claim.objects.with_parts() if kind == "claim" else Span.objects.all()
    fields = CLAIM_FIELDS if kind == "claim" else SPAN_FIELDS
    return list(
        rows.filter(pk__in=ids)
        .annotate(own=FilteredRelation("decisions", condition=own))
        .annotate(decision=F("own__id"), by=F("own__by"), at=F("own__at"))
        .annotate(result=F(f"own__result_{kind}"))
        .values("annotation_set_id", "decision", "by", "at", "result", *fields)
    )
