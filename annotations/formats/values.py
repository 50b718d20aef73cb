"""What a dataset holds of one annotation set, frozen. Offsets are code points. Pure."""

from __future__ import annotations

from typing import Literal, NamedTuple

Decided = Literal["accepted", "corrected", "rejected"]
Origin = Literal["model", "human"]
Values = dict[str, bool | str]


class ExportedPart(NamedTuple):
    """A part of a claim. An inferred one has neither offsets nor text; `entity` is an id."""

    start: int | None
    end: int | None
    text: str | None
    entity: int | None
    inferred: bool


class ExportedSpan(NamedTuple):
    """A span. `attributes` are values by the scheme's keys, `proposed` is what it was corrected
    from.
    """

    id: int
    start: int
    end: int
    text: str
    label: str
    entity: int | None
    origin: Origin
    decision: Decided | None
    attributes: Values
    proposed: ExportedSpan | None = None


class ExportedClaim(NamedTuple):
    """A claim. `within` is the id of the claim of this set that reports it."""

    id: int
    content: tuple[ExportedPart, ...]
    cue: tuple[ExportedPart, ...]
    source: tuple[ExportedPart, ...]
    via: tuple[ExportedPart, ...]
    speech: str
    within: int | None
    origin: Origin
    decision: Decided | None
    attributes: Values
    proposed: ExportedClaim | None = None

    @property
    def parts(self) -> tuple[ExportedPart, ...]:
        return self.content + self.cue + self.source + self.via


class ExportedEntity(NamedTuple):
    id: int
    name: str
    label: str
    aliases: tuple[str, ...]
    wikidata: str | None


class ExportedSet(NamedTuple):
    """One annotation set with its article. Times are ISO 8601 in UTC, what is unknown is None."""

    id: int
    project: str
    headline: str
    url: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published_at: str | None
    language: str | None
    sha256: str
    text: str
    set: str
    annotated_by: str | None
    approved_by: str | None
    model_version: str | None
    spans: tuple[ExportedSpan, ...]
    claims: tuple[ExportedClaim, ...]
    rejected_spans: tuple[ExportedSpan, ...]
    rejected_claims: tuple[ExportedClaim, ...]
    entities: tuple[ExportedEntity, ...]
