"""The frozen text of a document, and its paragraphs. Pure.

CRLF and CR become LF, NUL and lone surrogates become U+FFFD one for one.
Nothing else is changed: no Unicode normalisation, nothing stripped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256 as _sha256
from itertools import islice

MAX_CHARACTERS = 1_000_000
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LINE = re.compile(r"[^\n]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A non-empty line `[start, end)` in code points, its LF excluded."""

    start: int
    end: int


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as it is kept, and a warning for what had to be replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, count = _UNSTORABLE.subn(REPLACEMENT, text)
    if not count:
        return text, ()
    characters = (
        "1 unreadable character was" if count == 1 else f"{count:,} unreadable characters were"
    )
    return text, (f"{characters} replaced by {REPLACEMENT}.",)


def paragraphs(text: str, first: int = 0, last: int | None = None) -> list[Paragraph]:
    """One paragraph per line that is not empty, or those numbered `[first, last)` from 0."""
    return [Paragraph(*line.span()) for line in islice(lines(text), first, last)]


def lines(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Those that are not empty, from this offset on."""
    return _LINE.finditer(text, start)


def paragraphs_at(text: str, ranges: Iterable[tuple[int, int]]) -> dict[int, Paragraph]:
    """Those that each `[start, end)` touches, else the one before it, by their numbers from 0.

    In order, and far quicker in a long text than to make them all; what lies between is counted
    once, however many ranges there are.
    """
    found: dict[int, Paragraph] = {}
    counted = number = 0
    for start, end in sorted(ranges):
        begin = _begin_of_line(text, start)
        number += len(list(filter(None, text[counted:begin].split("\n"))))
        counted = begin
        for further, line in enumerate(lines(text, begin)):
            if further and line.start() >= max(end, start + 1):
                break
            found[number + further] = Paragraph(*line.span())
    return dict(sorted(found.items()))


def _begin_of_line(text: str, place: int) -> int:
    """Where the line begins that this place is in, else the last one before it with anything."""
    while place >= 0 and text[place : place + 1] in ("\n", ""):
        place -= 1
    return text.rfind("\n", 0, place + 1) + 1


def sha256(text: str) -> str:
    """Of the exact text, in UTF-8."""
    return _sha256(text.encode()).hexdigest()


def text_key(text: str) -> str:
    """Equal for texts that differ in white space only."""
    return sha256(" ".join(text.split()))
