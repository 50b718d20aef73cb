"""Whether two things may be one, by what they are called. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from annotations.naming import normalise
from annotations.suggest.spelling import key, skeleton

Reason = Literal["name", "alias", "spelling", "part", "likeness"]
WHOLE = "="
"""Before the key of a whole name; other keys are of one word."""
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
SHORTEST_WORD = 3
SMALL = frozenset({"the", "and", "for", "von", "van", "der", "den", "bin", "ibn", "del", "des"})
LEAST_RATIO = 0.85
OF_A_SPELLING, OF_A_PART = 0.95, 0.6


@dataclass(frozen=True, slots=True)
class Names:
    """What something is called: its name, and its other names."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def telling(self) -> tuple[str, ...]:
        """Without parts of the name, such as a surname, which others have too."""
        whole = f" {normalise(self.name)} "
        others = (each for each in self.aliases if f" {normalise(each)} " not in whole)
        return (self.name, *others)


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
    named, others = _normal(one.telling), _normal(other.telling)
    if named[0] == others[0]:
        return "name", 1.0
    if {*named} & {*others}:
        return "alias", 1.0
    return max((_resemblance(a, b) for a in named for b in others), key=_score)


def ratio(one: str, other: str) -> float:
    """What both have in common, in order, as a share of their lengths: 1 where they are the same.

    As the `ratio` of RapidFuzz: twice the longest common subsequence by the sum of the lengths,
    found with one whole number as a row of bits (Hyyrö 2004).
    """
    if not one or not other:
        return float(one == other)
    full = (1 << len(one)) - 1
    places: dict[str, int] = {}
    for at, sign in enumerate(one):
        places[sign] = places.get(sign, 0) | 1 << at
    row = full
    for sign in other:
        met = row & places.get(sign, 0)
        row = (row + met | row - met) & full
    return 2 * (len(one) - row.bit_count()) / (len(one) + len(other))


def nearness(wanted: str, names: Names) -> float:
    """How near what somebody is called comes to some words, from 0 to 1, the nearest name's."""
    words = normalise(wanted)
    return max(_nearness(words, each) for each in _normal(names.all))


def _nearness(wanted: str, name: str) -> float:
    if name == wanted:
        return 1.0
    likeness = ratio(_sound(_words(wanted)), _sound(_words(name)))
    begins = f" {name}".find(f" {wanted}") >= 0
    return max(likeness, 0.9) * 0.99 if begins else likeness * 0.98


def _resemblance(one: str, other: str) -> tuple[Reason, float] | None:
    words, others = _words(one), _words(other)
    sound, sounds = _sound(words), _sound(others)
    if not sound or not sounds:
        return None
    if sound == sounds:
        return "spelling", OF_A_SPELLING
    likeness = ratio(sound, sounds)
    if likeness >= LEAST_RATIO and len(words) == len(others) and _all_alike(words, others):
        return "likeness", round(likeness * OF_A_SPELLING, 3)
    if _is_end(words, others) or _is_end(others, words):
        return "part", OF_A_PART
    return None


def _all_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    """Two brothers have one surname: every word has to be like its fellow."""
    pairs = zip(words, others, strict=True)
    return all(ratio(key(a), key(b)) >= LEAST_RATIO - 0.1 for a, b in pairs)


def _is_end(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the shorter name is how the longer one ends: a surname."""
    end = long[-len(short) :]
    return 0 < len(short) < len(long) and _tells(short[-1]) and _sound(short) == _sound(end)


def _words(name: str) -> list[str]:
    found = WORD.findall(normalise(name))
    return found[1:] if len(found) > 1 and found[0] == "the" else found


def _sound(words: Iterable[str]) -> str:
    return " ".join(map(key, words))


def _tells(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and word not in SMALL


def _normal(names: Iterable[str]) -> list[str]:
    return [normalise(name) for name in names]


def _score(found: tuple[Reason, float] | None) -> float:
    return found[1] if found else 0.0
