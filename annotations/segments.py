"""Cuts a paragraph at every edge of what is marked in it. Pure; offsets are code points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


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
    """The innermost span takes lane 1, and each keeps its lane for its whole length."""
    lane_of: dict[str, int] = {}
    placed: list[Mark] = []
    for span in sorted(spans, key=lambda each: (each.end - each.start, each.start, each.key)):
        taken = {
            lane_of[other.key]
            for other in placed
            if other.start < span.end and span.start < other.end
        }
        lane_of[span.key] = next(n for n in range(1, len(taken) + 2) if n not in taken)
        placed.append(span)
    return lane_of


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
