"""How far people agree, as it was computed last."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.runs import Run
from newsdesk.accounts.models import Project


class AgreementReport(Run):
    """One computation of a project's figures; `labels` are those it knew, by key.

    `done_count` of `total_count` comparisons of two annotated sets drives the progress bar.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    UNFINISHED = (State.QUEUED, State.RUNNING)

    project = models.ForeignKey(Project, models.CASCADE, related_name="agreement_reports")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    labels = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta(Run.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=["queued", "running"]),
                name="agreement_report_made_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class AgreementFigure(models.Model):
    """One measure of one kind for two people (the lower id is `first`), or for everybody.

    `kind` is "" for all labels, a label's key, or a role as in annotations.agreement.counting;
    `comparisons` counts the articles both annotated. `months` are the same month by month:
    [{"month": "2026-11", "value", "reason", "low", "high", "comparisons"}, …].
    """

    report = models.ForeignKey(AgreementReport, models.CASCADE, related_name="figures")
    measure = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    value = models.FloatField(null=True)
    reason = models.TextField(blank=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    comparisons = models.PositiveIntegerField()
    months = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "measure", "kind", "first", "second"],
                nulls_distinct=False,
                name="agreement_figure_once",
            ),
            models.CheckConstraint(
                condition=Q(value=None) & ~Q(reason="") | Q(value__isnull=False, reason=""),
                name="agreement_figure_has_a_value_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(first=None, second=None)
                | Q(first__isnull=False, second__isnull=False, first__lt=models.F("second")),
                name="agreement_figure_of_two_people_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.kind}".strip()
