"""Who reads which comment."""

from __future__ import annotations

import pytest

from annotations.actions import comments, review
from annotations.models import AnnotationSet, Span
from articles.models import Document
from newsdesk.accounts.models import Role, User
from tests.annotations.hands import Hand, suggest_claim
from tests.annotations.talks import heard, only, readers, say, unread
from tests.factories import create_user, join, suggest_span

pytestmark = pytest.mark.django_db

CAST = ("viewer", "annotator", "reviewer", "manager", "outsider")
MEMBERS = {"viewer", "annotator", "reviewer", "manager"}


@pytest.fixture
def cast(
    viewer: User, annotator: User, reviewer: User, manager: User, outsider: User
) -> dict[str, User]:
    return dict(zip(CAST, (viewer, annotator, reviewer, manager, outsider), strict=True))


def test_what_is_said_of_an_article_or_a_suggestion_all_members_read(
    document: Document, hand: Hand, cast: dict[str, User]
) -> None:
    person = suggest_span(document, "Rex Tillerson")
    hand.accept(suggest_span(document, "Bob Corker"))

    assert readers(say(document, hand.by), cast) == MEMBERS
    assert readers(say(document, hand.by, row=person, read=hand.set), cast) == MEMBERS


def test_what_is_said_of_an_annotators_work_they_and_reviewers_read_until_there_is_gold(
    document: Document, hand: Hand, cast: dict[str, User]
) -> None:
    ben = create_user("Ben")
    join(document.project, ben, Role.ANNOTATOR)
    others = {**cast, "ben": ben}
    accepted = suggest_span(document, "Rex Tillerson")
    hand.accept(accepted)
    rejected = suggest_claim(document, "sales rose")
    hand.reject(rejected)

    said = [say(document, hand.by, row=row, read=hand.set) for row in (accepted, rejected)]
    for thread in said:
        assert readers(thread, others) == {"annotator", "reviewer", "manager"}
    assert heard(document, ben).threads == ()

    hand.submit()
    review.approve(
        document=document, set_id=hand.set.pk, seen_version=hand.version, by=cast["reviewer"]
    )
    for thread in said:
        assert readers(thread, others) == {*MEMBERS, "ben"}


def test_what_a_reviewer_says_in_a_draft_its_annotator_reads(
    document: Document, hand: Hand, reviewer: User, cast: dict[str, User]
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    hand.submit()
    draft = review.begin(
        document=document, set_id=hand.set.pk, seen_version=hand.version, by=reviewer
    )

    thread = say(document, reviewer, row=span, read=draft)

    assert thread.annotation_set == hand.set
    assert readers(thread, cast) == {"annotator", "reviewer", "manager"}


def test_in_an_adjudication_reviewers_are_among_themselves_until_it_is_approved(
    document: Document, hand: Hand, reviewer: User, cast: dict[str, User]
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    draft = AnnotationSet.objects.create(
        document=document, kind="gold", state="draft", made_by=reviewer, version=1
    )
    row = Span.objects.get(annotation_set=hand.set)
    row.pk, row.annotation_set = None, draft
    row.save()

    thread = say(document, reviewer, row=row, read=draft)
    assert readers(thread, cast) == {"reviewer", "manager"}
    hand.submit()
    draft.based_on.add(hand.set)
    review.approve(document=document, set_id=draft.pk, seen_version=1, by=cast["manager"])
    assert readers(thread, cast) == MEMBERS
    AnnotationSet.objects.filter(pk=draft.pk).update(state="superseded")
    assert readers(thread, cast) == MEMBERS


def test_answers_are_unread_by_others_until_they_have_seen_them(
    document: Document, annotator: User, reviewer: User, viewer: User
) -> None:
    thread = say(document, annotator)
    assert unread(document, annotator) == unread(document, reviewer) == 0
    comments.reply(thread=thread, text="No.", by=reviewer)
    comments.reply(thread=thread, text="His son.", by=reviewer)

    assert unread(document, annotator) == 1
    assert unread(document, reviewer) == 0
    assert unread(document, viewer) == 0  # who takes no part is told in the article only
    assert [each.is_new for each in only(document, annotator).comments] == [False, True, True]
    assert only(document, viewer).unread == 3

    first = only(document, annotator).comments[1].key
    thread.refresh_from_db()
    comments.see(thread=thread, newest=first, by=annotator)
    assert only(document, annotator).unread == 1
    comments.see(thread=thread, newest=thread.newest, by=annotator)
    comments.see(thread=thread, newest=first, by=annotator)
    assert only(document, annotator).unread == unread(document, annotator) == 0
    comments.reply(thread=thread, text="Oh.", by=reviewer)
    comments.see_all(project=document.project, by=annotator)
    assert only(document, annotator).unread == 0


def test_who_answers_has_read_the_rest(document: Document, annotator: User, reviewer: User) -> None:
    thread = say(document, annotator)
    comments.reply(thread=thread, text="No.", by=reviewer)
    comments.reply(thread=thread, text="Yes!", by=annotator)

    assert unread(document, annotator) == 0
    assert unread(document, reviewer) == 1


def test_a_mentioned_member_is_told(
    document: Document, annotator: User, reviewer: User, viewer: User, outsider: User
) -> None:
    say(document, annotator, "@Rui Reviewer and @vera, see @Otto Outsider's.")

    assert unread(document, reviewer) == unread(document, viewer) == 1
    assert unread(document, outsider) == 0
    (comment,) = only(document, reviewer).comments
    assert comment.pieces == (
        ("@Rui Reviewer", reviewer.pk),
        (" and ", None),
        ("@vera", viewer.pk),
        (", see @Otto Outsider's.", None),
    )


def test_who_may_not_read_it_yet_is_told_once_they_may(
    document: Document, hand: Hand, viewer: User, reviewer: User
) -> None:
    span = hand.add("Bob Corker")
    say(document, hand.by, "@Vera @Rui Reviewer", row=span, read=hand.set)
    comments.see_all(project=document.project, by=viewer)

    assert unread(document, viewer) == 0
    assert unread(document, reviewer) == 1
    assert only(document, hand.by).comments[0].untold == "Vera Viewer"
    hand.submit()
    review.approve(document=document, set_id=hand.set.pk, seen_version=hand.version, by=reviewer)
    assert unread(document, viewer) == 1
    assert only(document, hand.by).comments[0].untold == ""
    comments.see_all(project=document.project, by=viewer)
    assert unread(document, viewer) == 0


def test_a_first_name_is_that_of_who_may_read_it(
    document: Document, hand: Hand, reviewer: User
) -> None:
    join(document.project, create_user("Rui Other"), Role.VIEWER)
    span = hand.add("Bob Corker")
    say(document, hand.by, "@Rui?", row=span, read=hand.set)

    assert unread(document, reviewer) == 1
    assert only(document, hand.by).comments[0].untold == ""
