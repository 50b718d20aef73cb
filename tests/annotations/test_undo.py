"""Undo reverses a person's newest write in a set, with the rows' ids, by a new event."""

from __future__ import annotations

import pytest

from annotations.actions.errors import ChangedSince, NothingToUndo, SetClosed
from annotations.models import Decision, Span
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import suggest_span
from tests.queries import counted


def test_an_accepted_suggestion_is_undecided_again(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)

    written = hand.undo()

    assert hand.span(suggestion).state == "suggested"
    assert (written.version, written.ranges) == (2, [(0, 13)])
    first, second = Event.objects.order_by("pk")
    assert (second.verb, second.undoes) == ("undo", first.group)
    assert (second.before, second.after) == (first.after, first.before)


def test_a_row_brought_back_keeps_its_id_and_its_decision(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)
    span = Span.objects.values().get(annotation_set=hand.set)
    decision = Decision.objects.values().get()
    hand.remove(suggestion)

    hand.undo()

    assert Span.objects.values().get(annotation_set=hand.set) == span
    assert Decision.objects.values().get() == decision


def test_an_added_span_that_was_removed_comes_back(hand: Hand) -> None:
    added = hand.add("Iran", "GPE")
    hand.remove(added)

    hand.undo()

    assert Span.objects.get(annotation_set=hand.set) == added


def test_writes_are_undone_from_the_newest_on(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Tillerson")
    hand.accept(suggestion)
    hand.stretch(suggestion, "Rex Tillerson")
    hand.relabel(suggestion, "ORG")

    hand.undo()
    assert (hand.span(suggestion).label, hand.span(suggestion).start) == ("PERSON", 0)
    hand.undo()
    assert hand.span(suggestion).start == 4
    hand.undo()
    assert hand.span(suggestion).state == "suggested"
    with pytest.raises(NothingToUndo):
        hand.undo()


def test_a_rejection_is_undone_where_it_stood(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Iran")
    hand.reject(suggestion)

    written = hand.undo()

    assert written.ranges == [(suggestion.start, suggestion.end)]
    assert hand.span(suggestion).state == "suggested"


def test_undo_is_a_persons_own(document: Document, hand: Hand, reviewer: User) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)

    with pytest.raises(NothingToUndo):
        Hand(document, reviewer).undo()
    assert hand.span(suggestion).state == "confirmed"


def test_what_changed_since_is_not_undone(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)
    Span.objects.filter(annotation_set=hand.set).update(end=3)

    with pytest.raises(ChangedSince):
        hand.undo()
    assert hand.span(suggestion).end == 3


def test_what_would_collide_is_not_brought_back(document: Document, hand: Hand) -> None:
    added = hand.add("Iran", "GPE")
    hand.remove(added)
    Span.objects.create(
        annotation_set=hand.set, label=added.label, start=added.start, end=added.end
    )

    with pytest.raises(ChangedSince):
        hand.undo()


def test_a_finished_article_is_not_undone(document: Document, hand: Hand) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.submit()

    with pytest.raises(SetClosed):
        hand.undo()
    hand.reopen()
    hand.undo()
    assert not Span.objects.filter(annotation_set=hand.set).exists()


def test_all_that_was_decided_at_the_end_is_one_step(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    claim = suggest_claim(document, "sales rose in Iran")
    hand.submit(undecided="accept")
    hand.reopen()
    assert (hand.span(suggestion).state, hand.claim(claim).state) == ("confirmed", "confirmed")

    hand.undo()

    assert (hand.span(suggestion).state, hand.claim(claim).state) == ("suggested", "suggested")


def test_the_number_of_queries_does_not_grow(document: Document, hand: Hand) -> None:
    numbers = []
    for index, count in enumerate((1, 40)):
        for start in range(count):
            _suggest(document, 2 * start + index, suggest_span(document, "Iran", "GPE"))
        hand.submit(undecided="accept")
        hand.reopen()
        with counted() as queries:
            hand.undo()
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 14


def _suggest(document: Document, start: int, like: Span) -> None:
    Span.objects.filter(pk=like.pk).update(start=start, end=start + 1)
