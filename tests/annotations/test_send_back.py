"""Sending back: the annotator is told why, mends, and the reviewer sees what changed."""

from __future__ import annotations

import pytest

from annotations.actions import review
from annotations.actions.errors import (
    ArticleApproved,
    NoReason,
    NotFinished,
    NotHere,
    NotMendable,
    StaleSet,
    UnderReview,
)
from annotations.models import AnnotationSet, Assignment, Progress
from annotations.review import rounds
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.factories import create_document, suggest_span

WHY = (Reason("Names of places are missing."), Reason("This is a person.", "s1", 0, 13))


@pytest.fixture
def finished(document: Document, hand: Hand) -> Hand:
    hand.accept(suggest_span(document, "Rex Tillerson", "ORG"))
    hand.add("Bob Corker")
    hand.submit()
    return hand


def send_back(hand: Hand, by: User, *reasons: Reason, draft_version: int = 0) -> None:
    hand.version = review.send_back(
        document=hand.document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        draft_version=draft_version,
        reasons=reasons or WHY,
        by=by,
    ).version


def begin(hand: Hand, by: User) -> AnnotationSet:
    return review.begin(
        document=hand.document, set_id=hand.set.pk, seen_version=hand.version, by=by
    )


def test_the_annotator_has_it_again(finished: Hand, reviewer: User) -> None:
    send_back(finished, reviewer)

    assert (finished.set.state, finished.set.submitted_at) == ("sent_back", None)
    assert finished.reading.is_writable
    assert Assignment.objects.get().state == "sent_back"
    assert Progress.objects.get().state == "in_annotation"


def test_the_reasons_are_kept(finished: Hand, reviewer: User) -> None:
    send_back(finished, reviewer)

    found = rounds.sent_back([finished.set.pk])
    assert found is not None
    assert (found.name, found.version, found.reasons) == (
        str(reviewer),
        finished.version,
        WHY,
    )


def test_the_newest_reasons_count(finished: Hand, reviewer: User) -> None:
    send_back(finished, reviewer)
    finished.submit()
    send_back(finished, reviewer, Reason("Once more."))

    found = rounds.sent_back([finished.set.pk])
    assert found is not None
    assert found.reasons == (Reason("Once more."),)


def test_what_was_never_sent_back_has_no_reasons(finished: Hand) -> None:
    assert rounds.sent_back([finished.set.pk]) is None


def test_it_is_submitted_again_with_what_changed(
    document: Document, finished: Hand, reviewer: User
) -> None:
    span = finished.reading.spans[0]
    send_back(finished, reviewer)
    seen = finished.version
    finished.add("Iran", "GPE")
    finished.undo()
    mended = suggest_span(document, "Rex Tillerson", "PERSON")
    finished.accept(mended)
    finished.submit()

    changed = rounds.changed_since(finished.set.pk, seen)

    assert [(each.kind, each.key, each.before.row) for each in changed] == [
        ("span", mended.pk, None)
    ]
    assert span.key != mended.pk
    assert Assignment.objects.get().state == "submitted"


def test_a_reason_is_needed(finished: Hand, reviewer: User) -> None:
    with pytest.raises(NoReason):
        send_back(finished, reviewer, Reason("  "))


def test_what_is_open_cannot_be_sent_back(hand: Hand, reviewer: User) -> None:
    hand.add("Iran", "GPE")

    with pytest.raises(NotFinished):
        send_back(hand, reviewer)


def test_a_stale_sending_back_is_refused(finished: Hand, reviewer: User) -> None:
    finished.reopen()
    finished.add("Iran", "GPE")
    seen = finished.version
    finished.submit()
    finished.version = seen

    with pytest.raises(StaleSet):
        send_back(finished, reviewer)
    assert finished.set.state == "submitted"


def test_it_supersedes_the_draft(finished: Hand, reviewer: User) -> None:
    draft = begin(finished, reviewer)
    send_back(finished, reviewer, draft_version=draft.version)

    draft.refresh_from_db()
    assert draft.state == "superseded"
    event = Event.objects.get(verb="set.send_back")
    assert event.before == {"set": draft.pk, "version": draft.version}


def test_not_over_what_another_reviewer_did_meanwhile(finished: Hand, reviewer: User) -> None:
    draft = begin(finished, reviewer)
    AnnotationSet.objects.filter(pk=draft.pk).update(version=draft.version + 1)

    with pytest.raises(StaleSet):
        send_back(finished, reviewer, draft_version=draft.version)


def test_nor_over_a_review_one_does_not_know_of(finished: Hand, reviewer: User) -> None:
    begin(finished, reviewer)

    with pytest.raises(StaleSet):
        send_back(finished, reviewer)


def test_the_annotator_waits_while_it_is_reviewed(finished: Hand, reviewer: User) -> None:
    begin(finished, reviewer)

    with pytest.raises(UnderReview):
        finished.reopen()


def test_gold_is_not_sent_back(finished: Hand, reviewer: User) -> None:
    review.approve(
        document=finished.document,
        set_id=finished.set.pk,
        seen_version=finished.version,
        by=reviewer,
    )
    with pytest.raises(ArticleApproved):
        send_back(finished, reviewer)


def test_what_was_imported_has_nobody_to_mend_it(finished: Hand, reviewer: User) -> None:
    AnnotationSet.objects.filter(pk=finished.set.pk).update(imported_from={"by": "Old tool"})

    with pytest.raises(NotMendable):
        send_back(finished, reviewer)


def test_another_articles_set_is_not_here(finished: Hand, reviewer: User) -> None:
    other = create_document("Another.", project=finished.document.project)

    with pytest.raises(NotHere):
        review.send_back(
            document=other, set_id=finished.set.pk, seen_version=1, reasons=WHY, by=reviewer
        )
