"""Files become rows. One importer a format; adding one is a file and its line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import IO

from articles.importers import csv_table, json_list, jsonl, txt
from articles.importers.reading import encoding_of, open_text
from articles.importers.rows import ArticleRow, ProblemRow, Row, Unusable

IMPORTERS: dict[str, Callable[[IO[str]], Iterator[Row]]] = {
    ".txt": txt.rows,
    ".csv": csv_table.rows,
    ".json": json_list.rows,
    ".jsonl": jsonl.rows,
}

__all__ = ["IMPORTERS", "ArticleRow", "ProblemRow", "Row", "Unusable", "kind_of", "read"]


def kind_of(name: str) -> str:
    """The importer for a file's name. Raises `Unusable` for a kind we cannot read."""
    ending = PurePath(name).suffix.lower()
    ending = {".ndjson": ".jsonl", ".tsv": ".csv", ".text": ".txt"}.get(ending, ending)
    if ending not in IMPORTERS:
        known = ", ".join(IMPORTERS)
        raise Unusable(f"{name}: this kind of file cannot be read. Use {known}.")
    return ending


def read(name: str, file: IO[bytes]) -> tuple[Iterator[Row], tuple[str, ...]]:
    """The rows of a file, in constant memory, and what a person should know about it.

    Iterating raises `Unusable` where the file as a whole is broken; the rows before it stand.
    """
    importer = IMPORTERS[kind_of(name)]
    encoding, warnings = encoding_of(file)
    return importer(open_text(file, encoding)), warnings
