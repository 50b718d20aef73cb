"""Removing what stands; where a suggestion is behind it, that is rejected by this."""

from __future__ import annotations

import pytest

from annotations.actions.errors import NotHere
from annotations.models import Decision, Span
from articles.models import Document
from tests.annotations.hands import Hand
from tests.factories import suggest_span


def test_an_added_span_is_gone(hand: Hand) -> None:
    added = hand.add("Iran", "GPE")

    hand.remove(added)

    assert hand.reading.spans == ()
    assert not Span.objects.filter(pk=added.pk).exists()


def test_removing_a_result_rejects_its_suggestion(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.relabel(suggestion, "ORG")

    hand.remove(suggestion)

    assert Decision.objects.get().result_span is None
    assert hand.span(suggestion).verdict == "rejected"


def test_a_result_is_also_known_by_its_own_id(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)

    hand.remove(Span.objects.get(annotation_set=hand.set))

    assert hand.span(suggestion).verdict == "rejected"


def test_what_was_removed_is_not_here_any_more(hand: Hand) -> None:
    added = hand.add("Iran", "GPE")
    hand.remove(added)

    with pytest.raises(NotHere):
        hand.remove(added)
