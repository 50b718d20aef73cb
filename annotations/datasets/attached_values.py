"""Values of a record that somebody made elsewhere, each checked. Pure.

All raise Unusable with what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from reprlib import Repr
from typing import Any

from articles.importers import Unusable
from articles.text import clean

Key = int | str

INNER_PLACES = ("content[", "cue[", "source[", "via[", "proposed")

_SHORT = Repr()
_SHORT.maxstring = 40


def once(value: Any, seen: Any) -> None:
    """Refuses what was seen before; a set remembers it."""
    if value is None:
        return
    if value in seen:
        raise Unusable("The same stands here already.")
    if isinstance(seen, set):
        seen.add(value)


def list_of(value: Mapping[str, Any], name: str) -> list[Any]:
    """Empty where there is none."""
    found = value.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Unusable(f"{name} must be a list, not {shown(found)}.")
    return found


def key_of(value: Mapping[str, Any], name: str) -> Key | None:
    """What the record itself calls an item."""
    key = value.get(name)
    if key is None or type(key) is int or isinstance(key, str):
        return key
    raise Unusable(f"{name} must be an integer or a string, not {shown(key)}.")


def string_of(value: Mapping[str, Any], name: str, longest: int) -> str:
    """Clean text of at most `longest` characters; empty where there is none."""
    found = value.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Unusable(f"{name} must be a string, not {shown(found)}.")
    if len(found) > longest:
        raise Unusable(f"{name} has {len(found):,} characters; {longest:,} are the most.")
    return clean(found)[0]


def at(where: str, problem: Unusable) -> Unusable:
    """The problem with its place in front: `claims[2].source[0]: …`."""
    inner = str(problem)
    joint = "." if inner.startswith(INNER_PLACES) else ": "
    return Unusable(f"{where}{joint}{inner}")


def shown(value: object) -> str:
    """A short form for messages."""
    return clean(_SHORT.repr(value))[0]
