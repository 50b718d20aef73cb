"""Redo does again what was undone last, until a new write ends that."""

from __future__ import annotations

import pytest

from annotations.actions.errors import NothingToRedo
from annotations.models import Decision, Span
from articles.models import Document
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.factories import suggest_span


def test_what_was_undone_is_done_again(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)
    span = Span.objects.values().get(annotation_set=hand.set)
    decision = Decision.objects.values().get()
    hand.undo()

    hand.redo()

    assert Span.objects.values().get(annotation_set=hand.set) == span
    assert Decision.objects.values().get() == decision
    undone, redone = Event.objects.order_by("pk")[1:]
    assert (redone.verb, redone.undoes) == ("redo", undone.group)


def test_two_steps_back_and_two_forward(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Tillerson")
    hand.accept(suggestion)
    hand.relabel(suggestion, "ORG")
    hand.undo()
    hand.undo()

    hand.redo()
    assert hand.span(suggestion).label == "PERSON"
    hand.redo()
    assert hand.span(suggestion).label == "ORG"
    with pytest.raises(NothingToRedo):
        hand.redo()


def test_back_and_forth_many_times(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Tillerson")
    hand.accept(suggestion)
    hand.relabel(suggestion, "ORG")
    for _ in range(3):
        hand.undo()
        assert hand.span(suggestion).label == "PERSON"
        hand.redo()
        assert hand.span(suggestion).label == "ORG"


def test_a_new_write_ends_redo_for_good(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Tillerson")
    hand.accept(suggestion)
    hand.undo()
    hand.add("Iran", "GPE")

    with pytest.raises(NothingToRedo):
        hand.redo()
    hand.undo()
    hand.redo()
    with pytest.raises(NothingToRedo):
        hand.redo()


def test_nothing_was_undone(hand: Hand) -> None:
    with pytest.raises(NothingToRedo):
        hand.redo()


def test_a_rejection_done_again_is_painted_where_it_stood(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Iran")
    hand.reject(suggestion)
    hand.undo()

    assert hand.redo().ranges == [(suggestion.start, suggestion.end)]
    assert hand.span(suggestion).state == "rejected"
