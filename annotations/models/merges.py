"""Pairs of a project's entities that may be one thing, and what people said of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from annotations.models.entities import Entity
from newsdesk.accounts.models import Project


class ProposedMergeQuerySet(models.QuerySet["ProposedMerge"]):
    def standing(self) -> ProposedMergeQuerySet:
        """Those of which neither became another meanwhile."""
        return self.filter(first__became=None, second__became=None)


class ProposedMerge(models.Model):
    """Two entities, the older first; found once, so that a no is remembered.

    `score` says from 0 to 1 how sure the reason is. Who answered may change their mind.
    """

    class State(models.TextChoices):
        OPEN = "open"
        YES = "yes"
        NO = "no"
        UNSURE = "unsure"

    class Reason(models.TextChoices):
        NAME = "name", "the same name"
        SEVERAL = "several", "several have this name"
        ALIAS = "alias", "one’s name is the other’s alias"
        SPELLING = "spelling", "another spelling of one name"
        LIKENESS = "likeness", "nearly the same name"
        PART = "part", "one name is the end of the other"

    project = models.ForeignKey(Project, models.CASCADE, related_name="proposed_merges")
    first = models.ForeignKey(Entity, models.CASCADE, related_name="+")
    second = models.ForeignKey(Entity, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    score = models.FloatField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ProposedMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="proposed_merge_older_first"
            ),
            models.CheckConstraint(
                condition=Q(state="open", by=None)
                | Q(state__in=["yes", "no", "unsure"], by__isnull=False),
                name="proposed_merge_answered_by_somebody",
            ),
            models.UniqueConstraint(fields=["first", "second"], name="proposed_merge_once"),
        ]
        indexes = [
            models.Index(fields=["project", "state", "-score", "id"], name="proposed_merge_listed")
        ]

    def __str__(self) -> str:
        return f"proposed merge {self.pk}"
