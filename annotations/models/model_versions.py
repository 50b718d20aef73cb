"""What a project's gold has taught the model."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.runs import Run
from newsdesk.accounts.models import Project


class ModelVersion(Run):
    """A version of the model for one project: the job that makes it, its figures, its head.

    `base` is the shipped model that it was learned on and works with, "newsdesk-en 0.2.0".
    `head` is as `annotations.suggest.heads` describes it; only a version that is ready, or was
    refused for its figures, has one. `figures` are those of `annotations.suggest.gate`.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        READY = "ready"
        REFUSED = "refused"
        CANCELLED = "cancelled"
        FAILED = "failed"

    UNFINISHED = (State.QUEUED, State.RUNNING)

    project = models.ForeignKey(Project, models.CASCADE, related_name="model_versions")
    number = models.PositiveIntegerField()
    base = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    head = models.BinaryField(null=True)
    figures = models.JSONField(default=dict)
    is_active = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], name="model_version_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(is_active=True), name="model_version_active_once"
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=["queued", "running"]),
                name="model_version_made_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(state="ready", head__isnull=False),
                name="model_version_active_only_if_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.base}+{self.number}"
