"""Names in a parsed text: what the model saw, what the gazetteers and the patterns know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from annotations.suggest import gazetteer, known, patterns
from annotations.suggest.found import Found, Taken, settle, stripped
from annotations.suggest.joining import GOVERNED, whole_names
from annotations.suggest.pipeline import NAME_SCORES, Piece
from annotations.suggest.titles import OF_A_TITLE, TITLES, title_length

MEASURED = frozenset({"DATE", "MONEY", "QUANTITY"})
LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW"}) | MEASURED
OTHERS_LABELS = {"PER": "PERSON", "PERCENT": "QUANTITY"}
UNSCORED = 0.85
"""The score of a name from a pipeline that gives none."""
SURE, DOUBTFUL = 0.9, 0.4
"""Above the first the model is nearly always right with the label, below the second seldom."""
DOUBTFUL_PLACE = 0.5
EDGE = ' \t\u00a0.,;:!?"“”‘()[]{}«»–—…-'
POSSESSIVE = re.compile(r"['’](?:s|S)?$")
PLACES = frozenset({"GPE", "LOC", "FAC"})
MISTAKEN = frozenset({"PERSON", "GPE", "LOC"})
"""What the model sometimes takes a body for."""
SURNAMES = frozenset({"Post", "Bank", "Court", "Guard", "Front", "Herald", "Service"})
INITIALS = re.compile(r" \(([A-Z0-9]{2,8})\)")
COUNT = re.compile(
    r"(?:One|Two|Three|Four|Five|Some|Many|Most|Several|Both|Other|Another) (?=[A-Z])"
)
PORTFOLIOS = OF_A_TITLE | frozenset(
    {"mines", "mining", "water", "housing", "tourism", "sport", "sports", "youth", "science"}
    | {"technology", "industry", "commerce", "climate", "fisheries", "forestry", "family"}
    | {"welfare", "immigration", "integration", "infrastructure", "transportation", "employment"}
    | {"electricity", "power", "women", "children", "food", "lands", "works"}
)
MINISTER = re.compile(r"(?:(?:, | and | & )[A-Z][a-z]+){0,3} (?:[Mm]inister|[Ss]ecretary)\b")
OF_OFFICE = re.compile(r"of (?P<office>\w+) (?=[A-Z])")
BODIES = frozenset({"U.S.", "US", "U.K.", "UK", "EU", "U.N.", "UN"})
OCCUPATIONS = frozenset(
    {"Activist", "Actor", "Actress", "Analyst", "Author", "Businessman", "Campaigner", "Columnist"}
    | {"Economist", "Engineer", "Entrepreneur", "Historian", "Journalist", "Lawyer"}
    | {"Midfielder", "Novelist", "Pensioner", "Photographer", "Politician", "Resident"}
    | {"Shopkeeper", "Striker", "Student", "Teacher", "Winger", "Writer", "Researcher", "Scientist"}
)
COMPASS = frozenset({"North", "South", "East", "West"})
RELIGIONS = frozenset({"Islam", "Christianity", "Judaism", "Buddhism", "Hinduism", "Sikhism"})
ABBREVIATED = ("Inc.", "Corp.", "Co.", "Ltd.", "Jr.", "Sr.", "St.", "Mt.", "Bros.")
NO_NAMES = frozenset(
    {"I", "We", "You", "He", "She", "It", "They", "Who", "This", "That", "These", "Those"}
    | {"Internet", "Web", "There", "Here", "My", "Our", "His", "Her", "Their", "Its"}
    | {"The", "A", "An", "And", "But", "In", "On", "At", "Of", "Mr", "Mrs", "Ms", "Dr"}
)


def find(text: str, pieces: Sequence[Piece]) -> list[Found]:
    """Every name, date and amount, without overlaps, in reading order."""
    whole_of_model = whole_names(text, list(_from_model(text, pieces)))
    typed = (_typed(text, _without_office(text, found)) for found in whole_of_model)
    model = [one for one in typed if one.label not in PLACES or one.score >= DOUBTFUL_PLACE]
    by_form = patterns.find(text)
    measured = [found for found in by_form if found.label in MEASURED]
    laws_and_events = [
        found
        for found in by_form
        if found.label not in MEASURED and not any(_crosses(found, one) for one in model)
    ]
    listed = list(known.find(text, Taken(settle(model))))
    seen = Taken(settle(model))
    whole = [found for found in listed if _holds_more(found, seen)]
    held = _not_inside(measured, [*laws_and_events, *model])
    every = [*held, *laws_and_events, *whole, *model, *listed]
    return settle(stripped(text, found) for found in every)


def _from_model(text: str, pieces: Iterable[Piece]) -> Iterator[Found]:
    for piece in pieces:
        scores = piece.doc.user_data.get(NAME_SCORES, {})
        for span in piece.doc.ents:
            label = OTHERS_LABELS.get(span.label_, span.label_)
            if label in LABELS or (span.start, span.end) in scores:
                score = scores.get((span.start, span.end), {}).get(label, UNSCORED)
                if score < DOUBTFUL:
                    continue
                start, end = piece.offset + span.start_char, piece.offset + span.end_char
                for line in _lines(text, Found(start, end, label, min(score, 1.0), "model")):
                    yield from _tidy(text, line)


def _lines(text: str, found: Found) -> Iterator[Found]:
    """No name crosses a line: what another pipeline joined is cut at the breaks."""
    start = found.start
    for line in text[found.start : found.end].split("\n"):
        yield found._replace(start=start, end=start + len(line))
        start += len(line) + 1


def _tidy(text: str, found: Found) -> Iterator[Found]:
    """Without article, title, possessive and stray marks; nothing when no name is left."""
    start, end = found.start, found.end
    if found.label in MEASURED or found.label not in LABELS:
        yield found
        return
    name = text[start:end]
    start += len(name) - len(name.lstrip(EDGE))
    start += known.article_length(text[start:end])
    if found.label == "PERSON":
        start += _office_length(text[start:end])
        start += _count_length(text[start:end])
    end = start + len(_without_end(text[start:end]))
    named = _is_name(text[start:end], found.label) and not _is_portfolio(text, start, end)
    if named and not _is_address(text, found, text[start:end]):
        yield found._replace(start=start, end=end)


def _office_length(name: str) -> int:
    """How much of "Russian Defense Minister Ana Souza" comes before the name itself."""
    words = name.split(" ")
    country = int(len(words) > 2 and (words[0] in gazetteer.demonyms() or words[0] in BODIES))
    titles = title_length(words[country:])
    if not titles and len(words) > 2 and words[0] in OCCUPATIONS:
        return len(words[0]) + 1
    return sum(len(word) + 1 for word in words[: country + titles]) if titles else 0


def _is_address(text: str, found: Found, name: str) -> bool:
    """ "Mr. President", "the Undersecretary": but Amir and Dean are names too."""
    if found.label != "PERSON" or name.casefold() not in TITLES:
        return False
    before = text[max(0, found.start - 8) : found.start]
    return found.score < SURE or before.endswith(("Mr. ", "Mr ", "Madam ", "Madame "))


def _without_office(text: str, found: Found) -> Found:
    """The name in "of State Ana Souza", whose title the model split."""
    match = OF_OFFICE.match(text, found.start, found.end)
    office = match is not None and match["office"].casefold() in OF_A_TITLE
    return found._replace(start=match.end()) if match is not None and office else found


def _is_portfolio(text: str, start: int, end: int) -> bool:
    """The "Mines" and the "Energy" of "Mines and Energy Minister", "Russian Foreign" likewise."""
    words = text[start:end].split(" ")
    country = int(len(words) > 1 and words[0] in gazetteer.demonyms())
    office = " ".join(words[country:]).casefold()
    return office in PORTFOLIOS and MINISTER.match(text, end) is not None


def _count_length(name: str) -> int:
    """How much of "One Rohingya" is no name."""
    match = COUNT.match(name)
    return match.end() if match else 0


def _is_name(name: str, label: str) -> bool:
    """An office ("Finance Minister"), a pronoun, an article and a religion name nobody."""
    if not any(c.isalpha() for c in name) or name.islower() or name in NO_NAMES | OCCUPATIONS:
        return False
    if label in PLACES and (name in RELIGIONS or gazetteer.place_words().get(name) == "FAC"):
        return False
    return not (" " in name and _is_office(name.split(" "), label))


def _is_office(words: list[str], label: str) -> bool:
    """A body may hold "Minister" in its name, but not end in it; a person has other words."""
    if words[-1].casefold() not in TITLES:
        return False
    return label != "PERSON" or all(
        word.casefold() in TITLES | OF_A_TITLE or word in gazetteer.demonyms() for word in words
    )


def _without_end(name: str) -> str:
    dotted = name.count(".") > 1 or name.endswith(ABBREVIATED)
    return POSSESSIVE.sub("", name.rstrip(EDGE.replace(".", "") if dotted else EDGE))


def _typed(text: str, found: Found) -> Found:
    """GPE against LOC and FAC by gazetteer and last word; what is known beats a guess."""
    name = text[found.start : found.end]
    if _is_called_body(text, found, name):
        return found._replace(label="ORG", score=max(found.score, SURE), evidence="pattern body")
    if found.label in MISTAKEN and _is_body(text, found, name):
        return found._replace(label="ORG", score=max(found.score, SURE))
    if found.label in {"ORG", "PERSON"} and name in COMPASS:
        return found._replace(label="LOC")
    if found.label in {"ORG", "LOC", "GPE"} or found.score < SURE or name in gazetteer.demonyms():
        label = _known_label(name)
        if label and not (found.label == "ORG" and label == "LOC"):
            return found._replace(label=label, score=max(found.score, SURE))
    if found.label in {"LOC", "GPE"}:
        return found._replace(label=_kind_of_place(text, found, name))
    return found


def _is_called_body(text: str, found: Found, name: str) -> bool:
    """By the words beside it; a sure name of several words stays a person's before most."""
    if found.label not in MISTAKEN | {"ORG"}:
        return False
    if known.is_called_outlet(text, found.start, found.end):
        return True
    guessed = found.label == "ORG" or found.score < SURE or " " not in name
    return guessed and known.is_called_body(text, found.start, found.end)


def _is_body(text: str, found: Found, name: str) -> bool:
    """By its last word, by what is said behind it, or by its initials in brackets."""
    last = name.rpartition(" ")[2]
    if name in gazetteer.places():
        return False
    if last != name and last in gazetteer.body_words() and not known.in_capitals(text, found.start):
        return found.label != "PERSON" or found.score < SURE or last not in SURNAMES
    if name in gazetteer.outlets():
        return True
    if found.label != "PERSON" or " " not in name:
        return False
    short = INITIALS.match(text, found.end)
    return short is not None and _initials(name) == _initials(" ".join(short[1]))


def _initials(name: str) -> str:
    words = re.split(r"[ -]", name)
    return "".join(word[0] for word in words if word[:1].isalnum() and not word.islower())


def _known_label(name: str) -> str | None:
    if name in gazetteer.places():
        return gazetteer.places()[name]
    if name in gazetteer.demonyms():
        return "NORP"
    return "ORG" if name in gazetteer.organisations() | gazetteer.outlets() else None


def _kind_of_place(text: str, found: Found, name: str) -> str:
    """Unknown towns outnumber unknown rivers; "the" before the name tells them apart."""
    words, kinds = name.split(), gazetteer.place_words()
    if words[0] in GOVERNED and words[1:2] == ["of"]:
        return "GPE"
    if kinds.get(words[-1]) == "FAC":
        return "FAC"
    if name in gazetteer.cities() and name not in kinds:
        return "GPE"
    if "LOC" in {kinds.get(words[-1]), kinds.get(words[0])}:
        return "LOC"
    return "LOC" if text[max(0, found.start - 4) : found.start].lower() == "the " else "GPE"


def _holds_more(found: Found, model: Taken) -> bool:
    """A known name of several words of which the model saw a part, and nothing beyond."""
    if not found.evidence.startswith(("gazetteer", "pattern office")):
        return False
    parts = model.beside(found.start, found.end)
    inside = all(found.start <= one.start and one.end <= found.end for one in parts)
    return bool(parts) and inside and parts[0][:2] != found[:2]


def _crosses(found: Found, other: Found) -> bool:
    """Overlaps without holding it whole."""
    overlap = found.start < other.end and other.start < found.end
    return overlap and not (found.start <= other.start and other.end <= found.end)


def _not_inside(found: list[Found], names: list[Found]) -> list[Found]:
    """A year inside "2016 Summer Olympics" belongs to that name."""
    holders = Taken(settle(name for name in names if name.label in {"EVENT", "LAW", "ORG", "FAC"}))
    return [one for one in found if not holders.overlaps(one.start, one.end)]
