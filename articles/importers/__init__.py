"""Files become rows. One importer a format; adding one is a file and its line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import PurePath
from typing import IO

from articles.importers import csv_table, json_list, jsonl, txt
from articles.importers.encodings import Encoding, detect
from articles.importers.rows import ArticleRow, ProblemRow, Row, Unusable

IMPORTERS: dict[str, Callable[[IO[str]], Iterator[Row]]] = {
    ".txt": txt.rows,
    ".csv": csv_table.rows,
    ".json": json_list.rows,
    ".jsonl": jsonl.rows,
}
ALSO = {".ndjson": ".jsonl", ".tsv": ".csv", ".text": ".txt"}

__all__ = [
    "IMPORTERS",
    "ArticleRow",
    "Encoding",
    "ProblemRow",
    "Row",
    "Unusable",
    "kind_of",
    "read",
]


def kind_of(name: str) -> str:
    """The importer for a file's name. Raises `Unusable` for a kind we cannot read."""
    ending = PurePath(name).suffix.lower()
    ending = ALSO.get(ending, ending)
    if ending not in IMPORTERS:
        raise Unusable(f"{name}: this kind of file cannot be read. Use {', '.join(IMPORTERS)}.")
    return ending


def read(name: str, file: IO[bytes]) -> tuple[Iterator[Row], Encoding]:
    """The rows of a file, in constant memory, and its encoding.

    Bytes that the encoding does not know become U+FFFD. Raises `Unusable` where the file as a
    whole is broken, also while iterating; the rows before it stand.
    """
    importer = IMPORTERS[kind_of(name)]
    encoding = detect(file)
    opened = TextIOWrapper(file, encoding=encoding.name, errors="replace", newline="")
    return importer(opened), encoding
