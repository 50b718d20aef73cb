"""Labelled stretches of a document."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from annotations.models.entities import Entity
from annotations.models.schemes import Label
from annotations.models.sets import AnnotationSet


class SpanQuerySet(models.QuerySet["Span"]):
    def gold(self) -> SpanQuerySet:
        return self.filter(
            annotation_set__kind=AnnotationSet.Kind.GOLD,
            annotation_set__state=AnnotationSet.State.APPROVED,
        )

    def in_layer(self, key: str) -> SpanQuerySet:
        return self.filter(label__layer__key=key)

    def in_reading_order(self) -> SpanQuerySet:
        return self.order_by("start", "-end", "id")


class Span(models.Model):
    """A labelled stretch `[start, end)` in Unicode code points of the document's text."""

    annotation_set = models.ForeignKey(AnnotationSet, models.CASCADE, related_name="spans")
    label = models.ForeignKey(Label, models.RESTRICT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    entity = models.ForeignKey(Entity, models.SET_NULL, null=True, related_name="mentions")
    attributes = models.JSONField(default=dict)
    score = models.FloatField(null=True)
    evidence = models.TextField(blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="span_start_before_end"),
            models.UniqueConstraint(
                fields=["annotation_set", "start", "end", "label"], name="span_marked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label_id} [{self.start}, {self.end})"
