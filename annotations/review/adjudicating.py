"""What several annotated sets of one article agree on, and each place where they differ. Pure.

Every set's items are aligned with what the sets before it have there: spans by overlap, claims by
content and source. A place is agreed where all sets have the same, with the same attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.agreement.counting import Marks
from annotations.alignment import (
    REPORTED,
    Aligned,
    Claim,
    Span,
    align_claims,
    align_spans,
    claim_differences,
    number,
    reported_alike,
    span_differences,
)
from annotations.states import Kind

Item = Span | Claim
Row = tuple[Item | None, ...]
Align = Callable[[Sequence[Any], Sequence[Any]], list[Aligned[Any]]]
NONE, ALL, MODEL, EDIT = "none", "all", "model", "edit"
ONLY_ONE, NOT_ALL = "only one", "not all"
ORDER = (
    *(ONLY_ONE, NOT_ALL, "label", "boundary"),
    *("content", "source", "cue", "via", "speech", REPORTED),
)
"""What comes first of that in which a place differs; keys of attributes come last."""


@dataclass(frozen=True, slots=True)
class Place:
    """One thing in the text: what each set has there, in the order of the sets, and the model."""

    kind: Kind
    items: Row
    suggestion: Item | None
    what: tuple[str, ...]

    @property
    def present(self) -> list[Item]:
        return [item for item in self.items if item is not None]

    @property
    def key(self) -> str:
        """Names the place while the sets stay as they are."""
        return f"{self.kind}-{min(item.key for item in self.present)}"

    @property
    def number(self) -> int:
        """What claims within one of its items are `within`."""
        return number((*self.items, self.suggestion))

    @property
    def start(self) -> int:
        return min(_extent(item)[0] for item in self.present)

    @property
    def end(self) -> int:
        return max(_extent(item)[1] for item in self.present)

    @property
    def is_agreed(self) -> bool:
        return not self.what

    def chosen(self, choice: str) -> list[Item]:
        """What stands after a choice: "1" to "9", ALL, NONE or MODEL. Raises KeyError."""
        if choice == ALL:
            return self.present
        if choice == NONE:
            return []
        if choice == MODEL and self.suggestion is not None:
            return [self.suggestion]
        if choice.isdecimal() and 0 < int(choice) <= len(self.items):
            item = self.items[int(choice) - 1]
            return [] if item is None else [item]
        raise KeyError(choice)

    def standing(self, choice: str) -> dict[int, Item]:
        """By the key of each item, the chosen one that says the same. Raises KeyError."""
        distinct: list[Item] = []
        for item in self.chosen(choice):
            if not any(is_same(item, other) for other in distinct):
                distinct.append(item)
        every = [*self.present, *distinct]
        pairs = ((item, next((o for o in distinct if is_same(item, o)), None)) for item in every)
        return {item.key: found for item, found in pairs if found is not None}

    def is_like(self, other: Place) -> bool:
        """Whether both differ in the same, between the same of the annotators."""
        return (self.kind, self.what, self._pattern) == (other.kind, other.what, other._pattern)

    @property
    def _pattern(self) -> tuple[str | None, ...]:
        return tuple(_sort_of(item) for item in self.items)


def places(sets: Sequence[Marks], suggested: Marks) -> list[Place]:
    """All places of the sets, agreed or not, in the order of the text."""
    spans = _aligned([each.spans for each in sets], align_spans)
    claims = _aligned([each.claims for each in sets], align_claims)
    found: list[Place] = []
    for row, model in _with_model(spans, suggested.spans, align_spans):
        found.append(Place("span", row, model, _differences(row, span_differences)))
    lines = _with_model(claims, suggested.claims, align_claims)
    for *line, claim in reported_alike((*line, model) for line, model in lines):
        what = _differences(tuple(line), claim_differences)
        found.append(Place("claim", tuple(line), claim, what))
    return sorted(found, key=lambda place: (place.start, place.kind == "claim", place.end))


def is_same(first: Item, second: Item) -> bool:
    """Whether two items of one kind say the same."""
    return type(first) is type(second) and not differences(first, second)


def differences(first: Item, second: Item) -> tuple[str, ...]:
    """In what two items of one kind differ."""
    if isinstance(first, Span) and isinstance(second, Span):
        return span_differences(Aligned(first, second))
    if isinstance(first, Claim) and isinstance(second, Claim):
        return claim_differences(Aligned(first, second))
    raise TypeError("a name is no claim")


def _aligned(
    sets: Sequence[Sequence[Item]],
    align: Align,
) -> list[Row]:
    """One row a place, one column a set."""
    rows: list[list[Item | None]] = []
    for column, items in enumerate(sets):
        known = {_identity(_first(row)): row for row in rows}
        for pair in align([_first(row) for row in rows], items):
            if pair.first is None:
                rows.append([*[None] * column, pair.second])
            else:
                known[_identity(pair.first)].append(pair.second)
    return [tuple(row) for row in rows]


def _with_model(
    rows: Sequence[Row],
    suggested: Sequence[Item],
    align: Align,
) -> list[tuple[Row, Item | None]]:
    pairs = align([_first(row) for row in rows], suggested)
    found = {_identity(pair.first): pair.second for pair in pairs if pair.first is not None}
    return [(row, found[_identity(_first(row))]) for row in rows]


def _first(row: Iterable[Item | None]) -> Item:
    return next(item for item in row if item is not None)


def _identity(item: Item) -> int:
    return item.key


def _differences(row: Row, differ: Callable[[Aligned[Any]], tuple[str, ...]]) -> tuple[str, ...]:
    """In what the items of a place differ, in the order of ORDER; nothing where all agree."""
    present = [item for item in row if item is not None]
    what = {each for item in present[1:] for each in differ(Aligned(present[0], item))}
    if len(present) < len(row):
        what.add(ONLY_ONE if len(present) == 1 else NOT_ALL)
    return (*filter(what.__contains__, ORDER), *sorted(what.difference(ORDER)))


def _extent(item: Item) -> tuple[int, int]:
    return item.extent if isinstance(item, Span) else item.hull


def _sort_of(item: Item | None) -> str | None:
    if item is None:
        return None
    return item.label if isinstance(item, Span) else item.speech


def alike(place: Place, others: Iterable[Place], decided: Mapping[str, object]) -> list[Place]:
    """The undecided places, but for this one, that differ as it does."""
    return [
        other
        for other in others
        if other.key != place.key
        and not other.is_agreed
        and other.key not in decided
        and place.is_like(other)
    ]
