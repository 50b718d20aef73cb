"""What was published. Nothing here knows of spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

from articles.text import MAX_CHARACTERS
from newsdesk.accounts.models import Project

if TYPE_CHECKING:
    from newsdesk.accounts.models import User


class Outlet(models.Model):
    """Who published, as this project names them."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="outlets")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="outlet_once_in_project")
        ]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One import: what came, by whom, how far it is, what became of it.

    `done_bytes` of `total_bytes` drives the progress bar; `done_rows` is the row up to which
    everything is stored, so that a killed run resumes behind it.
    """

    class Kind(models.TextChoices):
        PASTE = "paste"
        FILE = "file"
        SAMPLE = "sample"

    class State(models.TextChoices):
        PREVIEW = "preview"
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    project = models.ForeignKey(Project, models.CASCADE, related_name="import_runs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to="originals/%Y/%m/", blank=True, max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    failure = models.TextField(blank=True)
    warnings = models.JSONField(default=list)
    total_bytes = models.PositiveBigIntegerField(default=0)
    done_bytes = models.PositiveBigIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    added_count = models.PositiveIntegerField(default=0)
    duplicate_count = models.PositiveIntegerField(default=0)
    problem_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def bad_count(self) -> int:
        """Rows left out for another reason than that their text is here already."""
        return self.problem_count - self.duplicate_count


class ImportProblem(models.Model):
    """A row that was not imported, and why; or (`is_warning`) what to know about one that was."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    reason = models.TextField()
    excerpt = models.CharField(max_length=200, blank=True)
    duplicate_of = models.ForeignKey("articles.Article", models.SET_NULL, null=True)
    is_warning = models.BooleanField(default=False)

    class Meta:
        ordering = ["row", "id"]
        indexes = [models.Index(fields=["run", "row", "id"], name="import_problem_in_order")]

    def __str__(self) -> str:
        return f"row {self.row}: {self.reason}"


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: User) -> ArticleQuerySet:
        return self.filter(project__in=Project.objects.visible_to(user))


class Article(models.Model):
    """A published item."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="articles")
    outlet = models.ForeignKey(Outlet, models.RESTRICT, null=True, related_name="articles")
    import_run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, related_name="articles")
    headline = models.TextField(blank=True)
    url = models.TextField(blank=True)
    authors = ArrayField(models.TextField(), default=list)
    published_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=35, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["project", "-id"], name="article_newest"),
            models.Index(fields=["project", "outlet", "-id"], name="article_of_outlet"),
            GinIndex(OpClass(Upper("headline"), "gin_trgm_ops"), name="article_headline_trgm"),
        ]

    def __str__(self) -> str:
        return self.headline or f"Article {self.pk}"


class Document(models.Model):
    """One frozen text of an article. Offsets (code points) point into it: it never changes."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="documents")
    article = models.ForeignKey(Article, models.CASCADE, related_name="documents")
    text = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    text_key = models.CharField(max_length=64)
    length = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "text_key"],
                condition=Q(is_current=True),
                name="document_text_once_in_project",
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(is_current=True),
                name="document_current_once",
            ),
            models.CheckConstraint(
                condition=Q(length__gt=0, length__lte=MAX_CHARACTERS),
                name="document_length_within_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"Document {self.pk}"
