"""What each annotator has at a place of an adjudication, as the page tells it. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.adjudicating import ALL, MODEL, NONE, Item, Place
from annotations.alignment import PARTS, Span
from annotations.extents import Extent

AROUND = 90  # characters of the paragraph shown before and behind what is marked
LONGEST = 900
SPEECH = {"none": "the article’s own voice"}


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


def told(place: Place, text: str, names: Sequence[str], chosen: Sequence[str] | None) -> Told:
    words = text[place.start : place.end]
    short = words if len(words) <= 80 else f"{words[:80].rstrip()}…"
    followed = "" if chosen is None else ", ".join(outcome(each, names) for each in chosen)
    kind = "name" if place.kind == "span" else "claim"
    return Told(place.key, kind, ", ".join(place.what), short, followed)


def versions(
    place: Place,
    text: str,
    names: Sequence[str],
    labels: Mapping[str, str],
    chosen: Sequence[str] = (),
    rejected: Container[str] = (),
) -> list[Version]:
    """One of each annotator in their order, then the model's if it has one; `chosen` and
    `rejected` name them by their choices.
    """
    columns = [
        (str(number), name, item)
        for number, (name, item) in enumerate(zip(names, place.items, strict=True), start=1)
    ]
    if place.suggestion is not None:
        columns.append((MODEL, "Model", place.suggestion))
    excerpt = _excerpt(place, text)
    return [
        Version(
            choice,
            name,
            list(_pieces(item, text, excerpt)) if item else [],
            list(_facts(item, text, labels, place.what)) if item else [],
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


def _facts(item: Item, text: str, labels: Mapping[str, str], what: Sequence[str]) -> Iterator[Fact]:
    if isinstance(item, Span):
        yield Fact("Label", labels.get(item.label, item.label), "label" in what)
        return
    for role in PARTS[1:]:
        words = item.words(role, text) or "not stated"
        yield Fact(role.capitalize(), words, role in what)
    yield Fact("Speech", SPEECH.get(item.speech, item.speech), "speech" in what)
