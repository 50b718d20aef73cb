"""Headline claims that a claim of the body says again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from annotations.suggest.values import ClaimSuggestion, Part
from annotations.suggest.who import Cast

STEM = 5
ENOUGH = 0.3
AROUND = 80


def with_repeats(text: str, cast: Cast, claims: Sequence[ClaimSuggestion]) -> list[ClaimSuggestion]:
    """The claims, those of the headline pointing to the first of the body that says the same."""
    body = [i for i, claim in enumerate(claims) if claim.zone == "body"]
    result = list(claims)
    for i, claim in enumerate(claims):
        if claim.zone == "headline":
            best = max(
                body, key=lambda j: (_likeness(text, cast, claim, claims[j]), -j), default=None
            )
            if best is not None and _likeness(text, cast, claim, claims[best]) >= ENOUGH:
                result[i] = replace(claim, repeats=best)
    return result


def _likeness(text: str, cast: Cast, headline: ClaimSuggestion, claim: ClaimSuggestion) -> float:
    """Shared stems of cue and content; nothing when two different people speak."""
    own = _stems([*headline.content, *headline.cue])
    shared = own & _stems([*claim.content, *claim.cue])
    speaker = _speaker(text, cast, headline, claim)
    return 0.0 if speaker < 0 or not own else len(shared) / len(own) + speaker


def _speaker(text: str, cast: Cast, headline: ClaimSuggestion, claim: ClaimSuggestion) -> float:
    """1 for one speaker, 0.5 when the words fit, -1 for different ones."""
    if not headline.source or not claim.source:
        return 0.0
    own, other = headline.source[0].entity, claim.source[0].entity
    if own is not None and other is not None:
        return 1.0 if own == other else -1.0
    named = _stems(headline.source)
    known = _stems(claim.source)
    for mention in cast.entities[other].mentions if other is not None else ():
        span = cast.spans[mention] if mention < len(cast.spans) else None
        if span is not None:
            known |= _words(text[max(0, span.start - AROUND) : span.end + AROUND])
    return 0.5 if named & known else -1.0


def _stems(parts: Sequence[Part]) -> set[str]:
    return _words(" ".join(part.text or "" for part in parts))


def _words(text: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"\w{4,}", text.casefold())}
