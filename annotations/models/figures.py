"""What was counted: decisions by day, people's work by day, articles by state, day by day.

Millions of decisions cannot be counted while a page is waited for. A job counts the sets that
changed since it last looked, and adds the difference to these rows
(`annotations.actions.figures`), so that a page reads some thousands of them at most.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from annotations.models.schemes import Label
from newsdesk.accounts.models import Project


class ProjectCount(models.Model):
    """How far a project has been counted: up to which event of its history, and when."""

    project = models.OneToOneField(
        Project, models.CASCADE, primary_key=True, related_name="counted"
    )
    event_id = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"count of {self.project_id} to {self.event_id}"


class SetCount(models.Model):
    """What was counted of one annotated set, at its `version`.

    It names the set by id, so that a deleted one can still be taken out of the sums. `seconds`
    are those of work in it, unknown if there was one write only. `decisions` are
    [[day, label id or null for claims, rule, model version, verdict, number], …], `sent_back` the
    days on which reviewers sent it back.
    """

    set_id = models.BigIntegerField(primary_key=True)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    submitted_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    decisions = models.JSONField(default=list)
    sent_back = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(
                fields=["project", "person", "-submitted_at"],
                include=["seconds"],
                condition=models.Q(submitted_at__isnull=False),
                name="set_count_finished",
            )
        ]

    def __str__(self) -> str:
        return f"count of set {self.set_id}"


APPLIED = "applied"
"""The rule of what people applied from other articles: among suggestions, but no model's."""


class VerdictCount(models.Model):
    """How often suggestions were accepted, corrected and rejected."""

    accepted = models.PositiveIntegerField(default=0)
    corrected = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class DecisionCount(VerdictCount):
    """Of one label (none: claims), rule and model version, decided on one day."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="decision_counts")
    day = models.DateField()
    label = models.ForeignKey(Label, models.CASCADE, null=True, related_name="+")
    rule = models.CharField(max_length=60)
    model_version = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day", "label", "rule", "model_version"],
                nulls_distinct=False,
                name="decision_count_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.label_id} {self.rule}"


class PersonCount(VerdictCount):
    """What one person did on one day: articles they finished, and what they decided of models'
    suggestions.

    `sent_back` counts the articles that were sent back to them on that day.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="person_counts")
    day = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    finished = models.PositiveIntegerField(default=0)
    sent_back = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "day", "person"], name="person_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.person_id}"


class LabelCount(VerdictCount):
    """What one person decided on one day of models' suggestions, of one label (none: claims)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="label_counts")
    day = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    label = models.ForeignKey(Label, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person", "day", "label"],
                nulls_distinct=False,
                name="label_count_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.person_id} {self.label_id}"


class StateCount(models.Model):
    """The project's articles by state at the end of a day; today's as it was counted last."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="state_counts")
    day = models.DateField()
    new = models.PositiveIntegerField(default=0)
    suggested = models.PositiveIntegerField(default=0)
    in_annotation = models.PositiveIntegerField(default=0)
    submitted = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "day"], name="state_count_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} of {self.project_id}"
