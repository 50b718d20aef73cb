"""A write that saw another version is refused with what changed, and changes nothing."""

from __future__ import annotations

import pytest

from annotations.actions.errors import ArticleApproved, SetClosed, StaleSet
from annotations.models import AnnotationSet, Span
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import suggest_span


def test_a_second_tab_cannot_overwrite_the_first(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    second_tab = Hand(document, hand.by)
    hand.relabel(suggestion, "ORG")

    with pytest.raises(StaleSet) as refused:
        second_tab.relabel(suggestion, "GPE")

    assert (refused.value.version, refused.value.since.ranges) == (1, [(0, 13)])
    assert hand.span(suggestion).label == "ORG"
    assert Event.objects.count() == 1


def test_it_tells_all_that_changed_since(document: Document, hand: Hand) -> None:
    first = hand.add("Rex Tillerson")
    second_tab = Hand(document, hand.by, hand.version)
    hand.reject(suggest_span(document, "Iran", "GPE"))
    hand.accept(suggest_claim(document, "He left"))
    hand.remove(first)

    with pytest.raises(StaleSet) as refused:
        second_tab.add("Bob Corker")

    assert refused.value.version == 4
    assert refused.value.since.ranges == [
        hand.find(q) for q in ("Rex Tillerson", "Iran", "He left")
    ]


def test_it_tells_which_items_changed_and_which_are_gone(document: Document, hand: Hand) -> None:
    added = hand.add("Rex Tillerson")
    suggested, accepted = suggest_span(document, "Iran", "GPE"), suggest_claim(document, "He left")
    second_tab = Hand(document, hand.by, hand.version)
    hand.accept(accepted)
    hand.accept(suggested)
    hand.undo()
    hand.remove(added)

    with pytest.raises(StaleSet) as refused:
        second_tab.add("Bob Corker")

    since = refused.value.since
    assert since.keys == (f"c{accepted.pk}", f"s{suggested.pk}", f"s{added.pk}")
    assert since.gone == (f"s{added.pk}",)
    assert since.by == (hand.by.pk,)


def test_a_version_that_never_was_is_stale(document: Document, annotator: User) -> None:
    with pytest.raises(StaleSet):
        Hand(document, annotator, version=7).add("Iran")


def test_people_do_not_collide_in_their_own_sets(
    document: Document, hand: Hand, reviewer: User
) -> None:
    hand.add("Iran")
    Hand(document, reviewer).add("Iran")

    assert AnnotationSet.objects.annotated().count() == 2


def test_a_finished_set_is_closed(document: Document, hand: Hand) -> None:
    hand.add("Iran")
    hand.submit()

    with pytest.raises(SetClosed):
        hand.add("Bob Corker")


def test_an_approved_article_is_closed_for_all(
    document: Document, hand: Hand, reviewer: User
) -> None:
    AnnotationSet.objects.create(document=document, kind="gold", state="approved", made_by=reviewer)

    with pytest.raises(ArticleApproved):
        hand.add("Iran")
    assert not Span.objects.exists()
