"""A name somewhere in the text, and which of two overlapping ones stays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple


class Found(NamedTuple):
    """`start` and `end` in code points of the whole text; `score` in 0..1."""

    start: int
    end: int
    label: str
    score: float
    evidence: str


class Taken:
    """The stretches already given away."""

    def __init__(self, found: Iterable[Found] = ()) -> None:
        self.items = sorted(found)

    def overlaps(self, start: int, end: int) -> bool:
        at = bisect_left(self.items, (end,))
        return at > 0 and self.items[at - 1].end > start

    def beside(self, start: int, end: int) -> list[Found]:
        """The stretches that overlap this one, in reading order; they do not overlap each other."""
        last = bisect_left(self.items, (end,))
        first = last
        while first > 0 and self.items[first - 1].end > start:
            first -= 1
        return self.items[first:last]

    def before(self, end: int) -> list[Found]:
        """The stretch that ends exactly at `end`, if there is one."""
        at = bisect_left(self.items, (end,))
        return [one for one in self.items[max(0, at - 1) : at] if one.end == end]

    def add(self, found: Found) -> None:
        self.items.insert(bisect_left(self.items, found), found)


def stripped(text: str, found: Found) -> Found:
    """Without the white space at its edges, of which some taggers make words."""
    words = text[found.start : found.end]
    start = found.start + len(words) - len(words.lstrip())
    return found._replace(start=start, end=max(start, found.start + len(words.rstrip())))


def settle(found: Iterable[Found]) -> list[Found]:
    """Without overlaps, in reading order: who comes first in `found` stays."""
    taken = Taken()
    for item in found:
        if item.end > item.start and not taken.overlaps(item.start, item.end):
            taken.add(item)
    return taken.items
