"""How wide, how large and how light a person reads, as a cookie of their browser keeps it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import contains

COOKIE = "comfort"
WIDTHS = {"narrow": "Narrow", "usual": "Usual", "wide": "Wide"}
SIZES = {"small": "Small", "usual": "Usual", "large": "Large"}
THEMES = {"usual": "As the device", "light": "Light", "dark": "Dark"}


@dataclass(frozen=True, slots=True)
class Comfort:
    width: str = "usual"
    size: str = "usual"
    theme: str = "usual"


def of(cookies: Mapping[str, str]) -> Comfort:
    """From "wide-large-dark"; what nobody can have chosen is as usual."""
    chosen = cookies.get(COOKIE, "").split("-")
    known = (WIDTHS, SIZES, THEMES)
    is_known = len(chosen) == 3 and all(map(contains, known, chosen))
    return Comfort(*chosen) if is_known else Comfort()
