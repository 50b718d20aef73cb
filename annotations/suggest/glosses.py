"""A name told again in brackets in its own script: "Leila Haddad (ليلى حداد)"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from annotations.suggest.found import Found

BRACKETS = re.compile(r" ?[(\uff08](?P<name>[^()\uff08\uff09\n]{2,60})[)\uff09]")
NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})


def glosses(text: str, names: Iterable[Found]) -> Iterator[tuple[Found, Found]]:
    """Each name with what stands behind it in brackets in letters that are not Latin."""
    for one in names:
        match = BRACKETS.match(text, one.end)
        if match and one.label in NAMED and _is_foreign(match["name"]):
            start, end = match.span("name")
            yield one, Found(start, end, one.label, one.score, "same name above")


def with_glosses(text: str, names: list[Found]) -> list[Found]:
    """The names, and instead of what was guessed inside such brackets, what they are."""
    told = [gloss for _, gloss in glosses(text, names)]
    kept = [
        one
        for one in names
        if not any(gloss.start < one.end and one.start < gloss.end for gloss in told)
    ]
    return sorted([*kept, *told], key=lambda one: (one.start, -one.end)) if told else names


def _is_foreign(name: str) -> bool:
    letters = [character for character in name if character.isalpha()]
    return len(letters) > 1 and not any("LATIN" in unicodedata.name(c, "") for c in letters)
