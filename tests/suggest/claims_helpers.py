"""One text read into claims as plain strings, for tests."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.suggest import suggest
from annotations.suggest.values import ClaimSuggestion, Part


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim's parts as the reader sees them, joined by " | "; `who` are entities' names."""

    content: str
    cue: str
    source: str
    via: str
    who: str
    through: str
    speech: str
    within: int | None
    score: float
    evidence: str
    zone: str
    repeats: int | None
    inferred: bool


def claims(text: str) -> list[Claim]:
    found = suggest(text)
    names = [entity.name for entity in found.entities]
    for one in found.claims:
        for part in (*one.content, *one.cue, *one.source, *one.via):
            assert part.inferred or part.text == text[part.start : part.end]
    return [_claim(one, names) for one in found.claims]


def attributed(text: str) -> list[Claim]:
    """The claims somebody makes: without the article's own."""
    return [claim for claim in claims(text) if claim.speech != "none"]


def only(text: str) -> Claim:
    """The one claim somebody makes in a text."""
    found = attributed(text)
    assert len(found) == 1, found
    return found[0]


def _claim(one: ClaimSuggestion, names: list[str]) -> Claim:
    return Claim(
        _text(one.content),
        _text(one.cue),
        _text(one.source),
        _text(one.via),
        _names(one.source, names),
        _names(one.via, names),
        one.speech,
        one.within,
        one.score,
        one.evidence,
        one.zone,
        one.repeats,
        any(part.inferred for part in (*one.source, *one.via)),
    )


def _text(parts: tuple[Part, ...]) -> str:
    return " | ".join(part.text or "" for part in parts)


def _names(parts: tuple[Part, ...], names: list[str]) -> str:
    return " | ".join(names[part.entity] for part in parts if part.entity is not None)
