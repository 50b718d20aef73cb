"""Headline, byline, dateline, captions and body of a page of news, by its lines alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotations.suggest.gazetteer import cities
from annotations.suggest.values import Zone

LINE = re.compile(r"[^\n]+")
SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*$")
HEADLINE_WORDS = 30
CAPTION_WORDS = 40
TOP_LINES = 8
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
BYLINE = re.compile(
    r"(?:by|from|written by|reporting by|story by|words by)\s*:?\s+"
    r"(?>[^\W\d_][\w.'’-]*)(?>[\s,|&]+(?:-\s+)?[^\W\d_][\w.'’-]*)*+[\s,|&]*",
    re.IGNORECASE,
)
"""Words between separators, each taken whole: a line matches in one way or not at all."""
CASED = re.compile(r"(?:[Bb]y|BY|[Ff]rom|[A-Z][a-z]+ by)\b.*[A-Z]")
STAFF = re.compile(
    r".{0,60}\b(?:staff (?:writer|reporter)|correspondent|staff and agencies|news desk|"
    r"web desk|political editor|reporter)\s*",
    re.IGNORECASE,
)
DATE_LINE = re.compile(
    r"(?:(?:published|updated|posted|last updated|first published)\b[:\s]*)?"
    rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:{MONTH}\s+\d{{1,2}}|\d{{1,2}}"
    rf"(?:st|nd|rd|th)?\s+{MONTH}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
    r"[\s,|·•/\d:.()a-zA-Z+-]{0,40}",
    re.IGNORECASE,
)
DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’/-]+|[A-Z]\.)"
    r"(?:[ ,/]+(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+|[A-Z][a-z.]+|of|the|al-\w+))*,?"
    r"(?:\s+\d{1,2}\s+\w+\.?|\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2},?)?"
    r"(?:\s*\([A-Z][\w. /-]{1,30}\))?\s*(?:--|[-–—:])\s+(?=\S)"
)
TURN = re.compile(r"[\"“]?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}:\s")
"""How a speaker's turn begins. One such line may be a dateline; several are a transcript."""
TITLE_DATELINE = re.compile(
    r"[A-Z][\w.'’-]+(?:[ ,/]+[A-Z][\w.'’-]*){0,4}\s*\([A-Z][\w. /-]{1,30}\)\s*(?:--|[-–—])\s+(?=\S)"
)
CITY_DATELINE = re.compile(
    r"(?:\((?P<bracketed>[^()\d]{2,40})\)|(?P<plain>[^\W\d][^\d\n–—-]{1,40}?)\s*(?:--|[-–—]))\s+(?=[A-Z])"
)
CREDIT = re.compile(
    r"(?:\(\s*(?:file\s+)?(?:photos?|images?|pictures?|credit|source|via|reuters|afp|ap)\b[^)]*\)"
    r"|\b(?:photo|image|picture|photograph|credit|pic)s?\s*(?:by|credit|courtesy)?\s*[:/©]\s*\S.*"
    r"|\[(?:photo|image|file|picture)[^\]]*\]"
    r"|(?:[/|©]|--|—)\s*(?:AFP|AP|Reuters|EPA|Getty(?: Images)?|Shutterstock|Xinhua|Anadolu|"
    r"TASS|Handout|File)\b.{0,40}"
    r"|\bGetty Images\b.{0,30}|\bfile (?:photo|picture|image)\b.{0,30})[.\s]*$",
    re.IGNORECASE,
)
LABEL = re.compile(r"(?:photo|image|picture|caption|pictured|file photo)\s*[:—-]", re.IGNORECASE)
FINITE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "does",
        "do",
        "did",
        "said",
        "says",
        "told",
        "tells",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "hasn't",
        "haven't",
        "hadn't",
        "won't",
        "wouldn't",
    ]
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its outer spaces; `start` and `end` in code points."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> list[str]:
        return self.text.split()

    @property
    def is_sentence(self) -> bool:
        return bool(SENTENCE_END.search(self.text))


def find_zones(text: str) -> list[Zone]:
    """Zones in reading order, without overlaps; lines of body are one zone while they touch."""
    lines = list(_lines(text))
    kinds = [_kind(lines, place) for place in range(len(lines))]
    zones: list[Zone] = []
    is_transcript = sum(bool(TURN.match(line.text)) for line in lines) > 1
    for line, kind in zip(lines, kinds, strict=True):
        if is_transcript and TURN.match(line.text):
            zones.append(Zone("body", line.start, line.end))
        else:
            zones += _split_dateline(line, kind)
    return _with_repeats(text, list(_merged(zones)))


def _lines(text: str) -> Iterator[Line]:
    for match in LINE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped[0])
            yield Line(start, start + len(stripped), stripped)


def _kind(lines: Sequence[Line], place: int) -> str:
    line = lines[place]
    if place == 0:
        return "headline" if _is_headline(lines) else "body"
    top = place <= TOP_LINES or place >= len(lines) - 3
    if top and _is_byline(line):
        return "byline"
    if top and len(line.words) <= 12 and DATE_LINE.fullmatch(line.text):
        return "dateline"
    if _is_caption(lines, place):
        return "caption"
    return "body"


def _is_headline(lines: Sequence[Line]) -> bool:
    """The first line, when others follow and it does not read like a sentence of the body."""
    first = lines[0]
    if len(lines) < 2 or len(first.words) > HEADLINE_WORDS or DATELINE.match(first.text):
        return False
    return not first.is_sentence or first.text.endswith(("?", "!")) or _is_title_case(first)


def _is_title_case(line: Line) -> bool:
    long_words = [word for word in line.words if len(word) > 3 and word[0].isalpha()]
    capital = [word for word in long_words if word[0].isupper()]
    return len(long_words) > 2 and len(capital) >= 0.7 * len(long_words)


def _is_byline(line: Line) -> bool:
    words = line.words
    if len(words) > 16 or line.is_sentence:
        return False
    named = bool(BYLINE.fullmatch(line.text) and CASED.match(line.text))
    return named or (len(words) <= 10 and STAFF.fullmatch(line.text) is not None)


def _is_caption(lines: Sequence[Line], place: int) -> bool:
    """A short line that says a neighbour again, opens the next paragraph, or ends in a credit."""
    line = lines[place]
    if len(line.words) > CAPTION_WORDS:
        return False
    if CREDIT.search(line.text) or (LABEL.match(line.text) and len(line.text) > 12):
        return True
    if len(line.words) < 2 or _is_finite(line):
        return False
    return _is_doubled(lines, place) or (not line.is_sentence and _opens_next(lines, place))


def _is_finite(line: Line) -> bool:
    return any(word.lower().strip(".,;:\"“”'’") in FINITE for word in line.words)


def _is_doubled(lines: Sequence[Line], place: int) -> bool:
    own = _key(lines[place])
    beside = [*lines[max(0, place - 2) : place], *lines[place + 1 : place + 3]]
    return any(_key(other) == own for other in beside)


def _opens_next(lines: Sequence[Line], place: int) -> bool:
    own = _key(lines[place])
    return len(own) > 8 and any(
        _key(other).startswith(own) and len(_key(other)) > len(own)
        for other in lines[place + 1 : place + 4]
    )


def _key(line: Line) -> str:
    return " ".join(re.findall(r"\w+", line.text.casefold()))


def _split_dateline(line: Line, kind: str) -> Iterator[Zone]:
    """A body line may begin with its place ("TEHRAN (AP) - …")."""
    match = None
    if kind == "body":
        top = line.text[:120]
        match = DATELINE.match(top) or TITLE_DATELINE.match(top) or _city_dateline(top)
    if match and match.end() < len(line.text):
        yield Zone("dateline", line.start, line.start + len(match.group().rstrip()))
        yield Zone("body", line.start + match.end(), line.end)
    else:
        yield Zone(kind, line.start, line.end)


def _city_dateline(line: str) -> re.Match[str] | None:
    """ "Abuja – …", "(Buenos Aires) …": what stands there must be a city."""
    match = CITY_DATELINE.match(line)
    place = (match["bracketed"] or match["plain"]).split(",")[0].strip() if match else ""
    return match if place in cities() else None


def _merged(zones: Sequence[Zone]) -> Iterator[Zone]:
    """Body lines that follow each other are one zone."""
    held: Zone | None = None
    for zone in zones:
        if held is not None and held.zone == zone.zone == "body":
            held = replace(held, end=zone.end)
            continue
        if held is not None:
            yield held
        held = zone
    if held is not None:
        yield held


def _with_repeats(text: str, zones: Sequence[Zone]) -> list[Zone]:
    """A headline or caption that says an earlier one word for word points to its start."""
    first: dict[str, int] = {}
    found: list[Zone] = []
    for zone in zones:
        if zone.zone not in {"caption", "headline"}:
            found.append(zone)
            continue
        words = " ".join(re.findall(r"\w+", text[zone.start : zone.end].casefold()))
        found.append(replace(zone, repeats=first.get(words)))
        first.setdefault(words, zone.start)
    return found
