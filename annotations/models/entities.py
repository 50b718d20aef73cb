"""The things that mentions name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from annotations.models.schemes import Label
from annotations.models.sets import AnnotationSet
from newsdesk.accounts.models import Project


class EntityQuerySet(models.QuerySet["Entity"]):
    def of_project(self, project: Project | int) -> EntityQuerySet:
        """The project's own entities, without those that are only suggested or became another."""
        return self.filter(project=project, proposed_in=None, became=None)

    def kept(self, *ids: int) -> models.QuerySet[Entity, int]:
        """The ids of projects' own, or of those that they were merged into."""
        return self.filter(pk__in=ids, proposed_in=None).values_list(
            Coalesce("became", "pk"), flat=True
        )


def tied_now(entity: str = "entity") -> Coalesce:
    """What a row is tied to now, as an expression: what became of its entity, else that itself.

    A suggested entity may have become one that was merged into another later.
    """
    return Coalesce(f"{entity}__became__became", f"{entity}__became", entity)


def name_now(entity: str = "entity") -> Coalesce:
    """The name of what a row is tied to now, as an expression."""
    ends = ("became__became__name", "became__name", "name")
    return Coalesce(*(f"{entity}__{end}" for end in ends))


class Entity(models.Model):
    """A thing named. A suggested one belongs to its set until a person accepts a mention.

    `became` is the project entity that a suggested one turned into, or that one of the project's
    was merged into; that one became no other. Merging touches no mention: rows stay tied to what
    became another, and are read as tied to that. `normalised_name` is the name casefolded with
    white space collapsed, made by `annotations.entities.naming.normalise`; `keys` are what the
    names are looked up by, made by `annotations.entities.likeness.keys`. What is not
    `is_compared` waits to be compared with the project's others.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="entities")
    proposed_in = models.ForeignKey(
        AnnotationSet, models.CASCADE, null=True, related_name="proposed_entities"
    )
    became = models.ForeignKey("self", models.SET_NULL, null=True, related_name="proposals")
    label = models.ForeignKey(Label, models.RESTRICT)
    name = models.TextField()
    normalised_name = models.TextField()
    aliases = ArrayField(models.TextField(), default=list)
    wikidata = models.CharField(max_length=20, blank=True)
    keys = ArrayField(models.TextField(), default=list, db_default=[])
    is_compared = models.BooleanField(default=False, db_default=False)

    objects = EntityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(became=None) | ~Q(became=F("id")), name="entity_became_not_itself"
            )
        ]
        indexes = [
            models.Index(
                fields=["project", "label", "normalised_name"],
                condition=Q(proposed_in=None),
                name="entity_by_name",
            ),
            models.Index(
                fields=["project", "normalised_name", "id"],
                condition=Q(proposed_in=None),
                name="entity_listed",
            ),
            models.Index(
                fields=["became"],
                condition=Q(proposed_in=None, became__isnull=False),
                name="entity_merged",
            ),
            models.Index(
                fields=["project", "id"],
                condition=Q(proposed_in=None, became=None, is_compared=False),
                name="entity_to_compare",
            ),
            GinIndex(
                fields=["project", "keys"],
                condition=Q(proposed_in=None),
                fastupdate=False,
                name="entity_by_key",
            ),
            GinIndex(
                fields=["project", "aliases"],
                condition=Q(proposed_in=None),
                fastupdate=False,
                name="entity_by_alias",
            ),
        ]

    def __str__(self) -> str:
        return self.name
