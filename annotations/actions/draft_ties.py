"""What reports each claim of an adjudication's draft, once it is known what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from annotations.actions.storing import Change, gone_rows
from annotations.review.bench import Bench
from annotations.review.standing import Named
from annotations.states import ClaimState, DecisionState, Row, Standing

Outer = dict[int, int | None]
"""By the id of a row, that of the row that it lies within."""


class Ties:
    """`changes` are all that is decided, with new claims that lie within none; `copied` tells from
    which claim each of those was copied, `rows` and `decisions` what the draft held before.
    """

    def __init__(
        self,
        bench: Bench,
        rows: Mapping[Named, Row],
        decisions: Mapping[Named, DecisionState],
        changes: list[Change],
        copied: Mapping[int, int],
    ) -> None:
        self.bench, self.decisions = bench, decisions
        self.changes, self.copied = changes, copied
        gone = gone_rows([change for change in changes if change.kind == "claim"])
        claims = (row for row in rows.values() if isinstance(row, ClaimState))
        self.left = {row.id: row for row in claims if row.id and row.id not in gone}
        self.around = _Around(bench)

    def tied(self) -> list[Change]:
        """The changes, each new claim within what stands for the claim around its original. Then
        the claims left whose outer claim stands only now, or is gone. Nothing closes a circle.
        """
        stands, behind = self._standing(), self._behind()
        outer: Outer = {pk: self._within(row) for pk, row in self.left.items()}
        outer |= dict.fromkeys(self.copied)
        for pk in (each for each in behind if outer.get(each, 0) is None):
            found = (stands.get(key) for key in behind[pk])
            may = (each for each in found if each and self._may_lie(pk, each))
            outer[pk] = next((each for each in may if not _leads(each, pk, outer)), None)
        return [*(_moved(change, outer) for change in self.changes), *self._retied(outer)]

    def _within(self, row: ClaimState) -> int | None:
        return row.within if row.within in self.left else None

    def _may_lie(self, pk: int, outer: int) -> bool:
        """What lay within nothing, as the reviewer has it, is tied to what is new only."""
        is_untied = pk in self.left and self.left[pk].within is None
        return outer in self.copied or not is_untied

    def _standing(self) -> dict[int, int]:
        """The row that stands for each claim of annotators and of the model after this."""
        found = {key: row for key, row in self._decided() if row in self.left}
        for change in self.changes:
            row = change.after.row
            if isinstance(row, ClaimState) and row.id and change.key:
                found[change.key] = row.id
        return found

    def _behind(self) -> dict[int, list[int]]:
        """By each row, the claims that may be around it, the likeliest first: as it is around what
        it was copied from, or what else of the annotators it stands for, or the suggestion.
        """
        found: dict[int, list[int]] = {}
        for key, row in self._decided():
            found.setdefault(row, []).append(key)
        found = {row: self.around.annotated(keys) or keys for row, keys in found.items()}
        found |= {row: [key] for row, key in self.copied.items()}
        return {
            row: [each for key in keys for each in self.around.of(key)]
            for row, keys in found.items()
        }

    def _decided(self) -> Iterator[tuple[int, int]]:
        for (kind, key), row in self.bench.decided.items():
            if kind == "claim" and row:
                yield key, row

    def _retied(self, outer: Outer) -> Iterator[Change]:
        keys = {row: key for key, row in reversed([*self._decided()])}
        for pk, row in self.left.items():
            if outer[pk] != row.within:
                key = keys.get(pk, pk)
                before = Standing(row, self.decisions.get(("claim", key)))
                after = replace(before, row=replace(row, within=outer[pk]))
                yield Change("claim", key, before, after)


class _Around:
    """What the claims of a bench lie within, as each hand has it."""

    def __init__(self, bench: Bench) -> None:
        self.places = {place.number: place for place in bench.claims}
        self.found = {
            item.key: (getattr(item, "within", None), column)
            for place in bench.claims
            for column, item in enumerate((*place.items, place.suggestion))
            if item is not None
        }
        self.items = {item.key for place in bench.claims for item in place.present}

    def annotated(self, keys: list[int]) -> list[int]:
        return [key for key in keys if key in self.items]

    def of(self, key: int) -> list[int]:
        """The claim around this one that the same hand has, then what others have at its place."""
        within, column = self.found.get(key, (None, 0))
        place = self.places.get(within or 0)
        if place is None:
            return [within] if within else []
        items = (*place.items, place.suggestion)
        return [item.key for item in (items[column], *items) if item is not None]


def _leads(claim: int, to: int, outer: Outer) -> bool:
    """Whether the way outwards from a claim leads to another."""
    at: int | None = claim
    while at is not None and at != to:
        at = outer.get(at)
    return at is not None


def _moved(change: Change, outer: Outer) -> Change:
    row = change.after.row
    if not isinstance(row, ClaimState) or row.id is None:
        return change
    within = outer.get(row.id, row.within)
    return replace(change, after=replace(change.after, row=replace(row, within=within)))
