"""Which encoding a file is in: its byte order mark, else UTF-8, else what its bytes look like."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO, NamedTuple

from charset_normalizer import from_bytes

from articles.importers.rows import Unusable

CHUNK = 1 << 16
SAMPLE = 200_000  # bytes looked at around the first one that is not UTF-8
BYTE_ORDER_MARKS = (  # these codecs take the mark away
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of a few words a detector can make anything: it chooses among what the press is written in.
CANDIDATES = [
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
]
# What western European texts have above ASCII, as bytes of cp1252: letters, quotes, dashes, signs.
WESTERN = set(range(0xC0, 0x100)) - set(bytes.fromhex("d0d7dddef0f7fdfe")) | set(
    bytes.fromhex("80828485888b8c91929394959697999b9ca0a1a3a7a9aaabaeb0b7babbbf")
)
MOST_ACCENTS = 0.4  # of all letters; other scripts have nearly all of theirs above ASCII
MOST_NULS = 0.3  # of the bytes; UTF-16 without a mark has one in every Latin letter


class Encoding(NamedTuple):
    """A codec's name, and what a person should know about the choice."""

    name: str
    warnings: tuple[str, ...] = ()


def detect(file: IO[bytes]) -> Encoding:
    """The encoding of a whole file, which is rewound. Raises Unusable if it is no text."""
    file.seek(0)
    head = file.read(CHUNK)
    marked = next((name for mark, name in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if marked:
        found = Encoding(marked)
    elif head.count(0) > MOST_NULS * len(head):
        found = _without_mark(head)
    else:
        broken = _first_broken_byte(file)
        found = Encoding("utf-8") if broken is None else _guessed(file, broken)
    file.seek(0)
    return found


def guess(sample: bytes) -> str:
    """What bytes that are not UTF-8 look like."""
    if _is_mostly_utf_8(sample):
        return "utf-8"
    if _is_western(sample):
        return "cp1252"
    best = from_bytes(sample, cp_isolation=CANDIDATES, threshold=0.4).best()
    return best.encoding if best else "cp1252"


def _guessed(file: IO[bytes], broken: int) -> Encoding:
    file.seek(max(0, broken - SAMPLE // 2))
    sample = file.read(SAMPLE)
    name = guess(sample)
    if b"\0" in sample and name != "utf-8":
        raise Unusable(f"This is not a text file (byte {broken + 1:,}).")
    if name == "utf-8":
        said = "Some bytes are not UTF-8 and will be replaced by \N{REPLACEMENT CHARACTER}"
        return Encoding(name, (f"{said}, the first at byte {broken + 1:,}.",))
    shown = name.replace("_", "-")
    said = f"Not UTF-8 (byte {broken + 1:,}): read as {shown}. Check that it reads well."
    return Encoding(name, (said,))


def _without_mark(head: bytes) -> Encoding:
    """Latin letters have their NUL behind them in little endian."""
    name = "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    return Encoding(name, (f"No byte order mark: read as {name}. Check that it reads well.",))


def _is_mostly_utf_8(sample: bytes) -> bool:
    """A few broken bytes do not make another encoding of a text in UTF-8."""
    text = sample.decode("utf-8", errors="replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    return sum(character > "\x7f" for character in text) - broken > 4 * broken


def _is_western(sample: bytes) -> bool:
    solid = b"".join(sample.split())
    high = [byte for byte in solid if byte > 0x7F]
    return len(high) < MOST_ACCENTS * len(solid) and WESTERN.issuperset(high)


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
