"""All claims that a write to one set may touch, and what a key names among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from django.db import models
from django.db.models import F
from django.db.models.expressions import RawSQL

from annotations import verdicts
from annotations.actions import items
from annotations.actions.claim_mentions import NAMING
from annotations.actions.errors import NotHere, QuoteMismatch
from annotations.actions.storing import Change
from annotations.actions.writing import Write
from annotations.models import Claim
from annotations.reader.prepared import Prepared, prepare
from annotations.reader.reading_rows import (
    PREPARED,
    USUAL,
    Identity,
    Row,
    Shown,
    claim_identity,
    claim_state,
    numbers,
    undecided,
    with_decisions,
)
from annotations.states import ClaimState, DecisionState, PartState, Range, Standing
from annotations.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class ClaimTarget:
    """A suggested claim and what a set holds for it; without a suggestion, an added one."""

    key: int
    standing: Standing
    suggestion: ClaimState | None = None

    @property
    def row(self) -> ClaimState | None:
        return self.standing.row if isinstance(self.standing.row, ClaimState) else None

    @property
    def present(self) -> ClaimState:
        """What is read under this key: what stands, else the suggestion."""
        found = self.row or self.suggestion
        if found is None:
            raise NotHere
        return found

    def change(self, after: Standing, before: Standing | None = None) -> Change:
        suggested: tuple[Range, ...] = ()
        if self.suggestion:
            suggested = tuple(self.suggestion.ranges)
        return Change("claim", self.key, before or self.standing, after, suggested)


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a set and the suggested ones of its document.

    `results` gives the standing row of each decided suggestion, `became` the project's entity
    of each entity named in a part, None where that is open; `joins` the suggested set of each
    suggestion, unless it is in the set's `based_on`. `undecided` are the keys of what
    is shown and not decided; `spare_ids` are ids for new claims.
    """

    suggestions: dict[int, ClaimState]
    rows: dict[int, ClaimState]
    decisions: dict[int, DecisionState]
    results: dict[int, int | None]
    became: dict[int, int | None]
    joins: dict[int, int]
    identities: dict[int, Identity]
    undecided: list[int]
    spare_ids: list[int]

    def item(self, key: int) -> ClaimTarget:
        """The item of this key, which may be that of a row. Raises NotHere."""
        if key in self.rows:
            key = self.key_of(key)
        if key in self.rows:
            return ClaimTarget(key, Standing(self.rows[key]))
        if key not in self.suggestions:
            raise NotHere
        result = self.results.get(key)
        row = self.rows[result] if result else None
        return ClaimTarget(key, Standing(row, self.decisions.get(key)), self.suggestions[key])

    def items_of(self, row_id: int) -> list[ClaimTarget]:
        """Every item that this row stands for."""
        keys = [on for on, result in self.results.items() if result == row_id]
        return [self.item(key) for key in keys or [row_id]]

    def key_of(self, row_id: int) -> int:
        return next((on for on, result in self.results.items() if result == row_id), row_id)

    def equal_to(self, key: int) -> ClaimState | None:
        """The standing row that says the same as this suggestion."""
        wanted = self.identities[key]
        return next(
            (row for row_id, row in self.rows.items() if self.identities[row_id] == wanted), None
        )

    def within(self, row_id: int) -> Iterator[ClaimTarget]:
        """The standing claims that lie directly within this one."""
        inner = [each.id for each in self.rows.values() if each.within == row_id]
        return (self.items_of(each)[0] for each in inner if each)

    def loose(self, outer: int) -> Iterator[ClaimTarget]:
        """The accepted claims, not tied yet, that were suggested within this suggestion."""
        for on, result in self.results.items():
            row = self.rows.get(result or 0)
            suggestion = self.suggestions[on]
            if row and row.within is None and suggestion.within == outer:
                verdict = verdicts.of_claim(suggestion, row, became=self.became)
                if verdict == Verdict.ACCEPTED and self.key_of(result or 0) == on:
                    yield self.item(on)

    def reported_by(self, row_id: int) -> set[int]:
        """The rows around this one: what it lies within, and so on outwards."""
        around: set[int] = set()
        outer = self.rows[row_id].within if row_id in self.rows else None
        while outer and outer not in around:
            around.add(outer)
            outer = self.rows[outer].within if outer in self.rows else None
        return around


def tied_on(write: Write, extent: Range, tie: int | None) -> list[Change]:
    """Sources and vias of the claims that stand, tied as the mention on the same words is."""
    found, changes = load(write), []
    for pk, claim in found.rows.items():
        said = [part for part in claim.parts if part.role in NAMING and part.extent == extent]
        if any(part.entity != tie for part in said):
            wanted = with_tie(claim, said, tie)
            same = found.items_of(pk)
            changes += [each.change(replace(each.standing, row=wanted)) for each in same]
    return changes


def with_tie(claim: ClaimState, parts: Collection[PartState], tie: int | None) -> ClaimState:
    tied = (replace(part, entity=tie) if part in parts else part for part in claim.parts)
    return replace(claim, parts=tuple(tied))


def load(write: Write, *, is_all: bool = False, showing: Shown = USUAL) -> Claims:
    """All of them in one query, with one spare id; as many as there are rows if `is_all`.

    `undecided` are those of what is shown.
    """
    rows = _rows(write, EACH_AN_ID if is_all else ONE_ID)
    decided = [row for row in rows if row["decision"]]
    own = {row["id"] for row in rows if row["annotation_set_id"] == write.set_id}
    states = {row["id"]: claim_state(row) for row in rows}
    return Claims(
        suggestions={pk: state for pk, state in states.items() if pk not in own},
        rows={pk: state for pk, state in states.items() if pk in own},
        decisions={
            row["id"]: DecisionState(row["decision"], row["by"], row["at"].isoformat())
            for row in decided
        },
        results={row["id"]: row["result"] for row in decided},
        became={
            part["entity"]: part["became"]
            for row in rows
            for part in row["part_rows"]
            if part["entity"]
        },
        joins={
            row["id"]: row["annotation_set_id"]
            for row in rows
            if row["id"] not in own and not row["is_joined"]
        },
        identities={row["id"]: claim_identity(row) for row in rows},
        undecided=[
            row["id"] for row in undecided(rows, write.set_id, claim_identity) if showing.has(row)
        ],
        spare_ids=sorted({row["spare_id"] for row in rows}),
    )


def check_quote(write: Write, item: ClaimTarget, quote: str) -> None:
    """The browser's words, if it sent any, are those the content begins with."""
    found = [row for row in (item.row, item.suggestion) if row]
    if quote and all(quote != first_words(write.document.text, row) for row in found):
        raise QuoteMismatch


def first_words(text: str, claim: ClaimState) -> str:
    """The text of the first content part."""
    start, end = claim.in_role("content")[0].extent
    return text[start:end]


def joined(claims: Claims, items: Iterable[ClaimTarget]) -> list[int | None]:
    return [claims.joins.get(item.key) for item in items if item.suggestion]


NEXT_ID = "nextval(pg_get_serial_sequence(%s, 'id'))"
ONE_ID, EACH_AN_ID = f"(SELECT {NEXT_ID})", NEXT_ID  # for a whole query, for each of its rows
_FIELDS = ("id", "annotation_set_id", "speech", "within", "attributes", "score", "evidence")
_ADDED = (
    *("part_rows", "newest", "is_weak", "is_joined"),
    *("decision", "by", "at", "result", "spare_id"),
)


def _rows(write: Write, spare_id: str) -> list[Row]:
    """In the order of the decisions on them."""
    return _prepared(spare_id).rows(numbers(write.document, write.set_id))


@cache
def _prepared(spare_id: str) -> Prepared:
    table = [Claim._meta.db_table]
    rows = (
        with_decisions(Claim.objects.with_parts(), PREPARED, "claim")
        .annotate(by=F("own__by"), at=F("own__at"), is_joined=items.is_joined())
        .annotate(spare_id=RawSQL(spare_id, table, output_field=models.BigIntegerField()))
        .order_by("decision", "pk")
    )
    return prepare(rows.values(*_FIELDS, *_ADDED))
