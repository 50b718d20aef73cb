"""What people say to each other about an article, or about a span or a claim in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.utils import timezone

from annotations.models.sets import AnnotationSet
from articles.models import Document
from newsdesk.accounts.models import Membership, Project

if TYPE_CHECKING:
    from newsdesk.accounts.models import User

LONGEST_COMMENT = 5_000  # characters
UNREAD = 2**62
"""Added to the place of what somebody has not read yet, which so comes before all they have."""


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: User) -> ThreadQuerySet:
        """What is about the article, a suggestion or what ever was gold; else, what is about an
        item of a set that this person sees.
        """
        held = Membership.objects.active().filter(user=user)
        seen = AnnotationSet.objects.visible_to(user).filter(pk=OuterRef("annotation_set"))
        return self.filter(project__in=held.values("project")).filter(
            Q(annotation_set=None) | Q(annotation_set__approved_at__isnull=False) | Exists(seen)
        )

    def open(self) -> ThreadQuerySet:
        return self.filter(resolved_at=None)


class Thread(models.Model):
    """Comments that answer each other, about one place of a document.

    `item` is the key on pages ("s12", "c7") of the span or claim that it began about, "" for the
    article; `[start, end)` and `quote` are those of then, so it keeps its place when that is
    gone. `annotation_set` is the one in which the item stood; without one all members read it.
    `newest` is the id of the newest comment.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="threads")
    document = models.ForeignKey(Document, models.CASCADE, related_name="threads")
    annotation_set = models.ForeignKey(
        AnnotationSet, models.CASCADE, null=True, related_name="threads"
    )
    item = models.CharField(max_length=20, blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="threads")
    newest = models.BigIntegerField(unique=True)
    changed_at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(item="", start=None, end=None, annotation_set=None)
                | Q(item__regex=r"^[sc][0-9]+$", start__isnull=False, end__isnull=False),
                name="thread_on_an_item_or_the_article",
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(start__lt=F("end")), name="thread_start_before_end"
            ),
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="thread_resolved_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["project", "-newest"], condition=Q(resolved_at=None), name="thread_open"
            )
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"


class Comment(models.Model):
    """`mentioned` are the members whom the text names with an @."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    edited_at = models.DateTimeField(null=True)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="mentioned_in")
    idempotency_key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(GreaterThan(Length("text"), 0))
                & Q(LessThanOrEqual(Length("text"), LONGEST_COMMENT)),
                name="comment_has_1_to_5000_characters",
            ),
            models.UniqueConstraint(
                fields=["by", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="comment_sent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class ThreadMark(models.Model):
    """How far somebody has read a thread: to the comment `seen`, and `unread` ones of others.

    `takes_part` who has written in it or was mentioned. `newest` is the thread's. `place` orders
    somebody's threads: what they have not read first, the newest first.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    takes_part = models.BooleanField(default=False)
    seen = models.BigIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    newest = models.BigIntegerField(default=0)
    place = models.GeneratedField(
        expression=F("newest")
        + Case(
            When(unread__gt=0, then=Value(UNREAD, models.BigIntegerField())),
            default=Value(0, models.BigIntegerField()),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="thread_mark_once")]
        indexes = [
            models.Index(
                fields=["project", "user", "-place"],
                condition=Q(takes_part=True),
                name="thread_mark_mine",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in thread {self.thread_id}"
