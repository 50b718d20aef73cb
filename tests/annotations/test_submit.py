"""Finishing an article: what is undecided is left, accepted or rejected, and the set closes."""

from __future__ import annotations

import pytest

from annotations.actions.errors import ArticleApproved, NotFinished, SetClosed, StaleSet
from annotations.models import AnnotationSet, Progress
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.factories import suggest_span, suggested_set
from tests.queries import counted


def state(document: Document) -> str:
    return Progress.objects.get(article=document.article).state


def test_what_is_undecided_is_left(document: Document, hand: Hand) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand.add("Iran", "GPE")

    hand.submit()

    assert hand.set.state == "submitted"
    assert hand.set.submitted_at is not None
    assert hand.span(suggestion).state == "suggested"
    assert state(document) == "submitted"


def test_what_is_shown_is_accepted(document: Document, hand: Hand) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)
    outer = suggest_claim(document, "Bob Corker claimed sales rose")
    inner = suggest_claim(document, "sales rose", within=outer)
    rejected = suggest_span(document, "Monday", "DATE")
    hand.reject(rejected)

    hand.submit(undecided="accept")

    assert hand.span(mention).verdict == "accepted"
    assert hand.span(mention).entity_name == "Rex Tillerson"
    assert hand.claim(inner).within == outer.pk
    assert hand.span(rejected).state == "rejected"
    group = Event.objects.filter(verb="set.accept_rest").values_list("group").distinct()
    assert group.count() == 1


def test_what_is_shown_is_rejected(document: Document, hand: Hand) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    claim = suggest_claim(document, "sales rose")

    hand.submit(undecided="reject")

    assert (hand.span(mention).state, hand.claim(claim).state) == ("rejected", "rejected")


def test_hidden_suggestions_stay_undecided(document: Document, hand: Hand) -> None:
    older = suggest_span(document, "Monday", "DATE")
    suggested_set(document, "test 2.0")

    hand.submit(undecided="reject")

    assert not hand.set.decisions.filter(on_span=older).exists()


def test_an_article_without_anything_can_be_finished(document: Document, hand: Hand) -> None:
    assert hand.submit().version == 1
    assert (hand.set.state, state(document)) == ("submitted", "submitted")


def test_it_is_an_event(document: Document, hand: Hand) -> None:
    hand.submit()

    event = Event.objects.get()
    assert (event.verb, event.actor_id, event.set_id) == ("set.submit", hand.by.pk, hand.set.pk)


def test_one_write_raises_the_version_once(document: Document, hand: Hand) -> None:
    suggest_span(document, "Rex Tillerson")
    hand.add("Iran", "GPE")

    assert hand.submit(undecided="accept").version == 2
    assert hand.set.version == 2
    assert hand.reopen().version == 3


def test_it_needs_the_version_that_stands(document: Document, hand: Hand) -> None:
    other_tab = Hand(document, hand.by)
    hand.add("Iran", "GPE")

    with pytest.raises(StaleSet):
        other_tab.submit()
    hand.submit()
    with pytest.raises(SetClosed):
        hand.submit()


def test_reopened_it_can_be_written_again(document: Document, hand: Hand) -> None:
    hand.submit()

    hand.reopen()

    assert (hand.set.state, hand.set.submitted_at) == ("open", None)
    assert state(document) == "in_annotation"
    hand.add("Iran", "GPE")


def test_only_what_is_finished_is_reopened(document: Document, hand: Hand) -> None:
    hand.add("Iran", "GPE")

    with pytest.raises(NotFinished):
        hand.reopen()


def test_an_approved_article_is_not_reopened_by_its_annotator(
    document: Document, hand: Hand, reviewer: User
) -> None:
    hand.submit()
    AnnotationSet.objects.create(document=document, kind="gold", state="approved", made_by=reviewer)

    with pytest.raises(ArticleApproved):
        hand.reopen()


def test_an_article_for_two_is_submitted_by_two(
    project: Project, document: Document, hand: Hand, reviewer: User
) -> None:
    Project.objects.filter(pk=project.pk).update(annotators_per_article=2)
    hand.submit()
    assert state(document) == "in_annotation"

    Hand(document, reviewer).submit()

    assert state(document) == "submitted"


def test_the_number_of_queries_does_not_grow(document: Document, hand: Hand) -> None:
    numbers = []
    for quotes in (("Rex", "said"), ("Monday", "Bob", "Iran", "sales", "left")):
        entities = [suggest_entity(document, quote) for quote in quotes]
        for quote, entity in zip(quotes, entities, strict=True):
            suggest_span(document, quote)
            suggest_claim(document, quote, inferred=entity)
        with counted() as queries:
            hand.submit(undecided="accept")
        numbers.append(len(queries))
        hand.reopen()
    assert max(numbers) <= 11
