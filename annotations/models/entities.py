"""The things that mentions name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from annotations.models.schemes import Label
from annotations.models.sets import AnnotationSet
from newsdesk.accounts.models import Project


class EntityQuerySet(models.QuerySet["Entity"]):
    def of_project(self, project: Project) -> EntityQuerySet:
        """The project's own entities, without those that are only suggested."""
        return self.filter(project=project, proposed_in=None)


class Entity(models.Model):
    """A thing named. A suggested one belongs to its set until a person accepts a mention.

    `became` is the project entity that a suggested one turned into; `normalised_name` is the
    name casefolded with white space collapsed, made by `annotations.naming.normalise`.
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

    objects = EntityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(became=None) | Q(proposed_in__isnull=False),
                name="entity_became_another_only_if_proposed",
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
        ]

    def __str__(self) -> str:
        return self.name
