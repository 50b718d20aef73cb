"""A write whose answer was lost is sent again under its key: it changes nothing more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from annotations.actions import claims, history, spans
from annotations.actions.errors import StaleSet
from annotations.actions.writing import Written
from articles.models import Document
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import suggest_span
from tests.queries import counted

QUOTE = "Rex Tillerson"


def twice(hand: Hand, action: Callable[..., Written], **values: Any) -> tuple[Written, Written]:
    """What two sendings of one write left behind; no event comes of the second."""
    given: dict[str, Any] = {
        "document": hand.document,
        "by": hand.by,
        "seen_version": hand.version,
        **values,
    }
    first = action(**given, idempotency_key="k")
    events = Event.objects.count()
    second = action(**given, idempotency_key="k")
    assert Event.objects.count() == events
    hand.version = second.version
    return first, second


@pytest.mark.parametrize("verb", ["accept", "reject", "remove"])
def test_a_decision_sent_again(document: Document, hand: Hand, verb: str) -> None:
    suggestion = suggest_span(document, QUOTE)

    first, second = twice(hand, getattr(spans, verb), key=suggestion.pk, quote=QUOTE)

    assert (second.version, second.ranges) == (first.version, first.ranges) == (1, [(0, 13)])
    assert hand.span(suggestion).state == ("confirmed" if verb == "accept" else "rejected")


def test_a_removal_of_what_is_gone_by_it(hand: Hand) -> None:
    added = hand.add(QUOTE)

    first, second = twice(hand, spans.remove, key=added.pk, quote=QUOTE)

    assert (second.version, second.ranges) == (first.version, first.ranges) == (2, [(0, 13)])


def test_a_correction_and_a_restoration_sent_again(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, QUOTE)
    target: dict[str, Any] = {"key": suggestion.pk, "quote": QUOTE}

    _, corrected = twice(hand, spans.correct, **target, label_key="ORG")
    hand.reject(suggestion)

    assert corrected.version == 1
    given: dict[str, Any] = {"document": document, "by": hand.by, "seen_version": 2, **target}
    versions = [spans.restore(**given, idempotency_key="r").version for _ in range(2)]
    assert versions == [3, 3]
    assert hand.span(suggestion).state == "suggested"


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_a_claim_decided_again(document: Document, hand: Hand, verb: str) -> None:
    claim = suggest_claim(document, "He left")

    first, second = twice(hand, getattr(claims, verb), key=claim.pk)

    assert (second.version, second.ranges) == (first.version, first.ranges)


def test_an_undo_and_a_redo_sent_again_take_one_step(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, QUOTE)
    hand.accept(suggestion)
    hand.add("Iran", "GPE")

    _, undone = twice(hand, history.undo)

    assert undone.version == 3
    assert [item.state for item in hand.reading.spans] == ["confirmed"]
    given: dict[str, Any] = {"document": document, "by": hand.by, "seen_version": 3}
    versions = [history.redo(**given, idempotency_key="r").version for _ in range(2)]
    assert versions == [4, 4]
    assert len(hand.reading.spans) == 2


def test_the_last_step_undone_is_not_refused_when_sent_again(hand: Hand) -> None:
    hand.add("Iran", "GPE")

    first, second = twice(hand, history.undo)

    assert (second.version, second.ranges) == (first.version, first.ranges)


def test_a_write_under_another_key_is_stale(document: Document, hand: Hand) -> None:
    hand.add("Iran", "GPE")
    given: dict[str, Any] = {"document": document, "by": hand.by, "seen_version": 1}
    history.undo(**given, idempotency_key="u1")

    with pytest.raises(StaleSet):
        history.undo(**given, idempotency_key="u2")


def test_a_key_costs_one_query(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, QUOTE)
    given: dict[str, Any] = {
        "document": document,
        "by": hand.by,
        "key": suggestion.pk,
        "quote": QUOTE,
    }
    hand.add("Iran", "GPE")
    with counted() as bare:
        spans.accept(**given, seen_version=1)
    hand.version = 2
    hand.undo()

    with counted() as keyed:
        spans.accept(**given, seen_version=3, idempotency_key="k")

    assert len(keyed) <= len(bare) + 1
