"""How wide and how large a person reads, as a cookie of their browser keeps it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

COOKIE = "comfort"
WIDTHS = {"narrow": "Narrow", "usual": "Usual", "wide": "Wide"}
SIZES = {"small": "Small", "usual": "Usual", "large": "Large"}


@dataclass(frozen=True, slots=True)
class Comfort:
    width: str = "usual"
    size: str = "usual"


def of(cookies: Mapping[str, str]) -> Comfort:
    """From "wide-large"; what nobody can have chosen is as usual."""
    width, _, size = cookies.get(COOKIE, "").partition("-")
    return Comfort(width, size) if width in WIDTHS and size in SIZES else Comfort()
