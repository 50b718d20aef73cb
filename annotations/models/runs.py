"""What a job does for somebody."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone


class RunQuerySet(models.QuerySet[Any]):
    def unfinished(self) -> Self:
        return self.filter(state__in=self.model.UNFINISHED)


class Run(models.Model):
    """When it was asked for, how much there is to do, and why it failed if it did.

    A subclass has a `state`; in those of UNFINISHED a job is at work, or is to be.
    """

    UNFINISHED: ClassVar[tuple[models.TextChoices, ...]] = ()
    state: models.CharField[str, str]

    failure = models.TextField(blank=True)
    total_count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-id"]

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED
