"""Correcting copies a suggestion changed, or changes what stands."""

from __future__ import annotations

import pytest

from annotations.actions import spans
from annotations.actions.errors import AlreadyMarked, BadSpan, QuoteMismatch, UnknownLabel
from annotations.models import Decision, Label, Span
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_entity
from tests.factories import create_document, suggest_span, suggested_set


def test_a_relabelled_suggestion_is_corrected(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")

    hand.relabel(suggestion, "ORG")

    item = hand.span(suggestion)
    assert (item.label, item.verdict, item.origin) == ("ORG", "corrected", "model")
    suggestion.refresh_from_db()
    assert suggestion.label.key == "PERSON"


def test_boundaries_move_to_the_words_that_were_sent(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Tillerson")

    written = hand.stretch(suggestion, "Rex Tillerson")

    item = hand.span(suggestion)
    assert (item.start, item.end, item.verdict) == (0, 13, "corrected")
    assert written.ranges == [(0, 13)]


def test_what_stands_keeps_its_id_when_corrected_again(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Tillerson")
    hand.accept(suggestion)
    standing = Span.objects.get(annotation_set=hand.set)

    hand.stretch(suggestion, "Rex Tillerson")

    changed = Span.objects.get(annotation_set=hand.set)
    assert (changed.pk, changed.start) == (standing.pk, 0)
    event = Event.objects.latest("pk")
    assert event.before is not None
    assert event.after is not None
    assert (event.before["span"]["start"], event.after["span"]["start"]) == (4, 0)
    assert event.before["decision"]["at"] < event.after["decision"]["at"]


def test_all_suggestions_that_one_span_stands_for_are_decided_again(
    document: Document, hand: Hand
) -> None:
    suggestion = suggest_span(document, "Tillerson")
    hand.accept(suggestion)
    newer = suggested_set(document, "test 2.0")
    hand.accept(Span.objects.create(annotation_set=newer, label=suggestion.label, start=4, end=13))
    before = list(Decision.objects.order_by("pk").values_list("at", flat=True))

    hand.stretch(suggestion, "Rex Tillerson")

    first, second = Decision.objects.order_by("pk")
    assert first.at > before[0]
    assert second.at > before[1]
    assert first.result_span == second.result_span == Span.objects.get(annotation_set=hand.set)
    hand.undo()
    assert list(Decision.objects.order_by("pk").values_list("at", flat=True)) == before
    assert Span.objects.get(annotation_set=hand.set).start == 4


def test_quick_keys_that_name_the_suggestion_reach_what_stands(
    document: Document, hand: Hand
) -> None:
    suggestion = suggest_span(document, "Tillerson")

    hand.relabel(suggestion, "ORG")
    hand.stretch(suggestion, "Rex Tillerson")
    hand.relabel(suggestion, "GPE")

    item = hand.span(suggestion)
    assert (item.label, item.start) == ("GPE", 0)
    assert Decision.objects.count() == 1


def test_corrected_back_it_is_accepted(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Tillerson")
    hand.relabel(suggestion, "ORG")

    hand.relabel(suggestion, "PERSON")

    assert hand.span(suggestion).verdict == "accepted"


def test_what_a_person_added_is_changed_without_a_decision(document: Document, hand: Hand) -> None:
    added = hand.add("Iran", "ORG")

    hand.relabel(added, "GPE")

    assert (hand.span(added).label, hand.span(added).origin) == ("GPE", "human")
    assert not Decision.objects.exists()


def test_a_correction_that_changes_nothing_is_no_write(document: Document, hand: Hand) -> None:
    added = hand.add("Iran", "GPE")

    assert hand.relabel(added, "GPE").version == 1


def test_a_label_of_another_project_is_unknown(document: Document, hand: Hand) -> None:
    other = create_document("Elsewhere.")
    layer = Label.objects.of_project(other.project_id)[0].layer
    Label.objects.create(layer=layer, key="SHIP", name="Ship", tag="SHP", colour="place")

    with pytest.raises(UnknownLabel):
        hand.relabel(suggest_span(document, "Iran"), "SHIP")


def test_a_retired_label_is_not_given_any_more(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Iran", "ORG")
    Label.objects.filter(key="GPE").update(is_retired=True)

    with pytest.raises(UnknownLabel):
        hand.relabel(suggestion, "GPE")


def test_an_equal_span_that_stands_is_in_the_way(document: Document, hand: Hand) -> None:
    hand.add("Iran", "GPE")

    with pytest.raises(AlreadyMarked):
        hand.relabel(suggest_span(document, "Iran", "ORG"), "GPE")
    assert Event.objects.count() == 1


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 4), (0, 10_000), (70, 76)])
def test_boundaries_lie_in_one_paragraph(
    document: Document, annotator: User, start: int, end: int
) -> None:
    suggestion = suggest_span(document, "Iran")

    with pytest.raises(BadSpan):
        spans.correct(
            document=document,
            key=suggestion.pk,
            quote=document.text[start:end],
            start=start,
            end=end,
            seen_version=0,
            by=annotator,
        )


def test_the_quote_is_that_of_the_new_boundaries(document: Document, annotator: User) -> None:
    suggestion = suggest_span(document, "Tillerson")

    with pytest.raises(QuoteMismatch):
        spans.correct(
            document=document,
            key=suggestion.pk,
            quote="Tillerson",
            start=0,
            end=13,
            seen_version=0,
            by=annotator,
        )


def test_other_words_call_another_unless_somebody_else_is_called_the_same(
    document: Document, hand: Hand
) -> None:
    shared = suggest_entity(document, "Bob Corker")
    only, one, other = (suggest_span(document, each) for each in ("said on", "Bob", "Corker"))
    for span, entity in (
        (only, suggest_entity(document, "said on")),
        (one, shared),
        (other, shared),
    ):
        span.entity = entity
        span.save()

    hand.stretch(only, "Rex Tillerson")
    hand.stretch(one, "Bob Corker")

    named = {span.entity.name for span in hand.set.spans.all() if span.entity}
    assert named == {"Rex Tillerson", "Bob Corker"}


def test_what_people_add_or_relabel_is_called_by_its_words(document: Document, hand: Hand) -> None:
    relabelled = suggest_span(document, "Iran", "ORG")
    hand.add("Bob Corker")
    hand.relabel(relabelled, "GPE")
    hand.add("Monday", "DATE")

    named = {(span.label.key, span.entity and span.entity.name) for span in hand.set.spans.all()}
    assert named == {("PERSON", "Bob Corker"), ("GPE", "Iran"), ("DATE", None)}
