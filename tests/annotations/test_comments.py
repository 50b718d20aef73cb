"""Comments on an article, a span or a claim: who reads them, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from annotations.actions import comments, review
from annotations.actions.errors import CommentChanged, NotHere, SentElsewhere, ThreadResolved
from annotations.comments import anchors, threads
from annotations.models import Comment, Thread
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim
from tests.annotations.talks import heard, only, say, unread
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.django_db


def test_an_item_of_another_set_or_of_another_article_is_not_here(
    document: Document, hand: Hand, reviewer: User
) -> None:
    own = hand.add("Bob Corker")
    other = Hand(document, reviewer)
    other.add("Iran")
    elsewhere = create_document("Bob Corker left.", project=document.project)
    for read in (None, other.set):
        with pytest.raises(NotHere):
            anchors.of(document, f"s{own.pk}", read)
    with pytest.raises(NotHere):
        anchors.of(elsewhere, f"s{own.pk}", hand.set)
    with pytest.raises(NotHere):
        anchors.of(document, f"c{own.pk}", hand.set)


def test_a_thread_keeps_its_place_and_words_when_its_span_is_gone(
    document: Document, hand: Hand
) -> None:
    span = hand.add("Bob Corker")
    say(document, hand.by, row=span, read=hand.set)
    hand.remove(span)

    thread = only(document, hand.by)
    assert (thread.quote, thread.item) == ("Bob Corker", f"s{span.pk}")
    assert document.text[thread.start : thread.end] == "Bob Corker"


def test_a_comment_is_no_part_of_undo(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    say(document, hand.by, row=span, read=hand.set)

    hand.undo()

    assert hand.span(span).state == "suggested"
    assert only(document, hand.by).comments[0].text == "Sure?"


def test_an_edited_comment_mentions_whom_it_names_now(
    document: Document, annotator: User, reviewer: User, manager: User
) -> None:
    comment = say(document, annotator, "@Mia?").comments.get()
    comments.edit(comment=comment, text="@Rui?", by=annotator)

    (seen,) = only(document, reviewer).comments
    assert seen.edited_at
    assert seen.pieces == (("@Rui", reviewer.pk), ("?", None))
    assert unread(document, reviewer) == 1


def test_what_was_deleted_stays_in_the_history_and_is_unread_no_more(
    document: Document, annotator: User, reviewer: User
) -> None:
    thread = say(document, annotator)
    comments.reply(thread=thread, text="Well …", by=reviewer)
    said = Comment.objects.get(by=reviewer)
    comments.delete(comment=said, by=reviewer)

    assert unread(document, annotator) == 0
    assert only(document, annotator).newest == Comment.objects.get().pk
    event = Event.objects.get(verb="comment.delete")
    assert (event.before or {})["text"] == "Well …"
    assert comments.delete(comment=Comment.objects.get(), by=annotator) is False
    assert not Thread.objects.exists()


def test_what_another_tab_changed_is_not_overwritten_unseen(
    document: Document, annotator: User
) -> None:
    first = say(document, annotator, "Who?").comments.get()
    second = Comment.objects.get()
    comments.edit(comment=first, text="How?", by=annotator)
    with pytest.raises(CommentChanged):
        comments.edit(comment=second, text="When?", by=annotator)
    comments.edit(comment=second, text="How?", by=annotator)  # sent again
    seen = Comment.objects.get()
    comments.edit(comment=second, text="Why?", by=annotator, seen=seen.edited_at)

    edits = Event.objects.filter(verb="comment.edit").order_by("id")
    told = [((each.before or {})["text"], (each.after or {})["text"]) for each in edits]
    assert told == [("Who?", "How?"), ("How?", "Why?")]


def test_what_another_tab_deleted_is_not_here(document: Document, annotator: User) -> None:
    thread = say(document, annotator, "Who?")
    comments.reply(thread=thread, text="He.", by=annotator)
    first, answer = Comment.objects.order_by("pk")
    elsewhere = Comment.objects.get(pk=answer.pk)
    comments.edit(comment=Comment.objects.get(pk=answer.pk), text="She.", by=annotator)
    comments.delete(comment=answer, by=annotator)
    for again in (
        lambda: comments.edit(comment=elsewhere, text="It.", by=annotator),
        lambda: comments.delete(comment=elsewhere, by=annotator),
    ):
        with pytest.raises(NotHere):
            again()

    event = Event.objects.get(verb="comment.delete")
    assert (event.before or {})["text"] == "She."
    assert Comment.objects.get() == first


def test_a_resolved_thread_takes_no_answer_until_it_is_reopened(
    document: Document, annotator: User, reviewer: User
) -> None:
    thread = say(document, annotator)
    for _ in range(2):
        comments.resolve(thread=thread, by=reviewer)
    with pytest.raises(ThreadResolved):
        comments.reply(thread=thread, text="But", by=annotator)
    assert only(document, annotator).resolved_by == str(reviewer)
    comments.reopen(thread=thread, by=annotator)
    comments.reply(thread=thread, text="But", by=annotator)

    verbs = [event.verb for event in Event.objects.order_by("id")]
    assert verbs == ["comment.add", "comment.resolve", "comment.reopen", "comment.add"]


def test_sent_again_a_comment_is_said_once(document: Document, annotator: User) -> None:
    anchor = anchors.of(document)
    sent = {"document": document, "anchor": anchor, "text": "Sure?", "by": annotator}
    first = comments.start(**sent, idempotency_key="one")  # type: ignore[arg-type]
    assert comments.start(**sent, idempotency_key="one") == first  # type: ignore[arg-type]
    for _ in range(2):
        comments.reply(thread=first, text="Yes.", by=annotator, idempotency_key="two")

    assert [each.text for each in only(document, annotator).comments] == ["Sure?", "Yes."]


def test_what_was_sent_to_one_thread_is_refused_in_another(
    document: Document, annotator: User
) -> None:
    first, second = (say(document, annotator) for _ in range(2))
    other = create_document("He left.", project=document.project)
    comments.reply(thread=first, text="Yes.", by=annotator, idempotency_key="one")
    sent = {"text": "No.", "by": annotator, "idempotency_key": "one"}

    with pytest.raises(SentElsewhere):
        comments.reply(thread=second, **sent)  # type: ignore[arg-type]
    with pytest.raises(SentElsewhere):
        comments.start(document=other, anchor=anchors.of(other), **sent)  # type: ignore[arg-type]
    assert Comment.objects.count() == 3


def test_the_stamp_changes_with_whatever_changes(document: Document, annotator: User) -> None:
    stamps = [threads.stamp(document, annotator)]

    def note() -> None:
        stamps.append(threads.stamp(document, annotator))
        assert heard(document, annotator).stamp == stamps[-1]

    thread = say(document, annotator)
    note()
    comments.reply(thread=thread, text="Yes.", by=annotator)
    note()
    comments.edit(comment=thread.comments.earliest("pk"), text="Is it?", by=annotator)
    note()
    comments.resolve(thread=thread, by=annotator)
    note()
    comments.delete(comment=thread.comments.earliest("pk"), by=annotator)
    note()
    assert len(set(stamps)) == len(stamps)


def test_the_database_refuses_a_thread_without_a_place_and_an_empty_comment(
    document: Document, annotator: User
) -> None:
    thread = say(document, annotator)
    wrong: list[Callable[[], int]] = [
        lambda: Thread.objects.filter(pk=thread.pk).update(start=1, end=2),
        lambda: Thread.objects.filter(pk=thread.pk).update(item="s1"),
        lambda: Thread.objects.filter(pk=thread.pk).update(resolved_by=annotator),
        lambda: thread.comments.update(text=""),
        lambda: thread.comments.update(text="x" * 5001),
    ]
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_notes_become_comments_of_whoever_made_the_set(
    document: Document, hand: Hand, reviewer: User
) -> None:
    span, claim = suggest_span(document, "Rex Tillerson"), suggest_claim(document, "sales rose")
    hand.accept(span)
    hand.accept(claim)
    own = hand.add("Iran")
    hand.set.spans.filter(pk=own.pk).update(attributes={"note": "Which?", "other": 1})
    hand.set.spans.exclude(pk=own.pk).update(attributes={"note": "Or his son?"})
    hand.set.claims.update(attributes={"note": "Whose?"})
    hand.submit()
    review.begin(document=document, set_id=hand.set.pk, seen_version=hand.version, by=reviewer)

    with connection.cursor() as cursor:
        cursor.execute(import_module("annotations.migrations.0022_comments").NOTES)

    assert [
        (each.item, each.quote, each.comments[0].text) for each in heard(document, reviewer).threads
    ] == [
        (f"s{span.pk}", "Rex Tillerson", "Or his son?"),
        (f"c{claim.pk}", "sales rose", "Whose?"),
        (f"s{own.pk}", "Iran", "Which?"),
    ]
    assert {each.made_by for each in Thread.objects.all()} == {hand.by}
    assert unread(document, hand.by) == 0
    assert hand.set.spans.get(pk=own.pk).attributes == {"other": 1}
    comments.reply(thread=Thread.objects.earliest("pk"), text="No.", by=reviewer)
    assert unread(document, hand.by) == 1


def test_an_older_note_is_skipped_by_undo(document: Document, hand: Hand) -> None:
    """Notes were kept in the attributes, and their events are there for good."""
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    accepted = Event.objects.get(verb="span.accept")
    after = accepted.after or {}
    noted = {**after, "span": {**after["span"], "attributes": {"note": "Or his son?"}}}
    shared = {"set_id": hand.set.pk, "target_kind": "span", "target_id": span.pk}
    Event.objects.create(
        verb="span.note", actor_id=hand.by.pk, before=after, after=noted, set_version=1, **shared
    )

    hand.undo()
    assert hand.span(span).state == "suggested"
    hand.redo()
    assert hand.span(span).state == "confirmed"
