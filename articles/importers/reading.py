"""Opens a file of any encoding as text, in constant memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO

from articles.text import encoding_of_mark, guess_encoding

CHUNK = 1 << 16
SAMPLE = 200_000


def encoding_of(file: IO[bytes]) -> tuple[str, tuple[str, ...]]:
    """The encoding of a whole file and what a person should know; the file is rewound.

    What its first bytes mark, else UTF-8 if all of it is, else what the bytes around the first
    one that is not UTF-8 look like.
    """
    file.seek(0)
    if marked := encoding_of_mark(file.read(4)):
        file.seek(0)
        return marked, ()
    broken = _first_broken_byte(file)
    if broken is None:
        file.seek(0)
        return "utf-8", ()
    file.seek(max(0, broken - SAMPLE // 2))
    encoding = guess_encoding(file.read(SAMPLE))
    file.seek(0)
    shown = encoding.replace("_", "-")
    return encoding, (f"Not UTF-8 (byte {broken + 1:,}): read as {shown}. Check the preview.",)


def open_text(file: IO[bytes], encoding: str) -> TextIOWrapper:
    """The file as text; bytes that the encoding does not know become U+FFFD."""
    file.seek(0)
    return TextIOWrapper(file, encoding=encoding, errors="replace", newline="")


def _first_broken_byte(file: IO[bytes]) -> int | None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = 0
    for chunk in _chunks(file):
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return read - pending + error.start
        read += len(chunk)
    return None


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """All chunks, and an empty one at the end."""
    while chunk := file.read(CHUNK):
        yield chunk
    yield b""
