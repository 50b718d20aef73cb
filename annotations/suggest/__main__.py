"""`python -m annotations.suggest`: a text on standard input, suggestions as JSON on the other side.

With `--jsonl` every line is {"id": …, "text": …} and gets one line back, in order; what cannot be
read gets {"id": …, "error": "line 7: …"} and the rest goes on.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, NamedTuple, TextIO

from annotations.suggest import foreign, pipeline, suggest, suggest_many

LINES_A_BATCH = 32


class Line(NamedTuple):
    """A line to answer: its text, or why it has none."""

    id: Any
    text: str
    error: str | None


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m annotations.suggest", description=__doc__)
    parser.add_argument("--jsonl", action="store_true", help='read {"id", "text"} lines')
    options = parser.parse_args(arguments)
    try:
        pipeline.load()
    except foreign.CannotLoad as problem:
        parser.error(str(problem))
    # A lone surrogate has no UTF-8; its backslash form is what JSON calls it.
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="backslashreplace")
    if options.jsonl:
        answer_lines(sys.stdin.buffer, out)
    else:
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
        _write(out, suggest(text).to_json())
    out.flush()
    out.detach()


def answer_lines(source: BinaryIO, out: TextIO) -> None:
    """Reads in batches, so that short texts share the model's time."""
    lines = (read_line(number, raw) for number, raw in enumerate(source, 1) if raw.strip())
    while batch := list(islice(lines, LINES_A_BATCH)):
        for answer in _answers(batch):
            _write(out, answer)


def read_line(number: int, raw: bytes) -> Line:
    """One line of input; the error names the line and the reason."""
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as problem:
        return Line(None, "", f"line {number}: not UTF-8 (byte {problem.start + 1})")
    except (ValueError, RecursionError) as problem:
        return Line(None, "", f"line {number}: not JSON ({problem})")
    if not isinstance(value, dict):
        return Line(None, "", f'line {number}: not an object with "id" and "text"')
    text = value.get("text")
    if not isinstance(text, str):
        return Line(value.get("id"), "", f'line {number}: "text" is missing or no string')
    return Line(value.get("id"), text, None)


def _answers(batch: list[Line]) -> Iterator[dict[str, Any]]:
    results = suggest_many(line.text for line in batch if line.error is None)
    for line in batch:
        if line.error is None:
            yield {"id": line.id, **next(results).to_json()}
        else:
            yield {"id": line.id, "error": line.error}


def _write(out: TextIO, value: dict[str, Any]) -> None:
    out.write(json.dumps(value, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
