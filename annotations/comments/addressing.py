"""Whom a comment addresses with an @ and a name. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

_AT = re.compile(r"(?<!\w)@(?=\w)")


def addressed(text: str, names: Mapping[int, str], near: Mapping[int, str] = {}) -> set[int]:
    """The keys of the names that stand behind an @; a first name will do if only one has it, or
    only one of those who are `near`.
    """
    return {key for _, _, key in _places(text, {**_words(names), **_words(near)})}


def pieces(text: str, names: Mapping[int, str]) -> Iterator[tuple[str, int | None]]:
    """The text in pieces, each that addresses somebody with the key of the name."""
    at = 0
    for start, end, key in _places(text, _words(names)):
        if at < start:
            yield text[at:start], None
        yield text[start:end], key
        at = end
    if at < len(text):
        yield text[at:], None


def _places(text: str, words: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    if not words:
        return
    longest_first = sorted(words, key=len, reverse=True)
    name = re.compile(rf"({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    for at in _AT.finditer(text):
        found = name.match(text, at.end())
        if found and (key := words.get(found[1].casefold())) is not None:
            yield at.start(), found.end(), key


def _words(names: Mapping[int, str]) -> dict[str, int]:
    """What may stand for each, in one case: whole names, and first names that only one has.

    Of two with the same whole name neither can be told by it.
    """
    whole = Counter(name.casefold() for name in names.values())
    first = Counter(_first(name) for name in names.values())
    words = {_first(name): key for key, name in names.items() if first[_first(name)] == 1}
    words |= {name.casefold(): key for key, name in names.items() if whole[name.casefold()] == 1}
    return {word: key for word, key in words.items() if word}


def _first(name: str) -> str:
    return next(iter(name.casefold().split()), "")
