"""What stands in a set under one key, as plain values, and the JSON that history keeps of it.

A key names an item of a document for one person: the suggestion's id for a suggestion and for
what its Decision made of it, the item's own id for what a person added. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

ROLES = ("content", "cue", "source", "via")
Kind = Literal["span", "claim"]
Range = tuple[int, int]
APPLIED = "applied"
"""Among the attributes of a suggested span of an imported set: a person's, and no model's."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SpanState:
    """A row of Span: `[start, end)` in code points. Without an id it is new."""

    id: int | None
    label: int
    start: int
    end: int
    entity: int | None = None
    attributes: Json = field(default_factory=dict)
    score: float | None = None
    evidence: str = ""

    @property
    def ranges(self) -> list[Range]:
        return [(self.start, self.end)]

    @property
    def ties(self) -> list[int | None]:
        return [self.entity]


@dataclass(frozen=True, slots=True)
class PartState:
    """A row of ClaimPart; an inferred one has an entity and no offsets."""

    id: int | None
    role: str
    order: int
    start: int | None
    end: int | None
    entity: int | None = None
    is_inferred: bool = False

    @property
    def extent(self) -> tuple[int | None, int | None]:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class ClaimState:
    """A row of Claim with its parts; `within` is a claim of the same set."""

    id: int | None
    speech: str
    parts: tuple[PartState, ...]
    within: int | None = None
    attributes: Json = field(default_factory=dict)
    score: float | None = None
    evidence: str = ""

    @property
    def ranges(self) -> list[Range]:
        found = ((part.start, part.end) for part in self.parts)
        return [(start, end) for start, end in found if start is not None and end is not None]

    @property
    def ties(self) -> list[int | None]:
        return [part.entity for part in self.parts]

    def in_role(self, role: str) -> tuple[PartState, ...]:
        return tuple(part for part in self.parts if part.role == role)


Row = SpanState | ClaimState


@dataclass(frozen=True, slots=True)
class DecisionState:
    """Who decided, and when (ISO 8601). Without an id it is new."""

    id: int | None
    by: int
    at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a set holds under a key: nothing, a row a person added, or a decision's result."""

    row: Row | None = None
    decision: DecisionState | None = None

    @property
    def is_rejected(self) -> bool:
        return self.decision is not None and self.row is None


@dataclass(frozen=True, slots=True)
class Since:
    """What was written to a set after a version: which stretches of the text that touched, where
    spans among them stood or stand, the keys of the items (`s12`, `c7`), those of them that are
    gone, and the ids of who wrote.
    """

    ranges: list[Range] = field(default_factory=list)
    spans: list[Range] = field(default_factory=list)
    keys: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    by: tuple[int, ...] = ()


def is_tie(before: Standing, after: Standing) -> bool:
    """Whether both differ in nothing but what they are tied to, if at all."""
    return _untied(before) == _untied(after)


def _untied(standing: Standing) -> Standing:
    row = standing.row
    if isinstance(row, SpanState):
        return replace(standing, row=replace(row, entity=None))
    if isinstance(row, ClaimState):
        parts = tuple(replace(part, entity=None) for part in row.parts)
        return replace(standing, row=replace(row, parts=parts))
    return standing


def to_json(kind: Kind, standing: Standing) -> Json | None:
    """`{"span" or "claim": row or null, "decision": … or null}`; null where nothing stands."""
    row, decision = standing.row, standing.decision
    if not (row or decision):
        return None
    result = {"result": row.id if row else None}
    return {
        kind: asdict(row) if row else None,
        "decision": {**asdict(decision), **result} if decision else None,
    }


def from_json(kind: Kind, value: Json | None) -> Standing:
    if value is None:
        return Standing()
    row, decision = value[kind], value["decision"]
    return Standing(
        row=_row(kind, row) if row else None,
        decision=DecisionState(decision["id"], decision["by"], decision["at"])
        if decision
        else None,
    )


def _row(kind: Kind, value: Json) -> Row:
    """Older events have notes among the attributes; comments took their place."""
    others = {name: each for name, each in value["attributes"].items() if name != "note"}
    value = {**value, "attributes": others}
    if kind == "span":
        return SpanState(**value)
    parts = tuple(PartState(**part) for part in value["parts"])
    return ClaimState(**{**value, "parts": parts})


def values_of(attributes: Json) -> Json:
    """What a span or claim has by the scheme's attributes; the rest is the desk's own."""
    values: Json = attributes.get("values", {})
    return values


def valued(attributes: Json, values: Json) -> Json:
    """The attributes of a span or claim with these values of the scheme's, or without any."""
    others = {name: value for name, value in attributes.items() if name != "values"}
    return {**others, "values": values} if values else others


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The ranges in order, those that touch or overlap made one."""
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
