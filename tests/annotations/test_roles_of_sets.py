"""Who sees whose annotation sets, and what they may do with them."""

from __future__ import annotations

import pytest
from django.test import Client

from annotations.actions import holding, review
from annotations.actions.errors import NotHere
from annotations.models import AnnotationSet, Assignment
from annotations.reader import reading
from articles.models import Document
from newsdesk.accounts.models import Membership, User
from tests.annotations.hands import Hand
from tests.factories import suggest_span
from tests.queries import counted

CAST = ("viewer", "annotator", "reviewer", "manager", "outsider")


@pytest.fixture
def cast(
    viewer: User, annotator: User, reviewer: User, manager: User, outsider: User
) -> dict[str, User]:
    return dict(zip(CAST, (viewer, annotator, reviewer, manager, outsider), strict=True))


def kinds(document: Document, user: User) -> set[str]:
    sets = AnnotationSet.objects.filter(document=document).visible_to(user)
    return set(sets.values_list("kind", flat=True))


SEEN_BEFORE_GOLD = {
    "viewer": {"suggested"},
    "annotator": {"suggested"},
    "reviewer": {"suggested", "annotated"},
    "manager": {"suggested", "annotated"},
    "outsider": set(),
}


def test_anothers_set_is_seen_by_reviewers_until_gold_exists(
    document: Document, cast: dict[str, User], project: object
) -> None:
    suggest_span(document, "Iran")
    somebody = Hand(document, cast["manager"])
    somebody.submit()

    seen = {name: kinds(document, user) for name, user in cast.items()}

    assert seen == SEEN_BEFORE_GOLD


def test_with_gold_all_members_see_all(document: Document, cast: dict[str, User]) -> None:
    suggest_span(document, "Iran")
    somebody = Hand(document, cast["manager"])
    somebody.submit()
    review.approve(document=document, set_id=somebody.set.pk, seen_version=1, by=cast["reviewer"])

    everything = {"suggested", "annotated", "gold"}
    seen = {name: kinds(document, user) for name, user in cast.items()}

    assert seen == {**dict.fromkeys(CAST, everything), "outsider": set()}


def test_a_viewer_only_reads(document: Document, viewer: User) -> None:
    seen = reading.of(document, viewer)

    assert (seen.is_writable, seen.may_finish, seen.may_approve) == (False, False, False)


def test_an_outsider_reads_nothing(document: Document, outsider: User) -> None:
    with pytest.raises(NotHere):
        reading.of(document, outsider)


def test_a_suspended_member_reads_nothing(document: Document, annotator: User) -> None:
    Membership.objects.filter(user=annotator).update(is_suspended=True)

    with pytest.raises(NotHere):
        reading.of(document, annotator)


def test_a_reviewer_reads_what_was_submitted(
    document: Document, hand: Hand, reviewer: User
) -> None:
    hand.add("Iran", "GPE")
    assert reading.of(document, reviewer).annotation_set is None
    hand.submit()

    with counted() as queries:
        seen = reading.of(document, reviewer)

    assert seen.annotation_set == hand.set
    assert (seen.is_writable, seen.may_approve, seen.may_reopen) == (False, True, False)
    assert len(queries) <= 6


def test_an_annotator_reads_their_own_when_finished(document: Document, hand: Hand) -> None:
    hand.submit()

    seen = hand.reading
    assert (seen.is_writable, seen.may_reopen, seen.may_approve) == (False, True, False)


def test_a_reviewer_who_has_begun_reads_their_own(
    document: Document, hand: Hand, reviewer: User
) -> None:
    own = Hand(document, reviewer)
    own.add("Iran", "GPE")
    hand.submit()

    assert own.reading.annotation_set == own.set
    picked = reading.of(document, reviewer, hand.set.pk)
    assert (picked.annotation_set, picked.is_writable) == (hand.set, False)


def test_a_set_one_may_not_see_cannot_be_picked(
    document: Document, hand: Hand, viewer: User
) -> None:
    hand.add("Iran", "GPE")

    with pytest.raises(NotHere):
        reading.of(document, viewer, hand.set.pk)


@pytest.mark.parametrize("role", ["reviewer", "manager"])
def test_who_is_to_annotate_it_sees_nobodys_answers_before(
    document: Document, hand: Hand, cast: dict[str, User], client: Client, role: str
) -> None:
    suggest_span(document, "Monday", "DATE")
    hand.add("Iran", "GPE")
    hand.submit()
    user = cast[role]
    Assignment.objects.create(
        project=document.project, article_id=document.article_id, annotator=user
    )
    document.article.progress.places = 0
    document.article.progress.save()

    with counted() as queries:
        seen = reading.of(document, user)
    assert len(queries) <= 6
    assert (seen.annotation_set, seen.version, seen.is_writable) == (None, 0, True)
    assert [each.state for each in seen.spans] == ["suggested"]
    assert (seen.may_approve, seen.may_send_back) == (False, False)

    client.force_login(user)
    base = f"/projects/{document.project.slug}"
    page = client.post(f"{base}/assignments/next/", follow=True).content.decode()
    assert "Others have finished this article." in page
    assert 'data-writable="yes"' in page
    assert "Approve as gold" not in page

    own = Hand(document, user)
    own.add("Bob Corker")
    assert own.reading.annotation_set == own.set
    own.submit()
    assert own.reading.annotation_set == hand.set


def test_who_gave_their_place_back_reads_what_was_submitted(
    document: Document, hand: Hand, reviewer: User
) -> None:
    hand.submit()
    held = Assignment.objects.create(
        project=document.project, article_id=document.article_id, annotator=reviewer
    )
    assert reading.of(document, reviewer).annotation_set is None

    holding.release(article_id=held.article_id, annotator=reviewer, by=reviewer)
    assert reading.of(document, reviewer).annotation_set == hand.set
