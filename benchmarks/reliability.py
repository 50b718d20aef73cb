"""Scores against truth: of what is scored 0.8, eight of ten should be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks import claims, names

Judged = tuple[float, bool]
"""A score, and whether what has it is right."""
BOUNDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, slots=True)
class Step:
    """Those whose score lies in [low, high)."""

    low: float
    high: float
    judged: tuple[Judged, ...]

    @property
    def name(self) -> str:
        return f"{self.low:.1f} to {min(self.high, 1):.1f}"

    @property
    def promised(self) -> float:
        return 100 * sum(score for score, _ in self.judged) / len(self.judged)

    @property
    def share(self) -> float:
        return 100 * sum(right for _, right in self.judged) / len(self.judged)

    def __str__(self) -> str:
        return f"{len(self.judged)}, promised {self.promised:.1f} %"


def steps(judged: Sequence[Judged]) -> Iterator[Step]:
    for low, high in pairwise(BOUNDS):
        inside = tuple(one for one in judged if low <= one[0] < high)
        if inside:
            yield Step(low, high, inside)


def gap(judged: Sequence[Judged]) -> float:
    """The expected calibration error, 0..1 (Naeini et al. 2015)."""
    apart = sum(abs(step.promised - step.share) * len(step.judged) for step in steps(judged))
    return apart / 100 / max(1, len(judged))


def brier(judged: Sequence[Judged]) -> float:
    """The mean square of what promise and truth are apart, one by one (Brier 1950)."""
    return sum((score - right) ** 2 for score, right in judged) / max(1, len(judged))


def of_names(ours: Iterable[tuple[names.Span, float]], gold: set[names.Span]) -> Iterator[Judged]:
    for span, score in ours:
        yield score, span in gold


def of_claims(read: claims.Read) -> Iterator[Judged]:
    """Somebody's claims, not the article's own."""
    for one in read.found.claims:
        if one.speech != "none":
            yield one.score, claims.is_right(read, one)
