"""Taking a rejection back makes the suggestion undecided again."""

from __future__ import annotations

from annotations.models import Decision
from articles.models import Document
from tests.annotations.hands import Hand
from tests.factories import suggest_span


def test_the_suggestion_is_shown_again(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.reject(suggestion)

    hand.restore(suggestion)

    assert hand.span(suggestion).state == "suggested"
    assert not Decision.objects.exists()


def test_what_was_corrected_and_removed_is_a_suggestion_again(
    document: Document, hand: Hand
) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.relabel(suggestion, "ORG")
    hand.remove(suggestion)

    hand.restore(suggestion)

    assert (hand.span(suggestion).state, hand.span(suggestion).label) == ("suggested", "PERSON")


def test_what_stands_is_left_alone(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)

    assert hand.restore(suggestion).version == 1
    assert hand.span(suggestion).state == "confirmed"
