"""One document, one mind: a name found once is marked wherever it stands, with one label."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

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
OPPOSITE = {"North": "South", "South": "North", "East": "West", "West": "East"}
ABBREVIATION = re.compile(r"\s?\((?P<short>[A-Z][A-Za-z]?[A-Z.&-]{1,7})(?:[,;][^)\n]{0,40})?\)")
WORD = re.compile(r"\w[\w’'-]*")
NEXT_WORD = re.compile(r" [\w’'&-]{1,40}(?![\w’'&-])")
FARTHEST = 60
BEHIND = re.compile(r" [A-Z][a-z]{2,}(?![\w-])")
STARTS_SENTENCE = re.compile(r"(?:^|[.!?:…\n]['\"”’)]*\s+|[\"“‘'(\n])$")


def consistent(text: str, names: Iterable[Found]) -> list[Found]:
    """The names with one label each, and the same words elsewhere; nothing overlaps."""
    every = list(names)
    kinds = {whole: short.label for short, whole in spelt_out(text, every)}
    every = [found._replace(label=kinds.get(found, found.label)) for found in every]
    taken = Taken(_one_label(text, _with_surnames(text, every)))
    for found in list(_abbreviations(text, taken.items)):
        if not taken.overlaps(found.start, found.end):
            taken.add(found)
    forms = _forms(text, taken.items)
    taken = Taken(_in_longer(text, forms, taken))
    for found in [*_elsewhere(text, forms, taken), *_halves(text, taken)]:
        taken.add(found)
    return with_glosses(text, _whole_persons(text, taken.items))


def spelt_out(text: str, names: Sequence[Found]) -> Iterator[tuple[Found, Found]]:
    """ "CEI (Italian Episcopal Conference)": an abbreviation and what it means, by the letters that
    the words begin with, in any order, for they may be those of another language."""
    for short, whole in pairwise(names):
        letters = text[short.start : short.end]
        brackets = text[short.end : whole.start], text[whole.end : whole.end + 1]
        if brackets == (" (", ")") and letters.isupper() and len(letters) > 1:
            words = text[whole.start : whole.end].split()
            if sorted(letters) == sorted(word[0] for word in words if word[0].isupper()):
                yield short, whole


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


def _in_longer(text: str, forms: dict[str, Found], taken: Taken) -> Iterator[Found]:
    """The names; one that is but the beginning of a longer one, which stands whole
    elsewhere, is the longer one here too."""
    for found in taken.items:
        whole, end = found, found.end
        while (word := NEXT_WORD.match(text, end)) and end - found.end < FARTHEST:
            end = word.end()
            longer = forms.get(text[found.start : end])
            if longer is not None and longer.label != "PERSON":
                whole = found._replace(end=end, label=longer.label)
        alone = all(one == found for one in taken.beside(whole.start, whole.end))
        yield whole if alone else found


def _halves(text: str, taken: Taken) -> Iterator[Found]:
    """The North and the South of an article about North Korea and South Korea."""
    named = {text[one.start : one.end]: one for one in taken.items if one.label == "GPE"}
    for half, other in OPPOSITE.items():
        pairs = [
            one
            for name, one in named.items()
            if name.startswith(f"{half} ") and name.replace(half, other, 1) in named
        ]
        for match in re.finditer(rf"\b[Tt]he (?P<half>{half})(?![\w-]| [A-Z])", text):
            place = match.span("half")
            if len(pairs) == 1 and not taken.overlaps(*place):
                yield Found(*place, "GPE", 0.7, _same(pairs[0], match))


def _same(found: Found, match: re.Match[str]) -> str:
    return f"same name {'above' if found.start < match.start() else 'below'}"


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
        score = round(0.9 * origin.score, 3)
        yield Found(match.start(), match.end(), origin.label, score, _same(origin, match))


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
