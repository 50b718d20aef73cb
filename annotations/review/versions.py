"""What each annotator has at a place of an adjudication, as the page tells it. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotations import attribute_shape
from annotations.alignment import PARTS, REPORTED, Claim, Span
from annotations.attribute_shape import AttributeShape
from annotations.extents import Extent
from annotations.review.adjudicating import ALL, MODEL, NONE, Item, Place

AROUND = 90  # characters of the paragraph shown before and behind what is marked
LONGEST = 900
SHORT = 80
SPEECH = {"none": "the article’s own voice"}


@dataclass(frozen=True, slots=True)
class Words:
    """What is told in: the text, the names of who annotated and of labels by key, the attributes,
    and by the numbers of places where claims stand that may report others.
    """

    text: str
    names: Sequence[str]
    labels: Mapping[str, str]
    attributes: Sequence[AttributeShape] = ()
    outer: Mapping[int, Extent] = field(default_factory=dict)

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
    have said (`is_rejected`).
    """

    choice: str
    name: str
    pieces: list[Piece]
    facts: list[Fact]
    is_chosen: bool = False
    is_rejected: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A place as the list names it: in what it differs, its words, and what was chosen."""

    key: str
    kind: str
    what: str
    words: str
    chosen: str


def told(place: Place, words: Words, chosen: Sequence[str] | None) -> Told:
    short = words.short((place.start, place.end))
    followed = "" if chosen is None else ", ".join(outcome(each, words.names) for each in chosen)
    kind = "name" if place.kind == "span" else "claim"
    called = {attribute.key: attribute.name for attribute in words.attributes}
    what = ", ".join(called.get(each, each) for each in place.what)
    return Told(place.key, kind, what, short, followed)


def versions(
    place: Place, words: Words, chosen: Sequence[str] = (), rejected: Container[str] = ()
) -> list[Version]:
    """One of each annotator in their order, then the model's if it has one; `chosen` and
    `rejected` name them by their choices.
    """
    columns = [
        (str(number), name, item)
        for number, (name, item) in enumerate(zip(words.names, place.items, strict=True), start=1)
    ]
    if place.suggestion is not None:
        columns.append((MODEL, "Model", place.suggestion))
    excerpt = _excerpt(place, words.text)
    return [
        Version(
            choice,
            name,
            list(_pieces(item, words.text, excerpt)) if item else [],
            list(_facts(item, words, place.what)) if item else [],
            choice in chosen,
            item is None and choice in rejected,
        )
        for choice, name, item in columns
    ]


def outcome(choice: str, names: Sequence[str]) -> str:
    """Whom a choice follows, in words."""
    if choice.isdecimal():
        return names[int(choice) - 1]
    return {NONE: "neither", MODEL: "the model’s", ALL: "all"}[choice]


def _excerpt(place: Place, text: str) -> Extent:
    """The same words around every version: a part of the paragraph, cut between words."""
    items = [*place.present, *([place.suggestion] if place.suggestion else [])]
    extents = [extent for item in items for _, extent in _marked(item)]
    first, last = min(extents)[0], max(end for _, end in extents)
    opens = text.rfind("\n", 0, first) + 1
    closes = text.find("\n", last)
    start = max(opens, first - AROUND)
    end = min(closes if closes >= 0 else len(text), last + AROUND)
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
