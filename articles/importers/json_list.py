"""A JSON file: a list of articles, or one article. Read object by object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from articles.importers.records import NOT_CLOSED, NotJson, next_value
from articles.importers.rows import ProblemRow, Row, Unusable, article, excerpt

CHUNK = 1 << 16
LONGEST_TOKEN = 16  # "false", or an escaped character
LONGEST_VALUE = 1 << 24  # characters: a string that never ends must not fill the memory
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
        """The next value. One that is cut off is read on, twice as far each time."""
        self.peek()
        size = CHUNK
        while True:
            try:
                value, self.at = next_value(self.buffer, self.at)
            except NotJson as problem:
                further = max(problem.at - self.at, 0)
                if not self._may_be_cut(problem) or not self._more(size):
                    self._fail(self.at + further, problem.reason)
                size *= 2
            else:
                return value

    def _may_be_cut(self, problem: NotJson) -> bool:
        """Whether it breaks where the buffer ends, or in a string that has not ended."""
        if len(self.buffer) - self.at > LONGEST_VALUE:
            return False
        is_at_end = problem.at > len(self.buffer) - LONGEST_TOKEN
        is_in_string = problem.reason == NOT_CLOSED
        return problem.at >= 0 and (is_at_end or is_in_string)

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
