"""What a suggester says about one text: plain frozen values, and their JSON.

Offsets are code points into the whole text, end exclusive.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

NAMES_NOTHING = frozenset({"DATE", "MONEY", "QUANTITY"})
"""Labels of the usual scheme whose mentions name nobody and nothing."""


@dataclass(frozen=True, slots=True)
class SpanSuggestion:
    """A name, date or amount; `score` in 0..1, `entity` indexes `Suggestions.entities`."""

    start: int
    end: int
    text: str
    label: str
    score: float
    entity: int | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a claim; an inferred part has no offsets and no text."""

    start: int | None
    end: int | None
    text: str | None
    entity: int | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class ClaimSuggestion:
    """Who said what: `within` and `repeats` index `Suggestions.claims`."""

    content: tuple[Part, ...]
    cue: tuple[Part, ...]
    source: tuple[Part, ...]
    via: tuple[Part, ...]
    speech: str
    within: int | None
    score: float
    evidence: str
    zone: str
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class EntitySuggestion:
    """Somebody or something the article names; `mentions` index `Suggestions.spans`.

    `aliases` are what else it is called there, the first case of several.
    """

    name: str
    label: str
    mentions: tuple[int, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the page: headline, byline, dateline, caption or body.

    `repeats` is the start of the zone whose words this one says again.
    """

    zone: str
    start: int
    end: int
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All that is suggested for one text of `chars` code points."""

    model_version: str
    chars: int
    spans: tuple[SpanSuggestion, ...] = ()
    claims: tuple[ClaimSuggestion, ...] = ()
    entities: tuple[EntitySuggestion, ...] = ()
    zones: tuple[Zone, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The JSON shape: `offset_unit` is said, tuples become lists when dumped."""
        values = asdict(self)
        return {
            "model_version": values.pop("model_version"),
            "chars": values.pop("chars"),
            "offset_unit": "codepoint",
            **values,
        }
