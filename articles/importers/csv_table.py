"""A CSV table with a header: one article a row, counted as a spreadsheet counts them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, count
from typing import IO

from articles.importers.rows import FIELDS, MAX_CHARACTERS, ProblemRow, Row, Unusable, article

SAMPLE = 1 << 16
DELIMITERS = ",;\t|"
LARGEST_CELL = 4 * MAX_CHARACTERS
ALIASES = {"title": "headline", "author": "authors", "date": "published_at", "source": "outlet"}

csv.field_size_limit(LARGEST_CELL)


def rows(file: IO[str]) -> Iterator[Row]:
    """Raises `Unusable` if there is no text column, or where a quotation mark never ends."""
    sample = file.read(SAMPLE)
    table = csv.reader(_rejoined(sample, file), delimiter=_delimiter(sample), strict=True)
    numbered = _numbered(table)
    columns = _columns(next(numbered, (1, []))[1])
    for number, cells in numbered:
        if any(cells):
            yield _row(number, columns, cells)


def _numbered(table: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    for number in count(1):
        try:
            yield number, next(table)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unusable(f"Row {number:,} cannot be read: {error}.") from error


def columns_of(sample: str) -> tuple[list[str], list[str]]:
    """The columns that are used and those that are ignored."""
    header = next(csv.reader([sample.partition("\n")[0]], delimiter=_delimiter(sample)), [])
    names = [_name(cell) for cell in header]
    return [n for n in names if n in FIELDS], [n for n in names if n and n not in FIELDS]


def _row(number: int, columns: list[str], cells: list[str]) -> Row:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        reason = f"Row {number:,} has {len(cells)} cells, the header {len(columns)}."
        return ProblemRow(number, reason, " ".join(cells)[:100])
    return article(number, dict(zip(columns, cells, strict=False)))


def _columns(header: list[str]) -> list[str]:
    columns = [_name(cell) for cell in header]
    if "text" not in columns:
        found = ", ".join(repr(column) for column in columns[:20]) or "none"
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
