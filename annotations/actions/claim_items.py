"""All claims that a write to one set may touch, and what a key names among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from annotations import verdicts
from annotations.actions.errors import NotHere, QuoteMismatch
from annotations.actions.storing import SPARE_CLAIM_ID, Change
from annotations.actions.writing import Write
from annotations.models import AnnotationSet, Claim
from annotations.reading_rows import Identity, Row, claim_identity, claim_state
from annotations.states import ClaimState, DecisionState, Range, Standing
from annotations.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class ClaimItem:
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
    suggestion, unless it is in the set's `based_on`. `spare_id` is one for a new claim.
    """

    suggestions: dict[int, ClaimState]
    rows: dict[int, ClaimState]
    decisions: dict[int, DecisionState]
    results: dict[int, int | None]
    became: dict[int, int | None]
    joins: dict[int, int]
    identities: dict[int, Identity]
    spare_id: int | None

    def item(self, key: int) -> ClaimItem:
        """The item of this key, which may be that of a row. Raises NotHere."""
        if key in self.rows:
            key = self.key_of(key)
        if key in self.rows:
            return ClaimItem(key, Standing(self.rows[key]))
        if key not in self.suggestions:
            raise NotHere
        result = self.results.get(key)
        row = self.rows[result] if result else None
        return ClaimItem(key, Standing(row, self.decisions.get(key)), self.suggestions[key])

    def items_of(self, row_id: int) -> list[ClaimItem]:
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

    def within(self, row_id: int) -> Iterator[ClaimItem]:
        """The standing claims that lie directly within this one."""
        inner = [each.id for each in self.rows.values() if each.within == row_id]
        return (self.items_of(each)[0] for each in inner if each)

    def loose(self, outer: int) -> Iterator[ClaimItem]:
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


def load(write: Write) -> Claims:
    """All of them in one query."""
    rows = _rows(write)
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
        spare_id=rows[0]["spare_id"] if rows else None,
    )


def check_quote(write: Write, item: ClaimItem, quote: str) -> None:
    """The browser's words, if it sent any, are those the content begins with."""
    found = [row for row in (item.row, item.suggestion) if row]
    if quote and all(quote != first_words(write.document.text, row) for row in found):
        raise QuoteMismatch


def first_words(text: str, claim: ClaimState) -> str:
    """The text of the first content part."""
    start, end = claim.in_role("content")[0].extent
    return text[start:end]


def joined(claims: Claims, items: Iterable[ClaimItem]) -> list[int | None]:
    return [claims.joins.get(item.key) for item in items if item.suggestion]


_FIELDS = ("id", "annotation_set_id", "speech", "within", "attributes", "score", "evidence")
_ADDED = ("part_rows", "is_joined", "decision", "by", "at", "result", "spare_id")


def _rows(write: Write) -> list[Row]:
    """In the order of the decisions on them."""
    sets = AnnotationSet.objects.filter(
        Q(kind=AnnotationSet.Kind.SUGGESTED) | Q(pk=write.set_id), document=write.document
    )
    own = Q(decisions__annotation_set=write.set_id)
    is_joined = AnnotationSet.based_on.through.objects.filter(
        from_annotationset=write.set_id, to_annotationset=OuterRef("annotation_set")
    )
    rows = (
        Claim.objects.with_parts()
        .filter(annotation_set__in=sets)
        .annotate(own=FilteredRelation("decisions", condition=own), is_joined=Exists(is_joined))
        .annotate(decision=F("own__id"), by=F("own__by"), at=F("own__at"))
        .annotate(result=F("own__result_claim"), spare_id=SPARE_CLAIM_ID)
        .order_by("decision", "pk")
    )
    found: list[Row] = list(rows.values(*_FIELDS, *_ADDED))
    return found
