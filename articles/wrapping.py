"""Text copied from mail or PDF is often broken into lines of equal length. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from articles.importers import ArticleRow, Row

FEWEST_LINES = 6
NARROW, WIDE = 40, 100
_PARAGRAPH = re.compile(r"\n[ \t]*\n+")


def is_hard_wrapped(text: str) -> bool:
    """Whether most lines are broken in the middle of a sentence at about the same width."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < FEWEST_LINES:
        return False
    broken = [
        line
        for line, following in pairwise(lines)
        if NARROW <= len(line) <= WIDE
        and not line.rstrip().endswith((".", "!", "?", ":", '"', "”"))
        and following[:1].islower()
    ]
    return len(broken) > len(lines) / 3


def joined(text: str) -> str:
    """Each paragraph (separated by empty lines) on one line."""
    paragraphs = _PARAGRAPH.split(text)
    return "\n\n".join(" ".join(map(str.strip, paragraph.split("\n"))) for paragraph in paragraphs)


def unwrap(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with their texts joined; those that brought offsets into a text keep it."""
    for row in rows:
        if isinstance(row, ArticleRow) and row.attached is None:
            yield replace(row, text=joined(row.text))
        else:
            yield row
