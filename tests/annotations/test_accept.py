"""Accepting copies a suggestion into the set and keeps the suggestion as it was."""

from __future__ import annotations

import pytest

from annotations.actions import claims, spans
from annotations.actions.errors import NotHere, QuoteMismatch
from annotations.models import AnnotationSet, Decision, Progress, Span
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import create_document, suggest_span, suggested_set
from tests.queries import counted


def test_the_set_holds_a_copy_of_the_suggestion(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")

    written = hand.accept(suggestion)

    copy = Span.objects.get(annotation_set=written.annotation_set)
    assert copy.pk != suggestion.pk
    assert (copy.start, copy.end, copy.label) == (0, 13, suggestion.label)
    assert (written.version, written.ranges) == (1, [(0, 13)])
    assert hand.span(suggestion).verdict == "accepted"


def test_who_decided_and_when_is_kept(document: Document, hand: Hand, annotator: User) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")

    hand.accept(suggestion)

    decision = Decision.objects.get()
    assert (decision.on_span, decision.by) == (suggestion, annotator)
    assert decision.result_span == Span.objects.get(annotation_set=hand.set)
    event = Event.objects.get()
    assert (event.actor_id, event.verb, event.target_id) == (
        annotator.pk,
        "span.accept",
        suggestion.pk,
    )
    assert event.before is None
    assert event.after is not None
    assert event.after["span"]["start"] == 0
    assert event.after["decision"]["at"] == decision.at.isoformat()


def test_the_first_write_makes_the_set_and_bases_it_on_the_suggestions(
    document: Document, hand: Hand
) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    assert not AnnotationSet.objects.annotated().exists()

    hand.accept(suggestion)

    assert hand.set.state == "open"
    assert list(hand.set.based_on.all()) == [suggestion.annotation_set]


def test_accepting_twice_is_accepting_once(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)

    written = hand.accept(suggestion)

    assert (written.version, written.ranges) == (1, [])
    assert Event.objects.count() == 1


def test_a_rejected_suggestion_can_still_be_accepted(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.reject(suggestion)

    hand.accept(suggestion)

    assert hand.span(suggestion).verdict == "accepted"
    assert Decision.objects.count() == 1


def test_words_that_differ_from_the_text_are_refused(document: Document, annotator: User) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")

    with pytest.raises(QuoteMismatch):
        spans.accept(
            document=document, key=suggestion.pk, quote="Rex", seen_version=0, by=annotator
        )
    assert not AnnotationSet.objects.annotated().exists()


def test_another_articles_suggestion_is_not_here(document: Document, hand: Hand) -> None:
    other = create_document("Rex Tillerson left.", project=document.project)

    with pytest.raises(NotHere):
        hand.accept(suggest_span(other, "Rex Tillerson"))


def test_another_persons_span_is_not_here(document: Document, hand: Hand, reviewer: User) -> None:
    theirs = Hand(document, reviewer).add("Iran", "GPE")

    with pytest.raises(NotHere):
        hand.accept(theirs)


@pytest.mark.parametrize("key", [0, 10**12, 10**19, 10**30])
def test_a_key_that_never_was_is_not_here(document: Document, annotator: User, key: int) -> None:
    suggest_claim(document, "sales rose")

    for decide in (spans.accept, claims.accept, claims.reject):
        with pytest.raises(NotHere):
            decide(document=document, key=key, quote="Iran", seen_version=0, by=annotator)


def test_an_equal_suggestion_of_a_newer_model_gets_the_standing_span(
    document: Document, hand: Hand
) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)
    newer = suggested_set(document, "test 2.0")
    equal = Span.objects.create(
        annotation_set=newer, label=suggestion.label, start=0, end=13, score=0.7
    )

    hand.accept(equal)

    standing = Span.objects.get(annotation_set=hand.set)
    results = Decision.objects.filter(annotation_set=hand.set).values_list("result_span")
    assert list(results) == [(standing.pk,), (standing.pk,)]
    hand.undo()
    assert Span.objects.filter(pk=standing.pk).exists()
    assert Decision.objects.get().on_span == suggestion


def test_progress_counts_what_was_decided(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    suggest_span(document, "Iran", "GPE")

    hand.accept(suggestion)

    progress = Progress.objects.get()
    assert (progress.state, progress.decided_count, progress.suggestion_count) == (
        "in_annotation",
        1,
        2,
    )


def test_the_number_of_queries_does_not_grow_with_the_article(annotator: User, hand: Hand) -> None:
    project = hand.document.project
    numbers = []
    for length in (2, 3_000):
        document = create_document("x " * length, project=project)
        label = suggest_span(document, "x").label
        suggested = suggested_set(document)
        Span.objects.bulk_create(
            Span(annotation_set=suggested, label=label, start=2 * i, end=2 * i + 1)
            for i in range(1, length)
        )
        crowded = Hand(document, annotator)
        first, second = suggested.spans.order_by("pk")[:2]
        with counted() as first_queries:
            crowded.accept(first)
        with counted() as queries:
            crowded.accept(second)
        numbers.append((len(first_queries), len(queries)))
    assert numbers[0] == numbers[1]
    assert max(numbers[0]) <= 14
