"""A CSV table with a header: one article a row, counted as a spreadsheet counts them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, count
from typing import IO, Any

from articles.importers.records import NotJson, decoded
from articles.importers.rows import (
    ProblemRow,
    Row,
    Unusable,
    article,
    excerpt,
)
from articles.text import MAX_CHARACTERS

SAMPLE = 1 << 16
DELIMITERS = ",;\t|"
LARGEST_CELL = 4 * MAX_CHARACTERS
ALIASES = {"title": "headline", "author": "authors", "date": "published_at"}
JSON_COLUMNS = ("spans", "claims", "rejected", "entities")

csv.field_size_limit(LARGEST_CELL)


def rows(file: IO[str]) -> Iterator[Row]:
    """Raises `Unusable` if there is no text column, or where a quotation mark never ends."""
    sample = file.read(SAMPLE)
    table = csv.reader(_rejoined(sample, file), delimiter=_delimiter(sample), strict=True)
    columns: list[str] = []
    for number in count(1):
        try:
            cells = next(table, None)
        except csv.Error as error:
            yield _broken(number, table.line_num, str(error))
            continue
        if cells is None:
            return
        if not columns:
            columns = _columns(cells)
        elif any(cells):
            yield _row(number, columns, cells)


def _broken(number: int, line: int, error: str) -> ProblemRow:
    """A misplaced quotation mark spoils its row; one that never ends spoils all that follow."""
    reason = f"Row {number:,} (up to line {line:,}) cannot be read: {error}."
    if "expected after" in error:
        return ProblemRow(number, reason)
    raise Unusable(f"{reason} A quotation mark may be open.")


def _row(number: int, columns: list[str], cells: list[str]) -> Row:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        reason = f"Row {number:,} has {len(cells)} cells, the header {len(columns)}."
        return ProblemRow(number, reason, " ".join(cells)[:100])
    named = zip(columns, cells, strict=False)
    record: dict[str, Any] = {name: cell for name, cell in named if name and cell}
    try:
        record |= {name: _marks(name, record.get(name)) for name in JSON_COLUMNS}
    except NotJson as problem:
        return ProblemRow(number, f"{problem}.", excerpt(record.get("text", "")))
    return article(number, record)


def _marks(name: str, cell: str | None) -> Any:
    """Spans and claims come as JSON in a cell."""
    try:
        return decoded(cell) if cell and cell.strip() else None
    except NotJson as problem:
        raise NotJson(f"The cell {name} is not JSON: {problem}") from problem


def _columns(header: list[str]) -> list[str]:
    columns = [_name(cell) for cell in header]
    if "text" not in columns:
        found = ", ".join(repr(cell.strip()) for cell in header[:20]) or "none"
        raise Unusable(f"There is no column named text in row 1. Columns found: {found}.")
    return columns


def _name(cell: str) -> str:
    name = cell.strip().lower().replace(" ", "_")
    return ALIASES.get(name, name)


def _delimiter(sample: str) -> str:
    """The one that occurs most in the header line, outside quotation marks."""
    header = "".join(sample.partition("\n")[0].split('"')[::2])
    return max(DELIMITERS, key=header.count)


def _rejoined(sample: str, file: IO[str]) -> Iterator[str]:
    """The lines of what was read already and of the rest."""
    head = sample.split("\n")  # and at nothing else: a text may hold other line ends
    head = [f"{line}\n" for line in head[:-1]] + head[-1:]
    if not head:
        return iter(())
    return chain(head[:-1], _from(head[-1], file))


def _from(last: str, file: IO[str]) -> Iterator[str]:
    yield last + (file.readline() if not last.endswith("\n") else "")
    yield from file
