"""A JSON file: a list of articles, or one article. Read object by object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from articles.importers.rows import ProblemRow, Row, Unusable, article, excerpt

CHUNK = 1 << 16
_BLANKS = re.compile(r"[ \t\r\n]*")


def rows(file: IO[str]) -> Iterator[Row]:
    """Raises `Unusable`, with line and column, where the file is broken; what came before stays."""
    reader = _Reader(file)
    if reader.peek() != "[":
        yield _row(1, reader.value())
        reader.end()
        return
    reader.take("[")
    number = 0
    while reader.peek() != "]":
        number += 1
        yield _row(number, reader.value())
        if reader.peek() != "]":
            reader.take(",")
    reader.take("]")
    reader.end()


def _row(number: int, record: Any) -> Row:
    if not isinstance(record, dict):
        return ProblemRow(number, "This is not an object in braces.", excerpt(record))
    return article(number, record)


class _Reader:
    """Decodes one value after the other from a file, holding no more than one and a chunk."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.buffer = ""
        self.at = 0
        self.line = 1
        self.column = 1
        self.is_complete = False

    def peek(self) -> str:
        """The next character that is not blank, "" at the end."""
        while True:
            self.at = self._after_blanks()
            if self.at < len(self.buffer) or not self._more(CHUNK):
                return self.buffer[self.at : self.at + 1]

    def take(self, wanted: str) -> None:
        if self.peek() != wanted:
            self._fail(self.at, f"“{wanted}” is missing")
        self.at += 1

    def value(self) -> Any:
        self.peek()
        size = CHUNK
        while True:
            try:
                value, self.at = json.JSONDecoder().raw_decode(self.buffer, self.at)
            except json.JSONDecodeError as error:
                # It may only be cut off: read on, twice as much each time.
                if not self._more(size):
                    self._fail(error.pos, error.msg)
                size *= 2
            except RecursionError:
                self._fail(self.at, "it is nested too deeply")
            else:
                return value

    def end(self) -> None:
        if self.peek():
            self._fail(self.at, "there is more after the end")

    def _after_blanks(self) -> int:
        found = _BLANKS.match(self.buffer, self.at)
        return found.end() if found else self.at

    def _more(self, size: int) -> bool:
        if self.is_complete:
            return False
        chunk = self.file.read(size)
        self.is_complete = not chunk
        self._forget()
        self.buffer += chunk
        return bool(chunk)

    def _forget(self) -> None:
        """Drops what was read, and remembers its lines for messages."""
        self.line, self.column = self._place(self.at)
        self.buffer, self.at = self.buffer[self.at :], 0

    def _place(self, at: int) -> tuple[int, int]:
        passed = self.buffer[:at]
        lines = passed.count("\n")
        column = at - passed.rfind("\n") if lines else self.column + at
        return self.line + lines, column

    def _fail(self, at: int, reason: str) -> None:
        line, column = self._place(at)
        raise Unusable(f"The JSON is broken in line {line:,}, column {column:,}: {reason}.")
