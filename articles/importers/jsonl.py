"""JSON Lines: one article a line. A broken line is a problem of that line alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO

from articles.importers.rows import ProblemRow, Row, article, excerpt


def rows(file: IO[str]) -> Iterator[Row]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Row:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        reason = f"Line {number:,} is not JSON: {error.msg} at character {error.colno:,}."
        return ProblemRow(number, reason, excerpt(line))
    except RecursionError:
        return ProblemRow(number, f"Line {number:,} is nested too deeply.", excerpt(line))
    if not isinstance(record, dict):
        return ProblemRow(number, f"Line {number:,} is not an object in braces.", excerpt(line))
    return article(number, record)
