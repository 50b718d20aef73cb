"""What is said about an article as one person reads it, as plain values for pages."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import (
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject, NullIf

from annotations.comments import addressing, anchors
from annotations.comments.anchors import Anchor
from annotations.models import AnnotationSet, Comment, Thread, ThreadMark
from annotations.models.comments import UNREAD
from annotations.reader.prepared import Prepared, prepare
from articles.models import Document
from newsdesk.accounts.models import Membership, Role, User

MOST_UNREAD = 100
READER, SLUG = -1, "~"  # of nobody and of no project


def _sending_key() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class CommentItem:
    """`pieces` are the text, each with the key of the member that it mentions, if it does.
    `untold` are the names of those members who may not read it yet.
    """

    key: int
    by: str
    at: datetime
    edited_at: datetime | None
    text: str
    pieces: tuple[tuple[str, int | None], ...]
    untold: str
    is_own: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """`audience` says who reads it. `sending_key` is the next answer's, so that it comes once."""

    key: int
    article_id: int
    article: str
    item: str
    start: int | None
    end: int | None
    quote: str
    comments: tuple[CommentItem, ...]
    newest: int
    changed_at: datetime
    resolved_by: str
    resolved_at: datetime | None
    audience: str
    is_own: bool
    may_write: bool
    may_resolve: bool
    sending_key: str = field(default_factory=_sending_key)

    @property
    def unread(self) -> int:
        return sum(comment.is_new for comment in self.comments)


@dataclass(frozen=True, slots=True)
class Draft:
    """A thread that nobody has begun yet, as its form shows it."""

    item: str
    quote: str
    audience: str
    sending_key: str = field(default_factory=_sending_key)


@dataclass(frozen=True, slots=True)
class Talk:
    """All threads of a document, those about the article first, then in the order of the text.

    `stamp` changes whenever one of them does.
    """

    threads: tuple[ThreadItem, ...] = ()

    @property
    def about_article(self) -> list[ThreadItem]:
        return [each for each in self.threads if each.start is None]

    @property
    def beside(self) -> list[ThreadItem]:
        """Those about a place of the text."""
        return [each for each in self.threads if each.start is not None]

    @property
    def open_count(self) -> int:
        return sum(each.resolved_at is None for each in self.threads)

    @property
    def unread(self) -> int:
        return sum(each.unread for each in self.threads)

    @property
    def stamp(self) -> str:
        newest = max((each.changed_at for each in self.threads), default=None)
        return _stamp(len(self.threads), newest)


def of(document: Document, membership: Membership) -> Talk:
    """All that this person may read there, in one query."""
    rows = Thread.objects.visible_to(membership.user).filter(document=document)
    return Talk(tuple(items(rows.order_by(F("start").asc(nulls_first=True), "id"), membership)))


def stamp(document: Document, user: User) -> str:
    """That of what this person would read now, in one query."""
    rows = Thread.objects.visible_to(user).filter(document=document)
    found = rows.aggregate(count=Count("pk"), newest=Max("changed_at"))
    return _stamp(found["count"], found["newest"])


def items(rows: QuerySet[Thread], membership: Membership) -> list[ThreadItem]:
    """These threads with all that is said in them, in one query."""
    user = membership.user
    gold = AnnotationSet.objects.gold().filter(document=OuterRef("document"))
    marks = ThreadMark.objects.filter(thread=OuterRef("pk"), user=user)
    found: QuerySet[Any] = rows.select_related(
        "annotation_set__made_by", "resolved_by", "document__article"
    ).annotate(
        said=ArraySubquery(_said()),
        seen=Coalesce(Subquery(marks.values("seen")), 0),
        has_gold=Exists(gold),
    )
    return [_item(row, membership) for row in found.defer("document__text")]


def draft(anchor: Anchor, user: User) -> Draft:
    return Draft(anchor.item, anchor.quote, audience(anchor.annotation_set, user))


def mine(membership: Membership) -> QuerySet[ThreadMark]:
    """The threads that this person has written in or is mentioned in."""
    seen = Thread.objects.visible_to(membership.user).filter(pk=OuterRef("thread"))
    own = ThreadMark.objects.filter(project=membership.project, user=membership.user)
    return own.filter(Exists(seen), takes_part=True)


def unread_count(user: User, slug: str) -> int:
    """Of those, how many have something new, in one query, counted to MOST_UNREAD."""
    return len(_unread().rows({READER: user.pk, SLUG: slug}))


@cache
def _unread() -> Prepared:
    """Each page asks this."""
    reader = User(pk=READER)
    seen = Thread.objects.visible_to(reader).filter(pk=OuterRef("thread"))
    own = ThreadMark.objects.filter(project__slug=SLUG, user=reader, takes_part=True)
    return prepare(own.filter(Exists(seen), place__gte=UNREAD).values("pk")[:MOST_UNREAD])


def readers(project_id: int, annotation_set: AnnotationSet | None) -> QuerySet[Membership]:
    """The members who may read what is said about a set: those who see it (`visible_to`)."""
    return members(project_id, annotation_set).filter(may_read=True)


def members(project_id: int, annotation_set: AnnotationSet | None) -> QuerySet[Any]:
    """All members, with whether they are such readers as `may_read`."""
    may_read = ExpressionWrapper(_is_reader(annotation_set), models.BooleanField())
    return Membership.objects.active().filter(project=project_id).annotate(may_read=may_read)


def _is_reader(annotation_set: AnnotationSet | None) -> Q:
    if annotation_set is None or annotation_set.approved_at:
        return Q(Value(value=True))
    is_seen = Q(role__in=Role.REVIEWER.and_above) | Q(user=annotation_set.made_by_id)
    if annotation_set.kind == AnnotationSet.Kind.ANNOTATED:
        gold = AnnotationSet.objects.gold().filter(document=annotation_set.document_id)
        is_seen |= Q(Exists(gold))
    return is_seen


def audience(annotation_set: AnnotationSet | None, user: User, *, has_gold: bool = False) -> str:
    """Who reads what is said about a set."""
    if annotation_set is None or _is_for_all(annotation_set, has_gold=has_gold):
        return "Everybody in the project reads this."
    if annotation_set.kind == AnnotationSet.Kind.GOLD:
        return "Reviewers read this until the article is approved, then everybody."
    name = "You" if annotation_set.made_by_id == user.pk else str(annotation_set.made_by)
    return f"{name} and reviewers read this until the article is approved, then everybody."


def audience_of(
    read: AnnotationSet | None, user: User, bases: Sequence[AnnotationSet] | None = None
) -> str:
    """Who would read what is said of something that stands in this set, or in one's own first."""
    if read is None:
        return audience(AnnotationSet(kind=AnnotationSet.Kind.ANNOTATED, made_by=user), user)
    return audience(anchors.whose(read, bases), user)


def _said() -> QuerySet[Any]:
    name = Coalesce(NullIf("name", Value("")), "email")
    held = Membership.objects.active().filter(
        user=OuterRef("pk"), project=OuterRef(OuterRef("thread__project"))
    )
    only_own = Exists(held.exclude(role__in=Role.REVIEWER.and_above))
    mentioned = User.objects.filter(mentioned_in=OuterRef("pk")).annotate(called=name)
    by = Coalesce(NullIf("by__name", Value("")), "by__email")
    return (
        Comment.objects.filter(thread=OuterRef("pk"))
        .order_by("id")
        .values(
            row=JSONObject(
                id="id",
                by="by_id",
                name=by,
                at="at",
                edited_at="edited_at",
                text="text",
                mentioned=ArraySubquery(
                    mentioned.values(row=JSONObject(id="id", name="called", only_own=only_own))
                ),
            )
        )
    )


def _item(row: Any, membership: Membership) -> ThreadItem:
    user, may_write = membership.user, membership.may(Role.ANNOTATOR)
    is_own = row.made_by_id == user.pk
    return ThreadItem(
        key=row.pk,
        article_id=row.document.article_id,
        article=str(row.document.article),
        item=row.item,
        start=row.start,
        end=row.end,
        quote=row.quote,
        comments=tuple(_comment(each, user, row) for each in row.said),
        newest=row.newest,
        changed_at=row.changed_at,
        resolved_by=str(row.resolved_by or ""),
        resolved_at=row.resolved_at,
        audience=audience(row.annotation_set, user, has_gold=row.has_gold),
        is_own=is_own,
        may_write=may_write,
        may_resolve=may_write and (is_own or membership.may(Role.REVIEWER)),
    )


def _comment(row: dict[str, Any], user: User, thread: Any) -> CommentItem:
    names = {each["id"]: each["name"] for each in row["mentioned"]}
    edited_at = row["edited_at"]
    return CommentItem(
        key=row["id"],
        by=row["name"],
        at=datetime.fromisoformat(row["at"]),
        edited_at=datetime.fromisoformat(edited_at) if edited_at else None,
        text=row["text"],
        pieces=tuple(addressing.pieces(row["text"], names)),
        untold=_untold(row["mentioned"], thread),
        is_own=row["by"] == user.pk,
        is_new=row["by"] != user.pk and row["id"] > thread.seen,
    )


def _untold(mentioned: Sequence[dict[str, Any]], thread: Any) -> str:
    read = thread.annotation_set
    if _is_for_all(read, has_gold=thread.has_gold):
        return ""
    out = [each for each in mentioned if each["only_own"] and each["id"] != read.made_by_id]
    return " and ".join(each["name"] for each in out)


def _is_for_all(annotation_set: AnnotationSet | None, *, has_gold: bool) -> bool:
    """Whether all members read what is said about the set."""
    if annotation_set is None or annotation_set.approved_at:
        return True
    return has_gold and annotation_set.kind == AnnotationSet.Kind.ANNOTATED


def _stamp(count: int, newest: datetime | None) -> str:
    return f"{count}-{newest.timestamp() if newest else 0}"
