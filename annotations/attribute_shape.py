"""An attribute that claims or spans may have, as data, and the values it takes. Pure.

In a scheme's file: `{"key", "name", "kind", "on", "options": [{"key", "name", "is_retired"}],
"is_retired"}`. `on` lists what it is asked of: "claims", keys of labels, and "layer:" with the key
of a layer for all labels in it. A value is true or false, an option's key, or a short text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from annotations.scheme_checks import BadScheme, free_key, refuse_long, refuse_twice

YES_NO, CHOICE, TEXT = "yesno", "choice", "text"
KINDS = {YES_NO: "Yes or no", CHOICE: "One of some options", TEXT: "A short text"}
CLAIMS, LAYER = "claims", "layer:"
NOT_SAID = "not said"
MOST_ATTRIBUTES = 20  # in use
MOST_EVER = 100  # with those retired, none of which is ever deleted
MOST_OPTIONS = 36
LONGEST_NAME = 80
LONGEST_TEXT = 200
KEY = re.compile(r"[A-Z][A-Z0-9_]{0,39}", re.ASCII)
BREAKS = ("Cc", "Cs", "Zl", "Zp")
_OPTION_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", re.ASCII)
ROW = ("key", "name", "kind", "on", "options", "is_retired")
"""The fields that `of_row` needs."""
_YES_NO = {"yes": True, "no": False}

Value = bool | str
Values = dict[str, Value]


class Told(NamedTuple):
    """Values in short, "Checkable yes · B2", and in full, each with its name and wording."""

    short: str
    full: str


@dataclass(frozen=True, slots=True)
class OptionShape:
    """One of those to choose from; a retired one stays where it was chosen."""

    key: str
    name: str
    is_retired: bool = False

    @property
    def is_code(self) -> bool:
        """Whether its key says enough: one character, as of the Admiralty code."""
        return len(self.key) == 1

    @property
    def words(self) -> str:
        """ "B: Usually reliable"."""
        return f"{self.key}: {self.name}"


@dataclass(frozen=True, slots=True)
class AttributeShape:
    """`key` and `kind` never change; a retired one keeps its values and takes no others."""

    key: str
    name: str
    kind: str
    on: tuple[str, ...] = (CLAIMS,)
    options: tuple[OptionShape, ...] = ()
    is_retired: bool = False

    def is_on(self, label: str, layer: str) -> bool:
        """Whether spans of this label, which is in this layer, may have it."""
        return label in self.on or f"{LAYER}{layer}" in self.on

    @property
    def is_on_claims(self) -> bool:
        return CLAIMS in self.on

    def in_use(self) -> tuple[OptionShape, ...]:
        return tuple(option for option in self.options if not option.is_retired)

    def option(self, key: object) -> OptionShape | None:
        return next((option for option in self.options if option.key == key), None)

    def has(self, value: object) -> bool:
        """Whether it may be this, retired options included."""
        if self.kind == YES_NO:
            return isinstance(value, bool)
        if self.kind == CHOICE:
            return self.option(value) is not None
        return isinstance(value, str) and _is_text(value)

    def words(self, value: object) -> str:
        """ "yes", "B (Usually reliable)", the name of an option with a longer key, or the text."""
        option = self.option(value) if self.kind == CHOICE else None
        if option:
            return f"{option.key} ({option.name})" if option.is_code else option.name
        return {True: "yes", False: "no"}.get(value, "?") if value in (True, False) else str(value)


def read(attribute: AttributeShape, said: str) -> Value | None:
    """What a form says; blank for none. Raises ValueError with a sentence."""
    said = said.strip()
    if not said:
        return None
    value = _YES_NO.get(said, said) if attribute.kind == YES_NO else said
    if attribute.has(value):
        return value
    if attribute.kind == TEXT:
        raise ValueError(f"{attribute.name} is one line of {LONGEST_TEXT} characters at most.")
    raise ValueError(f"“{said[:40]}” is not what {attribute.name} can be.")


def said(value: object) -> str:
    """A value as a form sends it; blank where there is none."""
    return "yes" if value is True else "no" if value is False else str(value or "")


def told(attributes: Iterable[AttributeShape], values: Mapping[str, Value]) -> Told:
    """Options of one character stand together without their names."""
    short: list[str] = []
    full: list[str] = []
    was_code = False
    for attribute in attributes:
        value = values.get(attribute.key)
        if value is None:
            continue
        option = attribute.option(value) if attribute.kind == CHOICE else None
        is_code = option is not None and option.is_code
        if is_code and was_code:
            short[-1] += str(value)
        else:
            short.append(str(value) if is_code else f"{attribute.name} {attribute.words(value)}")
        was_code = is_code
        full.append(f"{attribute.name}: {attribute.words(value)}")
    return Told(" · ".join(short), "; ".join(full))


def answers(
    attributes: Iterable[AttributeShape], values: Mapping[str, Value], asked: Container[str]
) -> Iterator[tuple[AttributeShape, str]]:
    """What is said by each of those that are asked for or have a value, in words."""
    for attribute in attributes:
        value = values.get(attribute.key)
        if value is not None:
            yield attribute, attribute.words(value)
        elif attribute.key in asked:
            yield attribute, NOT_SAID


def checked(attributes: Iterable[AttributeShape]) -> tuple[AttributeShape, ...]:
    """The same with keys where there were none. Raises BadScheme."""
    found: list[AttributeShape] = []
    for each in attributes:
        key = each.key or free_key(each.name, {other.key for other in found})
        found.append(_checked(replace(each, key=key)))
    if sum(not each.is_retired for each in found) > MOST_ATTRIBUTES:
        raise BadScheme(f"A scheme has {MOST_ATTRIBUTES} attributes in use at most.")
    if len(found) > MOST_EVER:
        raise BadScheme(f"A scheme has {MOST_EVER} attributes at most, retired ones among them.")
    refuse_twice("key of attributes", (each.key for each in found))
    names = (each.name.casefold() for each in found if not each.is_retired)
    refuse_twice("name of attributes", names)
    return tuple(found)


def from_json(found: object) -> tuple[AttributeShape, ...]:
    """Those in a scheme's file. Raises BadScheme."""
    if not isinstance(found, list):
        raise BadScheme("The attributes have to be a list.")
    return checked(_attribute(each, place) for place, each in enumerate(found, 1))


def to_json(attribute: AttributeShape) -> dict[str, Any]:
    options = [asdict(option) for option in attribute.options]
    return {**asdict(attribute), "on": list(attribute.on), "options": options}


def of_row(row: Mapping[str, Any]) -> AttributeShape:
    """One as the database holds it."""
    options = tuple(OptionShape(**each) for each in row["options"])
    names = ("key", "name", "kind", "is_retired")
    return AttributeShape(
        **{each: row[each] for each in names}, on=tuple(row["on"]), options=options
    )


def options_in(lines: str) -> tuple[OptionShape, ...]:
    """One a line, "B: Usually reliable"; a key that is not said comes from the name."""
    found: list[OptionShape] = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        key, colon, name = (part.strip() for part in line.partition(":"))
        if not (colon and name and _OPTION_KEY.fullmatch(key)):
            name, key = line, free_key(line, {each.key for each in found})[:20]
        found.append(OptionShape(key, name))
    return tuple(found)


def _is_text(value: str) -> bool:
    """One line; joiners and marks of direction, which scripts need, are no breaks."""
    is_line = all(unicodedata.category(sign) not in BREAKS for sign in value)
    return 0 < len(value) <= LONGEST_TEXT and is_line


def _checked(attribute: AttributeShape) -> AttributeShape:
    called = f"“{attribute.name or attribute.key}”"
    refuse_long(f"The name of the attribute {called}", attribute.name, LONGEST_NAME)
    if not KEY.fullmatch(attribute.key):
        raise BadScheme(f"The key of {called} has to be of capitals, digits and underscores.")
    if attribute.kind not in KINDS:
        raise BadScheme(f"The kind of {called} has to be one of {', '.join(KINDS)}.")
    if not attribute.on and not attribute.is_retired:
        raise BadScheme(f"Say what {called} is asked of: claims, or some labels.")
    if (attribute.kind == CHOICE) != bool(attribute.options):
        has = "no options" if attribute.kind == CHOICE else "options, which only a choice has"
        raise BadScheme(f"The attribute {called} has {has}.")
    if len(attribute.options) > MOST_OPTIONS:
        raise BadScheme(f"{called} has more than {MOST_OPTIONS} options.")
    for option in attribute.options:
        refuse_long(f"An option’s name of {called}", option.name, LONGEST_NAME)
        if not _OPTION_KEY.fullmatch(option.key):
            raise BadScheme(f"The key of an option of {called} has to be letters and digits.")
    refuse_twice(f"option of {called}", (option.key for option in attribute.options))
    return attribute


def _attribute(found: object, place: int) -> AttributeShape:
    if not isinstance(found, dict):
        raise BadScheme(f"Attribute {place} is not an object.")
    on = found.get("on", [CLAIMS])
    if not isinstance(on, list) or not all(isinstance(each, str) for each in on):
        raise BadScheme(f"What attribute {place} is on has to be a list of texts.")
    texts = {name: found.get(name) or "" for name in ("key", "name", "kind")}
    if wrong := [name for name, value in texts.items() if not isinstance(value, str)]:
        raise BadScheme(f"The {wrong[0]} of attribute {place} has to be a text.")
    options = tuple(_options(found.get("options") or [], place))
    is_retired = bool(found.get("is_retired"))
    return AttributeShape(**texts, on=tuple(on), options=options, is_retired=is_retired)


def _options(found: object, place: int) -> Iterator[OptionShape]:
    for each in found if isinstance(found, list) else [None]:
        said = each if isinstance(each, dict) else {}
        key, name = said.get("key"), said.get("name")
        if not (isinstance(key, str) and isinstance(name, str)):
            raise BadScheme(f"The options of attribute {place} need a key and a name each.")
        yield OptionShape(key, name, bool(said.get("is_retired")))
