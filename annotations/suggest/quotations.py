"""Quotation marks: a character automaton over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CLOSING = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "\u2039": "\u203a",
    "‘": "’",
    "「": "」",
    '"': '"',
    "'": "'",
}
"""Opening mark → the marks that may close it."""
MIXED = frozenset({'"“', '”"'})
"""Closing and opening mark of texts that mix straight and typographic ones."""
SINGLE = "'’"
PARAGRAPH = re.compile(r"[^\n]+")
FREE = "([{—–-/:\"'“‘«„"
ELIDED = re.compile(r"(?:\d0s|n|em|til|tis|twas|cause)\b")
"""What an apostrophe may stand before: '90s, rock 'n' roll."""
SLIPPED = re.compile(r'[,:]" (?=[A-Z])[^"\n]{20,600}(?<=\S)"(?!\w)')
"""A mark that slipped to the comma before it: `for schools," For example, … exercise".`"""
AHEAD = 400
TRIES = 12


@dataclass(frozen=True, slots=True)
class Quotation:
    """[start, end) with its marks; `depth` 0 is the outermost. `closed`: it ends in a mark;
    `goes_on`: the next paragraph opens it again."""

    start: int
    end: int
    depth: int
    closed: bool
    goes_on: bool = False


def find_quotations(text: str) -> list[Quotation]:
    """All quotations by start, those in quotations included."""
    lines = [match for match in PARAGRAPH.finditer(text) if match.group().strip()]
    found: list[Quotation] = []
    for place, line in enumerate(lines):
        next_line = lines[place + 1].group().lstrip() if place + 1 < len(lines) else ""
        quotations = list(_in_paragraph(line.group(), line.start(), next_line[:1]))
        found += sorted(quotations, key=lambda quotation: (quotation.start, -quotation.end))
    return found


def _in_paragraph(line: str, offset: int, following: str) -> Iterator[Quotation]:
    """An unclosed quotation ends with its paragraph; an unclosed single mark opened none."""
    open_: list[tuple[int, str]] = []
    place = 0
    while place < len(line):
        mark, width = _mark(line, place)
        depth = _closes(open_, mark, line, place, width)
        if depth is not None:
            yield Quotation(offset + open_[depth][0], offset + place + width, depth, True)
            del open_[depth:]
        elif _opens(open_, mark, line, place + width):
            open_.append((place, mark))
        place += width
    end = len(line.rstrip())
    left = [start for start, mark in open_ if mark not in "'‘»"]
    if left and end - left[0] > 3:
        goes_on = following in CLOSING and following == dict(open_)[left[0]]
        yield Quotation(offset + left[0], offset + end, 0, False, goes_on)


def _mark(line: str, place: int) -> tuple[str, int]:
    """The mark at a place and its width: two single ones are a double one."""
    if line[place] in "'`’‘" and line[place : place + 2] in {"''", "``", "’’", "‘‘"}:
        return '"', 2
    return line[place], 1


def _closes(
    open_: list[tuple[int, str]], mark: str, line: str, place: int, width: int
) -> int | None:
    """Which open quotation the mark ends."""
    for depth in range(len(open_) - 1, -1, -1):
        opened = open_[depth][1]
        if mark in CLOSING[opened] or (mark + opened in MIXED and _ends(line, place, width)):
            ends = mark not in SINGLE or _single_closes(line, place, width)
            return depth if ends else None
    return None


def _ends(line: str, place: int, width: int) -> bool:
    """Whether a mark hangs on the word before it and not on the one behind."""
    after = line[place + width : place + width + 1]
    return place > 0 and not line[place - 1].isspace() and not after.isalnum()


def _single_closes(line: str, place: int, width: int = 1) -> bool:
    """Between letters it is an apostrophe; so is the one of a plural possessive ("the workers'
    plan'") as long as another mark closes before the next one opens."""
    before, after = line[place - 1], line[place + width : place + width + 1]
    if after.isalnum() or before.isspace():
        return False
    if before != "s" or not after.isspace():
        return True
    rest = line[place + width : place + AHEAD]
    closing = re.search(r"(?<=\S)[’'](?!\w)", rest)
    opening = re.search(r"(?<!\w)[‘'](?=\w)", rest)
    return closing is None or (opening is not None and opening.start() < closing.start())


def _opens(open_: list[tuple[int, str]], mark: str, line: str, after: int) -> bool:
    """`after` is the place behind the mark."""
    if mark not in CLOSING or any(mark == other for _, other in open_):
        return False
    if mark in "“„«「":
        return True
    width = 2 if line[after - 2 : after] in {"''", "``", "’’", "‘‘"} else 1
    free = after == width or line[after - width - 1].isspace() or line[after - width - 1] in FREE
    word = after < len(line) and not line[after].isspace()
    if mark == '"':
        if not open_ and width == 1 and SLIPPED.match(line, after - 2):
            return True
        return word and (free or not line[after - width - 1].isdigit())
    elided = mark in "'‘" and ELIDED.match(line, after)
    return free and word and not elided and _is_closed_later(mark, line, after)


def _is_closed_later(mark: str, line: str, after: int) -> bool:
    """Otherwise it is an apostrophe ('90s, 'em), or a guillemet that only closes."""
    closing, place = CLOSING[mark], after
    for _ in range(TRIES):
        found = re.search(f"[{closing}]", line[place + 1 : after + AHEAD * 3])
        if not found:
            return False
        place += 1 + found.start()
        if closing not in SINGLE or _single_closes(line, place):
            return True
    return False
