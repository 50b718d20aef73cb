"""A text of very many lines is read in parts, so that no page outgrows a browser. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from articles.text import Paragraph, lines, paragraphs, paragraphs_at

if TYPE_CHECKING:
    from annotations.reader.reading import ClaimItem, Reading, SpanItem

ROWS = 3_000  # of usual length they are a book; more would make a browser slow


@dataclass(frozen=True, slots=True)
class Part:
    """One of `count` parts, from 1."""

    number: int
    count: int


def count(text: str) -> int:
    """Nearly all texts take one."""
    return max(1, len(_begins(text)))


def paragraphs_in(text: str, part: int) -> dict[int, Paragraph]:
    """The paragraphs of a part, by their numbers in the text, from 0."""
    first = (part - 1) * ROWS
    return dict(enumerate(paragraphs(text, first, first + ROWS), first))


def links(text: str, places: Sequence[int]) -> list[str]:
    """The end of the reader's address that shows each of these places (offsets), in their order."""
    found = paragraphs_at(text, [(place, place) for place in places])
    numbers, starts = list(found), [paragraph.start for paragraph in found.values()]
    return [_link(numbers[max(0, bisect_right(starts, place) - 1)]) for place in places]


def _link(paragraph: int) -> str:
    part = paragraph // ROWS + 1
    return f"?part={part}#p{paragraph}" if part > 1 else f"#p{paragraph}"


def undecided(reading: Reading) -> list[tuple[int, int]]:
    """The numbers of the parts where anything is marked, each with how much is undecided there."""
    begins = _begins(reading.text)
    items: list[SpanItem | ClaimItem] = [*reading.spans, *reading.claims]
    found: Counter[int] = Counter()
    for each in items:
        found[max(1, bisect_right(begins, each.start))] += each.state == "suggested"
    return sorted(found.items())


def _begins(text: str) -> list[int]:
    """Where the first paragraph of each part begins."""
    return [line.start() for line in islice(lines(text), 0, None, ROWS)]
