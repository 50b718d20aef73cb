"""Cuts a paragraph at every edge of what is marked in it. Pure; offsets are code points."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

MOST_LANES = 16
MOST_SHOWN = 50  # over one place; nobody could tell more apart


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to paint: a span (`role` is "") or a part of a claim.

    `key` is the item's on the page ("s12", "c7"); `start` and `end` are those of the whole
    stretch, which may begin or end in another paragraph. `is_lead` is false for the parts of a
    claim behind its first, so that keys meet a claim once. `named` is the entity that a span is
    tied to: its id, 0 if it has no card, and its name.
    """

    key: str
    start: int
    end: int
    name: str
    state: str
    role: str = ""
    is_lead: bool = True
    named: str = ""


Laid = tuple[int, Mark]
"""A mark with its lane."""
_LANE = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text and the marks that cover it, each span with its lane (innermost 1)."""

    start: int
    end: int
    spans: tuple[Laid, ...]
    parts: tuple[Mark, ...]


def segments(start: int, end: int, marks: Sequence[Mark]) -> list[Segment]:
    """The segments of the paragraph `[start, end)`, in order, without gaps.

    Overlapping marks cannot nest as HTML elements; segments side by side that name the marks
    covering them can.
    """
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    spans = [mark for mark in inside if not mark.role]
    lane_of = lanes(spans)
    cuts = {start, end}
    for mark in inside:
        cuts.update((max(start, mark.start), min(end, mark.end)))
    edges = sorted(cuts)
    covered = zip(
        pairwise(edges),
        _sweep(edges, [(lane_of[span.key], span) for span in spans]),
        _sweep(edges, [(0, mark) for mark in inside if mark.role]),
        strict=True,
    )
    return [
        Segment(a, b, tuple(sorted(laid, key=_LANE)), tuple(part for _, part in parts))
        for (a, b), laid, parts in covered
    ]


def lanes(spans: Iterable[Mark]) -> dict[str, int]:
    """The innermost span takes lane 1, and each keeps its lane for its whole length.

    Where more than MOST_LANES lie over one another, the outermost share the last lane.
    """
    lane_of: dict[str, int] = {}
    used: list[list[tuple[int, int]]] = [[] for _ in range(MOST_LANES - 1)]
    for span in sorted(spans, key=_narrowness):
        place = (span.start, span.end)
        free = next((n for n, lane in enumerate(used) if _is_free(lane, place)), MOST_LANES - 1)
        if free < len(used):
            insort(used[free], place)
        lane_of[span.key] = free + 1
    return lane_of


def _is_free(lane: list[tuple[int, int]], place: tuple[int, int]) -> bool:
    """Whether nothing in this lane, whose stretches are in order and apart, meets the place."""
    start, end = place
    at = bisect_left(lane, (end,))
    return at == 0 or lane[at - 1][1] <= start


def _sweep(edges: list[int], marks: list[Laid]) -> Iterator[list[Laid]]:
    """For each stretch between two edges, what covers it: the innermost first, MOST_SHOWN of them.

    Marks begin and end at an edge, or outside them all.
    """
    ranked = sorted(marks, key=lambda laid: _narrowness(laid[1]))
    starting = sorted(range(len(ranked)), key=lambda rank: ranked[rank][1].start, reverse=True)
    ending = sorted(range(len(ranked)), key=lambda rank: ranked[rank][1].end, reverse=True)
    covering: list[int] = []  # ranks, in order
    for edge, _ in pairwise(edges):
        while ending and ranked[ending[-1]][1].end <= edge:
            del covering[bisect_left(covering, ending.pop())]
        while starting and ranked[starting[-1]][1].start <= edge:
            insort(covering, starting.pop())
        yield [ranked[rank] for rank in covering[:MOST_SHOWN]]


def _narrowness(mark: Mark) -> tuple[int, int, str]:
    return mark.end - mark.start, mark.start, mark.key
