"""Who is to annotate which article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from annotations.models.sets import AnnotationSet
from articles.models import Article
from newsdesk.accounts.models import Project

if TYPE_CHECKING:
    from newsdesk.accounts.models import User


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of(self, user: User) -> AssignmentQuerySet:
        return self.filter(annotator=user)

    def unfinished(self) -> AssignmentQuerySet:
        """Those whose annotator has not submitted a set of the article's current text."""
        sets = AnnotationSet.objects.annotated().filter(
            document__article=OuterRef("article"),
            document__is_current=True,
            made_by=OuterRef("annotator"),
            imported_from={},
        )
        return self.exclude(Exists(sets.filter(state=AnnotationSet.State.SUBMITTED)))


class Assignment(models.Model):
    """One of an article's places, and who holds it. Releasing it deletes the row.

    `made_by` is who assigned it by hand; nobody, where the annotator took it.
    """

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

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "annotator"], name="assignment_once")
        ]
        indexes = [
            models.Index(fields=["project", "annotator", "-article"], name="assignment_mine")
        ]

    def __str__(self) -> str:
        return f"{self.article_id} for {self.annotator_id}"
