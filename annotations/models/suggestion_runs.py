"""A project's articles read again by the version of the model that it uses now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.runs import Run
from newsdesk.accounts.models import Project


class SuggestionRun(Run):
    """How far a project's articles have been read again, and what came of it.

    `read_count` have new suggestions and `failed_count` keep those they had, of `total_count`.
    Everything up to the document `position` is stored, so that a killed run goes on behind it.
    `model_version` is what reads; "" until the run has begun.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"

    UNFINISHED = (State.QUEUED, State.RUNNING)

    project = models.ForeignKey(Project, models.CASCADE, related_name="suggestion_runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    model_version = models.CharField(max_length=100, blank=True)
    read_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta(Run.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=["queued", "running"]),
                name="suggestion_run_made_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"suggestion run {self.pk}"

    @property
    def done_count(self) -> int:
        return self.read_count + self.failed_count
