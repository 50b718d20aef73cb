"""Who is to annotate which article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from articles.models import Article
from newsdesk.accounts.models import Project

if TYPE_CHECKING:
    from newsdesk.accounts.models import User


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of(self, user: User) -> AssignmentQuerySet:
        return self.filter(annotator=user)

    def unfinished(self) -> AssignmentQuerySet:
        """What is left to do: in approved articles there is nothing."""
        approved = Q(article__progress__state="approved")
        return self.exclude(state=Assignment.State.SUBMITTED).exclude(approved)


class Assignment(models.Model):
    """One of an article's places, and who holds it. Releasing it deletes the row.

    `made_by` is who assigned it by hand; nobody, where the annotator took it. `state` is that of
    the annotator's set since `changed_at`, kept by the actions, so that counting needs no look at
    the sets.
    """

    class State(models.TextChoices):
        OPEN = "open"
        SENT_BACK = "sent_back", "sent back"
        SUBMITTED = "submitted"

    project = models.ForeignKey(Project, models.CASCADE, related_name="assignments")
    article = models.ForeignKey(Article, models.CASCADE, related_name="assignments")
    annotator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    changed_at = models.DateTimeField(default=timezone.now, db_default=Now())

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "annotator"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "sent_back", "submitted"]),
                name="assignment_state_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "annotator", "state", "-id"], name="assignment_mine"),
            models.Index(
                fields=["project", "id"],
                condition=Q(state="sent_back"),
                name="assignment_sent_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} for {self.annotator_id}"
