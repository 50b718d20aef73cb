"""Puts what stands under some keys into the tables: a constant number of queries for any number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, models

from annotations.models import Claim, ClaimPart, Decision, Span
from annotations.states import (
    ClaimState,
    DecisionState,
    Kind,
    PartState,
    Range,
    Row,
    SpanState,
    Standing,
    merged,
)

KINDS: tuple[Kind, ...] = ("span", "claim")
SPAN_COLUMNS = ("label_id", "start", "end", "entity_id", "attributes", "score", "evidence")
CLAIM_COLUMNS = ("speech", "within_id", "attributes", "score", "evidence")

# Rows go, and no decision names them any more, in one statement: keys are checked when it ends.
# Drafts that were superseded hold nobody's rows: what was decided in them stays in the history.
DELETE_SPANS = """
WITH freed AS (
  UPDATE annotations_decision SET result_span_id = NULL WHERE result_span_id = ANY(%(ids)s)
), forgotten AS (
  DELETE FROM annotations_decision AS decision USING annotations_annotationset AS draft
   WHERE decision.on_span_id = ANY(%(ids)s) AND draft.id = decision.annotation_set_id
     AND draft.state = 'superseded'
)
DELETE FROM annotations_span WHERE id = ANY(%(ids)s)
"""
DELETE_CLAIMS = """
WITH freed AS (
  UPDATE annotations_decision SET result_claim_id = NULL WHERE result_claim_id = ANY(%(ids)s)
), forgotten AS (
  DELETE FROM annotations_decision AS decision USING annotations_annotationset AS draft
   WHERE decision.on_claim_id = ANY(%(ids)s) AND draft.id = decision.annotation_set_id
     AND draft.state = 'superseded'
), parts AS (
  DELETE FROM annotations_claimpart WHERE claim_id = ANY(%(ids)s)
)
DELETE FROM annotations_claim WHERE id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One key before and after a write. `suggested` is where its suggestion lies, if it has one.

    The key of what a person adds is None until its row has an id.
    """

    kind: Kind
    key: int | None
    before: Standing
    after: Standing
    suggested: tuple[Range, ...] = ()

    @property
    def ranges(self) -> list[Range]:
        rows = [row for row in (self.before.row, self.after.row) if row]
        return merged([*self.suggested, *(found for row in rows for found in row.ranges)])


def store(set_id: int, changes: Sequence[Change]) -> list[Change]:
    """Make the tables say what stands after each change; the answer's rows have their ids.

    Raises IntegrityError where the set already holds an equal span.
    """
    spans = [change for change in changes if change.kind == "span"]
    claims = [change for change in changes if change.kind == "claim"]
    stored = [*_save_spans(set_id, spans), *_save_claims(set_id, claims)]
    stored = _save_decisions(set_id, stored)
    _delete_spans(gone_rows(spans))
    _delete_claims(gone_rows(claims))
    return stored


def gone_rows(changes: Sequence[Change]) -> set[int]:
    """The ids of rows that stand before these changes and no more after them."""
    return _ids(each.before.row for each in changes) - _ids(each.after.row for each in changes)


def _ids(states: Iterable[Row | DecisionState | None]) -> set[int]:
    return {state.id for state in states if state and state.id is not None}


def _save_spans(set_id: int, changes: list[Change]) -> list[Change]:
    rows = [row for row in _written(changes) if isinstance(row, SpanState)]
    ids = _save([(row, _span(set_id, row)) for row in rows], SPAN_COLUMNS)
    return [_numbered(change, ids) for change in changes]


def _save_claims(set_id: int, changes: list[Change]) -> list[Change]:
    """Claims come with ids of their own, so that they can name each other at once."""
    rows = {row.id: row for row in _written(changes) if isinstance(row, ClaimState)}
    before = {row.id: row for change in changes if isinstance(row := change.before.row, ClaimState)}
    itself = [row for row in rows.values() if not _is_stored(row, before.get(row.id))]
    _upsert([_claim(set_id, row) for row in itself], CLAIM_COLUMNS)
    parted = {
        row.id: row
        for row in rows.values()
        if row.id not in before or before[row.id].parts != row.parts
    }
    numbered = _save_parts(parted.values(), replacing=parted.keys() & before.keys())
    return [_reparted(change, numbered) for change in changes]


def _is_stored(row: ClaimState, before: ClaimState | None) -> bool:
    """Whether nothing of a claim but its parts changed."""
    return before is not None and replace(row, parts=before.parts) == before


def _save_parts(
    claims: Collection[ClaimState], replacing: Iterable[int | None]
) -> dict[int | None, ClaimState]:
    old = list(replacing)
    if old:
        _delete(ClaimPart.objects.filter(claim__in=old))
    made = {
        claim.id: [_part(claim.id, part) for part in claim.parts]
        for claim in claims
        if claim.id is not None
    }
    ClaimPart.objects.bulk_create([part for parts in made.values() for part in parts])
    return {
        claim.id: replace(
            claim,
            parts=tuple(
                replace(part, id=row.pk)
                for part, row in zip(claim.parts, made[claim.id], strict=True)
            ),
        )
        for claim in claims
        if claim.id is not None
    }


def _save_decisions(set_id: int, changes: list[Change]) -> list[Change]:
    gone = _ids(change.before.decision for change in changes) - _ids(
        change.after.decision for change in changes
    )
    if gone:
        _delete(Decision.objects.filter(pk__in=gone))
    wanted = [
        (decision, _decision(set_id, change, decision))
        for change in changes
        if (decision := change.after.decision) and _is_redecided(change)
    ]
    ids = _save(wanted, ("by_id", "at", "result_span_id", "result_claim_id"))
    return [_decided(change, ids) for change in changes]


def _is_redecided(change: Change) -> bool:
    def said(standing: Standing) -> tuple[DecisionState | None, int | None]:
        return standing.decision, standing.row.id if standing.row else None

    return said(change.before) != said(change.after)


def _save(wanted: Sequence[tuple[Any, models.Model]], columns: Iterable[str]) -> dict[int, int]:
    """Insert the new rows, write over the others; the id of each new state, by its identity."""
    new = [(state, row) for state, row in wanted if row.pk is None]
    if new:
        _manager(new[0][1]).bulk_create([row for _, row in new])
    _upsert([row for state, row in wanted if state.id is not None], columns)
    return {id(state): row.pk for state, row in new}


def _upsert(rows: list[Any], columns: Iterable[str]) -> None:
    """A row that was deleted comes back under its id."""
    if rows:
        _manager(rows[0]).bulk_create(
            list({row.pk: row for row in rows}.values()),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[column.removesuffix("_id") for column in columns],
        )


def _manager(row: models.Model) -> models.Manager[Any]:
    return type(row)._default_manager


def _delete(rows: models.QuerySet[Any]) -> None:
    # Nothing is left to cascade to, and collecting what might be would cost a query a relation.
    rows._raw_delete(rows.db)


def _execute(statement: str, values: dict[str, list[int]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _delete_spans(ids: set[int]) -> None:
    if ids:
        _execute(DELETE_SPANS, {"ids": list(ids)})


def _delete_claims(ids: set[int]) -> None:
    if ids:
        _execute(DELETE_CLAIMS, {"ids": list(ids)})


def _written(changes: list[Change]) -> list[Row]:
    return [row for change in changes if (row := change.after.row) and row != change.before.row]


def _numbered(change: Change, ids: dict[int, int]) -> Change:
    row = change.after.row
    if row is None or id(row) not in ids:
        return change
    row_id = ids[id(row)]
    after = replace(change.after, row=replace(row, id=row_id))
    return replace(change, key=row_id if change.key is None else change.key, after=after)


def _reparted(change: Change, claims: dict[int | None, ClaimState]) -> Change:
    row = change.after.row
    if row is None:
        return change
    after = replace(change.after, row=claims.get(row.id, row))
    return replace(change, key=row.id if change.key is None else change.key, after=after)


def _decided(change: Change, ids: dict[int, int]) -> Change:
    decision = change.after.decision
    if decision is None or id(decision) not in ids:
        return change
    after = replace(change.after, decision=replace(decision, id=ids[id(decision)]))
    return replace(change, after=after)


def _span(set_id: int, state: SpanState) -> Span:
    return Span(
        id=state.id,
        annotation_set_id=set_id,
        label_id=state.label,
        start=state.start,
        end=state.end,
        entity_id=state.entity,
        attributes=state.attributes,
        score=state.score,
        evidence=state.evidence,
    )


def _claim(set_id: int, state: ClaimState) -> Claim:
    return Claim(
        id=state.id,
        annotation_set_id=set_id,
        speech=state.speech,
        within_id=state.within,
        attributes=state.attributes,
        score=state.score,
        evidence=state.evidence,
    )


def _part(claim_id: int, state: PartState) -> ClaimPart:
    return ClaimPart(
        id=state.id,
        claim_id=claim_id,
        role=state.role,
        order=state.order,
        start=state.start,
        end=state.end,
        entity_id=state.entity,
        is_inferred=state.is_inferred,
    )


def _decision(set_id: int, change: Change, state: DecisionState) -> Decision:
    result = change.after.row.id if change.after.row else None
    return Decision(
        id=state.id,
        annotation_set_id=set_id,
        by_id=state.by,
        at=datetime.fromisoformat(state.at),
        **{f"on_{change.kind}_id": change.key, f"result_{change.kind}_id": result},
    )
