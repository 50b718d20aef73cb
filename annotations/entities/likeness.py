"""Whether two things may be one, by what they are called. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz

from annotations.entities.naming import normalise
from annotations.suggest.spelling import key, skeleton

Reason = Literal["name", "alias", "spelling", "part", "likeness"]
WHOLE = "="
"""Before the key of a whole name; other keys are of one word."""
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
SHORTEST_WORD = 3
SMALL = frozenset({"the", "and", "for", "von", "van", "der", "den", "bin", "ibn", "del", "des"})
LEAST_RATIO, LEAST_OF_A_WORD = 0.85, 0.75
OF_A_SPELLING, OF_A_PART = 0.95, 0.6


@dataclass(frozen=True)
class Names:
    """What something is called: its name, and its other names. How they sound is found once."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Without parts of the name, such as a surname, which others have too."""
        whole = f" {normalise(self.name)} "
        others = (each for each in self.aliases if f" {normalise(each)} " not in whole)
        return (self.name, *others)

    @cached_property
    def normal(self) -> list[str]:
        return [normalise(name) for name in self.telling]

    @cached_property
    def heard(self) -> list[tuple[str, ...]]:
        """The sounds of the words of each name."""
        return [tuple(map(key, words)) for name in self.telling if (words := _words(name))]


def keys(names: Iterable[str]) -> list[str]:
    """What the names are looked up by: each as a whole, and each of its words by its consonants.

    Spellings of one name have a key in common: Shoigu and Shoygu, Mohammad and Muhammed.
    """
    found: set[str] = set()
    for name in names:
        words = _words(name)
        found |= {skeleton(word) for word in words if _tells(word)}
        if words:
            found.add(WHOLE + _sound(words))
    return sorted(found)


def why(one: Names, other: Names) -> tuple[Reason, float] | None:
    """The surest reason to take both for one, and how sure it is from 0 to 1; None without any."""
    if one.normal[0] == other.normal[0]:
        return "name", 1.0
    if {*one.normal} & {*other.normal}:
        return "alias", 1.0
    found = (_resemblance(a, b) for a in one.heard for b in other.heard)
    return max(found, key=_score, default=None)


def nearness(wanted: str, names: Names) -> float:
    """How near what somebody is called comes to some words, from 0 to 1, the nearest name's."""
    words = normalise(wanted)
    return max(_nearness(words, each) for each in names.normal)


def _nearness(wanted: str, name: str) -> float:
    if name == wanted:
        return 1.0
    likeness = _ratio(_sound(_words(wanted)), _sound(_words(name)))
    begins = f" {name}".find(f" {wanted}") >= 0
    return max(likeness, 0.9) * 0.99 if begins else likeness * 0.98


def _resemblance(one: Sequence[str], other: Sequence[str]) -> tuple[Reason, float] | None:
    """Of two names, each by the sounds of its words."""
    if one == other:
        return "spelling", OF_A_SPELLING
    if len(one) == len(other):
        likeness = _likeness(one, other)
        return ("likeness", likeness) if likeness else None
    short, long = sorted((one, other), key=len)
    is_end = long[-len(short) :] == short and _tells(short[-1])
    return ("part", OF_A_PART) if is_end else None


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Two brothers have one surname: every word has to be like its fellow. Else 0."""
    if any(_ratio(a, b) < LEAST_OF_A_WORD for a, b in zip(one, other, strict=True) if a != b):
        return 0
    found = _ratio(" ".join(one), " ".join(other))
    return round(found * OF_A_SPELLING, 3) if found >= LEAST_RATIO else 0


def _ratio(one: str, other: str) -> float:
    """What both have in common, in order, as a share of their lengths."""
    return fuzz.ratio(one, other) / 100


def _words(name: str) -> list[str]:
    found = WORD.findall(normalise(name))
    return found[1:] if len(found) > 1 and found[0] == "the" else found


def _sound(words: Iterable[str]) -> str:
    return " ".join(map(key, words))


def _tells(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and word not in SMALL


def _score(found: tuple[Reason, float] | None) -> float:
    return found[1] if found else 0.0
