"""The stretches of time that figures are shown for, cut into days, weeks or months. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "month"]
OVER: dict[Unit, str] = {"day": "Day", "week": "Week from", "month": "Month"}
MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Period:
    """So many units up to the one that today is in; without a number, from the first day known."""

    key: str
    name: str
    unit: Unit
    count: int = 0

    @property
    def over(self) -> str:
        return OVER[self.unit]

    def starts(self, today: date, first: date | None = None) -> list[date]:
        """The first day of each unit, in order. `first` is the earliest day with any figure."""
        starts = list(self._back(begin(today, self.unit), begin(first or today, self.unit)))
        return starts[::-1]

    def label(self, start: date) -> str:
        return f"{start:%b ’%y}" if self.unit == "month" else f"{start.day} {start:%b}"

    def _back(self, last: date, first: date) -> Iterator[date]:
        for _ in range(self.count or MOST_MONTHS):
            yield last
            if not self.count and last <= first:
                return
            last = begin(last - timedelta(days=1), self.unit)


PERIODS = {
    each.key: each
    for each in (
        Period("weeks", "The last 12 weeks", "week", 12),
        Period("days", "The last 28 days", "day", 28),
        Period("year", "The last 12 months", "month", 12),
        Period("all", "All months", "month"),
    )
}
DEFAULT = PERIODS["weeks"]


def begin(day: date, unit: Unit) -> date:
    """The first day of the unit that a day is in; weeks begin on Monday."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day
