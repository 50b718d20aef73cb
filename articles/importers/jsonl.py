"""JSON Lines: one article a line. A broken line is a problem of that line alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import IO

from articles.importers.records import NotJson, decoded
from articles.importers.rows import ProblemRow, Row, Unusable, article, excerpt

LONGEST_LINE = 1 << 24  # characters: a file without line ends must not fill the memory


def rows(file: IO[str]) -> Iterator[Row]:
    """Raises `Unusable` where a line never ends."""
    for number in count(1):
        line = file.readline(LONGEST_LINE)
        if not line:
            return
        if len(line) == LONGEST_LINE:
            raise Unusable(f"Line {number:,} has more than {LONGEST_LINE:,} characters.")
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Row:
    try:
        record = decoded(line)
    except NotJson as problem:
        return ProblemRow(number, f"Line {number:,} is not JSON: {problem}.", excerpt(line))
    if not isinstance(record, dict):
        return ProblemRow(number, f"Line {number:,} is not an object in braces.", excerpt(line))
    return article(number, record)
