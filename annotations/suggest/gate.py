"""May a learned version be used? Names found before and after, label by label. Pure.

No label may lose more than MOST_LOST of F. Two points of fewer than ENOUGH names are less than
one name: such labels are judged together, and where they too are so few, one name may be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

MOST_LOST, ENOUGH = 0.02, 50
RARE = "rare labels"

Name = tuple[int, int, str]


class Count(NamedTuple):
    """Names in gold, names found, and those found that are exactly in gold."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def f(self) -> float:
        return 2 * self.right / (self.gold + self.found) if self.right else 0.0

    def plus(self, other: Count) -> Count:
        return Count(self.gold + other.gold, self.found + other.found, self.right + other.right)


Counts = dict[str, Count]


def count(gold: Iterable[Name], found: Iterable[Name]) -> Counts:
    """By label; a name is right with the same start, end and label."""
    wanted, seen = set(gold), set(found)
    counts: Counts = {}
    for names, one in (
        (wanted, Count(gold=1)),
        (seen, Count(found=1)),
        (wanted & seen, Count(right=1)),
    ):
        for _, _, label in names:
            counts[label] = counts.get(label, Count()).plus(one)
    return counts


def added(counts: Iterable[Counts]) -> Counts:
    total: Counts = {}
    for each in counts:
        for label, one in each.items():
            total[label] = total.get(label, Count()).plus(one)
    return total


class Figure(NamedTuple):
    """One label on one set of texts."""

    label: str
    before: Count
    after: Count

    @property
    def is_rare(self) -> bool:
        return self.before.gold < ENOUGH

    @property
    def gain(self) -> float:
        return round(self.after.f - self.before.f, 6)

    @property
    def is_lost(self) -> bool:
        return self.gain < -max(MOST_LOST, 1 / max(1, self.before.gold))


def figures(before: Counts, after: Counts) -> list[Figure]:
    """One a label, those with most gold names first."""
    none = Count()
    found = [
        Figure(label, before.get(label, none), after.get(label, none))
        for label in before.keys() | after.keys()
    ]
    return sorted(found, key=lambda each: (-each.before.gold, each.label))


def losers(figures: Iterable[Figure]) -> Iterator[Figure]:
    """The labels, or the rare ones together, that lose more than they may."""
    rare = Figure(RARE, Count(), Count())
    for each in figures:
        if each.is_rare:
            rare = Figure(RARE, rare.before.plus(each.before), rare.after.plus(each.after))
        elif each.is_lost:
            yield each
    if rare.is_lost:
        yield rare


def to_json(figures: Iterable[Figure]) -> list[list[object]]:
    return [[each.label, list(each.before), list(each.after)] for each in figures]


def from_json(rows: Iterable[tuple[str, list[int], list[int]]]) -> list[Figure]:
    return [Figure(label, Count(*before), Count(*after)) for label, before, after in rows]


def sentence(losers: Mapping[str, list[Figure]]) -> str:
    """Why a version is refused; empty if nothing is lost. Keys say on which texts."""
    lost = [
        f"{each.label} on {where} ({each.before.f * 100:.1f} → {each.after.f * 100:.1f})"
        for where, found in losers.items()
        for each in found
    ]
    return f"More than {MOST_LOST * 100:.0f} points are lost: {'; '.join(lost)}." if lost else ""
