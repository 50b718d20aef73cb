"""What would be accepted above which score: the preview of accepting the surest. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.reader.reading import ClaimItem, Reading, SpanItem

SCORES = (0.99, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.0)
SHOWN_WORDS = 80


@dataclass(frozen=True, slots=True)
class Meant:
    """One suggestion that would be accepted."""

    words: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Step:
    """All undecided suggestions of a score of `score` or more; `more` are those that the step
    before did not have, the surest first.
    """

    score: float
    names: int
    claims: int
    more: tuple[Meant, ...]

    @property
    def per_cent(self) -> int:
        return round(self.score * 100)


def steps(reading: Reading) -> list[Step]:
    """One for each score above which something more would be accepted, the surest first."""
    found: list[Step] = []
    above = 1.1
    for score in SCORES:
        names = [item for item in reading.spans if _is_meant(item, score)]
        claims = [item for item in reading.claims if _is_meant(item, score)]
        more = [meant for meant in _meant(reading, names, claims) if meant.score < above]
        if more:
            surest_first = sorted(more, key=lambda meant: -meant.score)
            found.append(Step(score, len(names), len(claims), tuple(surest_first)))
            above = score
    return found


def _is_meant(item: SpanItem | ClaimItem, score: float) -> bool:
    return item.state == "suggested" and item.score is not None and item.score >= score


def _meant(reading: Reading, names: list[SpanItem], claims: list[ClaimItem]) -> Iterator[Meant]:
    called = {label.key: label.name for label in reading.labels}
    for span in names:
        words = reading.text[span.start : span.end]
        yield Meant(words, called.get(span.label, span.label), span.score or 0.0)
    for claim in claims:
        words = " … ".join(part.text or "" for part in claim.in_role("content"))
        yield Meant(_short(words), "Claim", claim.score or 0.0)


def _short(words: str) -> str:
    return words if len(words) <= SHOWN_WORDS else f"{words[:SHOWN_WORDS].rstrip()}…"
