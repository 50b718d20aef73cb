"""How names are compared. Pure."""

from __future__ import annotations


def normalise(name: str) -> str:
    """The name casefolded, white space collapsed: "Sergey  Shoigu" equals "sergey shoigu"."""
    return " ".join(name.split()).casefold()
