"""What people do with comments. Each is one event; none belongs to a set or to its undo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from annotations.actions.errors import CommentChanged, NotHere, SentElsewhere, ThreadResolved
from annotations.comments import addressing, threads
from annotations.comments.anchors import Anchor
from annotations.models import Comment, Thread, ThreadMark
from articles.bulk import new_ids
from articles.models import Document
from newsdesk.accounts.models import Membership, Project, User
from newsdesk.history.models import record

# Somebody has read so far, or has to read from there; then what each has not read is told afresh,
# which takes the thread's lock: who waits for a mark that an answer writes counts without it.
MARK = """
INSERT INTO annotations_threadmark
       (project_id, thread_id, user_id, takes_part, seen, unread, newest)
SELECT %(project)s, %(thread)s, reader.id, %(takes_part)s, reader.seen, 0, 0
  FROM unnest(%(users)s::bigint[], %(seen)s::bigint[]) AS reader (id, seen)
    ON CONFLICT (thread_id, user_id) DO UPDATE
   SET seen = greatest(annotations_threadmark.seen, excluded.seen),
       takes_part = annotations_threadmark.takes_part OR excluded.takes_part;
"""
COUNT = """
UPDATE annotations_threadmark AS mark
   SET newest = thread.newest,
       unread = (SELECT count(*) FROM annotations_comment AS comment
                  WHERE comment.thread_id = thread.id AND comment.id > mark.seen
                    AND comment.by_id <> mark.user_id)
  FROM annotations_thread AS thread
 WHERE mark.thread_id = thread.id AND thread.id = %(thread)s
"""


def start(
    *, document: Document, anchor: Anchor, text: str, by: User, idempotency_key: str = ""
) -> Thread:
    """Begin a thread. Sent again under one `idempotency_key` it is the one there is. Raises
    SentElsewhere where that is about another article.
    """
    try:
        return _started(document, anchor, text, by, idempotency_key)
    except IntegrityError:
        sent = _sent(by, idempotency_key)
        if sent is None:
            raise
        if sent.thread.document_id != document.pk:
            raise SentElsewhere from None
        return sent.thread


def reply(*, thread: Thread, text: str, by: User, idempotency_key: str = "") -> None:
    """Answer in a thread, which its author has then read; sent again under one `idempotency_key`,
    nothing. Raises ThreadResolved, NotHere, and SentElsewhere for a key of another thread.
    """
    try:
        _reply(thread, text, by, idempotency_key)
    except IntegrityError:
        if _sent(by, idempotency_key) is None:
            raise
        raise SentElsewhere from None


@transaction.atomic
def edit(*, comment: Comment, text: str, by: User, seen: datetime | None = None) -> None:
    """Say it otherwise. Whom it mentions now and did not before takes part from now on.

    `seen` is the `edited_at` of what was read. Raises NotHere, and CommentChanged if that is
    another by now.
    """
    thread, present = _present(comment)
    before = present.text
    if text == before:
        return
    if present.edited_at != seen:
        raise CommentChanged
    present.text, present.edited_at = text, timezone.now()
    present.save(update_fields=["text", "edited_at"])
    present.mentioned.clear()
    mentioned = _mention(thread, present)
    _touch(thread)
    _mark(thread, dict.fromkeys(mentioned, 0), takes_part=True)
    _record("comment.edit", thread, by, present.pk, before={"text": before}, after={"text": text})


@transaction.atomic
def delete(*, comment: Comment, by: User) -> bool:
    """Take it back; what it said stays in the history. Whether the thread is still there. Raises
    NotHere.
    """
    thread, present = _present(comment)
    _record("comment.delete", thread, by, present.pk, before={"text": present.text})
    present.delete()
    newest = thread.comments.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        thread.delete()
        return False
    thread.newest = newest
    _touch(thread, "newest")
    _count(thread)
    return True


@transaction.atomic
def resolve(*, thread: Thread, by: User) -> None:
    """Nothing is left to say. A second time, nothing."""
    present = _locked(thread)
    if present.resolved_at is None:
        present.resolved_by, present.resolved_at = by, timezone.now()
        _touch(present, "resolved_by", "resolved_at")
        _record("comment.resolve", present, by)


@transaction.atomic
def reopen(*, thread: Thread, by: User) -> None:
    present = _locked(thread)
    if present.resolved_at is not None:
        present.resolved_by = present.resolved_at = None
        _touch(present, "resolved_by", "resolved_at")
        _record("comment.reopen", present, by)


@transaction.atomic
def see(*, thread: Thread, newest: int, by: User) -> None:
    """This person has read the thread up to the comment `newest`. Raises NotHere."""
    present = _locked(thread)
    _mark(present, {by.pk: min(newest, present.newest)})


@transaction.atomic
def see_all(*, project: Project, by: User) -> None:
    """All that they take part in and may read. In one order, so that nobody waits for an answer
    that waits for them.
    """
    own = threads.mine(Membership(project=project, user=by)).filter(unread__gt=0)
    marks = own.order_by("thread_id").select_for_update(no_key=True, of=("self",))
    keys = list(marks.values_list("pk", flat=True))
    ThreadMark.objects.filter(pk__in=keys).update(seen=F("newest"), unread=0)


@transaction.atomic
def _started(document: Document, anchor: Anchor, text: str, by: User, sent_as: str) -> Thread:
    (key,) = new_ids(Comment, 1)
    thread = Thread.objects.create(
        project_id=document.project_id,
        document=document,
        annotation_set=anchor.annotation_set,
        item=anchor.item,
        start=anchor.start,
        end=anchor.end,
        quote=anchor.quote,
        made_by=by,
        newest=key,
    )
    _say(thread, key, text, by, sent_as)
    return thread


@transaction.atomic
def _reply(thread: Thread, text: str, by: User, sent_as: str) -> None:
    present = _locked(thread)
    if sent_as and present.comments.filter(by=by, idempotency_key=sent_as).exists():
        return
    if present.resolved_at:
        raise ThreadResolved
    (key,) = new_ids(Comment, 1)
    present.newest = key
    _touch(present, "newest")
    _say(present, key, text, by, sent_as)


def _sent(by: User, sent_as: str) -> Comment | None:
    """What this person sent under this key, wherever."""
    sent = Comment.objects.filter(by=by, idempotency_key=sent_as).select_related("thread")
    return sent.first() if sent_as else None


def _say(thread: Thread, key: int, text: str, by: User, sent_as: str) -> None:
    comment = Comment.objects.create(
        pk=key, thread=thread, by=by, text=text, idempotency_key=sent_as
    )
    mentioned = _mention(thread, comment)
    _mark(thread, {**dict.fromkeys(mentioned, 0), by.pk: key}, takes_part=True)
    _record("comment.add", thread, by, key, after={"text": text})


def _mention(thread: Thread, comment: Comment) -> set[int]:
    """Keep whom the text addresses. Who may not read it yet is told as soon as they may."""
    through = Comment.mentioned.through
    found = _addressed(thread, comment.text)
    through.objects.bulk_create(
        through(comment_id=comment.pk, user_id=each) for each in sorted(found)
    )
    return found


def _addressed(thread: Thread, text: str) -> set[int]:
    if "@" not in text:
        return set()
    members = threads.members(thread.project_id, thread.annotation_set).select_related("user")
    names = {each.user_id: str(each.user) for each in members}
    near = {each.user_id: names[each.user_id] for each in members if each.may_read}
    return addressing.addressed(text, names, near)


def _mark(thread: Thread, seen: Mapping[int, int], *, takes_part: bool = False) -> None:
    """How far these people have read the thread, by who they are."""
    values: dict[str, Any] = {
        "project": thread.project_id,
        "thread": thread.pk,
        "takes_part": takes_part,
        "users": list(seen),
        "seen": list(seen.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(MARK + COUNT, values)


def _count(thread: Thread) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"thread": thread.pk})


def _locked(thread: Thread) -> Thread:
    """As it is now; one change at a time. Raises NotHere if it is gone."""
    locked = Thread.objects.select_for_update(of=("self",))
    found = locked.select_related("annotation_set", "document")
    present = found.defer("document__text").filter(pk=thread.pk).first()
    if present is None:
        raise NotHere
    return present


def _present(comment: Comment) -> tuple[Thread, Comment]:
    """Its thread, locked, and what it says now. Raises NotHere if either is gone."""
    thread = _locked(comment.thread)
    present = thread.comments.filter(pk=comment.pk).first()
    if present is None:
        raise NotHere
    return thread, present


def _touch(thread: Thread, *fields: str) -> None:
    thread.changed_at = timezone.now()
    thread.save(update_fields=[*fields, "changed_at"])


def _record(verb: str, thread: Thread, by: User, comment: int | None = None, **said: Any) -> None:
    """With the thread and the words that it is about."""
    about = {"thread": thread.pk, "item": thread.item, "quote": thread.quote}
    record(
        verb=verb,
        by=by,
        project_id=thread.project_id,
        article_id=thread.document.article_id,
        target_kind="comment" if comment else "thread",
        target_id=comment or thread.pk,
        before=said.get("before"),
        after={**about, **(said.get("after") or {})},
    )
