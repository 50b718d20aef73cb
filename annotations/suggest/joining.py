"""Names that a tagger cut in two: "Kingdom of" + "León", "Locker-" + "Lampson"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.suggest.found import Found, Taken, settle

OF = re.compile(r" (?:of|for|and|the|in|on|at|to)$")
GOVERNED = frozenset(
    {"Municipality", "Commune", "Canton", "Prefecture", "Governorate", "Province", "Emirate"}
    | {"County", "District", "Kingdom", "Republic", "Commonwealth", "Borough", "Principality"}
)
HYPHENED = frozenset({"PERSON", "GPE", "LOC", "FAC"})
BEFORE = re.compile(r"(?<![\w-])(?:[A-ZÀ-ÖØ-Þ][\w’']*-)+$")
STANCE = re.compile(r"(?:Pro|Anti|Non|Ex)-(?=[A-Z])")
REST = re.compile(r"(?<=\w-)[\w’']+")
"""The "tai" of "Cheng Chung-tai", where a name ended at its hyphen."""
AFTER = re.compile(r"(?:-(?:[a-z]{1,3}-)?[A-ZÀ-ÖØ-Þ][\w’']*)+")


def whole_names(text: str, names: Sequence[Found]) -> list[Found]:
    """The names with their halves put together; overlapping ones are settled."""
    joined = _over_of(text, settle(names))
    taken = Taken(joined)
    return settle(_over_hyphen(text, found, taken) for found in joined)


def _over_of(text: str, names: list[Found]) -> list[Found]:
    """A name cannot end in "of": it takes what follows, or loses the word."""
    result: list[Found] = []
    for found in names:
        last = result[-1] if result else None
        if last and _governs(text, last, found):
            result[-1] = last._replace(end=found.end, label="GPE")
        elif last and _wants_more(text, last) and text[last.end : found.start].strip(" ") == "":
            result[-1] = last._replace(end=found.end, score=min(last.score, found.score))
        else:
            result.append(found)
    return [_without_of(text, found) for found in result]


def _governs(text: str, last: Found, found: Found) -> bool:
    """ "Municipality" + "of" + "Livorno"."""
    whole = text[last.start : last.end] in GOVERNED and found.label in {"GPE", "LOC"}
    return whole and text[last.end : found.start] == " of "


def _wants_more(text: str, found: Found) -> bool:
    return bool(OF.search(text[found.start : found.end]))


def _without_of(text: str, found: Found) -> Found:
    match = OF.search(text[found.start : found.end])
    return found._replace(end=found.start + match.start()) if match else found


def _over_hyphen(text: str, found: Found, taken: Taken) -> Found:
    """ "Mazar-i-Sharif" is one name, "Iran-backed" is not, "Paris-Nice" holds two."""
    if found.label not in HYPHENED:
        return found
    before = BEFORE.search(text, max(0, found.start - 40), found.start)
    after = REST.match(text, found.end) or AFTER.match(text, found.end)
    start = before.start() if before else found.start
    start += len(stance[0]) if (stance := STANCE.match(text, start, found.end)) else 0
    end = after.end() if after else found.end
    if taken.overlaps(min(start, found.start), found.start) or taken.overlaps(found.end, end):
        return found
    return found._replace(start=start, end=end)
