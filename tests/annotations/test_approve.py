"""Approving copies a finished set with its decisions into gold, which nothing changes."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from annotations.actions import review
from annotations.actions.errors import (
    AlreadyApproved,
    NotFinished,
    NotHere,
    OwnWork,
    SeveralFinished,
    StaleSet,
)
from annotations.actions.writing import Written
from annotations.models import AnnotationSet, Claim, Decision, Progress, Span
from annotations.reader import reading
from articles.models import Document
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import create_user, join, suggest_span
from tests.queries import counted


def approve(hand: Hand, by: User) -> Written:
    return review.approve(
        document=hand.document, set_id=hand.set.pk, seen_version=hand.version, by=by
    )


@pytest.fixture
def finished(document: Document, hand: Hand) -> Hand:
    """One span accepted, one rejected, one left, one added; a claim within a claim."""
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.reject(suggest_span(document, "Monday", "DATE"))
    suggest_span(document, "Bob Corker")
    outer = suggest_claim(document, "Bob Corker claimed sales rose", source="Rex Tillerson")
    hand.accept(suggest_claim(document, "sales rose", within=outer))
    hand.accept(outer)
    hand.add("Iran", "GPE")
    hand.submit()
    return hand


def test_gold_holds_what_stood(finished: Hand, reviewer: User) -> None:
    gold = approve(finished, reviewer).annotation_set

    assert (gold.kind, gold.state, gold.approved_by) == ("gold", "approved", reviewer)
    columns = ("start", "end", "label", "entity")
    assert list(gold.spans.order_by("start").values_list(*columns)) == list(
        finished.set.spans.order_by("start").values_list(*columns)
    )
    seen = reading.of(finished.document, reviewer)
    assert [item.label for item in seen.spans] == ["PERSON", "GPE"]
    assert seen.claims[1].within == seen.claims[0].key
    assert not set(gold.claims.all()) & set(finished.set.claims.all())


def test_who_decided_and_when_is_kept_and_the_results_are_golds(
    finished: Hand, reviewer: User
) -> None:
    gold = approve(finished, reviewer).annotation_set

    columns = ("on_span", "on_claim", "by", "at")
    copied = Decision.objects.filter(annotation_set=gold).order_by("pk")
    made = Decision.objects.filter(annotation_set=finished.set).order_by("pk")
    assert list(copied.values_list(*columns)) == list(made.values_list(*columns))
    assert {each.by for each in copied} == {finished.by}
    assert all(
        result.annotation_set == gold
        for each in copied
        if (result := each.result_span or each.result_claim)
    )
    verdicts = [item.verdict for item in reading.of(finished.document, reviewer).rejected_spans]
    assert verdicts == ["rejected"]


def test_gold_is_based_on_the_set_and_its_suggestions(finished: Hand, reviewer: User) -> None:
    gold = approve(finished, reviewer).annotation_set

    assert set(gold.based_on.all()) == {finished.set, *finished.set.based_on.all()}


def test_what_was_left_is_not_in_gold(finished: Hand, viewer: User, reviewer: User) -> None:
    approve(finished, reviewer)

    seen = reading.of(finished.document, viewer)
    assert all(item.state == "confirmed" for item in seen.spans)
    assert (seen.state, seen.is_writable) == ("approved", False)


def test_the_article_is_approved_and_the_event_kept(finished: Hand, reviewer: User) -> None:
    gold = approve(finished, reviewer).annotation_set

    assert Progress.objects.get().state == "approved"
    event = Event.objects.get(verb="set.approve")
    assert (event.actor_id, event.set_id) == (reviewer.pk, gold.pk)
    assert event.before == {"set": finished.set.pk, "version": finished.version}


def test_an_approval_names_the_version_it_saw(finished: Hand, reviewer: User) -> None:
    stale = finished.version
    finished.reopen()
    finished.add("Rex")
    finished.submit()

    with pytest.raises(StaleSet):
        review.approve(
            document=finished.document, set_id=finished.set.pk, seen_version=stale, by=reviewer
        )
    assert not AnnotationSet.objects.gold().exists()


def test_what_is_open_is_not_approved(hand: Hand, reviewer: User) -> None:
    hand.add("Iran", "GPE")

    with pytest.raises(NotFinished):
        approve(hand, reviewer)


def test_nobody_approves_their_own(document: Document, reviewer: User, annotator: User) -> None:
    own = Hand(document, reviewer)
    own.submit()

    with pytest.raises(OwnWork):
        approve(own, reviewer)
    assert not reading.of(document, reviewer).may_approve


def test_unless_the_project_allows_it(document: Document, reviewer: User, annotator: User) -> None:
    Project.objects.filter(pk=document.project_id).update(may_approve_own=True)
    document.project.refresh_from_db()
    own = Hand(document, reviewer)
    own.submit()

    assert reading.of(document, reviewer).may_approve
    assert approve(own, reviewer).annotation_set.state == "approved"


def test_or_they_are_the_only_active_member(document: Document, reviewer: User) -> None:
    gone = join(document.project, create_user("Is suspended"), Role.MANAGER)
    Membership.objects.filter(pk=gone.pk).update(is_suspended=True)
    own = Hand(document, reviewer)
    own.submit()

    assert approve(own, reviewer).annotation_set.state == "approved"


def test_whoever_only_reads_is_a_member_too(document: Document, reviewer: User) -> None:
    join(document.project, create_user("Only reads"), Role.VIEWER)
    own = Hand(document, reviewer)
    own.submit()

    assert not reading.of(document, reviewer).may_approve
    with pytest.raises(OwnWork):
        approve(own, reviewer)


def test_an_approved_set_is_approved_once(finished: Hand, reviewer: User) -> None:
    approve(finished, reviewer)

    with pytest.raises(AlreadyApproved):
        approve(finished, reviewer)


def test_one_of_several_is_no_gold(
    document: Document, hand: Hand, reviewer: User, manager: User
) -> None:
    hand.submit()
    Hand(document, manager).submit()

    assert not reading.of(document, reviewer).may_approve
    assert not reading.of(document, reviewer).may_review
    with pytest.raises(SeveralFinished):
        approve(hand, reviewer)
    assert not AnnotationSet.objects.gold().exists()


def test_another_articles_set_is_not_here(finished: Hand, reviewer: User, project: Project) -> None:
    with pytest.raises(NotHere):
        review.approve(
            document=finished.document,
            set_id=suggest_span(finished.document, "left").annotation_set_id,
            seen_version=0,
            by=reviewer,
        )


def test_the_number_of_queries_does_not_grow(finished: Hand, reviewer: User) -> None:
    finished.reopen()
    label = Span.objects.all()[0].label
    Span.objects.bulk_create(
        Span(annotation_set=finished.set, label=label, start=start, end=start + 1)
        for start in range(30, 60)
    )
    finished.submit()

    with counted() as queries:
        approve(finished, reviewer)

    assert len(queries) <= 17
    assert Claim.objects.filter(annotation_set__kind="gold").count() == 2


def test_the_reader_counts_gold_as_the_list_does(
    finished: Hand, reviewer: User, client: Client
) -> None:
    approve(finished, reviewer)
    client.force_login(reviewer)
    project = finished.document.project
    queue = client.get(f"/projects/{project.slug}/").content.decode()
    page = client.get(f"/projects/{project.slug}/articles/{finished.document.article_id}/")

    told = re.compile(r"(\d+) of (\d+)")
    assert told.findall(queue) == [("4", "5")]
    assert told.findall(page.content.decode()) == [("4", "5")]
