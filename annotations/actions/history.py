"""Undo and redo: a person's newest undo group in their set, reversed by a new event."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from annotations.actions.errors import ChangedSince, NothingToRedo, NothingToUndo
from annotations.actions.items import decision_state, state_of
from annotations.actions.storing import KINDS, Change
from annotations.actions.writing import Write, Written, writing
from annotations.models import Claim, Decision, Span
from annotations.reading_rows import claim_states
from annotations.states import DecisionState, Kind, Row, Standing, from_json
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event


def undo(*, document: Document, seen_version: int, by: User) -> Written:
    """Put back what this person's newest write in the set had changed. Rows keep their ids.

    Raises NothingToUndo, and ChangedSince if what it left behind has changed since.
    """
    with writing(document=document, seen_version=seen_version, by=by, verb="undo") as write:
        _reverse(write, _own(write).exclude(verb="undo"), NothingToUndo)
    return write.result()


def redo(*, document: Document, seen_version: int, by: User) -> Written:
    """Do again what was undone last; a write in between ends that. Raises as undo does."""
    with writing(document=document, seen_version=seen_version, by=by, verb="redo") as write:
        later = _by_hand(write).filter(undoes=None, id__gt=OuterRef("id"))
        _reverse(write, _own(write).filter(~Exists(later), verb="undo"), NothingToRedo)
    return write.result()


def _by_hand(write: Write) -> QuerySet[Event]:
    """What this person changed in the set, newest first."""
    events = Event.objects.in_set(write.set_id or 0).newest_first()
    return events.filter(actor_id=write.by.pk, target_kind__in=KINDS)


def _own(write: Write) -> QuerySet[Event]:
    """Of that, what is not reversed."""
    return _by_hand(write).filter(~Exists(Event.objects.filter(undoes=OuterRef("group"))))


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


def _reversals(write: Write, kind: Kind, events: list[Event]) -> list[Change]:
    present = _load(write, kind, events)
    return [_reversal(kind, event, present) for event in events]


def _reversal(kind: Kind, event: Event, present: _Present) -> Change:
    before, after = from_json(kind, event.before), from_json(kind, event.after)
    key = event.target_id or 0
    row = after.row or before.row
    if present.standing(key, row.id if row else None) != after:
        raise ChangedSince
    suggestion = present.suggestions.get(key)
    suggested = tuple(suggestion.ranges) if suggestion else ()
    return Change(kind, key, after, before, suggested)


@dataclass(frozen=True, slots=True)
class _Present:
    """The set's rows and decisions as they are now, and the suggestions decided on."""

    rows: dict[int, Row]
    suggestions: dict[int, Row]
    decisions: dict[int, tuple[DecisionState, int | None]]

    def standing(self, key: int, row_id: int | None) -> Standing:
        """What stands under a key; without a decision, the row that should be there."""
        decision, result = self.decisions.get(key, (None, row_id))
        return Standing(self.rows.get(result or 0), decision)


def _load(write: Write, kind: Kind, events: list[Event]) -> _Present:
    """Two queries, for any number of events."""
    keys = [event.target_id or 0 for event in events]
    states = (state for event in events for state in (event.before, event.after))
    named = {row.id for state in states if (row := from_json(kind, state).row)}
    decisions = _decisions(write, kind, keys)
    results = {result for _, result in decisions.values()}
    rows: dict[int, Row] = {}
    others: dict[int, Row] = {}
    for set_id, row_id, row in _rows(kind, {*keys, *named, *results} - {None}):
        (rows if set_id == write.set_id else others)[row_id] = row
    return _Present(rows, others, decisions)


def _decisions(
    write: Write, kind: Kind, keys: list[int]
) -> dict[int, tuple[DecisionState, int | None]]:
    found = Decision.objects.filter(annotation_set=write.set_id, **{f"on_{kind}__in": keys})
    return {
        getattr(each, f"on_{kind}_id"): (decision_state(each), getattr(each, f"result_{kind}_id"))
        for each in found
    }


def _rows(kind: Kind, ids: set[int | None]) -> list[tuple[int, int, Row]]:
    """The set, id and state of each row there is."""
    wanted = [each for each in ids if each]
    if kind == "span":
        spans = Span.objects.filter(pk__in=wanted)
        return [(each.annotation_set_id, each.pk, state_of(each)) for each in spans]
    claims = claim_states(Claim.objects.filter(pk__in=wanted))
    return [(set_id, claim.id or 0, claim) for set_id, claim in claims]
