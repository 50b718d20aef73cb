"""Other names in the same places, so that a name is told by what stands around it.

Mention replacement as in Dai and Adel, "An Analysis of Simple Data Augmentation for Named Entity
Recognition" (COLING 2020), with as many words as before, so that trees stay as they are.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotations.suggest.gazetteer import cities, places
from annotations.suggest.training.examples import Example

SWAPPED = ("PER", "ORG", "LOC")
CHANCE = 0.25
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Different names by label and number of words; first and last words of persons."""

    names: dict[tuple[str, int], list[Words]]
    first: list[str]
    last: list[str]

    def pick(self, label: str, count: int, dice: random.Random) -> Words | None:
        if label == "PER" and count == 2 and self.last:
            return dice.choice(self.first), dice.choice(self.last)
        choices = self.names.get((label, count))
        return dice.choice(choices) if choices else None


def pool_of(examples: Iterable[Example]) -> Pool:
    """The capitalised names of the examples, and the listed places."""
    found = {(label, _words(example, start, end))
             for example in examples for start, end, label in example.names
             if label in SWAPPED}  # fmt: skip
    found |= {("LOC", tuple(place.split())) for place in {*places(), *cities()}}
    names: dict[tuple[str, int], list[Words]] = {}
    for label, words in sorted(found):
        if all(word[0].isupper() for word in (words[0], words[-1])):
            names.setdefault((label, len(words)), []).append(words)
    persons = names.get(("PER", 2), [])
    return Pool(names, [words[0] for words in persons], [words[1] for words in persons])


def swapped(example: Example, pool: Pool, dice: random.Random) -> Example:
    words = list(example.words)
    for start, end, label in example.names:
        if label in SWAPPED and words[start][0].isupper() and dice.random() < CHANCE:
            words[start:end] = pool.pick(label, end - start, dice) or words[start:end]
    return replace(example, words=words)


def _words(example: Example, start: int, end: int) -> Words:
    return tuple(example.words[start:end])
