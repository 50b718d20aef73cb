"""One item's history in the reader, and the way back to an earlier state of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions import reverting
from annotations.actions.errors import NotHere, StaleSet
from annotations.actions.writing import Written
from annotations.models import Claim, Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import create_user, join, suggest_span

Action = Callable[..., Written]


def after(row: Span | Claim, step: int) -> int:
    """The id of the event of an item, counted from 0."""
    return Event.objects.filter(target_id=row.pk).order_by("id")[step].pk


def revert(hand: Hand, row: Span | Claim, step: int) -> Written:
    action: Action = reverting.span if isinstance(row, Span) else reverting.claim
    return hand._write(action, key=row.pk, event=after(row, step))


def test_label_and_boundaries_come_back_by_one_event_that_is_undone(
    document: Document, hand: Hand
) -> None:
    span = suggest_span(document, "Tillerson")
    hand.accept(span)
    hand.stretch(span, "Rex Tillerson")
    hand.relabel(span, "ORG")

    revert(hand, span, 0)

    seen = hand.span(span)
    assert (seen.label, seen.start, seen.state) == ("PERSON", 4, "confirmed")
    assert Event.objects.filter(target_id=span.pk).count() == 4
    hand.undo()
    assert (hand.span(span).label, hand.span(span).start) == ("ORG", 0)


def test_what_was_rejected_later_comes_back(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.relabel(span, "ORG")
    hand.reject(span)
    revert(hand, span, 0)
    assert (hand.span(span).label, hand.span(span).state) == ("ORG", "confirmed")


def test_a_rejection_comes_back(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.reject(span)
    hand.restore(span)
    hand.accept(span)
    revert(hand, span, 0)
    assert hand.span(span).state == "rejected"


def test_the_parts_of_a_claim_come_back(document: Document, hand: Hand) -> None:
    claim = suggest_claim(document, "sales rose", source="Rex Tillerson")
    hand.accept(claim)
    hand.change_claim(claim, source=[], content=[hand.find("sales")], speech="direct")

    revert(hand, claim, 0)

    seen = hand.claim(claim)
    assert [part.text for part in seen.in_role("content")] == ["sales rose"]
    assert [part.text for part in seen.in_role("source")] == ["Rex Tillerson"]
    assert seen.speech == "indirect"


def test_it_does_not_go_over_what_was_written_meanwhile(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    seen = hand.version
    hand.relabel(span, "ORG")
    hand.version = seen
    with pytest.raises(StaleSet):
        revert(hand, span, 0)
    assert hand.span(span).label == "ORG"


def test_an_event_of_another_item_or_person_is_no_state_of_this(
    document: Document, hand: Hand, reviewer: User
) -> None:
    span, other = suggest_span(document, "Rex Tillerson"), suggest_span(document, "Iran", "GPE")
    hand.accept(span)
    hand.accept(other)
    with pytest.raises(NotHere):
        hand._write(reverting.span, key=span.pk, event=after(other, 0))
    with pytest.raises(NotHere):
        revert(Hand(document, reviewer), span, 0)


def test_the_history_tells_who_what_before_and_after(
    client: Client, document: Document, project: Project, hand: Hand, annotator: User
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    hand.relabel(span, "ORG")
    hand.reject(span)
    client.force_login(annotator)
    address = reverse("annotations:past-span", args=[project.slug, document.article_id, span.pk])

    told = " ".join(client.get(address).content.decode().split())

    assert told.count(f"<b>{annotator}</b>") == 3
    assert "undecided → Person on “Rex Tillerson”" in told
    assert "Person on “Rex Tillerson” → Organisation on “Rex Tillerson”" in told
    assert "Organisation on “Rex Tillerson” → rejected" in told
    assert told.count(">Restore<") == 2  # not what stands now


def test_others_see_nothing_of_it(
    client: Client, document: Document, project: Project, hand: Hand
) -> None:
    ben = create_user("Ben")
    join(project, ben)
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    client.force_login(ben)
    address = reverse("annotations:past-span", args=[project.slug, document.article_id, span.pk])
    told = client.get(address).content.decode()
    assert told.count("<li>") == 1
    assert "<b>test 1.0</b> suggested" in told
