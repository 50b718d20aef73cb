"""A review goes on in a draft: a copy of what was finished or of gold, until it is approved."""

from __future__ import annotations

import pytest

from annotations.actions import review
from annotations.actions.errors import (
    NoReason,
    NotHere,
    NotUnderReview,
    OwnWork,
    StaleSet,
    UnderReview,
)
from annotations.models import AnnotationSet, Decision, Progress
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.factories import suggest_span


@pytest.fixture
def finished(document: Document, hand: Hand) -> Hand:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.reject(suggest_span(document, "Monday", "DATE"))
    hand.add("Iran", "GPE")
    hand.submit()
    return hand


def begin(hand: Hand, by: User) -> AnnotationSet:
    return review.begin(
        document=hand.document, set_id=hand.set.pk, seen_version=hand.version, by=by
    )


def approve(document: Document, annotation_set: AnnotationSet, by: User) -> AnnotationSet:
    return review.approve(
        document=document,
        set_id=annotation_set.pk,
        seen_version=annotation_set.version,
        by=by,
    ).annotation_set


def reopen(gold: AnnotationSet, by: User, reason: str = "A name is wrong.") -> AnnotationSet:
    return review.reopen_gold(
        document=gold.document, set_id=gold.pk, seen_version=gold.version, reason=reason, by=by
    )


def test_a_draft_holds_what_stood_and_who_decided(finished: Hand, reviewer: User) -> None:
    draft = begin(finished, reviewer)

    assert (draft.kind, draft.state, draft.made_by) == ("gold", "draft", reviewer)
    columns = ("start", "end", "label")
    assert list(draft.spans.values_list(*columns)) == list(finished.set.spans.values_list(*columns))
    assert {each.by for each in Decision.objects.filter(annotation_set=draft)} == {finished.by}
    assert set(draft.based_on.all()) == {finished.set, *finished.set.based_on.all()}


def test_a_review_is_gone_on_with(finished: Hand, reviewer: User, manager: User) -> None:
    assert begin(finished, reviewer) == begin(finished, manager)
    assert Event.objects.filter(verb="review.begin").count() == 1


def test_two_cannot_review_different_sets(
    document: Document, finished: Hand, reviewer: User, manager: User
) -> None:
    begin(finished, reviewer)
    second = Hand(document, manager)
    second.submit()

    with pytest.raises(UnderReview):
        begin(second, reviewer)
    with pytest.raises(UnderReview):
        approve(document, second.set, reviewer)


def test_a_draft_becomes_gold(document: Document, finished: Hand, reviewer: User) -> None:
    draft = begin(finished, reviewer)

    gold = approve(document, draft, reviewer)

    assert (gold.pk, gold.state, gold.approved_by) == (draft.pk, "approved", reviewer)
    assert Progress.objects.get().state == "approved"


def test_an_approval_names_the_draft_it_saw(finished: Hand, reviewer: User) -> None:
    draft = begin(finished, reviewer)
    AnnotationSet.objects.filter(pk=draft.pk).update(version=7)

    with pytest.raises(StaleSet):
        approve(finished.document, draft, reviewer)


def test_nobody_approves_a_draft_of_their_own_work(
    document: Document, reviewer: User, manager: User
) -> None:
    own = Hand(document, reviewer)
    own.add("Iran", "GPE")
    own.submit()
    draft = begin(own, manager)

    with pytest.raises(OwnWork):
        approve(document, draft, reviewer)
    assert approve(document, draft, manager).state == "approved"


def test_gold_is_reopened_with_a_reason(document: Document, finished: Hand, reviewer: User) -> None:
    gold = approve(document, finished.set, reviewer)

    draft = reopen(gold, reviewer)

    assert AnnotationSet.objects.gold().get() == gold
    assert Progress.objects.get().state == "approved"
    assert {gold, finished.set} <= set(draft.based_on.all())
    event = Event.objects.get(verb="set.reopen_gold")
    assert event.after
    assert (event.after["state"], event.after["reason"]) == ("draft", "A name is wrong.")
    assert event.before == {"set": gold.pk, "version": gold.version}


def test_whoever_annotated_reopened_gold_does_not_approve_it(
    document: Document, reviewer: User, manager: User
) -> None:
    own = Hand(document, reviewer)
    own.submit()
    draft = reopen(approve(document, own.set, manager), manager)

    with pytest.raises(OwnWork):
        approve(document, draft, reviewer)


def test_a_new_approval_supersedes_the_gold_there_was(
    document: Document, finished: Hand, reviewer: User
) -> None:
    gold = approve(document, finished.set, reviewer)
    again = approve(document, reopen(gold, reviewer), reviewer)

    gold.refresh_from_db()
    assert gold.state == "superseded"
    assert AnnotationSet.objects.gold().get() == again


def test_gold_is_reopened_once_at_a_time(
    document: Document, finished: Hand, reviewer: User
) -> None:
    gold = approve(document, finished.set, reviewer)
    reopen(gold, reviewer)

    with pytest.raises(UnderReview):
        reopen(gold, reviewer)


def test_only_gold_is_reopened_and_never_without_a_reason(
    document: Document, finished: Hand, reviewer: User
) -> None:
    with pytest.raises(NotHere):
        reopen(finished.set, reviewer)
    gold = approve(document, finished.set, reviewer)
    with pytest.raises(NoReason):
        reopen(gold, reviewer, reason=" ")


def test_a_review_ends_without_approval(document: Document, finished: Hand, reviewer: User) -> None:
    draft = begin(finished, reviewer)
    review.discard(document=document, seen_version=draft.version, by=reviewer)

    draft.refresh_from_db()
    assert (draft.state, finished.set.state) == ("superseded", "submitted")
    with pytest.raises(NotUnderReview):
        review.discard(document=document, seen_version=draft.version, by=reviewer)
