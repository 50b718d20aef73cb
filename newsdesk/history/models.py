"""What happened, append-only. A row trigger refuses UPDATE and DELETE."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone


class EventQuerySet(models.QuerySet["Event"]):
    def in_set(self, set_id: int) -> EventQuerySet:
        return self.filter(set_id=set_id)

    def in_group(self, group: uuid.UUID) -> EventQuerySet:
        return self.filter(group=group).order_by("id")

    def of_article(self, article_id: int) -> EventQuerySet:
        return self.filter(article_id=article_id)

    def newest_first(self) -> EventQuerySet:
        return self.order_by("-id")

    def newest_of_project(self, project_id: int) -> int:
        """The id of the last thing that happened there, 0 where nothing did."""
        of_project = self.filter(project_id=project_id).order_by("-project_id", "-id")
        return of_project.values_list("id", flat=True).first() or 0


class Event(models.Model):
    """One line of history. It names rows by id, without foreign keys, so it survives them.

    `group` ties the events of one write together (the undo group); `undoes` names the group
    that this one reverses. `idempotency_key` is what the browser called a write that adds, so
    that sending it again adds nothing.
    """

    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=40)
    project_id = models.BigIntegerField(null=True)
    article_id = models.BigIntegerField(null=True)
    set_id = models.BigIntegerField(null=True)
    set_version = models.PositiveIntegerField(null=True)
    target_kind = models.CharField(max_length=20, blank=True)
    target_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    group = models.UUIDField(default=uuid.uuid4)
    undoes = models.UUIDField(null=True)
    idempotency_key = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project_id", "id"], name="event_project"),
            models.Index(fields=["project_id", "actor_id", "id"], name="event_project_actor"),
            models.Index(fields=["article_id", "id"], name="event_article"),
            models.Index(fields=["set_id", "set_version"], name="event_set"),
            models.Index(fields=["set_id", "actor_id", "-id"], name="event_set_actor"),
            models.Index(fields=["target_kind", "target_id"], name="event_target"),
            models.Index(fields=["group"], name="event_group"),
            BrinIndex(fields=["at"], name="event_at"),
            models.Index(fields=["undoes"], condition=Q(undoes__isnull=False), name="event_undoes"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["set_id", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="event_added_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_kind} {self.target_id}"


def record(*, verb: str, by: Any, **fields: Any) -> Event:
    """Append one event. `by` is a person or None (the desk itself)."""
    return Event.objects.create(verb=verb, actor_id=by.pk if by else None, **fields)


def record_all(events: Iterable[Event]) -> None:
    """Append the events of one write in one statement."""
    Event.objects.bulk_create(list(events))
