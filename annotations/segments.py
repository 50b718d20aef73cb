"""Cuts a paragraph at every edge of what is marked in it. Pure; offsets are code points."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_LANES = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to paint: a span (`role` is "") or a part of a claim.

    `key` is the item's on the page ("s12", "c7"); `start` and `end` are those of the whole
    stretch, which may begin or end in another paragraph. `is_lead` is false for the parts of a
    claim behind its first, so that keys meet a claim once.
    """

    key: str
    start: int
    end: int
    name: str
    state: str
    role: str = ""
    is_lead: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text and the marks that cover it, each span with its lane (innermost 1)."""

    start: int
    end: int
    spans: tuple[tuple[int, Mark], ...]
    parts: tuple[Mark, ...]


def segments(start: int, end: int, marks: Sequence[Mark]) -> list[Segment]:
    """The segments of the paragraph `[start, end)`, in order, without gaps.

    Overlapping marks cannot nest as HTML elements; segments side by side that name the marks
    covering them can.
    """
    inside = [mark for mark in marks if mark.start < end and start < mark.end]
    lane_of = lanes(mark for mark in inside if not mark.role)
    cuts = {start, end}
    for mark in inside:
        cuts.update((max(start, mark.start), min(end, mark.end)))
    return [
        _segment(a, b, covering, lane_of)
        for (a, b), covering in zip(
            pairwise(sorted(cuts)), _sweep(sorted(cuts), inside), strict=True
        )
    ]


def lanes(spans: Iterable[Mark]) -> dict[str, int]:
    """The innermost span takes lane 1, and each keeps its lane for its whole length.

    Where more than MOST_LANES lie over one another, the outermost share the last lane.
    """
    lane_of: dict[str, int] = {}
    used: list[list[tuple[int, int]]] = [[] for _ in range(MOST_LANES - 1)]
    for span in sorted(spans, key=lambda each: (each.end - each.start, each.start, each.key)):
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


def _sweep(cuts: list[int], marks: list[Mark]) -> list[list[Mark]]:
    """For each stretch between two cuts, what covers it; one pass over sorted marks."""
    waiting = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.key))
    covering: list[list[Mark]] = []
    open_marks: list[Mark] = []
    at = 0
    for a, _ in pairwise(cuts):
        open_marks = [mark for mark in open_marks if mark.end > a]
        while at < len(waiting) and waiting[at].start <= a:
            if waiting[at].end > a:
                open_marks.append(waiting[at])
            at += 1
        covering.append(list(open_marks))
    return covering


def _segment(start: int, end: int, covering: list[Mark], lane_of: dict[str, int]) -> Segment:
    spans = sorted(
        ((lane_of[mark.key], mark) for mark in covering if not mark.role),
        key=lambda found: found[0],
    )
    return Segment(start, end, tuple(spans), tuple(mark for mark in covering if mark.role))
