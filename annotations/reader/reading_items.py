"""What a person sees in an article, one value for each span and claim. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from annotations.attribute_shape import Values
from annotations.verdicts import Verdict

ItemState = Literal["suggested", "hidden", "confirmed", "rejected"]
Origin = Literal["model", "human"]


@dataclass(frozen=True, slots=True)
class SpanItem:
    """A span as one person sees it; `label` is the label's key, `values` those of attributes."""

    key: int
    start: int
    end: int
    label: str
    state: ItemState
    origin: Origin
    verdict: Verdict | None
    score: float | None
    evidence: str
    entity_id: int | None
    entity_name: str | None
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartItem:
    """A part of a claim; an inferred one has no offsets and no text, only an entity."""

    role: str
    start: int | None
    end: int | None
    text: str | None
    entity_id: int | None
    entity_name: str | None
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class ClaimItem:
    """A claim as one person sees it; `within` and `repeats` are keys."""

    key: int
    state: ItemState
    speech: str
    parts: tuple[PartItem, ...]
    within: int | None
    score: float | None
    evidence: str
    repeats: int | None
    origin: Origin
    verdict: Verdict | None
    zone: str
    values: Values = field(default_factory=dict)

    def in_role(self, role: str) -> tuple[PartItem, ...]:
        return tuple(part for part in self.parts if part.role == role)

    @property
    def start(self) -> int:
        """Where its content begins."""
        return min(part.start for part in self.in_role("content") if part.start is not None)


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody says about a place, shown beside its paragraph."""

    key: str
    start: int
    words: str
    text: str
    by: str
