"""Figures with 95 % bootstrap intervals over articles, in memory that does not grow with them.

Each article gets, for every resample, the number of times that it is drawn: one from a Poisson
distribution with mean 1, the bootstrap for what comes as a stream (Hanley and MacGibbon 2006,
Creating non-parametric bootstrap samples using Poisson frequencies, Computer Methods and Programs
in Biomedicine 83(1), 57-62). An article's numbers are its own for ever, so that figures can be
computed again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, repeat
from math import exp, factorial
from operator import add, mul
from random import Random
from statistics import quantiles
from typing import Any

from annotations.agreement.coefficients import Undefined
from annotations.agreement.counting import Counts
from annotations.agreement.measures import Measure

RESAMPLES = 500
FEWEST_ARTICLES = 5  # for an interval; of fewer, resampling says nothing
MOST_DRAWN = 10
POISSON = list(accumulate(exp(-1) / factorial(times) for times in range(MOST_DRAWN)))


Table = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval, or the reason why there is none.

    `comparisons`: an article that three people annotated is compared three times.
    """

    value: float | None
    reason: str
    low: float | None
    high: float | None
    comparisons: int


def draws(article: int) -> list[int]:
    """How often this article is in each of the resamples."""
    return Random(article).choices(range(MOST_DRAWN), cum_weights=POISSON, k=RESAMPLES)


class Sums:
    """Counts of comparisons, summed, and summed over each of the resamples."""

    def __init__(self) -> None:
        self.comparisons = 0
        self.articles: set[int] = set()  # no more of them than an interval needs
        self.counts: defaultdict[Table, Counter[Any]] = defaultdict(Counter)
        self.resampled: defaultdict[Table, dict[Any, list[int]]] = defaultdict(dict)

    def add(self, article: int, counts: Counts) -> None:
        """Add the comparison of two people's sets of this article."""
        self._know([article])
        self.comparisons += 1
        drawn = draws(article)
        for table, cells in counts.items():
            self.counts[table].update(cells)
            for cell, number in cells.items():
                if number:
                    self._raise(table, cell, map(mul, drawn, repeat(number)))

    def merge(self, other: Sums) -> None:
        """Add all that the other has."""
        self._know(other.articles)
        self.comparisons += other.comparisons
        for table, cells in other.counts.items():
            self.counts[table].update(cells)
        for table, columns in other.resampled.items():
            for cell, numbers in columns.items():
                self._raise(table, cell, numbers)

    def _know(self, articles: Iterable[int]) -> None:
        if len(self.articles) < FEWEST_ARTICLES:
            self.articles.update(articles)

    def _raise(self, table: Table, cell: Any, numbers: Iterable[int]) -> None:
        before = self.resampled[table].get(cell)
        self.resampled[table][cell] = list(map(add, before, numbers) if before else numbers)

    def figure(self, measure: Measure, kind: str) -> Figure:
        """This measure of one of its kinds."""
        table = measure.statistic, kind
        try:
            value = measure.formula(self.counts[table])
        except Undefined as error:
            return Figure(None, error.reason, None, None, self.comparisons)
        low, high = self._interval(measure, table)
        return Figure(value, "", low, high, self.comparisons)

    def _interval(self, measure: Measure, table: Table) -> tuple[float, float] | tuple[None, None]:
        if len(self.articles) < FEWEST_ARTICLES:
            return None, None
        values = list(_defined(measure, self.resampled[table]))
        if len(values) < RESAMPLES // 2:
            return None, None
        percentiles = quantiles(values, n=40)
        return percentiles[0], percentiles[-1]


def _defined(measure: Measure, columns: dict[Any, list[int]]) -> Iterator[float]:
    """The measure's value in each resample in which it has one."""
    cells = list(columns)
    for row in zip(*columns.values(), strict=True):
        try:
            yield measure.formula(dict(zip(cells, row, strict=True)))
        except Undefined:
            continue
