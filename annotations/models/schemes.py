"""A project's labels. Rows are stable: a used label is retired, never deleted."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from annotations import scheme_colours
from newsdesk.accounts.models import Project


class SchemeQuerySet(models.QuerySet["Scheme"]):
    def without_claims(self, *project_ids: int) -> set[int]:
        """Those of these projects that mark no claims."""
        found = self.filter(project__in=project_ids, has_claims=False)
        return set(found.values_list("project", flat=True))


class Scheme(models.Model):
    """The labels of one project, and whether claims are marked in it.

    Suggested claims of a lower score than `claims_hide_below` are hidden; those that the article
    makes in its own voice are scored otherwise, and have a threshold of their own.
    """

    project = models.OneToOneField(Project, models.CASCADE, related_name="scheme")
    has_claims = models.BooleanField(default=True)
    claims_hide_below = models.FloatField(default=0)
    own_voice_hides_below = models.FloatField(default=0)

    objects = SchemeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Scheme of {self.project}"


class Layer(models.Model):
    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="layers")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="layer_key_once_in_scheme")
        ]

    def __str__(self) -> str:
        return self.name


class LabelQuerySet(models.QuerySet["Label"]):
    def of_project(self, project: Project | int) -> LabelQuerySet:
        return self.filter(layer__scheme__project=project)

    def in_use(self) -> LabelQuerySet:
        return self.filter(is_retired=False)


class Label(models.Model):
    """A label of a layer. `key` never changes; `tag` is the short form shown in the text.

    `colour` names a palette entry of the style sheet, or is one of the project's own for light
    and for dark, "#rrggbb/#rrggbb"; `shortcut` is a digit, or `shift+digit`.
    Suggestions of a lower score than `hides_below` are hidden.
    """

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="labels")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    tag = models.CharField(max_length=6)
    colour = models.CharField(max_length=20)
    shortcut = models.CharField(max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)
    hides_below = models.FloatField(default=0)

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["layer", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["layer", "key"], name="label_key_once_in_layer"),
            models.CheckConstraint(condition=~Q(key=""), name="label_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def paint(self) -> str:
        """What classes on pages call its colour."""
        return scheme_colours.name_of(self.colour)


class AttributeQuerySet(models.QuerySet["Attribute"]):
    def of_project(self, project: Project | int) -> AttributeQuerySet:
        return self.filter(scheme__project=project)


class Attribute(models.Model):
    """What claims or spans may be given besides their label. `key` and `kind` never change.

    `on` lists what it is asked of: "claims", keys of labels, "layer:" with the key of a layer.
    `options` are those of a choice, as dicts with a key, a name and whether it is retired. None is
    ever deleted, nor an option of one: values may name them, and undo may bring such back.
    """

    class Kind(models.TextChoices):
        YES_NO = "yesno", "Yes or no"
        CHOICE = "choice", "One of some options"
        TEXT = "text", "A short text"

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="attributes")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = ArrayField(models.CharField(max_length=60), default=list)
    options = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    objects = AttributeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="attribute_key_once_in_scheme"),
            models.CheckConstraint(condition=~Q(key=""), name="attribute_has_a_key"),
            models.CheckConstraint(
                condition=Q(kind__in=["yesno", "choice", "text"]), name="attribute_kind_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(kind="choice") & ~Q(options=[])) | (~Q(kind="choice") & Q(options=[])),
                name="attribute_has_options_if_a_choice",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SchemeVersion(models.Model):
    """What the scheme said when it was numbered; sets and datasets record the number."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "number"], name="scheme_version_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} v{self.number}"
