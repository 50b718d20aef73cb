"""What a person adds has no decision, and stands where its words stand."""

from __future__ import annotations

import pytest

from annotations.actions import spans
from annotations.actions.errors import AlreadyMarked, BadSpan, QuoteMismatch, StaleSet
from annotations.models import Decision, Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.factories import create_document, suggest_span

WORLD = "Ökonomen 🙂👩🏽\u200d🚀 sagten: الرئيس محمد باقري وصل. Cafe\u0301 Noir öffnet."


def test_an_added_span_has_no_decision(document: Document, hand: Hand) -> None:
    added = hand.add("Bob Corker")

    item = hand.span(added)
    assert (item.state, item.origin, item.verdict) == ("confirmed", "human", None)
    assert not Decision.objects.exists()
    event = Event.objects.get()
    assert (event.target_id, event.before) == (added.pk, None)


def test_a_suggestion_that_says_the_same_is_no_longer_shown(document: Document, hand: Hand) -> None:
    suggest_span(document, "Iran", "GPE")

    added = hand.add("Iran", "GPE")

    assert [item.key for item in hand.reading.spans] == [added.pk]


@pytest.mark.parametrize(
    "quote", ["🙂", "👩🏽\u200d🚀", "محمد باقري", "Cafe\u0301 Noir", "Ökonomen", "öffnet"]
)
def test_offsets_count_code_points_of_any_script(
    project: Project, annotator: User, quote: str
) -> None:
    document = create_document(WORLD, project=project)

    span = Hand(document, annotator).add(quote)

    assert document.text[span.start : span.end] == quote


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 4), (0, 10_000), (70, 76), (3, 4)])
def test_a_span_is_words_of_one_paragraph(
    document: Document, annotator: User, start: int, end: int
) -> None:
    with pytest.raises(BadSpan):
        spans.add(
            document=document,
            start=start,
            end=end,
            label_key="ORG",
            quote=document.text[start:end],
            seen_version=0,
            by=annotator,
        )


def test_words_that_differ_from_the_text_are_refused(document: Document, annotator: User) -> None:
    with pytest.raises(QuoteMismatch):
        spans.add(
            document=document,
            start=0,
            end=3,
            label_key="ORG",
            quote="Max",
            seen_version=0,
            by=annotator,
        )


def test_the_same_span_is_not_added_twice(hand: Hand) -> None:
    hand.add("Iran", "GPE")

    with pytest.raises(AlreadyMarked):
        hand.add("Iran", "GPE")


def test_one_stretch_may_have_two_labels(hand: Hand) -> None:
    hand.add("Iran", "GPE")
    hand.add("Iran", "ORG")

    assert [item.label for item in hand.reading.spans] == ["GPE", "ORG"]


def test_a_write_sent_again_adds_nothing(hand: Hand) -> None:
    hand.add("Iran", "GPE", idempotency_key="a1")
    again = Hand(hand.document, hand.by)

    again.add("Iran", "GPE", idempotency_key="a1")

    assert again.version == 1
    assert Span.objects.filter(annotation_set=hand.set).count() == 1
    assert Event.objects.count() == 1


def test_sent_again_it_does_not_hide_what_another_tab_wrote(hand: Hand) -> None:
    hand.add("Iran", "GPE", idempotency_key="a1")
    hand.add("Bob Corker")
    again = Hand(hand.document, hand.by)
    again.add("Iran", "GPE", idempotency_key="a1")

    with pytest.raises(StaleSet):
        again.add("Rex Tillerson")
