"""Deciding at once on all suggestions that are shown and undecided, or on the surest of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from annotations.actions import claim_items, claims, entities, items, spans
from annotations.actions.claim_items import ClaimTarget
from annotations.actions.items import SpanTarget
from annotations.actions.writing import Sent, Write, Written, writing

IsMeant = Callable[[float | None], bool]


def accept_above(*, score: float, **sent: Unpack[Sent]) -> Written:
    """Accept what is undecided and has this score at least, names and claims, as one undo group.

    What has no score stays as it is. Raises StaleSet, SetClosed and ArticleApproved.
    """
    with writing("set.accept_above", **sent) as write:
        accept(write, lambda found: found is not None and found >= score)
    return write.result()


def accept(write: Write, is_meant: IsMeant = lambda score: True) -> None:
    """In few queries, however many they are; `is_meant` is asked about the score of each."""
    rest, known = items.undecided(write), claim_items.load(write, is_all=True)
    names = [item for item in rest if is_meant(_score(item))]
    others = [item for item in map(known.item, known.undecided) if is_meant(_score(item))]
    met = {**spans.named(names), **claims.named(known, others)}
    became = entities.become(met, document=write.document, by=write.by)
    write.change(*spans.accepted(write, names, became))
    write.change(*claims.accepted(write, known, others, became))


def reject(write: Write) -> None:
    rest, known = items.undecided(write), claim_items.load(write, is_all=True)
    others = [known.item(key) for key in known.undecided]
    write.change(*spans.rejected(write, rest), *claims.rejected(write, known, others))


def _score(item: SpanTarget | ClaimTarget) -> float | None:
    return item.suggestion.score if item.suggestion else None
