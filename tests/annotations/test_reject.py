"""Rejecting lets nothing stand for a suggestion, and leaves a decision."""

from __future__ import annotations

from annotations.models import Decision, Span
from articles.models import Document
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.factories import suggest_span, suggested_set


def test_nothing_is_copied(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")

    hand.reject(suggestion)

    assert not Span.objects.filter(annotation_set=hand.set).exists()
    decision = Decision.objects.get()
    assert (decision.on_span, decision.result_span) == (suggestion, None)


def test_it_leaves_the_text_and_is_listed_as_rejected(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")

    hand.reject(suggestion)

    seen = hand.reading
    assert seen.spans == ()
    assert [(item.key, item.verdict) for item in seen.rejected_spans] == [
        (suggestion.pk, "rejected")
    ]


def test_rejecting_what_was_accepted_takes_the_copy_out(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)

    hand.reject(suggestion)

    assert not Span.objects.filter(annotation_set=hand.set).exists()
    assert Decision.objects.get().result_span is None


def test_the_suggestion_itself_stays(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")

    hand.reject(suggestion)

    assert Span.objects.get(pk=suggestion.pk).annotation_set.kind == "suggested"


def test_rejecting_twice_is_rejecting_once(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.reject(suggestion)

    assert hand.reject(suggestion).version == 1
    assert Event.objects.count() == 1


def test_what_a_person_added_is_removed_by_rejecting_it(document: Document, hand: Hand) -> None:
    added = hand.add("Iran", "GPE")

    hand.reject(added)

    assert not Span.objects.filter(pk=added.pk).exists()
    assert not Decision.objects.exists()


def test_all_suggestions_that_one_span_stands_for_are_rejected(
    document: Document, hand: Hand
) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.accept(suggestion)
    equal = Span.objects.create(
        annotation_set=suggested_set(document, "test 2.0"),
        label=suggestion.label,
        start=0,
        end=13,
    )
    hand.accept(equal)

    hand.reject(suggestion)

    assert list(Decision.objects.values_list("result_span", flat=True)) == [None, None]
    hand.undo()
    standing = Span.objects.get(annotation_set=hand.set)
    assert set(Decision.objects.values_list("result_span", flat=True)) == {standing.pk}
