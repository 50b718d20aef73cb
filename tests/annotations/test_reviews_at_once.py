"""Reviewers at the same moment: one draft, no lost write, one fate of what was finished."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from annotations.actions import review, spans
from annotations.models import AnnotationSet
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.annotations.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def finished(document: Document, hand: Hand) -> Hand:
    hand.add("Iran", "GPE")
    hand.submit()
    return hand


def beginning(hand: Hand, by: User) -> Callable[[], object]:
    set_id, version = hand.set.pk, hand.version
    return lambda: review.begin(document=hand.document, set_id=set_id, seen_version=version, by=by)


def marking(document: Document, words: str, by: User) -> Callable[[], object]:
    start = document.text.index(words)
    return lambda: spans.add(
        start=start,
        end=start + len(words),
        quote=words,
        label_key="PERSON",
        document=document,
        seen_version=1,
        by=by,
        is_review=True,
    )


def test_two_who_begin_have_one_draft(finished: Hand, reviewer: User, manager: User) -> None:
    refused = at_once(beginning(finished, reviewer), beginning(finished, manager))

    assert refused == [None, None]
    assert AnnotationSet.objects.filter(kind="gold").count() == 1


def test_of_two_writes_to_a_draft_one_is_stale(
    document: Document, finished: Hand, reviewer: User, manager: User
) -> None:
    draft = beginning(finished, reviewer)()
    assert isinstance(draft, AnnotationSet)

    refused = at_once(
        marking(document, "Bob Corker", reviewer), marking(document, "Rex Tillerson", manager)
    )

    assert sorted(each is None for each in refused) == [False, True]
    draft.refresh_from_db()
    assert (draft.version, draft.spans.count()) == (2, 2)
    assert Event.objects.in_set(draft.pk).filter(verb="span.add").count() == 1


def test_what_is_sent_back_is_not_approved_too(
    document: Document, finished: Hand, reviewer: User, manager: User
) -> None:
    seen: dict[str, Any] = {
        "document": document,
        "set_id": finished.set.pk,
        "seen_version": finished.version,
    }

    refused = at_once(
        lambda: review.approve(**seen, by=reviewer),
        lambda: review.send_back(**seen, reasons=[Reason("Again.")], by=manager),
    )

    assert sorted(each is None for each in refused) == [False, True]
    assert {each.status for each in refused if each} == {409}  # type: ignore[attr-defined]
    states = set(AnnotationSet.objects.values_list("kind", "state"))
    assert states in (
        {("annotated", "sent_back")},
        {("annotated", "submitted"), ("gold", "approved")},
    )


def test_a_draft_that_is_approved_takes_no_more_writes(
    document: Document, finished: Hand, reviewer: User, manager: User
) -> None:
    draft = beginning(finished, reviewer)()
    assert isinstance(draft, AnnotationSet)
    seen: dict[str, Any] = {"document": document, "set_id": draft.pk, "seen_version": 1}

    refused = at_once(
        lambda: review.approve(**seen, by=reviewer), marking(document, "Bob Corker", manager)
    )

    assert sorted(each is None for each in refused) == [False, True]
    draft.refresh_from_db()
    assert (draft.state, draft.spans.count()) in {("approved", 1), ("draft", 2)}
