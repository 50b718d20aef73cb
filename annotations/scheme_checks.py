"""What labels and attributes of a scheme are checked for, and keys for those without. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_NOT_IN_KEYS = re.compile(r"[^A-Z0-9]+")


class BadScheme(ValueError):
    """Says what is wrong, and where."""


def refuse_twice(what: str, values: Iterable[str]) -> None:
    for value, times in Counter(values).items():
        if times > 1:
            raise BadScheme(f"There are two of the same {what}: {value}.")


def refuse_long(what: str, value: str, most: int) -> None:
    """Neither empty, nor longer than `most`, nor with half a character."""
    if not value.strip():
        raise BadScheme(f"{what} is empty.")
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise BadScheme(f"{what} has a character that is none.")
    if len(value) > most:
        raise BadScheme(f"{what} is longer than {most} characters.")


def free_key(name: str, taken: set[str]) -> str:
    """Capitals and digits of the name, numbered where that is taken."""
    wanted = _NOT_IN_KEYS.sub("_", name.upper()).strip("_")[:36]
    wanted = wanted if wanted[:1].isalpha() else f"L_{wanted}".rstrip("_")
    numbered = (f"{wanted}_{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(each for each in numbered if each not in taken)
