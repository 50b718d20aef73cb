"""The colours that labels have: those of the palette, and a project's own. Pure.

A colour of one's own is "#rrggbb/#rrggbb", in light and in dark; its fill is derived from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from annotations.scheme_checks import BadScheme

# Each is a pair of a line and a fill whose contrast is tested (tests/test_tokens.py).
COLOURS = {
    "person": "Red",
    "organisation": "Blue",
    "place": "Green",
    "outlet": "Purple",
    "event": "Pink",
    "date": "Olive",
    "amount": "Teal",
    "law": "Brown",
}
LEAST = 4.5
"""WCAG 2.2, 1.4.3: tags are small text."""
OWN = re.compile(r"#([0-9a-f]{6})/#([0-9a-f]{6})", re.ASCII)
NAME = re.compile(r"x-([0-9a-f]{6})-([0-9a-f]{6})", re.ASCII)
LANES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two looks of the desk, with those colours of tokens.css that tags stand on."""

    name: str
    paper: str
    current: str
    share: float  # of the colour in its fill


LIGHT = Side("light", "fbfaf7", "dce8ff", 0.13)
DARK = Side("dark", "15171a", "1b3763", 0.2)


def name_of(colour: str) -> str:
    """What classes on pages call a colour: the palette's word, or `x-rrggbb-rrggbb`."""
    own = OWN.fullmatch(colour)
    return f"x-{own[1]}-{own[2]}" if own else colour


def own_in(colours: Iterable[str]) -> str:
    """The names of those that are a project's own, as the address of their style sheet."""
    return "+".join(dict.fromkeys(name_of(each) for each in colours if OWN.fullmatch(each)))


def words_of(colour: str) -> str:
    light, _, dark = colour.partition("/")
    return f"{light} in light and {dark} in dark" if dark else COLOURS[colour].lower()


def check(colour: str, called: str) -> None:
    """Raises BadScheme with the contrast measured, where a tag could not be read."""
    own = OWN.fullmatch(colour)
    if own is None:
        if colour not in COLOURS:
            known = ", ".join(COLOURS)
            raise BadScheme(
                f"The colour of {called} has to be one of {known}, or two of your own, for light "
                "and for dark, as #rrggbb/#rrggbb."
            )
        return
    for side, mine in ((LIGHT, own[1]), (DARK, own[2])):
        grounds = {
            "paper": side.paper,
            "its fill": fill(mine, side),
            "the current item": side.current,
        }
        for ground, under in grounds.items():
            found = contrast(mine, under)
            if found < LEAST:
                raise BadScheme(
                    f"The {side.name} colour of {called}, #{mine}, has a contrast of "
                    f"{_floored(found)} to 1 on {ground}; {LEAST} is the least that can be read."
                )


def stylesheet(names: Iterable[str]) -> str:
    """The rules for colours of one's own, as marks.css has them for the palette."""
    return "@layer screens {\n" + "".join(map(_rules, names)) + "}\n"


def fill(colour: str, side: Side) -> str:
    """Some of the colour on paper."""
    mixed = zip(_channels(colour), _channels(side.paper), strict=True)
    return "".join(
        f"{round(ours * side.share + under * (1 - side.share)):02x}" for ours, under in mixed
    )


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _rules(name: str) -> str:
    found = NAME.fullmatch(name)
    if found is None:
        return ""
    line = f"light-dark(#{found[1]}, #{found[2]})"
    filled = f"light-dark(#{fill(found[1], LIGHT)}, #{fill(found[2], DARK)})"
    lanes = "".join(f"  .k{lane}-{name} {{ --k{lane}: {line}; }}\n" for lane in LANES)
    return f"  .f-{name} {{ --fill: {filled}; --tag: {line}; }}\n{lanes}"


def _floored(ratio: float) -> str:
    """Two digits, never rounded up to what would do."""
    return f"{int(ratio * 100) / 100:.2f}"


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (0, 2, 4))


def _luminance(colour: str) -> float:
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
