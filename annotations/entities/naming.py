"""How names are compared. Pure."""

from __future__ import annotations

LONGEST_NAME = 200
"""Characters of a name and of an alias: an entry of an index has room for no more than some."""


def normalise(name: str) -> str:
    """The name casefolded, white space collapsed: "Sergey  Shoigu" equals "sergey shoigu"."""
    return one_line(name).casefold()


def one_line(words: str) -> str:
    """White space collapsed."""
    return " ".join(words.split())


def shortened(words: str) -> str:
    """As much of the words as a name may have, in one line."""
    return one_line(words)[:LONGEST_NAME].rstrip()
