"""Since when articles wait for a reviewer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.actions import progress, review
from annotations.models import AnnotationSet, Assignment, Progress
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand
from tests.factories import create_document


def row(document: Document) -> Progress:
    return Progress.objects.get(article=document.article)


def ago(hand: Hand, **before: float) -> None:
    """As if it had been finished earlier."""
    at = timezone.now() - timedelta(**before)
    AnnotationSet.objects.filter(pk=hand.set.pk).update(submitted_at=at)
    progress.keep([hand.document.article_id])


def test_what_is_open_waits_for_nobody(document: Document, hand: Hand) -> None:
    hand.add("Iran", "GPE")

    assert row(document).waits_since is None


def test_what_is_finished_waits_since_then(document: Document, hand: Hand) -> None:
    hand.submit()
    ago(hand, days=3)

    since = row(document).waits_since
    assert since is not None
    assert abs(timezone.now() - since - timedelta(days=3)) < timedelta(seconds=10)


def test_until_it_is_approved(document: Document, hand: Hand, reviewer: User) -> None:
    hand.submit()
    review.approve(document=document, set_id=hand.set.pk, seen_version=1, by=reviewer)

    assert row(document).waits_since is None


def test_or_sent_back(document: Document, hand: Hand, reviewer: User) -> None:
    hand.submit()
    Assignment.objects.update(changed_at=timezone.now() - timedelta(days=3))
    review.send_back(
        document=document,
        set_id=hand.set.pk,
        seen_version=1,
        reasons=[Reason("Again.")],
        by=reviewer,
    )

    assert row(document).waits_since is None
    assert timezone.now() - Assignment.objects.get().changed_at < timedelta(minutes=1)


def test_reopened_gold_waits_too(document: Document, hand: Hand, reviewer: User) -> None:
    hand.submit()
    gold = review.approve(
        document=document, set_id=hand.set.pk, seen_version=1, by=reviewer
    ).annotation_set
    review.reopen_gold(
        document=document, set_id=gold.pk, seen_version=1, reason="A name.", by=reviewer
    )

    assert row(document).state == "approved"
    assert row(document).waits_since is not None


def test_with_several_annotators_it_waits_when_the_last_has_finished(
    document: Document, hand: Hand, manager: User, project: Project
) -> None:
    Project.objects.filter(pk=project.pk).update(annotators_per_article=2)
    hand.submit()
    assert row(document).waits_since is None

    Hand(document, manager).submit()
    assert row(document).waits_since is not None


@pytest.mark.parametrize("hours", [0, 5])
def test_no_two_articles_have_the_same_number(
    hours: int, project: Project, annotator: User
) -> None:
    documents = [create_document(f"Text {n}.", project=project) for n in range(3)]
    for document in documents:
        hand = Hand(document, annotator)
        hand.submit()
        ago(hand, hours=hours)

    numbers = Progress.objects.order_by("waiting").values_list("waiting", flat=True)
    assert len(set(numbers)) == 3
