"""Text copied from mail or PDF is often broken into lines of equal length. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

FEWEST_LINES = 6
NARROW, WIDE = 40, 100
_ENDS = re.compile(r"[.!?:\"”]\s*$")
_PARAGRAPH = re.compile(r"\n[ \t]*\n+")


def is_hard_wrapped(text: str) -> bool:
    """Whether most lines are broken in the middle of a sentence at about the same width."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < FEWEST_LINES:
        return False
    broken = [
        line
        for line, following in pairwise(lines)
        if NARROW <= len(line) <= WIDE
        and not line.rstrip().endswith((".", "!", "?", ":", '"', "”"))
        and following[:1].islower()
    ]
    return len(broken) > len(lines) / 3


def joined(text: str) -> str:
    """Each paragraph (separated by empty lines) on one line."""
    paragraphs = _PARAGRAPH.split(text)
    return "\n\n".join(" ".join(paragraph.split("\n")) for paragraph in paragraphs)
