"""What is said of an article, as tests say and hear it."""

from __future__ import annotations

from annotations.actions import comments
from annotations.comments import anchors, threads
from annotations.comments.threads import Talk, ThreadItem
from annotations.models import AnnotationSet, Claim, Span, Thread
from articles.models import Document
from newsdesk.accounts.models import Membership, User


def say(
    document: Document,
    by: User,
    text: str = "Sure?",
    row: Span | Claim | None = None,
    read: AnnotationSet | None = None,
) -> Thread:
    """Begin a thread, about what is read under this row's key, if about any."""
    item = f"{'c' if isinstance(row, Claim) else 's'}{row.pk}" if row else ""
    anchor = anchors.of(document, item, read)
    return comments.start(document=document, anchor=anchor, text=text, by=by)


def heard(document: Document, user: User) -> Talk:
    return threads.of(document, Membership.objects.get(project=document.project, user=user))


def only(document: Document, user: User) -> ThreadItem:
    (thread,) = heard(document, user).threads
    return thread


def unread(document: Document, user: User) -> int:
    return threads.unread_count(user, document.project.slug)


def readers(thread: Thread, cast: dict[str, User]) -> set[str]:
    """Who reads it. Whom one can mention, and whom the sentence names, are the same."""
    seen = {
        name
        for name, user in cast.items()
        if Thread.objects.visible_to(user).filter(pk=thread.pk).exists()
    }
    thread.refresh_from_db()
    members = threads.readers(thread.project_id, thread.annotation_set)
    addressed = set(members.values_list("user", flat=True))
    assert {user.pk for name, user in cast.items() if name in seen} == addressed & {
        user.pk for user in cast.values()
    }
    return seen
