"""One row per article: what tables filter and sort by, kept by the actions."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from annotations import doubt as doubts
from annotations.models.sets import AnnotationSet
from annotations.review import waiting as waits
from articles.models import Article, Outlet
from newsdesk.accounts.models import Project


class Progress(models.Model):
    """How far an article is. `suggested_set` is the newest one, shown in the reader.

    `places` counts the annotators it may still have (annotations.actions.assigning).

    `doubt` orders articles by how unsure the model is of what it suggests in them, and is another
    number for each article, so that pages can go by it: `annotations.doubt`. `waiting` orders
    those that wait for a reviewer by how long they do, likewise: `annotations.review.waiting`.
    """

    class State(models.TextChoices):
        NEW = "new"
        SUGGESTED = "suggested"
        IN_ANNOTATION = "in_annotation", "in annotation"
        SUBMITTED = "submitted"
        APPROVED = "approved"

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="progress"
    )
    project = models.ForeignKey(Project, models.CASCADE, related_name="progress")
    outlet = models.ForeignKey(Outlet, models.RESTRICT, null=True)
    state = models.CharField(max_length=15, choices=State.choices, default=State.NEW)
    suggested_set = models.ForeignKey(AnnotationSet, models.SET_NULL, null=True, related_name="+")
    failure = models.TextField(blank=True)
    suggestion_count = models.PositiveIntegerField(default=0)
    decided_count = models.PositiveIntegerField(default=0)
    doubt = models.BigIntegerField(null=True)
    waiting = models.BigIntegerField(null=True)
    places = models.PositiveSmallIntegerField(default=1, db_default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["new", "suggested", "in_annotation", "submitted", "approved"]
                ),
                name="progress_state_is_known",
            )
        ]
        indexes = [
            models.Index(fields=["project", "-article"], name="progress_newest"),
            models.Index(fields=["project", "state", "-article"], name="progress_of_state"),
            models.Index(fields=["project", "outlet", "-article"], name="progress_of_outlet"),
            models.Index(
                fields=["project", "-article"], condition=Q(places__gt=0), name="progress_free"
            ),
            models.Index(fields=["project", "-doubt"], name="progress_least_sure"),
            models.Index(
                fields=["project", "waiting"],
                condition=Q(waiting__isnull=False),
                name="progress_waiting",
            ),
            models.Index(fields=["project", "state", "-doubt"], name="progress_state_least_sure"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.state}"

    @property
    def waits_since(self) -> datetime | None:
        """When it was finished, or its review begun where there is gold already."""
        return None if self.waiting is None else waits.since(self.waiting)

    @property
    def doubt_percent(self) -> int | None:
        """The share of the suggestions that is likely wrong."""
        return None if self.doubt is None else round(100 * doubts.share(self.doubt))
