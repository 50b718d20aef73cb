"""How names are compared. Pure."""

from __future__ import annotations

NAMES_NOTHING = frozenset({"DATE", "MONEY", "QUANTITY"})
"""Labels of the usual scheme whose mentions name nobody and nothing."""


def normalise(name: str) -> str:
    """The name casefolded, white space collapsed: "Sergey  Shoigu" equals "sergey shoigu"."""
    return " ".join(name.split()).casefold()
