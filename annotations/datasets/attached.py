"""Reads the annotation set that comes with an imported article, in our export's shape. Pure.

Whatever is wrong is refused with its place: `spans[3]: …`, `claims[0].source[1]: …`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from annotations.attribute_shape import AttributeShape, Values
from annotations.datasets.attached_checks import check_sizes, check_within
from annotations.datasets.attached_values import Key, at, key_of, list_of, once, shown, string_of
from annotations.entities.naming import LONGEST_NAME
from annotations.states import ROLES
from articles.importers import Unusable
from articles.text import clean

KINDS = ("suggested", "annotated", "gold")
SPEECHES = ("direct", "indirect", "mixed", "none")
MAY_BE_INFERRED = ("source", "via")
MOST_PARTS = 1_000
LONGEST_PERSON = 1_000
LONGEST_VERSION = 500  # of those that a person's set was decided from, joined, some twenty
LONGEST_WIKIDATA = 20
# What a set is called whose file does not say which model made its suggestions.
UNKNOWN_MODEL = "imported"


class MarkedSpan(NamedTuple):
    """`[start, end)` in code points; `entity` is the key of one in the same record, `values` are
    those of the scheme's attributes. `is_applied` if a person made it, were it a suggestion.
    """

    start: int
    end: int
    label: str
    entity: Key | None
    values: Values
    is_applied: bool = False


class MarkedPart(NamedTuple):
    """A part of a claim; an inferred one has an entity and no offsets."""

    role: str
    order: int
    start: int | None
    end: int | None
    entity: Key | None
    is_inferred: bool


class MarkedClaim(NamedTuple):
    """`within` is the key of another claim of the same record."""

    speech: str
    parts: tuple[MarkedPart, ...]
    within: Key | None
    values: Values


class NamedEntity(NamedTuple):
    name: str
    label: str
    aliases: tuple[str, ...]
    wikidata: str


Attributes = Mapping[str, AttributeShape]
Mark = TypeVar("Mark", MarkedSpan, MarkedClaim)


class Item(NamedTuple, Generic[Mark]):
    """What a model proposed and what stands of it; one of the two may be missing."""

    key: Key | None
    suggested: Mark | None
    result: Mark | None


class AttachedSet(NamedTuple):
    """One annotation set. A suggested one has no results; `names` are the people it came with.

    `untied` tells of spans whose entity has another label: they come without it.
    """

    kind: str
    model_version: str
    names: dict[str, str]
    spans: tuple[Item[MarkedSpan], ...]
    claims: tuple[Item[MarkedClaim], ...]
    entities: dict[Key, NamedEntity]
    untied: tuple[str, ...]


def read(
    record: Mapping[str, Any],
    text: str,
    labels: Collection[str],
    attributes: Attributes = MappingProxyType({}),
) -> AttachedSet:
    """The set in a record about this text. Raises Unusable with the place and the reason.

    A record that does not say what it is holds suggestions: nobody has decided on them.
    """
    kind = record.get("set") or "suggested"
    if kind not in KINDS:
        raise Unusable(f"set must be one of {', '.join(KINDS)}, not {shown(kind)}.")
    if record.get("offset_unit") not in (None, "codepoint"):
        raise Unusable('offset_unit must be "codepoint": offsets count Unicode code points.')
    reader = _Reader(text, labels, attributes, kind == "suggested", _entities(record, labels))
    spans, claims = tuple(reader.spans(record)), tuple(reader.claims(record))
    check_sizes(spans, claims)
    check_within(claims)
    return AttachedSet(
        kind=kind,
        model_version=string_of(record, "model_version", LONGEST_VERSION) or UNKNOWN_MODEL,
        names={
            name: value
            for name in ("annotated_by", "approved_by")
            if (value := string_of(record, name, LONGEST_PERSON))
        },
        spans=spans,
        claims=claims,
        entities=reader.entities,
        untied=tuple(reader.untied),
    )


class _Reader:
    def __init__(
        self,
        text: str,
        labels: Collection[str],
        attributes: Attributes,
        is_suggested: bool,
        entities: dict[Key, NamedEntity],
    ) -> None:
        self.text = text
        self.labels = labels
        self.attributes = attributes
        self.is_suggested = is_suggested
        self.entities = entities
        self.untied: dict[str, None] = {}

    def spans(self, record: Mapping[str, Any]) -> Iterator[Item[MarkedSpan]]:
        suggested: set[tuple[int, int, str]] = set()
        standing: set[tuple[int, int, str]] = set()
        for where, value, is_rejected in _marks(record, "spans"):
            try:
                item = self._item(value, self._span(value), is_rejected, self._span)
                once(item.suggested and item.suggested[:3], suggested)
                once(item.result and item.result[:3], standing)
            except Unusable as problem:
                raise at(where, problem) from None
            yield item

    def claims(self, record: Mapping[str, Any]) -> Iterator[Item[MarkedClaim]]:
        keys: set[Key] = set()
        for where, value, is_rejected in _marks(record, "claims"):
            try:
                item = self._item(value, self._claim(value), is_rejected, self._claim)
                once(item.key, keys)
            except Unusable as problem:
                raise at(where, problem) from None
            yield item

    def _item(self, value: Any, mark: Mark, is_rejected: bool, read: Any) -> Item[Mark]:
        key = key_of(value, "id")
        if is_rejected or self.is_suggested:
            return Item(key, mark, None)
        bare = mark._replace(values={})  # what was suggested came without what people said of it
        decision = value.get("decision")
        if decision is None:
            return Item(key, None, mark)
        if decision == "accepted":
            return Item(key, bare, mark)
        if decision != "corrected":
            raise Unusable(f"decision must be accepted, corrected or null, not {shown(decision)}.")
        if not isinstance(value.get("proposed"), dict):
            raise Unusable("A corrected item needs what was proposed.")
        try:
            return Item(key, read(value["proposed"]), mark)
        except Unusable as problem:
            raise at("proposed", problem) from None

    def _span(self, value: Mapping[str, Any]) -> MarkedSpan:
        start, end = self._offsets(value)
        if "\n" in self.text[start:end]:
            raise Unusable("A span may not cross the end of a line.")
        label = value.get("label")
        if not isinstance(label, str) or label not in self.labels:
            raise _unknown("label", label)
        entity = self._mentioned(value, label)
        is_applied = value.get("origin") == "human"
        return MarkedSpan(start, end, label, entity, self._values(value), is_applied)

    def _claim(self, value: Mapping[str, Any]) -> MarkedClaim:
        speech = value.get("speech")
        if speech not in SPEECHES:
            raise Unusable(f"speech must be one of {', '.join(SPEECHES)}, not {shown(speech)}.")
        parts = tuple(part for role in ROLES for part in self._parts(value, role))
        if not any(part.role == "content" for part in parts):
            raise Unusable("A claim needs at least one content part.")
        return MarkedClaim(speech, parts, key_of(value, "within"), self._values(value))

    def _values(self, value: Mapping[str, Any]) -> Values:
        """Retired attributes and options too: what was exported with them comes in again."""
        found = value.get("attributes") or {}
        if not isinstance(found, dict):
            raise Unusable(f"attributes must be an object, not {shown(found)}.")
        for key, each in found.items():
            if key not in self.attributes:
                raise _unknown("attribute", key)
            if not self.attributes[key].has(each):
                raise Unusable(f"attribute {key} cannot be {shown(each)}.")
        return found

    def _parts(self, value: Mapping[str, Any], role: str) -> Iterator[MarkedPart]:
        for index, part in enumerate(list_of(value, role)):
            try:
                yield self._part(part, role, index)
            except Unusable as problem:
                raise at(f"{role}[{index}]", problem) from None

    def _part(self, value: Any, role: str, order: int) -> MarkedPart:
        if not isinstance(value, dict):
            raise Unusable(f"This must be an object, not {shown(value)}.")
        if order >= MOST_PARTS:
            raise Unusable(f"{MOST_PARTS:,} parts of one role are the most.")
        entity = self._entity(value)
        is_inferred = value.get("inferred")
        if is_inferred is not None and not isinstance(is_inferred, bool):
            raise Unusable(f"inferred must be true or false, not {shown(is_inferred)}.")
        if not is_inferred:
            return MarkedPart(role, order, *self._offsets(value), entity, False)
        if role not in MAY_BE_INFERRED or entity is None:
            raise Unusable("Only a source or via with an entity can be inferred.")
        return MarkedPart(role, order, None, None, entity, True)

    def _offsets(self, value: Mapping[str, Any]) -> tuple[int, int]:
        start, end = value.get("start"), value.get("end")
        if type(start) is not int or type(end) is not int:
            raise Unusable(f"start and end must be integers, not {shown(start)}, {shown(end)}.")
        if not 0 <= start < end <= len(self.text):
            raise Unusable(f"[{start}, {end}) is not inside the text of {len(self.text):,}.")
        words, quoted = self.text[start:end], value.get("text")
        if quoted is not None and quoted != words:
            raise Unusable(f"[{start}, {end}) is {shown(words)}, not {shown(quoted)}.")
        return start, end

    def _mentioned(self, value: Mapping[str, Any], label: str) -> Key | None:
        """An entity has its label, so a mention of another label is not tied to it."""
        key = self._entity(value)
        if key is None or self.entities[key].label == label:
            return key
        entity = self.entities[key]
        self.untied[f"{shown(entity.name)} is {entity.label}, so no {label} is tied to it."] = None
        return None

    def _entity(self, value: Mapping[str, Any]) -> Key | None:
        key = key_of(value, "entity")
        if key is not None and key not in self.entities:
            raise Unusable(f"entity {shown(key)} is not among the entities.")
        return key


def _marks(record: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Where each one is, the object itself, and whether it was rejected."""
    rejected = record.get("rejected") or {}
    if not isinstance(rejected, dict):
        raise Unusable(f"rejected must be an object, not {shown(rejected)}.")
    for found, place, is_rejected in (
        (record, name, False),
        (rejected, f"rejected.{name}", True),
    ):
        for index, value in enumerate(list_of(found, name)):
            if not isinstance(value, dict):
                raise Unusable(f"{place}[{index}]: This must be an object, not {shown(value)}.")
            yield f"{place}[{index}]", value, is_rejected


def _entities(record: Mapping[str, Any], labels: Collection[str]) -> dict[Key, NamedEntity]:
    found: dict[Key, NamedEntity] = {}
    for index, value in enumerate(list_of(record, "entities")):
        try:
            key, entity = _named(value, labels)
            once(key, found)
        except Unusable as problem:
            raise at(f"entities[{index}]", problem) from None
        found[key] = entity
    return found


def _unknown(kind: str, key: object) -> Unusable:
    """Of another scheme."""
    return Unusable(
        f"This project has no {kind} {shown(key)}. Bring the scheme of the project it comes from "
        "here first: download it there as JSON, and fill in the labels here from that file."
    )


def _named(value: Any, labels: Collection[str]) -> tuple[Key, NamedEntity]:
    if not isinstance(value, dict):
        raise Unusable(f"This must be an object, not {shown(value)}.")
    key, label = key_of(value, "id"), value.get("label")
    name = string_of(value, "name", LONGEST_NAME)
    if key is None or not name:
        raise Unusable("An entity needs an id and a name.")
    if not isinstance(label, str) or label not in labels:
        raise _unknown("label", label)
    wikidata = string_of(value, "wikidata", LONGEST_WIKIDATA)
    return key, NamedEntity(name, label, tuple(_aliases(value)), wikidata)


def _aliases(value: Mapping[str, Any]) -> Iterator[str]:
    for index, alias in enumerate(list_of(value, "aliases")):
        if not isinstance(alias, str):
            raise Unusable("aliases must be strings.")
        if len(alias) > LONGEST_NAME:
            raise Unusable(
                f"aliases[{index}] has {len(alias):,} characters; {LONGEST_NAME} are the most."
            )
        yield clean(alias)[0]
