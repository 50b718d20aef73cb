"""Figures: precision and recall, and a floor to keep and an aim beside each.

Floors without an aim are ours: a little under what was measured, so that nothing falls unseen.
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTHS = (52, 14, 7, 7)


@dataclass(frozen=True, slots=True)
class Score:
    """Hits among the proposed and among the gold: they differ where subsets do."""

    right: int
    proposed: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        return 100 * self.right / max(1, self.proposed)

    @property
    def recall(self) -> float:
        return 100 * self.found / max(1, self.gold)

    @property
    def f(self) -> float:
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    def __str__(self) -> str:
        return f"P {self.precision:.1f} R {self.recall:.1f} F {self.f:.1f} ({self.gold} gold)"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in percent unless `unit` says else; `detail` tells what it is made of."""

    name: str
    value: float
    detail: str = ""
    unit: str = "%"

    @property
    def target(self) -> Target | None:
        return TARGETS.get(self.name)

    @property
    def keeps_its_floor(self) -> bool:
        return self.target is None or self.target.is_kept(self.value)

    def row(self) -> str:
        shown = f"{self.value:,.0f}" if abs(self.value) >= 200 else f"{self.value:.1f}"
        told = (f"{shown} {self.unit}", *(self.target.shown() if self.target else ("", "")))
        missed = "" if self.keeps_its_floor else "under its floor; "
        return _row(self.name, *told, f"{missed}{self.detail}")


@dataclass(frozen=True, slots=True)
class Target:
    """The least (or, where `most`, the greatest) a figure may be, and what it is meant to be.

    Without an aim it is no promise, but what the suggester has reached once.
    """

    floor: float
    aim: float | None = None
    most: bool = False

    def is_kept(self, value: float) -> bool:
        return value <= self.floor if self.most else value >= self.floor

    def shown(self) -> tuple[str, str]:
        sign = "≤" if self.most else ""
        return f"{sign}{self.floor:g}", "ours" if self.aim is None else f"{sign}{self.aim:g}"


TARGETS = {
    "speed": Target(1500, 5000),
    "memory": Target(700, 350, most=True),
    "memory of a worker": Target(700, 350, most=True),
    "names uner-pud, all": Target(78, 82),
    "names uner-pud, PERSON": Target(80, 86),
    "names uner-pud, GPE and LOC": Target(80, 86),
    "seed article, core names": Target(43, 45),
    "seed article, core claims": Target(11, 13),
    "seed article, claims in captions": Target(0, 0, most=True),
    "seed article, c16 given to somebody": Target(0, 0, most=True),
    "seed article, Shoigu is Shoygu and not Lavrov": Target(1, 1),
    "UD EWT test, LAS": Target(84, 88),
    "UD GUM test, LAS": Target(83, 87),
    "polnear-dev, say cue exact": Target(78, 87),
    "polnear-dev, say source exact": Target(76, 86),
    "polnear-dev, say content exact": Target(52, 65),
    "polnear-dev, say content tokens": Target(78, 88),
    "direct quotations with the right source": Target(92, 98),
    "names uner-pud, ORG": Target(56),
    "UD EWT test, UPOS": Target(96.5),
    "UD GUM test, UPOS": Target(97.3),
    "polnear-dev, all cue exact": Target(63),
    "polnear-dev, all source exact": Target(62),
    "polnear-dev, all content exact": Target(53),
    "polnear-dev, all content tokens": Target(71.5),
    "polnear-dev, direct": Target(85),
    "polnear-dev, indirect": Target(74),
    "polnear-dev, according-to": Target(80),
    "polnear-dev, NP": Target(34),
    "polnear-dev, own voice": Target(79),
    "GUM attribution units found": Target(54),
    "GUM attribution units, source of those found": Target(90),
    "scores of names uner-pud, gap": Target(7, most=True),
    "scores of claims polnear-dev, gap": Target(7, most=True),
}


def head() -> str:
    return _row("what", "figure", "floor", "aim", "of")


def _row(*cells: str) -> str:
    name, *numbers, detail = cells
    aligned = (f"{cell:>{width}}" for cell, width in zip(numbers, WIDTHS[1:], strict=True))
    return f"{name:<{WIDTHS[0]}}{''.join(aligned)}  {detail}".rstrip()
