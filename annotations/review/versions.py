"""What each annotator has at a place of an adjudication, as the page tells it. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from annotations import attribute_shape
from annotations.alignment import PARTS, REPORTED, Claim, Span
from annotations.attribute_shape import AttributeShape
from annotations.extents import Extent
from annotations.review.adjudicating import (
    ALL,
    EDIT,
    MODEL,
    NONE,
    NOT_ALL,
    ONLY_ONE,
    Item,
    Place,
    differences,
)
from annotations.review.people import joined

AROUND = 90  # characters of the paragraph shown before and behind the place, once
LITTLE = 24  # the same of each version
LONGEST = 900
SHORT = 80
SPEECH = {"none": "the article’s own voice"}
SAID = {ONLY_ONE: "one annotator only", NOT_ALL: "not all annotators"}


Column = tuple[str, str, str, Item | None]
"""A choice, its key, whose it is by name, and what they have there."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What an adjudication has made of a place: the choices that stand, what was `edited` there and
    by whom; and the choices whose annotators `rejected` what was suggested.
    """

    chosen: Sequence[str] = ()
    rejected: Container[str] = ()
    edited: Sequence[Item] = ()
    editor: str = ""

    def stands(self, choice: str, item: Item | None) -> bool:
        is_one_of_all = ALL in self.chosen and item is not None and choice.isdecimal()
        return choice in self.chosen or is_one_of_all


@dataclass(frozen=True, slots=True)
class Words:
    """What is told in: the text, the names of who annotated and of labels by key, the attributes,
    and by the numbers of places where claims stand that may report others. `sets` are the ids of
    what they annotated, `numbers` those that they have on the page, where it is not their order.
    """

    text: str
    sets: Sequence[int]
    names: Sequence[str]
    labels: Mapping[str, str]
    attributes: Sequence[AttributeShape] = ()
    outer: Mapping[int, Extent] = field(default_factory=dict)
    numbers: Sequence[int] = ()

    def columns(self, place: Place) -> list[Column]:
        """What each annotator has there, as the page numbers them."""
        numbers = self.numbers or range(1, len(self.names) + 1)
        found = zip(numbers, self.names, place.items, strict=True)
        columns = [
            (key, str(choice), name, item) for choice, (key, name, item) in enumerate(found, 1)
        ]
        columns.sort(key=itemgetter(0))
        return [(choice, str(key), name, item) for key, choice, name, item in columns]

    def value(self, choice: str) -> str:
        """What a choice is sent as."""
        return str(self.sets[int(choice) - 1]) if choice.isdecimal() else choice

    def ordered(self, choices: Sequence[str]) -> list[str]:
        """As the page numbers the annotators: their own order would tell who is hidden."""
        numbers = {str(choice): number for choice, number in enumerate(self.numbers, 1)}
        return sorted(choices, key=lambda each: numbers.get(each, len(numbers) + 1))

    def short(self, extent: Extent) -> str:
        found = self.text[slice(*extent)]
        return found if len(found) <= SHORT else f"{found[:SHORT].rstrip()}…"

    def around(self, number: int | None) -> str:
        """The words of the claim around one."""
        if number is None:
            return "no other claim"
        return f"“{self.short(self.outer[number])}”" if number in self.outer else "another claim"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the excerpt; `role` is "" for what is not marked."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of a version in words, and whether the versions differ in it."""

    name: str
    words: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Version:
    """What one person, or the model, has there; no pieces where they have nothing, which they may
    have said (`is_rejected`). `words` are those of the name or of the claim's content. `key`
    chooses it; what was edited in the reader has none. `value` is what is sent.
    """

    choice: str
    value: str
    key: str
    name: str
    pieces: list[Piece]
    facts: list[Fact]
    is_chosen: bool = False
    is_rejected: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A place as the list names it: in what it differs, its words, what was chosen, and by whom."""

    key: str
    kind: str
    what: str
    words: str
    chosen: str
    by: str = ""


def told(place: Place, words: Words, chosen: Sequence[str] | None, by: str = "") -> Told:
    short = words.short((place.start, place.end))
    followed = _followed(words.ordered(chosen or ()), words.names)
    kind = "name" if place.kind == "span" else "claim"
    called = {attribute.key: attribute.name for attribute in words.attributes}
    what = ", ".join(called.get(each, SAID.get(each, each)) for each in place.what)
    return Told(place.key, kind, what, short, followed, by if followed else "")


def _followed(choices: Sequence[str], names: Sequence[str]) -> str:
    """Whose version stands. A name alone would say that they decided."""
    people = [names[int(each) - 1] for each in choices if each.isdecimal()]
    words = {NONE: "neither", MODEL: "the model’s version", ALL: "all versions", EDIT: "as edited"}
    whose = [f"{joined(people)}’s version"] if people else []
    return ", ".join([*whose, *(words[each] for each in choices if not each.isdecimal())])


def versions(place: Place, words: Words, settled: Settled) -> list[Version]:
    """First what was edited, then one of each annotator in their order and the model's if it has
    one.
    """
    columns = _columns(place, words, settled)
    edits = (each for item in settled.edited for each in differences(place.present[0], item))
    what = [*place.what, *edits]
    excerpt = _excerpt([item for *_, item in columns if item is not None], words.text, LITTLE)
    return [
        Version(
            choice,
            words.value(choice),
            key,
            name,
            list(_pieces(item, words.text, excerpt)) if item else [],
            list(_facts(item, words, what)) if item else [],
            settled.stands(choice, item),
            item is None and choice in settled.rejected,
            _said(item, words.text) if item else "",
        )
        for choice, key, name, item in columns
    ]


def context(place: Place, words: Words) -> list[Piece]:
    """The words around the place, for all versions at once; a name is marked in them."""
    start, end = _excerpt(place.present, words.text, AROUND)
    if place.kind == "claim":
        return [Piece(words.text[start:end])]
    before, behind = words.text[start : place.start], words.text[place.end : end]
    marked = Piece(words.text[place.start : place.end], "place")
    return [Piece(before), marked, Piece(behind)]


def _columns(place: Place, words: Words, settled: Settled) -> list[Column]:
    columns = words.columns(place)
    if place.suggestion is not None:
        columns.append((MODEL, "m", "Model", place.suggestion))
    edited = [(EDIT, "", f"As edited by {settled.editor}", item) for item in settled.edited]
    return [*edited, *columns]


def outcome(choice: str, names: Sequence[str]) -> str:
    """Whom a choice follows, in words."""
    if choice.isdecimal():
        return names[int(choice) - 1]
    return {NONE: "neither", MODEL: "the model’s", ALL: "all", EDIT: "as edited"}[choice]


def _excerpt(items: Sequence[Item], text: str, around: int) -> Extent:
    """The same words around every version: a part of the paragraph, cut between words."""
    extents = [extent for item in items for _, extent in _marked(item)]
    first, last = min(extents)[0], max(end for _, end in extents)
    opens = text.rfind("\n", 0, first) + 1
    closes = text.find("\n", last)
    start = max(opens, first - around)
    end = min(closes if closes >= 0 else len(text), last + around)
    if start > opens:
        start = text.find(" ", start, first) + 1 or start
    end = min(end, start + LONGEST)
    if end < len(text) and not text[end].isspace():
        end = max(text.rfind(" ", start, end), min(last, end))
    return start, end


def _marked(item: Item) -> list[tuple[str, Extent]]:
    """By role, where a version stands in the text, in its order."""
    if isinstance(item, Span):
        return [("span", item.extent)]
    found = [(role, extent) for role in PARTS for extent in item.extents(role)]
    return sorted(found, key=lambda each: each[1])


def _said(item: Item, text: str) -> str:
    return text[slice(*item.extent)] if isinstance(item, Span) else item.words("content", text)


def _pieces(item: Item, text: str, excerpt: Extent) -> Iterator[Piece]:
    at, end = excerpt
    for role, (start, stop) in _marked(item):
        start, stop = max(start, at), min(stop, end)
        if start >= stop:
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:stop], role)
        at = stop
    if at < end:
        yield Piece(text[at:end])


def _facts(item: Item, words: Words, what: Sequence[str]) -> Iterator[Fact]:
    if isinstance(item, Span):
        yield Fact("Label", words.labels.get(item.label, item.label), "label" in what)
    else:
        yield from _of_claim(item, words, what)
    for attribute, said in attribute_shape.answers(words.attributes, item.values, what):
        yield Fact(attribute.name, said, attribute.key in what)


def _of_claim(claim: Claim, words: Words, what: Sequence[str]) -> Iterator[Fact]:
    for role in PARTS[1:]:
        yield Fact(role.capitalize(), claim.words(role, words.text) or "not stated", role in what)
    yield Fact("Speech", SPEECH.get(claim.speech, claim.speech), "speech" in what)
    if claim.within or REPORTED in what:
        yield Fact(REPORTED.capitalize(), words.around(claim.within), REPORTED in what)
