"""Reads the annotation set that comes with an imported article, in our export's shape. Pure.

Whatever is wrong is refused with its place: `spans[3]: …`, `claims[0].source[1]: …`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from reprlib import Repr
from typing import Any, Generic, NamedTuple, TypeVar

from articles.importers import Unusable
from articles.text import clean

Key = int | str
KINDS = ("suggested", "annotated", "gold")
ROLES = ("content", "cue", "source", "via")
SPEECHES = ("direct", "indirect", "mixed", "none")
MAY_BE_INFERRED = ("source", "via")
MOST_PARTS = 1_000
LONGEST_NAME = 1_000
LONGEST_VERSION = 100
LONGEST_WIKIDATA = 20
# What a set is called whose file does not say which model made its suggestions.
UNKNOWN_MODEL = "imported"

_SHORT = Repr()
_SHORT.maxstring = 40


class MarkedSpan(NamedTuple):
    """`[start, end)` in code points; `entity` is the key of one in the same record."""

    start: int
    end: int
    label: str
    entity: Key | None


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


class NamedEntity(NamedTuple):
    name: str
    label: str
    aliases: tuple[str, ...]
    wikidata: str


Mark = TypeVar("Mark", MarkedSpan, MarkedClaim)


class Item(NamedTuple, Generic[Mark]):
    """What a model proposed and what stands of it; one of the two may be missing."""

    key: Key | None
    suggested: Mark | None
    result: Mark | None


class AttachedSet(NamedTuple):
    """One annotation set. A suggested one has no results; `names` are the people it came with."""

    kind: str
    model_version: str
    names: dict[str, str]
    spans: tuple[Item[MarkedSpan], ...]
    claims: tuple[Item[MarkedClaim], ...]
    entities: dict[Key, NamedEntity]


def read(record: Mapping[str, Any], text: str, labels: Collection[str]) -> AttachedSet:
    """The set in a record about this text. Raises Unusable with the place and the reason.

    A record that does not say what it is holds suggestions: nobody has decided on them.
    """
    kind = record.get("set") or "suggested"
    if kind not in KINDS:
        raise Unusable(f"set must be one of {', '.join(KINDS)}, not {_shown(kind)}.")
    if record.get("offset_unit") not in (None, "codepoint"):
        raise Unusable('offset_unit must be "codepoint": offsets count Unicode code points.')
    reader = _Reader(text, labels, kind == "suggested", _entities(record, labels))
    spans, claims = tuple(reader.spans(record)), tuple(reader.claims(record))
    _check_within(claims)
    return AttachedSet(
        kind=kind,
        model_version=_string(record, "model_version", LONGEST_VERSION) or UNKNOWN_MODEL,
        names={
            name: value
            for name in ("annotated_by", "approved_by")
            if (value := _string(record, name, LONGEST_NAME))
        },
        spans=spans,
        claims=claims,
        entities=reader.entities,
    )


class _Reader:
    def __init__(
        self,
        text: str,
        labels: Collection[str],
        is_suggested: bool,
        entities: dict[Key, NamedEntity],
    ) -> None:
        self.text = text
        self.labels = labels
        self.is_suggested = is_suggested
        self.entities = entities

    def spans(self, record: Mapping[str, Any]) -> Iterator[Item[MarkedSpan]]:
        suggested: set[tuple[int, int, str]] = set()
        standing: set[tuple[int, int, str]] = set()
        for where, value, is_rejected in _marks(record, "spans"):
            try:
                item = self._item(value, self._span(value), is_rejected, self._span)
                _once(item.suggested and item.suggested[:3], suggested)
                _once(item.result and item.result[:3], standing)
            except Unusable as problem:
                raise _at(where, problem) from None
            yield item

    def claims(self, record: Mapping[str, Any]) -> Iterator[Item[MarkedClaim]]:
        keys: set[Key] = set()
        for where, value, is_rejected in _marks(record, "claims"):
            try:
                item = self._item(value, self._claim(value), is_rejected, self._claim)
                _once(item.key, keys)
            except Unusable as problem:
                raise _at(where, problem) from None
            yield item

    def _item(self, value: Any, mark: Mark, is_rejected: bool, read: Any) -> Item[Mark]:
        key = _key(value, "id")
        if is_rejected or self.is_suggested:
            return Item(key, mark, None)
        decision = value.get("decision")
        if decision is None:
            return Item(key, None, mark)
        if decision == "accepted":
            return Item(key, mark, mark)
        if decision != "corrected":
            raise Unusable(f"decision must be accepted, corrected or null, not {_shown(decision)}.")
        if not isinstance(value.get("proposed"), dict):
            raise Unusable("A corrected item needs what was proposed.")
        try:
            return Item(key, read(value["proposed"]), mark)
        except Unusable as problem:
            raise _at("proposed", problem) from None

    def _span(self, value: Mapping[str, Any]) -> MarkedSpan:
        start, end = self._offsets(value)
        if "\n" in self.text[start:end]:
            raise Unusable("A span may not cross the end of a line.")
        label = value.get("label")
        if not isinstance(label, str) or label not in self.labels:
            raise Unusable(f"This project has no label {_shown(label)}.")
        return MarkedSpan(start, end, label, self._entity(value))

    def _claim(self, value: Mapping[str, Any]) -> MarkedClaim:
        speech = value.get("speech")
        if speech not in SPEECHES:
            raise Unusable(f"speech must be one of {', '.join(SPEECHES)}, not {_shown(speech)}.")
        parts = tuple(part for role in ROLES for part in self._parts(value, role))
        if not any(part.role == "content" for part in parts):
            raise Unusable("A claim needs at least one content part.")
        return MarkedClaim(speech, parts, _key(value, "within"))

    def _parts(self, value: Mapping[str, Any], role: str) -> Iterator[MarkedPart]:
        for index, part in enumerate(_list(value, role)):
            try:
                yield self._part(part, role, index)
            except Unusable as problem:
                raise _at(f"{role}[{index}]", problem) from None

    def _part(self, value: Any, role: str, order: int) -> MarkedPart:
        if not isinstance(value, dict):
            raise Unusable(f"This must be an object, not {_shown(value)}.")
        if order >= MOST_PARTS:
            raise Unusable(f"{MOST_PARTS:,} parts of one role are the most.")
        entity = self._entity(value)
        is_inferred = value.get("inferred")
        if is_inferred is not None and not isinstance(is_inferred, bool):
            raise Unusable(f"inferred must be true or false, not {_shown(is_inferred)}.")
        if not is_inferred:
            return MarkedPart(role, order, *self._offsets(value), entity, False)
        if role not in MAY_BE_INFERRED or entity is None:
            raise Unusable("Only a source or via with an entity can be inferred.")
        return MarkedPart(role, order, None, None, entity, True)

    def _offsets(self, value: Mapping[str, Any]) -> tuple[int, int]:
        start, end = value.get("start"), value.get("end")
        if type(start) is not int or type(end) is not int:
            raise Unusable(f"start and end must be integers, not {_shown(start)}, {_shown(end)}.")
        if not 0 <= start < end <= len(self.text):
            raise Unusable(f"[{start}, {end}) is not inside the text of {len(self.text):,}.")
        words, quoted = self.text[start:end], value.get("text")
        if quoted is not None and quoted != words:
            raise Unusable(f"[{start}, {end}) is {_shown(words)}, not {_shown(quoted)}.")
        return start, end

    def _entity(self, value: Mapping[str, Any]) -> Key | None:
        key = _key(value, "entity")
        if key is not None and key not in self.entities:
            raise Unusable(f"entity {_shown(key)} is not among the entities.")
        return key


def _marks(record: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Where each one is, the object itself, and whether it was rejected."""
    rejected = record.get("rejected") or {}
    if not isinstance(rejected, dict):
        raise Unusable(f"rejected must be an object, not {_shown(rejected)}.")
    for found, place, is_rejected in (
        (record, name, False),
        (rejected, f"rejected.{name}", True),
    ):
        for index, value in enumerate(_list(found, name)):
            if not isinstance(value, dict):
                raise Unusable(f"{place}[{index}]: This must be an object, not {_shown(value)}.")
            yield f"{place}[{index}]", value, is_rejected


def _entities(record: Mapping[str, Any], labels: Collection[str]) -> dict[Key, NamedEntity]:
    found: dict[Key, NamedEntity] = {}
    for index, value in enumerate(_list(record, "entities")):
        try:
            key, entity = _named(value, labels)
            _once(key, found)
        except Unusable as problem:
            raise _at(f"entities[{index}]", problem) from None
        found[key] = entity
    return found


def _named(value: Any, labels: Collection[str]) -> tuple[Key, NamedEntity]:
    if not isinstance(value, dict):
        raise Unusable(f"This must be an object, not {_shown(value)}.")
    key, name, label = _key(value, "id"), _string(value, "name", LONGEST_NAME), value.get("label")
    if key is None or not name:
        raise Unusable("An entity needs an id and a name.")
    if not isinstance(label, str) or label not in labels:
        raise Unusable(f"This project has no label {_shown(label)}.")
    aliases = _list(value, "aliases")
    if not all(isinstance(alias, str) for alias in aliases):
        raise Unusable("aliases must be strings.")
    wikidata = _string(value, "wikidata", LONGEST_WIKIDATA)
    return key, NamedEntity(name, label, tuple(clean(alias)[0] for alias in aliases), wikidata)


def _check_within(claims: tuple[Item[MarkedClaim], ...]) -> None:
    """Each `within` names a claim of the record, and none leads back to itself."""
    keys = {item.key for item in claims if item.key is not None}
    for pick in (1, 2):  # as suggested, as it stands
        outer = {item.key: item[pick].within for item in claims if item[pick]}  # type: ignore[union-attr]
        for key, within in outer.items():
            if within is not None and within not in keys:
                raise Unusable(
                    f"claim {_shown(key)}: there is no claim {_shown(within)} around it."
                )
        _check_rounds(outer)


def _check_rounds(outer: Mapping[Key | None, Key | None]) -> None:
    safe: set[Key | None] = {None}
    for key in outer:
        passed: set[Key | None] = set()
        while key not in safe:
            if key in passed:
                raise Unusable(f"claim {_shown(key)} lies within itself.")
            passed.add(key)
            key = outer.get(key)
        safe.update(passed)


def _once(value: Any, seen: Any) -> None:
    if value is None:
        return
    if value in seen:
        raise Unusable("The same stands here already.")
    if isinstance(seen, set):
        seen.add(value)


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Unusable(f"{name} must be a list, not {_shown(found)}.")
    return found


def _key(value: Mapping[str, Any], name: str) -> Key | None:
    key = value.get(name)
    if key is None or type(key) is int or isinstance(key, str):
        return key
    raise Unusable(f"{name} must be an integer or a string, not {_shown(key)}.")


def _string(value: Mapping[str, Any], name: str, longest: int) -> str:
    found = value.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Unusable(f"{name} must be a string, not {_shown(found)}.")
    if len(found) > longest:
        raise Unusable(f"{name} has {len(found):,} characters; {longest:,} are the most.")
    return clean(found)[0]


def _at(where: str, problem: Unusable) -> Unusable:
    """The problem with its place in front: `claims[2].source[0]: …`."""
    inner = str(problem)
    joint = "." if inner.startswith((*(f"{role}[" for role in ROLES), "proposed")) else ": "
    return Unusable(f"{where}{joint}{inner}")


def _shown(value: object) -> str:
    return clean(_SHORT.repr(value))[0]
