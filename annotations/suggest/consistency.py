"""One document, one mind: a name found once is marked wherever it stands, with one label."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from annotations.suggest.found import Found, Taken
from annotations.suggest.glosses import with_glosses
from annotations.suggest.titles import OF_A_TITLE, TITLES

NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "LAW"})
VOTING = frozenset({"PERSON", "ORG", "GPE", "LOC"})
TOLD = ("gazetteer", "pattern body")
"""Evidence that counts three times: a list, or the words that say what a name is."""
SPREAD_FROM = 0.5
PARTICLES = frozenset(
    {"al", "bin", "ibn", "ben", "von", "van", "der", "den", "de", "di", "da", "dos", "du", "la"}
    | {"le", "el", "ter", "abu"}
)
ABBREVIATION = re.compile(r"\s?\((?P<short>[A-Z][A-Za-z]?[A-Z.&-]{1,7})(?:[,;][^)\n]{0,40})?\)")
WORD = re.compile(r"\w[\w’'-]*")
BEHIND = re.compile(r" [A-Z][a-z]{2,}(?![\w-])")
STARTS_SENTENCE = re.compile(r"(?:^|[.!?:…\n]['\"”’)]*\s+|[\"“‘'(\n])$")


def consistent(text: str, names: Iterable[Found]) -> list[Found]:
    """The names with one label each, and the same words elsewhere; nothing overlaps."""
    taken = Taken(_one_label(text, _with_surnames(text, list(names))))
    for found in list(_abbreviations(text, taken.items)):
        if not taken.overlaps(found.start, found.end):
            taken.add(found)
    for found in _elsewhere(text, _forms(text, taken.items), taken):
        taken.add(found)
    return with_glosses(text, _whole_persons(text, taken.items))


def _with_surnames(text: str, names: list[Found]) -> list[Found]:
    """A given name that others have too takes the surname behind it: "Gary Fan", "Gary Chan"."""
    full = [text[one.start : one.end] for one in names if one.label == "PERSON"]
    given = {name.split()[0] for name in full if " " in name}
    taken = Taken(names)
    result = []
    for found in names:
        name = text[found.start : found.end]
        match = BEHIND.match(text, found.end)
        alone = found.label == "PERSON" and name in given
        if alone and match and not taken.overlaps(*match.span()):
            found = found._replace(end=match.end())
        result.append(found)
    return result


def surname(name: str) -> str:
    """The last name, with its particles: "van der Bellen", "al-Assad"."""
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    return " ".join(words[start:])


def _one_label(text: str, names: list[Found]) -> list[Found]:
    """The label that most evidence is for; a surname belongs to the person of that name."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for found in names:
        if found.label in VOTING:
            name = text[found.start : found.end]
            votes[name][found.label] += weight(found.score, found.evidence)
    surnames = {surname(name) for name, vote in votes.items() if _is_full_person(name, vote)}
    return [_voted(text, found, votes, surnames) for found in names]


def weight(score: float, evidence: str) -> float:
    """Of one mention in a vote on what a name is."""
    return score * (3 if evidence.startswith(TOLD) else 1)


def _is_full_person(name: str, vote: dict[str, float]) -> bool:
    return " " in name and max(vote, key=vote.__getitem__) == "PERSON"


def _voted(
    text: str, found: Found, votes: dict[str, dict[str, float]], surnames: set[str]
) -> Found:
    name = text[found.start : found.end]
    guessed = found.label in VOTING or (found.label == "EVENT" and name in votes)
    if not guessed or found.evidence != "model":
        return found
    label = max(votes[name], key=votes[name].__getitem__)
    if name in surnames and found.score < 0.9:
        label = "PERSON"
    return found._replace(label=label)


def _abbreviations(text: str, names: list[Found]) -> Iterator[Found]:
    """The IAEA of "International Atomic Energy Agency (IAEA)"."""
    for found in names:
        match = ABBREVIATION.match(text, found.end)
        if match and found.label in NAMED - {"PERSON"} and " " in text[found.start : found.end]:
            start, end = match.span("short")
            yield Found(start, end, found.label, 0.9, "abbreviation in brackets")


def _forms(text: str, names: list[Found]) -> dict[str, Found]:
    """What to look for: whole names, and the surnames of persons."""
    forms: dict[str, Found] = {}
    lower = {match[0] for match in WORD.finditer(text) if match[0].islower()}
    for found in names:
        if found.label not in NAMED or found.score < SPREAD_FROM:
            continue
        name = text[found.start : found.end]
        candidates = [name, surname(name)] if found.label == "PERSON" else [name]
        for form in candidates:
            if len(form) > 1 and form[0].isalpha() and form.casefold() not in lower:
                forms.setdefault(form, found)
    return forms


def _elsewhere(text: str, forms: dict[str, Found], taken: Taken) -> Iterator[Found]:
    if not forms:
        return
    longest_first = sorted(forms, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    for match in pattern.finditer(text):
        if taken.overlaps(match.start(), match.end()):
            continue
        origin = forms[match[0]]
        if origin.label == "PERSON" and _of_another_name(text, match, taken):
            continue
        where = "above" if origin.start < match.start() else "below"
        score = round(0.9 * origin.score, 3)
        yield Found(match.start(), match.end(), origin.label, score, f"same name {where}")


def _whole_persons(text: str, names: list[Found]) -> list[Found]:
    """Two persons with nothing but a space between them are one: "LeBron" + "James"."""
    result: list[Found] = []
    for found in names:
        last = result[-1] if result else None
        if last and last.label == found.label == "PERSON" and text[last.end : found.start] == " ":
            result[-1] = last._replace(end=found.end, score=min(last.score, found.score))
        else:
            result.append(found)
    return result


def _of_another_name(text: str, match: re.Match[str], taken: Taken) -> bool:
    """Whether the word beside it makes it part of something else ("Carter Center")."""
    after = (
        WORD.match(text, match.end() + 1) if text[match.end() : match.end() + 1] == " " else None
    )
    if after and after[0][0].isupper() and not taken.overlaps(after.start(), after.end()):
        return True
    before = text[max(0, match.start() - 40) : match.start()]
    words = before.split(" ")
    if len(words) < 2 or words[-1] or not words[-2][:1].isupper():
        return False
    previous = words[-2]
    if any(one.label == "PERSON" for one in taken.before(match.start() - 1)):
        return False
    if previous.casefold() in TITLES | OF_A_TITLE:
        return False
    return not STARTS_SENTENCE.search(before[: len(before) - len(previous) - 1])
