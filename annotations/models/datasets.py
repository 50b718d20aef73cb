"""Frozen exports."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from annotations.models.runs import Run
from newsdesk.accounts.models import Project


class Dataset(Run):
    """A frozen export: its recipe, its file, its manifest with checksums.

    `recipe` is {"set": "gold|annotated|suggested", "format": "jsonl|csv", "filter": {…}}.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    project = models.ForeignKey(Project, models.CASCADE, related_name="datasets")
    recipe = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="datasets/%Y/%m/", blank=True, max_length=300)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"Dataset {self.pk}"

    @property
    def name(self) -> str:
        """The name of its file, for whoever downloads it."""
        return str(self.manifest["files"][0]["name"]) if self.manifest else ""
