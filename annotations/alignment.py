"""What belongs together in two annotated sets of one document. Pure.

Spans are aligned by overlap, claims by the content they share and then by their sources. Each item
is aligned with one of the other set at most; exchanging the sets exchanges the sides and changes
nothing else. What reports a claim is compared by what its outer claims are aligned with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from annotations.attribute_shape import Values
from annotations.extents import Extent, length, merged, overlapping, shared

LEAST_SHARED = 0.5  # of the content of two claims (Jaccard), for them to be the same claim
PARTS = ("content", "cue", "source", "via")
REPORTED = "reported in"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A labelled stretch; `label` is the label's key, `key` whatever names it elsewhere, `values`
    are those of the scheme's attributes.
    """

    start: int
    end: int
    label: str
    key: int = 0
    values: Values = field(default_factory=dict, compare=False)

    @property
    def extent(self) -> Extent:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a claim; an inferred one has no extent, only an entity and its `name`."""

    role: str
    extent: Extent | None
    entity: int | None = None
    name: str = field(default="", compare=False)

    def is_same(self, other: Part) -> bool:
        """Whether both stand for the same: they overlap, or name one entity."""
        if self.entity is not None and self.entity == other.entity:
            return True
        if self.extent is None or other.extent is None:
            return False
        return shared([self.extent], [other.extent]) > 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with its parts; `key` is whatever names it elsewhere, `within` the key of the claim
    that reports it, `values` are those of the scheme's attributes.
    """

    speech: str
    parts: tuple[Part, ...]
    key: int = 0
    within: int | None = None
    values: Values = field(default_factory=dict, compare=False)

    def in_role(self, role: str) -> list[Part]:
        return [part for part in self.parts if part.role == role]

    def extents(self, role: str) -> list[Extent]:
        """Where its parts of this role stand, inferred ones left out."""
        return merged(part.extent for part in self.in_role(role) if part.extent)

    def words(self, role: str, text: str) -> str:
        """Of its parts of this role; an inferred one has none, but a name."""
        said = [text[start:end] for start, end in self.extents(role)]
        return " … ".join([*said, *(part.name for part in self.in_role(role) if part.name)])

    @property
    def hull(self) -> Extent:
        """From the beginning to the end of its content."""
        content = self.extents("content")
        return content[0][0], content[-1][1]


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Aligned(Generic[Item]):
    """What both have, or (the other side is None) what only one has."""

    first: Item | None
    second: Item | None

    @property
    def either(self) -> Item:
        found = self.second if self.first is None else self.first
        assert found is not None
        return found


def align_spans(
    first: Sequence[Span], second: Sequence[Span], *, least: float = 0.0
) -> list[Aligned[Span]]:
    """In text order. Identical ones first, then of one label, then those that share most. `least`
    of their words, at least, two spans must share (Jaccard).
    """
    ranked = [
        (_span_rank(first[i], second[j]), i, j)
        for i, j in overlapping([a.extent for a in first], [b.extent for b in second])
        if jaccard([first[i].extent], [second[j].extent]) >= least
    ]
    found = _one_to_one(ranked, first, second)
    return sorted(found, key=lambda each: each.either)


def align_claims(
    first: Sequence[Claim], second: Sequence[Claim], *, least: float = LEAST_SHARED
) -> list[Aligned[Claim]]:
    """In the order of their content. `least` of it, at least, two claims must share (Jaccard)."""
    ranked = []
    for i, j in overlapping([a.hull for a in first], [b.hull for b in second]):
        share = jaccard(first[i].extents("content"), second[j].extents("content"))
        if share and share >= least:
            ranked.append((_claim_rank(first[i], second[j], share), i, j))
    found = _one_to_one(ranked, first, second)
    return sorted(found, key=lambda each: each.either.hull)


def number(row: Iterable[Span | Claim | None]) -> int:
    """What names a row of items that are aligned: the least of their keys."""
    return min(item.key for item in row if item is not None)


def reported_alike(rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """The same claims, aligned row by row, each within the number of the row that its outer claim
    is in: so they lie within the same where their outer claims are aligned.
    """
    every = [tuple(row) for row in rows]
    numbers = {item.key: number(row) for row in every for item in row if item is not None}
    return [tuple(_within(item, numbers) for item in row) for row in every]


def _within(claim: Claim | None, numbers: dict[int, int]) -> Claim | None:
    if claim is None or claim.within is None:
        return claim
    return replace(claim, within=numbers.get(claim.within, claim.within))


def jaccard(first: Sequence[Extent], second: Sequence[Extent]) -> float:
    """The share of what either covers that both cover; each must be as `merged` gives it."""
    common = shared(first, second)
    return common / (length(first) + length(second) - common) if common else 0.0


def span_differences(pair: Aligned[Span]) -> tuple[str, ...]:
    """In what the two differ: "only one", or of "label" and "boundary" those that apply, and the
    keys of attributes.
    """
    if pair.first is None or pair.second is None:
        return ("only one",)
    label = ("label",) if pair.first.label != pair.second.label else ()
    boundary = ("boundary",) if pair.first.extent != pair.second.extent else ()
    return (*label, *boundary, *_said_otherwise(pair.first, pair.second))


def claim_differences(pair: Aligned[Claim]) -> tuple[str, ...]:
    """In what the two differ: "only one", or roles of parts, "speech", what they are "reported in"
    (among claims that are `reported_alike`), and the keys of attributes.

    Contents are the same if their extents are; other parts if, besides, each stands for one of
    the other's. Agreement is counted by the latter alone: it forgives other boundaries.
    """
    if pair.first is None or pair.second is None:
        return ("only one",)
    first, second = pair.first, pair.second
    roles = [role for role in PARTS if not _has_equal_parts(first, second, role)]
    speech = ["speech"] if first.speech != second.speech else []
    reported = [REPORTED] if first.within != second.within else []
    return (*roles, *speech, *reported, *_said_otherwise(first, second))


def _said_otherwise(first: Span | Claim, second: Span | Claim) -> list[str]:
    """The keys of the attributes of which one says what the other does not."""
    keys = sorted({*first.values, *second.values})
    return [key for key in keys if first.values.get(key) != second.values.get(key)]


def has_same_parts(first: Claim, second: Claim, role: str) -> bool:
    """Whether each part of this role stands for one of the other's; so if neither has any."""
    ours, theirs = first.in_role(role), second.in_role(role)
    return _are_within(ours, theirs) and _are_within(theirs, ours)


def _has_equal_parts(first: Claim, second: Claim, role: str) -> bool:
    """Whether they stand in the very same places, too."""
    if first.extents(role) != second.extents(role):
        return False
    return role == "content" or has_same_parts(first, second, role)


def _are_within(parts: Iterable[Part], others: Sequence[Part]) -> bool:
    return all(any(part.is_same(other) for other in others) for part in parts)


def _span_rank(first: Span, second: Span) -> tuple[Any, ...]:
    """The less, the sooner aligned; the same whichever is first."""
    share = jaccard([first.extent], [second.extent])
    return first.label != second.label, -share, *sorted((first, second))


def _claim_rank(first: Claim, second: Claim, share: float) -> tuple[Any, ...]:
    other_source = not has_same_parts(first, second, "source")
    other_speech = first.speech != second.speech
    return -share, other_source, other_speech, *sorted((first.hull, second.hull))


def _one_to_one(
    ranked: list[tuple[tuple[Any, ...], int, int]], first: Sequence[Item], second: Sequence[Item]
) -> list[Aligned[Item]]:
    """The best ranked, each item once, and whatever is left."""
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(ranked):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    found = [
        Aligned(item, second[partner[i]] if i in partner else None) for i, item in enumerate(first)
    ]
    found += [Aligned(None, item) for j, item in enumerate(second) if j not in taken]
    return found
