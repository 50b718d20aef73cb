"""Where two people disagree in an article, place by place, in the order of the text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotations.agreement.counting import Marks
from annotations.alignment import (
    Aligned,
    Claim,
    Span,
    align_claims,
    align_spans,
    claim_differences,
    span_differences,
)

SHOWN_WORDS = 120


@dataclass(frozen=True, slots=True)
class Place:
    """A difference: in what, and what either has there ("" for nothing)."""

    start: int
    kind: str
    what: str
    first: str
    second: str


def places(
    text: str, first: Marks, second: Marks, labels: Mapping[str, str]
) -> tuple[list[Place], int]:
    """The differences, and how many marks are the same. `labels` are names by key."""
    spans = align_spans(first.spans, second.spans)
    claims = align_claims(first.claims, second.claims)
    found = [*_spans(text, spans, labels), *_claims(text, claims)]
    return sorted(found, key=lambda each: each.start), len(spans) + len(claims) - len(found)


def _spans(
    text: str, aligned: Sequence[Aligned[Span]], labels: Mapping[str, str]
) -> Iterator[Place]:
    def told(span: Span | None) -> str:
        if span is None:
            return ""
        return f"{_short(text[span.start : span.end])} · {labels.get(span.label, span.label)}"

    for pair in aligned:
        if what := span_differences(pair):
            start = pair.either.start
            yield Place(start, "name", _joined(what), told(pair.first), told(pair.second))


def _claims(text: str, aligned: Sequence[Aligned[Claim]]) -> Iterator[Place]:
    def told(claim: Claim | None, what: Sequence[str]) -> str:
        if claim is None:
            return ""
        roles = [role for role in what if role in ("content", "cue", "source", "via")]
        parts = [f"{role}: {_words(text, claim, role)}" for role in roles if role != "content"]
        speech = [claim.speech] if "speech" in what else []
        return " · ".join([_words(text, claim, "content"), *parts, *speech])

    for pair in aligned:
        if what := claim_differences(pair):
            start = pair.either.hull[0]
            first, second = told(pair.first, what), told(pair.second, what)
            yield Place(start, "claim", _joined(what), first, second)


def _words(text: str, claim: Claim, role: str) -> str:
    extents = claim.extents(role)
    inferred = "carried over" if claim.in_role(role) else "none"
    return _short(" … ".join(text[start:end] for start, end in extents)) or inferred


def _short(words: str) -> str:
    return words if len(words) <= SHOWN_WORDS else f"{words[:SHOWN_WORDS].rstrip()}…"


def _joined(what: Sequence[str]) -> str:
    return ", ".join(what)
