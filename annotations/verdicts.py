"""Whether a decision accepted, corrected or rejected its suggestion: computed, not stored. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from annotations.states import ClaimState, PartState


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Labelled(Protocol):
    """A stretch under a label, which both sides name alike."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def label(self) -> object: ...


def of_span(proposed: Labelled, result: Labelled | None) -> Verdict:
    """Accepted with the same start, end and label; entity ties do not count."""
    if result is None:
        return Verdict.REJECTED
    same = (proposed.start, proposed.end, proposed.label) == (
        result.start,
        result.end,
        result.label,
    )
    return Verdict.ACCEPTED if same else Verdict.CORRECTED


def of_claim(
    proposed: ClaimState,
    result: ClaimState | None,
    *,
    became: Mapping[int, int | None],
    outer: int | None = None,
) -> Verdict:
    """Accepted with the same parts, speech, and `within` once the outer claim has a result.

    `became` tells what suggested entities turned into; `outer` is the result of the claim that
    the suggestion lies within, None while it has none.
    """
    if result is None:
        return Verdict.REJECTED
    same = (
        proposed.speech == result.speech
        and _parts(proposed, became) == _parts(result, {})
        and _is_where_proposed(proposed, result, outer)
    )
    return Verdict.ACCEPTED if same else Verdict.CORRECTED


def _is_where_proposed(proposed: ClaimState, result: ClaimState, outer: int | None) -> bool:
    is_undecided = proposed.within is not None and outer is None
    return is_undecided or result.within == outer


def _parts(claim: ClaimState, became: Mapping[int, int | None]) -> list[tuple[str, int, int]]:
    return sorted(_identity(part, became) for part in claim.parts)


def _identity(part: PartState, became: Mapping[int, int | None]) -> tuple[str, int, int]:
    """An inferred part is known by the entity it stands for, any other by where it is."""
    if part.start is None or part.end is None:
        entity = part.entity or 0
        return part.role, -1, became.get(entity, entity) or -entity
    return part.role, part.start, part.end
