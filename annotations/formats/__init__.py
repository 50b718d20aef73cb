"""Frozen annotation sets -> bytes: one module a format, and its line in FORMATS. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from annotations.formats import csv, jsonl
from annotations.formats.values import ExportedSet

VERSION = 1

Write = Callable[[Iterable[ExportedSet]], Iterator[tuple[str, bytes]]]


class Format(NamedTuple):
    """How sets become files. `write` yields a file's name and the next bytes of it."""

    name: str
    hint: str
    suffix: str
    media_type: str
    write: Write


FORMATS = {
    "jsonl": Format(
        "JSON Lines",
        "Exact, with the text: for programs, and for importing again.",
        ".jsonl",
        "application/x-ndjson",
        jsonl.write,
    ),
    "csv": Format(
        "CSV",
        "A zip of spans.csv and claims.csv, safe to open in a spreadsheet.",
        ".zip",
        "application/zip",
        csv.write,
    ),
}
