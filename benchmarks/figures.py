"""Figures: precision and recall, and a floor to keep and an aim beside each."""

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
    """The least (or, where `most`, the greatest) a figure may be, and what it is meant to be."""

    floor: float
    aim: float
    most: bool = False

    def is_kept(self, value: float) -> bool:
        return value <= self.floor if self.most else value >= self.floor

    def shown(self) -> tuple[str, str]:
        sign = "≤" if self.most else ""
        return f"{sign}{self.floor:g}", f"{sign}{self.aim:g}"


TARGETS = {
    "speed": Target(1500, 5000),
    "memory": Target(700, 350, most=True),
    "names uner-pud, all": Target(78, 82),
    "names uner-pud, PERSON": Target(80, 86),
    "names uner-pud, GPE and LOC": Target(80, 86),
    "seed article, core names": Target(43, 45),
    "seed article, core claims": Target(11, 13),
    "seed article, Shoigu is Shoygu and not Lavrov": Target(1, 1),
    "UD EWT test, LAS": Target(84, 88),
    "UD GUM test, LAS": Target(83, 87),
    "polnear-dev, say cue exact": Target(78, 87),
    "polnear-dev, say source exact": Target(76, 86),
    "polnear-dev, say content exact": Target(52, 65),
    "polnear-dev, say content tokens": Target(78, 88),
    "direct quotations with the right source": Target(92, 98),
}


def head() -> str:
    return _row("what", "figure", "floor", "aim", "of")


def _row(*cells: str) -> str:
    name, *numbers, detail = cells
    aligned = (f"{cell:>{width}}" for cell, width in zip(numbers, WIDTHS[1:], strict=True))
    return f"{name:<{WIDTHS[0]}}{''.join(aligned)}  {detail}".rstrip()
