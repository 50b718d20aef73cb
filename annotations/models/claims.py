"""What is asserted: parts with the roles content, cue, source and via."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, F, OuterRef, Q, When
from django.db.models.functions import Coalesce, JSONObject

from annotations.models.entities import Entity, tied_now
from annotations.models.sets import AnnotationSet


def _now(field: str) -> tuple[str, ...]:
    """A field of what a part's entity is now, or was before it became that."""
    return f"entity__became__became__{field}", f"entity__became__{field}", f"entity__{field}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def with_parts(self) -> models.QuerySet[Any]:
        """`part_rows` on each: its parts in order, as dicts, without a query more.

        `became` is what the part's suggested entity turned into (its own id if it is the
        project's); `now` is what it stands for after merges, `name` and `label` are of that.
        """
        parts = ClaimPart.objects.filter(claim=OuterRef("pk")).order_by("role", "order")
        is_own = Q(entity__proposed_in=None)
        return self.annotate(
            part_rows=ArraySubquery(
                parts.values(
                    row=JSONObject(
                        id="id",
                        role="role",
                        order="order",
                        start="start",
                        end="end",
                        entity="entity_id",
                        is_inferred="is_inferred",
                        became=Case(
                            When(is_own, then=F("entity_id")), default=F("entity__became_id")
                        ),
                        now=tied_now(),
                        name=Coalesce(*_now("name")),
                        normalised=Coalesce(*_now("normalised_name")),
                        label=Coalesce("entity__became__label_id", "entity__label_id"),
                    )
                )
            )
        )


class Claim(models.Model):
    """Something asserted. `within` is the claim of the same set that reports this one.

    `attributes` may hold `zone` and `repeats` (the id of the claim this one repeats).
    """

    class Speech(models.TextChoices):
        DIRECT = "direct"
        INDIRECT = "indirect"
        MIXED = "mixed"
        NONE = "none", "the article's own voice"

    annotation_set = models.ForeignKey(AnnotationSet, models.CASCADE, related_name="claims")
    speech = models.CharField(max_length=10, choices=Speech.choices)
    within = models.ForeignKey("self", models.SET_NULL, null=True, related_name="inner_claims")
    attributes = models.JSONField(default=dict)
    score = models.FloatField(null=True)
    evidence = models.TextField(blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(speech__in=["direct", "indirect", "mixed", "none"]),
                name="claim_speech_is_known",
            ),
            models.CheckConstraint(
                condition=Q(within=None) | ~Q(within=F("id")), name="claim_not_within_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"


class ClaimPart(models.Model):
    """A stretch `[start, end)` of a claim, or (inferred) only the entity it stands for."""

    class Role(models.TextChoices):
        CONTENT = "content"
        CUE = "cue"
        SOURCE = "source"
        VIA = "via"

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="parts")
    role = models.CharField(max_length=10, choices=Role.choices)
    order = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    entity = models.ForeignKey(Entity, models.SET_NULL, null=True, related_name="claim_parts")
    is_inferred = models.BooleanField(default=False)

    class Meta:
        ordering = ["claim", "role", "order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_inferred=False, start__isnull=False, end__isnull=False)
                | Q(is_inferred=True, role__in=["source", "via"], start=None, end=None),
                name="claim_part_has_offsets_unless_inferred",
            ),
            models.CheckConstraint(
                condition=Q(start=None) | Q(start__lt=F("end")),
                name="claim_part_start_before_end",
            ),
            models.UniqueConstraint(
                fields=["claim", "role", "order"], name="claim_part_ordered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of claim {self.claim_id}"
