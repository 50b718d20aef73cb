"""The lexicon of cues: which words introduce what somebody says, and in which frames."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "cues.toml"
VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb and its frames: see the head of cues.toml."""

    lemma: str
    frames: frozenset[str]

    def takes(self, *frames: str) -> bool:
        return any(frame in self.frames for frame in frames)

    @property
    def prepositions(self) -> frozenset[str]:
        return frozenset(frame[1:] for frame in self.frames if frame.startswith("+"))

    @property
    def is_speech(self) -> bool:
        """A verb of saying, that stands with a clause or a quotation."""
        return self.takes("c", "q") and not self.takes("think", "evidence")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`verbs` by every written form, lower case; the other lists by lemma."""

    verbs: dict[str, Cue]
    express: frozenset[str]
    feelings: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    evidential: frozenset[str]
    outlet_heads: frozenset[str]


@cache
def lexicon() -> Lexicon:
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    express = table["express"]
    return Lexicon(
        _by_form(table["verbs"], table["irregular"]),
        frozenset(form for lemma in express["verbs"] for form in forms(lemma)),
        _with_plurals(express["nouns"]),
        _with_plurals(table["nouns"]["words"]),
        frozenset(table["adjectives"]["words"]),
        frozenset(table["passive"]["words"]),
        frozenset(table["outlets"]["heads"]),
    )


def _by_form(verbs: dict[str, str], irregular: dict[str, list[str]]) -> dict[str, Cue]:
    found: dict[str, Cue] = {}
    for lemma, frames in verbs.items():
        cue = Cue(lemma, frozenset(frames.split()))
        for form in [*forms(lemma), *irregular.get(lemma, [])]:
            found[form] = cue
    return found


def _with_plurals(nouns: list[str]) -> frozenset[str]:
    return frozenset(nouns) | frozenset(_third(noun) for noun in nouns)


def forms(lemma: str) -> Iterator[str]:
    """The regular forms of a verb."""
    yield lemma
    yield _third(lemma)
    if lemma.endswith("e"):
        yield from (f"{lemma}d", f"{lemma[:-1]}ing")
    elif lemma.endswith("y") and lemma[-2] not in VOWELS:
        yield from (f"{lemma[:-1]}ied", f"{lemma}ing")
    else:
        yield from (f"{lemma}ed", f"{lemma}ing")


def _third(lemma: str) -> str:
    """The form with -s, of verbs and of nouns."""
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return f"{lemma[:-1]}ies"
    return f"{lemma}es" if lemma.endswith(("s", "x", "ch", "sh", "z")) else f"{lemma}s"
