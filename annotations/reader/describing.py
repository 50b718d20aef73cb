"""What the attributes of the scheme say of items, for pages. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from annotations import attribute_shape
from annotations.attribute_shape import CHOICE, CLAIMS, YES_NO, AttributeShape
from annotations.reader.reading import Reading
from annotations.reader.reading_items import ClaimItem, SpanItem

HINTS = "123456789abcdefghijklmnopqrstuvwxyz"
NONE_HINT, OTHER_NONE_HINT = "0", "-"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of those that a form offers; `hint` is the key that chooses it, and what stands in the
    data if it `is_code`.
    """

    value: str
    words: str
    hint: str
    is_chosen: bool
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An attribute as a form asks for it; without choices it is a text."""

    key: str
    name: str
    value: str
    choices: tuple[Choice, ...]


def described(seen: Reading) -> Reading:
    """The same, telling what attributes its items have."""
    shapes = shapes_of(seen.document)
    if not shapes:
        return seen
    items: list[SpanItem | ClaimItem] = [*seen.spans, *seen.claims]
    told = {_key(each): attribute_shape.told(shapes, each.values) for each in items if each.values}
    return replace(seen, told=told, asked=_asked(seen.document, shapes))


def shapes_of(document: Any) -> list[AttributeShape]:
    return [attribute_shape.of_row(row) for row in document.attribute_rows]


def asked_of(document: Any, item: SpanItem | ClaimItem) -> Iterator[Asked]:
    """What can be said of an item, with what was."""
    layers = {row["key"]: row["layer"] for row in document.label_rows}
    for shape in shapes_of(document):
        if isinstance(item, ClaimItem):
            is_asked = shape.is_on_claims
        else:
            is_asked = shape.is_on(item.label, layers.get(item.label, ""))
        if is_asked and not shape.is_retired:
            yield _form_of(shape, attribute_shape.said(item.values.get(shape.key)))


def _key(item: SpanItem | ClaimItem) -> str:
    return f"{'c' if isinstance(item, ClaimItem) else 's'}{item.key}"


def _asked(document: Any, shapes: list[AttributeShape]) -> frozenset[str]:
    used = [shape for shape in shapes if not shape.is_retired]
    labels = {
        row["key"]
        for row in document.label_rows
        if any(shape.is_on(row["key"], row["layer"]) for shape in used)
    }
    return frozenset(labels | ({CLAIMS} if any(shape.is_on_claims for shape in used) else set()))


def _form_of(shape: AttributeShape, value: str) -> Asked:
    return Asked(shape.key, shape.name, value, tuple(_choices(shape, value)))


def _choices(shape: AttributeShape, value: str) -> Iterator[Choice]:
    """Options by their own letter or digit where all have one, else counted."""
    if shape.kind == YES_NO:
        named = {"yes": "Yes", "no": "No"}
    elif shape.kind == CHOICE:
        named = {each.key: each.name for each in shape.options if _is_offered(each, value)}
    else:
        return
    hints = _hints(list(named))
    for hint, (key, words) in zip(hints, named.items(), strict=False):
        yield Choice(key, words, hint, key == value, is_code=hint == key.lower())
    yield Choice("", "Not said", OTHER_NONE_HINT if NONE_HINT in hints else NONE_HINT, not value)


def _hints(keys: list[str]) -> list[str]:
    own = [key[0].lower() for key in keys]
    is_telling = keys == ["yes", "no"] or all(len(key) == 1 for key in keys)
    return own if is_telling and len(set(own)) == len(own) else list(HINTS)


def _is_offered(option: attribute_shape.OptionShape, value: str) -> bool:
    return not option.is_retired or option.key == value
