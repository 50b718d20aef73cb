"""Stretches `[start, end)` of a text, several at once. Pure; offsets are code points."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

Extent = tuple[int, int]


def merged(extents: Iterable[Extent]) -> list[Extent]:
    """In order, with those that overlap made one. Those that only touch stay apart."""
    found: list[Extent] = []
    for start, end in sorted(extents):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def length(extents: Iterable[Extent]) -> int:
    """How many code points these cover; they must not overlap."""
    return sum(end - start for start, end in extents)


def shared(first: Sequence[Extent], second: Sequence[Extent]) -> int:
    """How many code points both cover; each must be as `merged` gives it."""
    common = i = j = 0
    while i < len(first) and j < len(second):
        common += max(0, min(first[i][1], second[j][1]) - max(first[i][0], second[j][0]))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return common


def overlapping(first: Sequence[Extent], second: Sequence[Extent]) -> Iterator[tuple[int, int]]:
    """The places in both lists of every two extents that share a code point."""
    order = sorted(range(len(second)), key=lambda place: second[place])
    starts = [second[place][0] for place in order]
    longest = max((end - start for start, end in second), default=0)
    for i, (start, end) in enumerate(first):
        begin = bisect_left(starts, start - longest)
        for place in order[begin : bisect_left(starts, end)]:
            if second[place][1] > start:
                yield i, place
