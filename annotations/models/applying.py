"""Some words marked alike in all articles of a project: each time, and what came of it where."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.runs import Run
from annotations.models.schemes import Label
from annotations.models.spans import Span
from articles.models import Article
from newsdesk.accounts.models import Project


class ApplyRun(Run):
    """How far a label has been given to the same words in a project's other articles.

    `from_article` is where the person did it by hand. `left_out` are what they unticked: "7" is
    an article, "7:12-19" a place in it. `done_count` of `total_count` articles drives the progress
    bar; everything up to the article `position` is done, so that a killed run goes on behind it.
    `undone_by` is who last asked to have it taken back.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"
        UNDOING = "undoing"
        UNDONE = "undone"

    APPLYING = (State.QUEUED, State.RUNNING)
    UNFINISHED = (*APPLYING, State.UNDOING)

    project = models.ForeignKey(Project, models.CASCADE, related_name="apply_runs")
    from_article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="+")
    label = models.ForeignKey(Label, models.RESTRICT, related_name="+")
    quote = models.TextField()
    has_near = models.BooleanField(default=False)
    left_out = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done_count = models.PositiveIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta(Run.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(quote=""), name="apply_run_of_some_words"),
            models.UniqueConstraint(
                fields=["project", "made_by"],
                condition=Q(state__in=["queued", "running", "undoing"]),
                name="apply_run_one_at_a_time_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"apply run {self.pk}"

    @property
    def is_applying(self) -> bool:
        return self.state in self.APPLYING


class ApplyOutcome(models.Model):
    """What came of a run in one article, `place_count` places marked and `left_count` passed over.

    `group` is the undo group of what was written. After an undo `undone_count` of the places are
    as they were before, and `kept_count` had changed since and stay.
    """

    class Kind(models.TextChoices):
        OWN = "own", "in your annotations"
        SUGGESTED = "suggested", "as suggestions"
        TAKEN = "taken", "decided or suggested already"
        FINISHED = "finished", "the article is finished"
        APPROVED = "approved", "the article is approved"
        HANDED_ON = "handed on", "others have all places of the article now"
        UNREAD = "unread", "the article has no suggestions to add to yet"
        FAILED = "failed", "the article could not be written to"

    run = models.ForeignKey(ApplyRun, models.CASCADE, related_name="outcomes")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    place_count = models.PositiveIntegerField(default=0)
    left_count = models.PositiveIntegerField(default=0)
    group = models.UUIDField(null=True)
    undone_count = models.PositiveIntegerField(default=0)
    kept_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "article"], name="apply_outcome_once_an_article")
        ]

    def __str__(self) -> str:
        return f"{self.kind} in article {self.article_id}"


class AppliedSpan(models.Model):
    """A suggestion that a run made, or that a later suggested set took over from one."""

    run = models.ForeignKey(ApplyRun, models.CASCADE, related_name="applied")
    span = models.OneToOneField(Span, models.CASCADE, primary_key=True, related_name="applied")

    def __str__(self) -> str:
        return f"span {self.span_id} of run {self.run_id}"
