"""From bytes to the frozen text of a document, and its paragraphs. Pure.

The text is decoded, CRLF and CR become LF, NUL and lone surrogates become U+FFFD one for one.
Nothing else is changed: no Unicode normalisation, nothing stripped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256 as _sha256

from charset_normalizer import from_bytes

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
SAMPLE = 200_000  # bytes looked at to guess an encoding
_BYTE_ORDER_MARKS = (  # these codecs take the mark away
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and what a person should know about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A non-empty line `[start, end)` in code points, its LF excluded."""

    start: int
    end: int


def decode(raw: bytes) -> Decoded:
    """Read UTF-8, or what the byte order mark says, or else what the bytes look like."""
    encoding, warnings = _encoding_of(raw)
    text = raw.decode(encoding, errors="replace")
    cleaned, more = clean(text)
    return Decoded(cleaned, encoding, (*warnings, *more))


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as it is kept, and a warning for what had to be replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, count = _UNSTORABLE.subn(REPLACEMENT, text)
    if not count:
        return text, ()
    return text, (f"{count} unreadable characters were replaced by {REPLACEMENT}.",)


def paragraphs(text: str) -> list[Paragraph]:
    """One paragraph per line that is not empty; offsets count code points."""
    return [Paragraph(*line.span()) for line in re.finditer(r"[^\n]+", text)]


def sha256(text: str) -> str:
    """Of the exact text, in UTF-8."""
    return _sha256(text.encode()).hexdigest()


def text_key(text: str) -> str:
    """Equal for texts that differ in white space only."""
    return sha256(" ".join(text.split()))


def encoding_of_mark(start: bytes) -> str | None:
    """The encoding that a byte order mark at the start of a file names."""
    return next((name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)), None)


def guess_encoding(sample: bytes) -> str:
    """What bytes that are not UTF-8 look like."""
    best = from_bytes(sample).best()
    # Of a few words anything can be made; then the most common one it is.
    is_sure = best is not None and best.coherence > 0 and best.encoding not in {"ascii", "utf_8"}
    return best.encoding if best and is_sure else "cp1252"


def _encoding_of(raw: bytes) -> tuple[str, tuple[str, ...]]:
    if marked := encoding_of_mark(raw):
        return marked, ()
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = guess_encoding(raw[:SAMPLE])
        place = f"byte {error.start + 1:,}"
        return encoding, (f"Not UTF-8 ({place}): read as {encoding.replace('_', '-')}.",)
    return "utf-8", ()
