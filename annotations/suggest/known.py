"""Names that are known, or that the words around them give away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from annotations.suggest import gazetteer
from annotations.suggest.found import Found, Taken
from annotations.suggest.titles import OF_A_TITLE, TITLES, title_length

ARTICLE = re.compile(
    r"(?:(?i:the|a|an|this|that|our|his|her|its|their|my|your)|of|in|at|from|by|and|to) "
)
CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w"
TITLE = "|".join(re.escape(word.title()) for word in sorted(TITLES, key=len, reverse=True))
TITLED = re.compile(
    rf"\b(?:{TITLE}) "
    rf"(?P<name>{CAPITALISED}(?: (?:al-|bin |van |von |de )?{CAPITALISED}){{0,3}})"
)
OUTLET_KIND = (
    r"(?:(?:state|official|semi-official|state-run|state-owned|private|independent|local|national"
    r"|daily|weekly|opposition|pro-government|financial|business|student) )*"
    r"(?:news agency|news agencies|newspaper|newspapers|daily|weekly|tabloid|broadcaster|magazine"
    r"|news site|news website|news outlet|news channel|television|TV|radio|wire service)"
)
OUTLET = re.compile(
    rf"(?<![\w’'-])(?P<name>{CAPITALISED}(?: {CAPITALISED}){{0,3}})(?<!['’]s)(?:'s|’s)?"
    rf" {OUTLET_KIND}\b"
)
CALLED_OUTLET = re.compile(rf" {OUTLET_KIND}\b")
STATION = re.compile(
    r"(?:Radio|Rádio|Televisión|Television|TV|Channel) (?!Islands\b|Tunnel\b)"
    rf"(?:{CAPITALISED}|\d+)(?: {CAPITALISED})*"
)
OUTLET_BEFORE = re.compile(rf"\b{OUTLET_KIND} $")
HEADED = re.compile(
    r"(?:['’]s?)? (?:(?:(?:[Gg]roup|[Gg]lobal|[Ii]nterim) )?"
    r"(?:CEO|CFO|COO|[Cc]hief [Ee]xecutive|[Cc]hief [Ff]inancial)\b"
    r"|(?:Inc|Corp|Ltd|plc|shareholders)\b|stock (?:fell|rose|price)|shares (?:fell|rose))"
    r"|, (?:the|a|an) (?:[\w’'-]+ ){0,3}(?:regulator|watchdog|company|airline|bank|agency|union"
    r"|charity|think tank|firm|retailer|(?:car|auto|chip)maker|newspaper|network|party)(?=[,.])"
)
"""What stands behind a company's name, and never behind a person's."""
BUSINESS_BEFORE = re.compile(
    r"\b(?:airline|carrier|(?:auto|car|chip|plane|drug|truck|steel|phone)maker|retailer|brokerage"
    r"|insurer|conglomerate|utility|startup|start-up|lender|regulator|watchdog|think tank"
    r"|(?:oil|gas|energy|mining|tech|technology|software|insurance|security|shipping|media|state)"
    r" (?:company|firm|giant|major|group)|(?:rights|militant|armed|rebel|lobby|advocacy|monitoring"
    r"|environmental|Islamist|jihadist|pressure|campaign) group|[Ss]hares (?:of|in)) $"
)
"""What stands before a body's name, and never right before a person's."""
OFFICE = re.compile(
    r"(?<![\w’'-])(?:(?!The )[A-Z][\w.-]{0,30} ){1,4}(?:[Ss]heriff|[Dd]istrict [Aa]ttorney"
    r"|[Aa]ttorney [Gg]eneral|[Cc]oroner|[Pp]ublic [Dd]efender|[Mm]edical [Ee]xaminer)['’]s"
    r" (?:[Oo]ffice|[Dd]epartment)\b"
)
REPORTING = re.compile(r" (?:reported|reports|said in a report|quoted|news|News)\b")
NO_NAME = frozenset(
    {"The", "A", "An", "And", "Of", "For", "To", "In", "On", "At", "By", "With", "From", "As"}
    | {"Is", "Are", "Was", "Were", "Has", "Have", "Had", "Will", "Who", "That", "This"}
)


def find(text: str, model: Taken) -> Iterator[Found]:
    """Organisations, outlets, places, peoples and persons with a title, the surest first."""
    yield from _listed(text)
    yield from _outlets(text)
    yield from _places(text, model)
    yield from _peoples(text)
    yield from _offices(text)
    yield from _bodies(text)
    yield from _titled(text)


def nested(text: str, names: Iterable[Found]) -> Iterator[Found]:
    """The country in "Iran's Armed Forces": a name of its own inside another's."""
    for name in names:
        if name.label in {"ORG", "FAC", "EVENT", "LAW"}:
            match = _place_pattern().match(text, name.start, name.end)
            if match and match.end() < name.end and text[match.end()] in "'’":
                label = gazetteer.places()[match[0]]
                yield Found(match.start(), match.end(), label, 0.8, "gazetteer place")


def article_length(name: str) -> int:
    match = ARTICLE.match(name)
    return match.end() if match else 0


def _listed(text: str) -> Iterator[Found]:
    for match in _organisation_pattern().finditer(text):
        yield Found(match.start(), match.end(), "ORG", 0.9, "gazetteer organisation")


def _outlets(text: str) -> Iterator[Found]:
    """ "X news agency", and a name that is also a word where it reports."""
    for match in OUTLET.finditer(text):
        start = match.start("name") + article_length(match["name"])
        name = text[start : match.end("name")]
        named = bool(name) and name not in NO_NAME
        if named and not in_capitals(text, match.start()) and not _says_whose(name):
            yield Found(start, match.end("name"), "ORG", 0.85, "pattern outlet")
    for match in _ambiguous_pattern().finditer(text):
        credit = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        if REPORTING.match(text, match.end()) or (match[0].isupper() and credit == "()"):
            yield Found(match.start(), match.end(), "ORG", 0.7, "gazetteer outlet")


def is_called_outlet(text: str, start: int, end: int) -> bool:
    """Whether a name is said to be an outlet: "Yonhap news agency", "Radio Vardena"."""
    called = CALLED_OUTLET.match(text, end) or STATION.fullmatch(text, start, end)
    return bool(called) and not _says_whose(text[start:end])


def is_called_body(text: str, start: int, end: int) -> bool:
    """Whether the words beside a name make it a company, an outlet or a group."""
    before = text[max(0, start - 60) : start]
    beside = OUTLET_BEFORE.search(before) or BUSINESS_BEFORE.search(before)
    return bool(beside or HEADED.match(text, end)) and not _says_whose(text[start:end])


def _says_whose(name: str) -> bool:
    """ "Iranian newspapers" and "Iran's state television" name no outlet."""
    listed = gazetteer.outlets() | gazetteer.ambiguous_outlets()
    return name not in listed and (name in gazetteer.demonyms() or name in gazetteer.places())


def _places(text: str, model: Taken) -> Iterator[Found]:
    for match in _place_pattern().finditer(text):
        part = match[0] in _capitals() and _beside_a_name(text, match)
        if not part or model.overlaps(match.start(), match.end()):
            label = gazetteer.places()[match[0]]
            yield Found(match.start(), match.end(), label, 0.9, "gazetteer place")


def _peoples(text: str) -> Iterator[Found]:
    for match in _people_pattern().finditer(text):
        if not text.startswith((" language", ".com"), match.end()):
            yield Found(match.start(), match.end(), "NORP", 0.9, "gazetteer nationality")


def _bodies(text: str) -> Iterator[Found]:
    """The Foreign Ministry, a country's Armed Forces: written with capitals, a body of state."""
    for match in _body_pattern().finditer(text):
        if not in_capitals(text, match.start()) or _owned(text, match.start()):
            yield Found(match.start(), match.end(), "ORG", 0.8, "gazetteer body")


def _offices(text: str) -> Iterator[Found]:
    """The Los Angeles County Sheriff's Office is a body, and not its county."""
    for match in OFFICE.finditer(text):
        yield Found(match.start(), match.end(), "ORG", 0.85, "pattern office")


def _owned(text: str, start: int) -> bool:
    """Whether a country or a people stands right before: "Iran's", "Turkish"."""
    before = text[max(0, start - 40) : start].rstrip()
    word = re.sub(r"['’]s?$", "", before).split(" ")[-1].split("\n")[-1]
    return word in gazetteer.demonyms() or word in gazetteer.places()


def _titled(text: str) -> Iterator[Found]:
    """ "General Bagheri" names a person, but where every word has a capital it may not."""
    for match in TITLED.finditer(text):
        words = match["name"].split(" ")
        skipped = title_length(words)
        name = words[skipped:]
        if name[0] in NO_NAME or name[0].casefold() in TITLES | OF_A_TITLE:
            continue
        if not in_capitals(text, match.start()):
            start = match.start("name") + sum(len(word) + 1 for word in words[:skipped])
            yield Found(start, match.end("name"), "PERSON", 0.75, "pattern title")


def _beside_a_name(text: str, match: re.Match[str]) -> bool:
    """A capital such as Victoria or Kingston beside another capitalised word is no evidence."""
    before = text[max(0, match.start() - 40) : match.start()].split(" ")
    previous = before[-2] if len(before) > 1 and not before[-1] else ""
    after = text[match.end() : match.end() + 2]
    return previous[:1].isupper() or (after[:1] == " " and after[1:].isupper())


def in_capitals(text: str, at: int) -> bool:
    """Whether the line at `at` is written like a headline."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at, at + 400)
    line = text[start : end if end >= 0 else at + 400][:400]
    words = [word for word in line.split() if word[0].isalpha() and len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


@cache
def _capitals() -> frozenset[str]:
    return frozenset(city for country in gazetteer.countries() for city in country["capitals"])


def _any_of(names: Iterable[str], prefix: str = "") -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    joined = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<![\w-]){prefix}(?:{joined})(?!\w)(?![’']\w\w)")


@cache
def _organisation_pattern() -> re.Pattern[str]:
    return _any_of(gazetteer.organisations() | gazetteer.outlets())


@cache
def _ambiguous_pattern() -> re.Pattern[str]:
    return _any_of(gazetteer.ambiguous_outlets())


@cache
def _place_pattern() -> re.Pattern[str]:
    return _any_of(gazetteer.places())


@cache
def _body_pattern() -> re.Pattern[str]:
    return _any_of(gazetteer.bodies())


@cache
def _people_pattern() -> re.Pattern[str]:
    prefix = r"(?:(?:[Aa]nti|[Pp]ro|[Nn]on|[Pp]an|[Nn]eo|[Pp]ost|Anglo|Afro|Sino|Russo|Franco)-)?"
    return _any_of(gazetteer.demonyms(), prefix)
