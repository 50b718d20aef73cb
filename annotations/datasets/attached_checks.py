"""What has to hold of an attached set as a whole. Pure; all raise Unusable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.datasets.attached_values import Key, shown
from articles.importers import Unusable

if TYPE_CHECKING:
    from annotations.datasets.attached import Item, MarkedClaim, MarkedSpan

MOST_ITEMS = 20_000
MOST_OVER_ONE_PLACE = 50


def check_sizes(spans: Sequence[Item[MarkedSpan]], claims: Sequence[Item[MarkedClaim]]) -> None:
    """Nobody could read more than this, and no page could show it."""
    for name, found in (("spans", len(spans)), ("claims", len(claims))):
        if found > MOST_ITEMS:
            raise Unusable(f"There are {found:,} {name}; {MOST_ITEMS:,} are the most.")
    for each in (1, 2):  # as suggested, as it stands
        _check_depth([*_places_of_spans(spans, each), *_places_of_claims(claims, each)])


def check_within(claims: tuple[Item[MarkedClaim], ...]) -> None:
    """Each `within` names a claim of the record, and none leads back to itself."""
    keys = {item.key for item in claims if item.key is not None}
    for pick in (1, 2):  # as suggested, as it stands
        outer = {item.key: item[pick].within for item in claims if item[pick]}  # type: ignore[union-attr]
        for key, within in outer.items():
            if within is not None and within not in keys:
                raise Unusable(f"claim {shown(key)}: there is no claim {shown(within)} around it.")
        _check_rounds(outer)


def _check_rounds(outer: Mapping[Key | None, Key | None]) -> None:
    safe: set[Key | None] = {None}
    for key in outer:
        passed: set[Key | None] = set()
        while key not in safe:
            if key in passed:
                raise Unusable(f"claim {shown(key)} lies within itself.")
            passed.add(key)
            key = outer.get(key)
        safe.update(passed)


def _places_of_spans(spans: Sequence[Item[MarkedSpan]], pick: int) -> Iterator[tuple[int, int]]:
    for item in spans:
        span = item.suggested if pick == 1 else item.result
        if span:
            yield span.start, span.end


def _places_of_claims(claims: Sequence[Item[MarkedClaim]], pick: int) -> Iterator[tuple[int, int]]:
    for item in claims:
        claim = item.suggested if pick == 1 else item.result
        for part in claim.parts if claim else ():
            if part.start is not None and part.end is not None:
                yield part.start, part.end


def _check_depth(places: Sequence[tuple[int, int]]) -> None:
    """Ends come before starts at the same place, for they do not overlap."""
    edges = sorted([*((end, -1) for _, end in places), *((start, 1) for start, _ in places)])
    depth = 0
    for at, step in edges:
        depth += step
        if depth > MOST_OVER_ONE_PLACE:
            raise Unusable(f"More than {MOST_OVER_ONE_PLACE} marks lie over one another at {at:,}.")
