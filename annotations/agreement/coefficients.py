"""From counts to coefficients. Every count may be weighted by a whole number.

Sources: Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
Measurement 20(1), 37-46. Krippendorff (2011), Computing Krippendorff's alpha-reliability.
Krippendorff, Mathet, Bouvry and Widloecher (2016), On the reliability of unitizing textual
continua: further developments, Quality & Quantity 50(6), 2347-2364.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from inspect import cleandoc
from typing import Any

Cells = Mapping[Any, int]


class Undefined(Exception):
    """There is no figure."""

    @property
    def reason(self) -> str:
        return cleandoc(self.__doc__ or "")


class NothingMarked(Undefined):
    """Neither marked anything of this kind."""


class NoWords(Undefined):
    """There are no words to compare."""


class OneLabelOnly(Undefined):
    """Both put all words under one and the same heading, so chance explains everything."""


class NothingAligned(Undefined):
    """No claim of the one is also a claim of the other."""


def f1(cells: Cells) -> float:
    """The harmonic mean of precision and recall; "first" and "second" count what each marked.

    Cells: "both", "first", "second". Raises NothingMarked.
    """
    marked = cells.get("first", 0) + cells.get("second", 0)
    if not marked:
        raise NothingMarked
    return 2 * cells.get("both", 0) / marked


def share(cells: Cells) -> float:
    """Of the aligned claims, how many are the same. Cells: "same", "aligned".

    Raises NothingAligned.
    """
    if not cells.get("aligned"):
        raise NothingAligned
    return cells.get("same", 0) / cells["aligned"]


def kappa(cells: Cells) -> float:
    """Cohen's kappa. Cells: (the first's category, the second's).

    Raises NoWords, and OneLabelOnly where agreement by chance is perfect.
    """
    first, second = _marginals(cells)
    total = sum(cells.values())
    if not total:
        raise NoWords
    by_chance = sum(first[category] * second[category] for category in first)
    if by_chance == total * total:
        raise OneLabelOnly
    return (total * _agreed(cells) - by_chance) / (total * total - by_chance)


def alpha(cells: Cells) -> float:
    """Krippendorff's alpha for nominal data of two observers, none missing.

    Cells as those of kappa. Raises NoWords and OneLabelOnly.
    """
    first, second = _marginals(cells)
    values = first + second
    total = values.total()
    if not total:
        raise NoWords
    expected = total * total - sum(count * count for count in values.values())
    if not expected:
        raise OneLabelOnly
    observed = 2 * (sum(cells.values()) - _agreed(cells))
    return 1 - (total - 1) * observed / expected


def unitizing_alpha(cells: Cells) -> float:
    """Krippendorff's u-alpha (2016) of two observers: units of text against gaps, by their lengths.

    Cells, for each label: (label, "both"), (label, "one") and (label, "length") are the lengths
    that both marked, that one of them marked, and of the texts; (label, "squares") is the sum of
    the squared lengths of all units of both. A unit is not compared with itself, nor a gap's
    places with themselves: that is what `itself` takes away from the pairs that chance may make.
    Each label is a continuum of its own, because spans may lie in one another, and the
    disagreements of all are summed before they are divided. For units of length 1 without gaps
    this is nominal alpha.
    Raises NothingMarked, and OneLabelOnly where all text is one unit of both.
    """
    observed = expected = 0.0
    for label in {label for label, _ in cells}:
        both, one, texts, squares = (
            cells.get((label, kind), 0) for kind in ("both", "one", "length", "squares")
        )
        marked, total = 2 * both + one, 2 * texts
        itself = squares + total - marked
        if marked and total * total > itself:
            observed += one
            expected += marked * (total - marked) / (total - itself / total)
    if not any(cells.get((label, "squares")) for label, _ in cells):
        raise NothingMarked
    if not expected:
        raise OneLabelOnly
    return 1 - observed / expected


def _marginals(cells: Cells) -> tuple[Counter[Any], Counter[Any]]:
    first: Counter[Any] = Counter()
    second: Counter[Any] = Counter()
    for (ours, theirs), count in cells.items():
        first[ours] += count
        second[theirs] += count
    return first, second


def _agreed(cells: Cells) -> int:
    return sum(count for (ours, theirs), count in cells.items() if ours == theirs)
