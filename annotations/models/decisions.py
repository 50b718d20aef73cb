"""What a person did with one suggestion."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from annotations.models.claims import Claim
from annotations.models.sets import AnnotationSet
from annotations.models.spans import Span


class Decision(models.Model):
    """One suggestion, decided in one set: with a result it stands, without it is rejected.

    Whether a result was accepted or corrected is computed (`annotations.verdicts`).
    """

    annotation_set = models.ForeignKey(AnnotationSet, models.CASCADE, related_name="decisions")
    on_span = models.ForeignKey(Span, models.CASCADE, null=True, related_name="decisions")
    on_claim = models.ForeignKey(Claim, models.CASCADE, null=True, related_name="decisions")
    result_span = models.ForeignKey(Span, models.RESTRICT, null=True, related_name="result_of")
    result_claim = models.ForeignKey(Claim, models.RESTRICT, null=True, related_name="result_of")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["annotation_set", "on_span"], name="decision_once_on_a_span"
            ),
            models.UniqueConstraint(
                fields=["annotation_set", "on_claim"], name="decision_once_on_a_claim"
            ),
            models.CheckConstraint(
                condition=Q(on_span__isnull=False, on_claim=None, result_claim=None)
                | Q(on_span=None, on_claim__isnull=False, result_span=None),
                name="decision_on_a_span_or_a_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"
