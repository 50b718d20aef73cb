"""Applying what a person decided about some words to the same words elsewhere in the article."""

from __future__ import annotations

from collections.abc import Collection
from typing import Unpack

from annotations.actions import entities, items, spans
from annotations.actions.errors import QuoteMismatch
from annotations.actions.items import SpanTarget
from annotations.actions.writing import Sent, Write, Written, writing
from annotations.reader import same_words
from annotations.states import Range


def mark(*, quote: str, places: Collection[Range], label_key: str, **sent: Unpack[Sent]) -> Written:
    """Let these places have the label: suggestions are accepted or relabelled, others added.

    The places are those of the words or of near forms of them. What was decided stays as it is:
    a place that touches anything standing or rejected is passed over. One undo group.
    Raises StaleSet, SetClosed, ArticleApproved, QuoteMismatch and UnknownLabel.
    """
    return _mark("span.mark_same", quote, places, label_key, sent)


def apply(
    *, quote: str, places: Collection[Range], label_key: str, **sent: Unpack[Sent]
) -> Written:
    """The same, as it was done in another article."""
    return _mark("span.apply", quote, places, label_key, sent)


def reject(*, quote: str, places: Collection[Range], **sent: Unpack[Sent]) -> Written:
    """Reject what is suggested and undecided at these places, whatever its label."""
    with writing("span.reject_same", **sent) as write:
        found, _ = _open(write, quote, places)
        write.change(*spans.rejected(write, found))
    return write.result()


def _mark(verb: str, quote: str, places: Collection[Range], label_key: str, sent: Sent) -> Written:
    with writing(verb, **sent) as write:
        label = spans.label_of(write.document, label_key)
        undecided, new = _open(write, quote, places)
        found = list(_one_each(undecided, label))
        same = [item for item in found if _label(item) == label]
        others = [item for item in found if _label(item) != label]
        became = entities.become(spans.named(same), document=write.document, by=write.by)
        write.change(*spans.accepted(write, same, became))
        write.change(*spans.relabelled(write, others, new, label))
    return write.result()


def _open(
    write: Write, quote: str, places: Collection[Range]
) -> tuple[list[SpanTarget], list[Range]]:
    """The undecided suggestions at these places, and the places without any."""
    text = write.document.text
    known = {*same_words.exact(text, quote), *same_words.near(text, quote)}
    if not known.issuperset(places):
        raise QuoteMismatch
    undecided, decided = items.all_spans(write)
    extents = {item.suggested[0] for item in undecided}
    free = set(same_words.free(places, decided, extents))
    found = [item for item in undecided if item.suggested[0] in free]
    return found, sorted(free - extents)


def _one_each(found: Collection[SpanTarget], label: int) -> Collection[SpanTarget]:
    """One suggestion at each place, that of the label if there is such."""
    best = {
        item.suggested[0]: item for item in sorted(found, key=lambda each: _label(each) == label)
    }
    return best.values()


def _label(item: SpanTarget) -> int | None:
    return item.suggestion.label if item.suggestion else None
