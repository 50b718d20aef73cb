"""On the way to gold nobody is left out without a word: who has not finished, who finished late."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from annotations.actions import adjudication, assigning, review
from annotations.actions.errors import (
    NotUnderReview,
    OthersAwaited,
    SeveralFinished,
    StaleSet,
)
from annotations.models import AnnotationSet, Progress
from annotations.reader import reading
from annotations.review import adjudicated, awaited
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from newsdesk.history.models import Event
from tests.annotations import benches
from tests.annotations.hands import Hand
from tests.annotations.test_at_once import at_once
from tests.annotations.test_review_page import Desk
from tests.factories import create_user, join
from tests.queries import counted


@pytest.fixture
def document(document: Document) -> Document:
    """An article that three are to annotate."""
    want(document, 3)
    return document


@pytest.fixture
def hands(document: Document, hand: Hand) -> list[Hand]:
    """Ana, Otto and Ben hold its places; Ana and Otto have begun."""
    found = [hand]
    for name in ("Otto Other", "Ben Late"):
        user = create_user(name)
        join(document.project, user, Role.ANNOTATOR)
        found.append(Hand(document, user))
    rows = Progress.objects.filter(article=document.article)
    assigning.assign(rows=rows, shares={each.by.pk: 1 for each in found}, by=hand.by)
    hand.add("Iran", "GPE")
    found[1].add("Iran", "ORG")
    return found


def want(document: Document, number: int) -> None:
    Project.objects.filter(pk=document.project_id).update(annotators_per_article=number)
    Progress.objects.filter(article=document.article).update(places=number)
    document.project.refresh_from_db()


def begin(hand: Hand, by: User, without: str = "") -> AnnotationSet:
    return review.begin(
        document=hand.document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        by=by,
        without=without,
    )


def approve(read: AnnotationSet, by: User, without: str = "") -> AnnotationSet:
    return review.approve(
        document=read.document, set_id=read.pk, seen_version=read.version, by=by, without=without
    ).annotation_set


def decide_all(draft: AnnotationSet, by: User, choice: str = "1") -> AnnotationSet:
    places = adjudicated.read(draft.document).differing
    return benches.decide(draft, by, {place.key: choice for place in places})


def test_who_holds_a_place_is_named(hands: list[Hand], reviewer: User) -> None:
    hands[0].submit()

    with pytest.raises(OthersAwaited, match="Otto Other and Ben Late have not finished"):
        approve(hands[0].set, reviewer)
    with pytest.raises(OthersAwaited):
        begin(hands[0], reviewer)
    assert not AnnotationSet.objects.filter(kind="gold").exists()


def test_a_place_that_nobody_took_counts(document: Document, hand: Hand, reviewer: User) -> None:
    hand.submit()

    with pytest.raises(OthersAwaited, match="2 places are still free"):
        begin(hand, reviewer)


def test_a_reviewer_goes_on_and_the_history_keeps_without_whom(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    hands[0].submit()
    left = awaited.of(document)

    draft = begin(hands[0], reviewer, left.key)
    with pytest.raises(OthersAwaited):
        approve(draft, reviewer)
    approve(draft, reviewer, left.key)

    kept = {"people": [hands[1].by.pk, hands[2].by.pk], "places": 0, "sets": []}
    events = Event.objects.filter(verb__in=["review.begin", "set.approve"])
    assert [each.after["without"] for each in events if each.after] == [kept, kept]


def test_what_was_said_of_one_does_not_leave_out_another(
    document: Document, hand: Hand, reviewer: User
) -> None:
    hand.submit()
    said = awaited.of(document).key
    late = create_user("Petra Place")
    join(document.project, late, Role.ANNOTATOR)
    Hand(document, late).add("Iran", "GPE")

    with pytest.raises(OthersAwaited, match="Petra Place has not finished"):
        begin(hand, reviewer, said)


def test_who_finished_meanwhile_is_not_passed_over(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    hands[0].submit()
    said = awaited.of(document).key
    hands[1].submit()

    with pytest.raises(SeveralFinished):
        begin(hands[0], reviewer, said)
    with pytest.raises(SeveralFinished):
        approve(hands[0].set, reviewer, said)


def test_an_adjudication_waits_too(document: Document, hands: list[Hand], reviewer: User) -> None:
    hands[0].submit()
    hands[1].submit()

    with pytest.raises(OthersAwaited, match="Ben Late has not finished"):
        adjudication.begin(document=document, by=reviewer)
    draft = adjudication.begin(document=document, by=reviewer, without=awaited.of(document).key)
    event = Event.objects.get(verb="adjudication.begin", set_id=draft.pk)
    assert event.after
    assert event.after["without"]["people"] == [hands[2].by.pk]


def test_who_finishes_during_a_review_makes_it_an_adjudication(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    want(document, 2)
    hands[0].submit()
    draft = begin(hands[0], reviewer, awaited.of(document).key)
    hands[1].submit()

    with pytest.raises(SeveralFinished):
        approve(draft, reviewer, awaited.of(document, draft).key)
    anew = adjudication.begin_anew(
        document=document,
        seen_version=draft.version,
        by=reviewer,
        without=awaited.of(document).key,
    )

    draft.refresh_from_db()
    assert draft.state == "superseded"
    assert set(anew.based_on.annotated()) == {hands[0].set, hands[1].set}


def test_who_finishes_during_an_adjudication_is_told_and_taken_in(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    hands[0].submit()
    hands[1].submit()
    draft = adjudication.begin(document=document, by=reviewer, without=awaited.of(document).key)
    decide_all(draft, reviewer)
    hands[2].add("Iran", "GPE")
    hands[2].submit()

    left = awaited.of(document, draft)
    assert left.told == "Ben Late finished after this began."
    with pytest.raises(OthersAwaited):
        approve(draft, reviewer)

    anew = adjudication.begin_anew(document=document, seen_version=draft.version, by=reviewer)
    assert set(anew.based_on.annotated()) == {each.set for each in hands}
    assert not awaited.of(document, anew)
    assert approve(decide_all(anew, reviewer), reviewer).state == "approved"
    event = Event.objects.get(verb="adjudication.begin", set_id=anew.pk)
    assert event.before == {"set": draft.pk, "version": draft.version}


def test_or_is_left_out_by_name(document: Document, hands: list[Hand], reviewer: User) -> None:
    hands[0].submit()
    hands[1].submit()
    draft = adjudication.begin(document=document, by=reviewer, without=awaited.of(document).key)
    hands[2].submit()

    approve(decide_all(draft, reviewer), reviewer, awaited.of(document, draft).key)

    event = Event.objects.get(verb="set.approve")
    assert event.after
    assert event.after["without"]["sets"] == [hands[2].set.pk]


def test_beginning_anew_takes_a_reason_and_what_was_seen(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    with pytest.raises(NotUnderReview):
        adjudication.begin_anew(document=document, seen_version=1, by=reviewer)
    hands[0].submit()
    hands[1].submit()
    key = awaited.of(document).key
    draft = adjudication.begin(document=document, by=reviewer, without=key)
    again: dict[str, Any] = {"document": document, "by": reviewer}
    assert adjudication.begin_anew(seen_version=9, **again) == draft  # nobody finished since

    hands[2].submit()
    decide_all(draft, reviewer)
    with pytest.raises(StaleSet):
        adjudication.begin_anew(seen_version=1, **again)
    anew = adjudication.begin_anew(seen_version=2, **again)
    assert adjudication.begin_anew(seen_version=2, **again) == anew  # by a second click


def test_with_gold_nobody_is_awaited(document: Document, hands: list[Hand], reviewer: User) -> None:
    hands[0].submit()
    gold = approve(hands[0].set, reviewer, awaited.of(document).key)
    draft = review.reopen_gold(
        document=document, set_id=gold.pk, seen_version=gold.version, reason="A name.", by=reviewer
    )

    assert not awaited.of(document, draft)
    assert approve(draft, reviewer).state == "approved"


def test_who_was_imported_is_named_as_they_came(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    hands[0].submit()
    draft = begin(hands[0], reviewer, awaited.of(document).key)
    AnnotationSet.objects.create(
        document=document,
        kind="annotated",
        state="submitted",
        made_by=reviewer,
        imported_from={"annotated_by": "Old tool"},
    )

    with counted() as queries:
        left = awaited.of(document, draft)
    assert "Old tool finished after this began." in left.told
    assert len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_submission_and_an_approval_at_once_neither_is_lost(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    """Either gold was approved first, knowingly without Otto; or he finished, and it is refused."""
    want(document, 2)
    hands[0].submit()
    read, said = hands[0].set, awaited.of(document).key

    refused = at_once(lambda: approve(read, reviewer, said), hands[1].submit)

    assert sorted(each is None for each in refused) == [False, True]
    has_gold = AnnotationSet.objects.gold().exists()
    assert has_gold == (hands[1].set.state == "open")


@pytest.fixture
def desk(document: Document, reviewer: User) -> Desk:
    return Desk(document, reviewer)


def test_one_of_three_goes_on_by_a_ticked_box(
    document: Document,
    hands: list[Hand],
    desk: Desk,
) -> None:
    hands[0].submit()

    shown = desk.get("")
    key = awaited.of(document).key
    assert "Otto Other and Ben Late have not finished this article." in shown
    assert f'name="without" value="{key}" required' in shown
    seen = {"set_id": hands[0].set.pk, "seen_version": hands[0].version}
    assert desk.post("review/", **seen) == 409
    assert desk.post("review/", **seen, without=key) == 302
    assert 'name="without"' in desk.get("review/")


def test_two_of_three_are_adjudicated_and_nothing_else(
    document: Document, hands: list[Hand], desk: Desk
) -> None:
    hands[0].submit()
    hands[1].submit()

    shown = desk.get("")
    assert "Ben Late has not finished this article." in shown
    assert ">Adjudicate<" in shown
    assert "Approve as gold" not in shown
    assert ">Review</button>" not in shown


def test_a_late_one_is_told_on_the_page_and_taken_in(
    document: Document,
    hands: list[Hand],
    desk: Desk,
) -> None:
    hands[0].submit()
    hands[1].submit()
    assert desk.post("adjudicate/", without=awaited.of(document).key) == 302
    assert "Begin anew" not in desk.get("adjudicate/")
    hands[2].submit()

    assert "Ben Late finished after this began." in desk.get("adjudicate/")
    assert "Ben Late finished after this began." in desk.get("review/")
    assert "Approve as gold" not in desk.get("review/")
    assert desk.post("adjudicate/anew/", seen_version=1) == 302
    assert "Begin anew" not in desk.get("adjudicate/")


def test_a_review_that_became_one_of_several_is_not_approved(
    document: Document, hands: list[Hand], desk: Desk, reviewer: User
) -> None:
    want(document, 2)
    hands[0].submit()
    begin(hands[0], reviewer, awaited.of(document).key)
    hands[1].submit()

    shown = desk.get("review/")
    assert "Only adjudicating what all have finished makes gold of it." in shown
    assert "/adjudicate/anew/" in shown
    assert "Approve as gold" not in shown


def test_others_see_nothing_of_it(
    document: Document, hands: list[Hand], annotator: User, client: Client
) -> None:
    hands[0].submit()
    client.force_login(annotator)
    base = f"/projects/{document.project.slug}/articles/{document.article_id}/"

    assert "have not finished" not in client.get(base).content.decode()
    assert not reading.of(document, annotator).may_approve
