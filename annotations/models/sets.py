"""Annotation sets: all that one hand marked on one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Document
from newsdesk.accounts.models import Membership, Role

if TYPE_CHECKING:
    from newsdesk.accounts.models import User


def annotator_name(imported_from: Mapping[str, Any], made_by: object) -> str:
    """Whose work a set is: of an imported one whom the file names, not who brought it."""
    return str(imported_from.get("annotated_by") or made_by)


class AnnotationSetQuerySet(models.QuerySet["AnnotationSet"]):
    def suggested(self) -> AnnotationSetQuerySet:
        return self.filter(kind=AnnotationSet.Kind.SUGGESTED)

    def annotated(self) -> AnnotationSetQuerySet:
        return self.filter(kind=AnnotationSet.Kind.ANNOTATED)

    def gold(self) -> AnnotationSetQuerySet:
        """Current gold: approved and not superseded."""
        return self.filter(kind=AnnotationSet.Kind.GOLD, state=AnnotationSet.State.APPROVED)

    def visible_to(self, user: User) -> AnnotationSetQuerySet:
        """Suggestions, current gold and one's own sets; others' once gold exists.

        Reviewers and managers of the project see all.
        """
        held = Membership.objects.active().filter(user=user)
        seeing_all = held.filter(role__in=Role.REVIEWER.and_above).values("project")
        approved = AnnotationSet.objects.gold().values("document")
        return self.filter(document__project__in=held.values("project")).filter(
            Q(kind=AnnotationSet.Kind.SUGGESTED)
            | Q(kind=AnnotationSet.Kind.GOLD, state=AnnotationSet.State.APPROVED)
            | Q(made_by=user)
            | Q(document__project__in=seeing_all)
            | Q(kind=AnnotationSet.Kind.ANNOTATED, document__in=approved)
        )


class AnnotationSet(models.Model):
    """All that one hand marked on one document: a model, an annotator, a reviewer.

    `version` is the only counter: every write raises it by one and must have seen it.
    `imported_from` keeps the names that came with an imported set ({} for one made here).
    """

    class Kind(models.TextChoices):
        SUGGESTED = "suggested"
        ANNOTATED = "annotated"
        GOLD = "gold"

    class State(models.TextChoices):
        NONE = ""
        OPEN = "open"
        SUBMITTED = "submitted"
        SENT_BACK = "sent_back", "sent back"
        DRAFT = "draft"
        APPROVED = "approved"
        SUPERSEDED = "superseded"

    document = models.ForeignKey(Document, models.CASCADE, related_name="annotation_sets")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default="", blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="annotation_sets"
    )
    model_version = models.CharField(max_length=500, blank=True)
    based_on = models.ManyToManyField("self", symmetrical=False, related_name="bases")
    imported_from = models.JSONField(default=dict)
    scheme_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="approved_sets"
    )
    approved_at = models.DateTimeField(null=True)

    objects = AnnotationSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="suggested", made_by=None) & ~Q(model_version="")
                | ~Q(kind="suggested") & Q(made_by__isnull=False),
                name="annotation_set_made_by_a_person_or_a_model",
            ),
            models.CheckConstraint(
                condition=Q(kind="suggested", state="")
                | Q(kind="annotated", state__in=["open", "submitted", "sent_back"])
                | Q(kind="gold", state__in=["draft", "approved", "superseded"]),
                name="annotation_set_state_fits_its_kind",
            ),
            models.UniqueConstraint(
                fields=["document", "made_by"],
                condition=Q(kind="annotated", imported_from={}),
                name="annotation_set_once_by_a_person",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(kind="gold", state="approved"),
                name="annotation_set_gold_once",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(kind="gold", state="draft"),
                name="annotation_set_draft_once",
            ),
        ]
        indexes = [models.Index(fields=["document", "kind", "-id"], name="set_of_document")]

    def __str__(self) -> str:
        return f"{self.kind} set {self.pk}"

    @property
    def annotator_name(self) -> str:
        return annotator_name(self.imported_from, self.made_by)

    @property
    def is_open(self) -> bool:
        """Whether it may be written to."""
        return self.state in {self.State.OPEN, self.State.SENT_BACK, self.State.DRAFT}
