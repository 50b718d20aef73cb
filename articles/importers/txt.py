"""A text file is one article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from articles.importers.rows import ProblemRow, Row, article, excerpt
from articles.text import MAX_CHARACTERS


def rows(file: IO[str]) -> Iterator[Row]:
    text = file.read(2 * MAX_CHARACTERS + 1)  # a line end may be two
    if len(text) <= 2 * MAX_CHARACTERS:
        yield article(1, {"text": text})
        return
    length = len(text) + sum(map(len, iter(lambda: file.read(1 << 20), "")))
    reason = f"The text has {length:,} characters; {MAX_CHARACTERS:,} are the most."
    yield ProblemRow(1, reason, excerpt(text))
