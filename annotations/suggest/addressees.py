"""The outlet that somebody spoke to: "told Reuters", "in an interview with Der Spiegel"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.suggest.attribution import Attribution
from annotations.suggest.chain import PARTICLES, holds, is_outlet
from annotations.suggest.words import Range, Reading

NAME = r"(?:al-)?[A-ZÀ-ÖØ-Þ](?:[\w.&-]|[’'](?!s\b))*\w"
OUTLET = (
    rf"(?P<outlet>(?:(?:the|a|an) )?(?:(?!(?:in|at|on|of|that|it|to) )[a-z][a-z-]+ ){{0,4}}{NAME}"
    rf"(?: (?:(?:{PARTICLES.pattern}) |and |& )?{NAME}){{0,4}}"
    r"(?: (?:news agency|newspaper|daily|weekly|magazine|television|TV|radio|news channel"
    r"|channel|broadcaster|news site|website|news outlet)\b)?)"
)
TOLD = re.compile(rf" (?:to )?{OUTLET}")
SPOKEN = (
    r"[Ii]nterview (?:with|to|on|by|for)|[Ss]p(?:eaking|oke) (?:to|with|on)|[Tt]alk(?:ing|ed) to"
    r"|(?:[Rr]emarks|[Cc]omments|[Ss]tatement|[Ee]-?mail|[Mm]essage|[Ll]etter) to"
)
INTERVIEW = re.compile(rf"\b(?:{SPOKEN}) {OUTLET}")
TELLING = frozenset({"told", "tells", "telling"})


def add_addressees(reading: Reading, found: Sequence[Attribution]) -> None:
    """Give the claims of one sentence the outlet they were made to, behind a nearer one."""
    for one in found:
        outlet = _told(reading, one) or _interviewed(reading, one, found)
        if outlet is not None and outlet not in one.via:
            one.via = [*one.via, outlet]


def _told(reading: Reading, one: Attribution) -> Range | None:
    """Who stands right behind the verb, or behind its speaker (`"…," she told Reuters`)."""
    if one.kind != "say":
        return None
    match = TOLD.match(reading.text, one.word.end)
    addressed = match is not None and (one.word.lower in TELLING or match[0].startswith(" to "))
    return _outlet(reading, match) if match is not None and addressed else None


def _interviewed(reading: Reading, one: Attribution, found: Sequence[Attribution]) -> Range | None:
    """The interview of the sentence belongs to what its speaker says, not to what lies in that."""
    inside = any(holds(other, one) for other in found if other is not one)
    if one.kind not in {"say", "think"} or inside or not one.source:
        return None
    sentence = reading.sentences[one.word.sentence]
    first, last = reading.words[sentence.start], reading.words[sentence.stop - 1]
    for match in INTERVIEW.finditer(reading.text, first.start, last.end):
        if not any(start <= match.start() < end for start, end in one.content):
            return _outlet(reading, match)
    return None


def _outlet(reading: Reading, match: re.Match[str]) -> Range | None:
    """The longest run of words that names an outlet: "the BBC" of "the BBC Tuesday"."""
    start, end = match.span("outlet")
    for last in reversed(reading.at(start, end)):
        named = last.end == end or last.text[:1].isupper()
        if named and last.is_word and is_outlet(reading.text[start : last.end]):
            return start, last.end
    return None
