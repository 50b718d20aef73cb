"""Deciding at once on all suggestions that are shown and undecided, or on the surest of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from annotations.actions import claim_items, claims, entities, items, spans
from annotations.actions.claim_items import Claims, ClaimTarget
from annotations.actions.errors import EachByItself
from annotations.actions.items import SpanTarget
from annotations.actions.writing import Sent, Write, Written, writing
from annotations.reader.reading_rows import USUAL, Shown
from annotations.review.differences import are_several, bases_of

IsMeant = Callable[[float | None], bool]


def accept_above(*, score: float, showing: Shown = USUAL, **sent: Unpack[Sent]) -> Written:
    """Accept what is shown, undecided and of this score at least, as one undo group.

    What has no score stays as it is. Raises StaleSet, SetClosed, ArticleApproved, and EachByItself
    in a draft between several annotators.
    """
    with writing("set.accept_above", **sent) as write:
        _check_compared(write)
        accept(write, showing, lambda found: found is not None and found >= score)
    return write.result()


def accept_all(*, showing: Shown = USUAL, **sent: Unpack[Sent]) -> Written:
    """Accept what is shown and undecided, as one undo group. Raises as `accept_above`."""
    with writing("set.accept_rest", **sent) as write:
        _check_compared(write)
        accept(write, showing)
    return write.result()


def accept(write: Write, showing: Shown, is_meant: IsMeant = lambda score: True) -> None:
    """In few queries, however many they are; `is_meant` is asked about the score of each."""
    names, known, others = _undecided(write, showing)
    names = [item for item in names if is_meant(_score(item))]
    others = [item for item in others if is_meant(_score(item))]
    met = {**spans.named(names), **claims.named(known, others)}
    became = entities.become(met, document=write.document, by=write.by)
    write.change(*spans.accepted(write, names, became))
    write.change(*claims.accepted(write, known, others, became))


def reject(write: Write, showing: Shown) -> None:
    names, known, others = _undecided(write, showing)
    write.change(*spans.rejected(write, names), *claims.rejected(write, known, others))


def _check_compared(write: Write) -> None:
    """A suggestion that is accepted decides what annotators made of it, and they may differ."""
    draft = write.annotation_set if write.is_review else None
    if draft and are_several(bases_of(draft)):
        raise EachByItself


def _undecided(write: Write, showing: Shown) -> tuple[list[SpanTarget], Claims, list[ClaimTarget]]:
    """Names, all claims, and those of them that are meant."""
    known = claim_items.load(write, is_all=True, showing=showing)
    others = [known.item(key) for key in known.undecided]
    return items.undecided(write, showing), known, others


def _score(item: SpanTarget | ClaimTarget) -> float | None:
    return item.suggestion.score if item.suggestion else None
