"""Values with their intervals as lying bars, drawn by the server. Pure.

Places are per cent of the width, on a scale from 0 to 1; what lies below 0 is drawn at 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """A bar and the line of its interval, which is "" to "" where there is none."""

    name: str
    value: str
    width: str
    low: str
    high: str


Measured = tuple[str, float, float | None, float | None]
"""A name, its value, and where the interval begins and ends, if there is one."""


def ranges(measured: Iterable[Measured]) -> list[Range]:
    return [
        Range(name, f"{value:z.2f}", _percent(value), _percent(low), _percent(high))
        for name, value, low, high in measured
    ]


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * min(max(value, 0.0), 1.0):.2f}%"
