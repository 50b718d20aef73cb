"""Attributions inside attributions: what an outlet reports that somebody said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotations.suggest.attribution import Attribution
from annotations.suggest.cues import lexicon
from annotations.suggest.gazetteer import ambiguous_outlets, outlets
from annotations.suggest.known import OUTLET, STATION, article_length
from annotations.suggest.words import Range

OUTLET_WORD = re.compile(r"[\w'’.&-]+")
PARTICLES = re.compile("de|da|do|dos|das|di|du|del|della|der|die|des|für|la|le|el|of")
COVERS = 0.6
EDGES = " \t,;—–-"


def is_outlet(text: str) -> bool:
    """Whether a source's words name a newspaper, agency or broadcaster: by name, or by head."""
    words = OUTLET_WORD.findall(text)
    if not words:
        return False
    name = " ".join(words)
    bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    bare = re.sub(r"['’]s?$", "", bare)
    if bare in outlets() or bare in ambiguous_outlets() or name in outlets():
        return True
    for place, word in enumerate(words[:8]):
        final = place == len(words) - 1
        named = not final and _is_name(words[place + 1 :])
        opens = word.islower() or STATION.fullmatch(" ".join(words[place:]))
        head = word.casefold() in lexicon().outlet_heads and (final or opens)
        if head and (final or named) and not _is_office(words[: place + 1]):
            return True
    return any(" ".join(words[:size]) in outlets() for size in (1, 2, 3)) or any(
        " ".join(words[-size:]) in outlets() for size in (1, 2, 3)
    )


def _is_name(words: Sequence[str]) -> bool:
    """Capitals, and the small words inside a name: "Diário do Cais"."""
    inside = (word[:1].isupper() or PARTICLES.fullmatch(word) for word in words)
    return words[-1][:1].isupper() and all(inside)


def _is_office(words: Sequence[str]) -> bool:
    """ "the space agency", "the intelligence agency" are bodies that speak for themselves."""
    if words[-1].casefold() != "agency" or len(words) == 1:
        return False
    return words[-2].casefold() not in {"news", "press", "information", "telegraph", "state"}


def called_outlets(text: str) -> frozenset[str]:
    """The names that the text calls an agency, a newspaper or a station somewhere."""
    names = (match["name"] for match in OUTLET.finditer(text))
    return frozenset(name[article_length(name) :] for name in names)


def link(
    text: str, found: Sequence[Attribution], called: frozenset[str] = frozenset()
) -> list[Attribution]:
    """One attribution a claim: reports that only pass on another's words become its `via`.

    `called`: names that are outlets in this text, wherever they stand.
    """
    kept = _without_doubles(sorted(found, key=lambda a: (a.word.start, -a.score)))
    _cite(text, kept)
    dropped: set[int] = set()
    for outer in kept:
        inner = [one for one in kept if one is not outer and holds(outer, one)]
        inner = [one for one in inner if not any(holds(o, one) for o in inner if o is not one)]
        if not inner or not outer.source:
            continue
        name = _text(text, outer.source)
        if (name in called or is_outlet(name)) and outer.kind != "other":
            passed_on = [one for one in inner if not one.via]
            for one in passed_on:
                one.via = outer.source
            if passed_on and _covers(outer, passed_on):
                dropped.add(id(outer))
        _carve(text, outer, inner)
    return [one for one in kept if id(one) not in dropped and one.content and one.score > 0]


def _cite(text: str, found: Sequence[Attribution]) -> None:
    """`C, Tass reported, citing the ministry`: the ministry is the source, Tass the via."""
    for one in found:
        if any(_is_part_of(one, other) for other in found):
            one.score = 0.0
            continue
        cites = one.word.lower in {"citing", "quoting"}
        report = next((other for other in found if cites and _is_inserted(one, other)), None)
        if report is not None:
            _cut_insertion(text, report, one)
        outer = report or next((other for other in found if _takes_from(other, one)), None)
        if cites and outer is not None and is_outlet(_text(text, outer.source)):
            one.via, one.content = outer.source, outer.content
            one.kind = "cited"
            outer.score = 0.0


def _is_part_of(cited: Attribution, whole: Attribution) -> bool:
    """The "cited" of `According to Velmar, which cited villagers, …`, which is one attribution."""
    start, end = whole.cluster
    passed_on = whole.kind == "according" and bool(whole.via)
    return passed_on and cited is not whole and start < cited.word.start < end


def _is_inserted(citing: Attribution, report: Attribution) -> bool:
    """`Tass, citing the ministry, reported …`: the citation stands in the report's subject."""
    place = citing.word.start
    if report is citing or not report.source or report.kind != "say":
        return False
    start, end = report.source[0]
    return start < place <= end + len(", ") and report.word.index > citing.word.index


def _cut_insertion(text: str, report: Attribution, citing: Attribution) -> None:
    """Who reports ends before the citation; who is no outlet speaks for himself."""
    report.source = [_stripped(text, (report.source[0][0], citing.word.start))]
    if not is_outlet(_text(text, report.source)):
        citing.score = 0.0


def _takes_from(outer: Attribution, citing: Attribution) -> bool:
    """A report of the whole sentence, or one right before the citation."""
    beside = 0 < citing.word.index - outer.word.index <= 2
    closed = outer.content_span[1] < citing.word.start <= outer.content_span[1] + len(", ")
    return closed or (outer.kind == "say" and (outer.scope or beside))


def holds(outer: Attribution, inner: Attribution) -> bool:
    """Whether the inner cue stands in the outer content; where that holds both ways, what comes
    last in the sentence is around the rest."""
    start, end = inner.word.start, inner.word.end
    inside = any(a <= start and end <= b for a, b in outer.content)
    if not inside:
        return False
    back = any(a <= outer.word.start < b for a, b in inner.content)
    later = outer.word.start > inner.word.start
    return not back or (outer.scope and (later or not inner.scope))


def _covers(outer: Attribution, inner: Sequence[Attribution]) -> bool:
    """Whether nearly all that the outer one says is what the inner ones say."""
    said = sum(end - start for start, end in outer.content)
    told = 0
    for one in inner:
        start = min(one.cluster[0], one.content_span[0])
        end = max(one.cluster[1], one.content_span[1])
        told += max(0, min(end, outer.content_span[1]) - max(start, outer.content_span[0]))
    return told >= COVERS * said


def _carve(text: str, outer: Attribution, inner: Sequence[Attribution]) -> None:
    """A parenthesis that covers the whole sentence is no part of what is said inside it."""
    if not outer.scope:
        return
    for one in inner:
        parts = [part for whole in one.content for part in _minus(whole, outer.cluster)]
        kept = [part for part in parts if not _is_left_over(text, part, outer)]
        one.content = [_stripped(text, part) for part in kept or parts]


def _is_left_over(text: str, part: Range, outer: Attribution) -> bool:
    """The "on Monday" of ", Reuters reported on Monday"."""
    beside = text[outer.cluster[1] : part[0]].strip(" ") == "" and part[0] >= outer.cluster[1]
    return beside and len(text[part[0] : part[1]].split()) <= 3


def _minus(whole: Range, hole: Range) -> list[Range]:
    if hole[1] <= whole[0] or hole[0] >= whole[1]:
        return [whole]
    parts = [(whole[0], min(whole[1], hole[0])), (max(whole[0], hole[1]), whole[1])]
    return [part for part in parts if part[1] - part[0] > 3]


def _stripped(text: str, part: Range) -> Range:
    start, end = part
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def _without_doubles(found: Sequence[Attribution]) -> list[Attribution]:
    """One attribution a cue word; of two with the same content the better one."""
    kept: list[Attribution] = []
    for one in found:
        same = [other for other in kept if _is_same(one, other)]
        if all(one.score > other.score for other in same):
            kept = [other for other in kept if other not in same] + [one]
    return kept


def _is_same(one: Attribution, other: Attribution) -> bool:
    if abs(one.word.index - other.word.index) > 40:
        return False
    overlap = one.cue[0][0] < other.cue[-1][1] and other.cue[0][0] < one.cue[-1][1]
    return overlap or (one.content == other.content and one.source == other.source)


def _text(text: str, ranges: Sequence[Range]) -> str:
    return " ".join(text[start:end] for start, end in ranges)
