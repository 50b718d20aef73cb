"""Whom people name as source or via without words of the article: entities by id or by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from annotations import mentions
from annotations.actions import naming_entities
from annotations.actions.claim_mentions import Became
from annotations.actions.entities import IS_TIED
from annotations.actions.errors import UnknownEntity, UnknownLabel
from annotations.actions.writing import Write
from annotations.inferring import Inferred, Places
from annotations.models import Entity, Label
from annotations.naming import normalise

# As in `entities`, one project's names are tied one write at a time. What something is tied to goes
# before what nothing is, who has the name before who has it as an alias, and of several the eldest.
CALLED = f"""
SELECT FROM annotations_scheme WHERE project_id = %(project)s FOR NO KEY UPDATE;
WITH asked AS (
    SELECT DISTINCT ON (label, normalised) * FROM
           unnest(%(labels)s::bigint[], %(names)s::text[], %(normalised)s::text[])
           AS asked (label, name, normalised)
)
SELECT DISTINCT ON (asked.label, asked.normalised) asked.label, asked.normalised, own.id
  FROM asked JOIN annotations_entity AS own
    ON own.project_id = %(project)s AND own.label_id = asked.label
   AND own.proposed_in_id IS NULL AND own.became_id IS NULL
   AND (own.normalised_name = asked.normalised OR own.aliases @> ARRAY[asked.name])
 ORDER BY asked.label, asked.normalised,
          {IS_TIED} DESC, own.normalised_name = asked.normalised DESC, own.id
"""


@dataclass(frozen=True, slots=True)
class Known:
    """The entities that a write names: by how they were named, and what each became."""

    ids: Mapping[Inferred, int]
    became: Became

    def of(self, inferred: Inferred) -> int:
        return self.ids[inferred]


def known(write: Write, given: Iterable[Places]) -> Known:
    """Names that nobody has yet become entities of the project, inside the write's transaction.

    Raises UnknownEntity for one of elsewhere, and UnknownLabel.
    """
    wanted = {each for places in given for each in places or () if isinstance(each, Inferred)}
    new = [each for each in wanted if each.entity is None]
    became = _became(
        write,
        {each.entity for each in wanted if each.entity},
        {each.entity for each in wanted if each.entity and each.stood},
    )
    ids = {each: each.entity for each in wanted if each.entity}
    made = _called(write.document.project_id, new) if new else {}
    return Known(ids | made, became | {entity: entity for entity in made.values()})


def _became(write: Write, ids: set[int], stood: set[int]) -> dict[int, int | None]:
    """Of the project's entities that this person is shown, and those that were suggested for this
    document.
    """
    if not ids:
        return {}
    here = mentions.read_in(write.document, write.by)
    visible = mentions.visible(write.document.project_id, write.by, here)
    visible = visible.filter(pk__in=Entity.objects.kept(*ids)).values("pk")
    own = Q(pk__in=visible) | Q(proposed_in=None, became__in=visible) | Q(pk__in=stood)
    own |= Q(proposed_in__document=write.document)
    rows = Entity.objects.filter(own, pk__in=ids, project=write.document.project_id)
    found = {
        pk: became or (None if proposed_in else pk)
        for pk, became, proposed_in in rows.values_list("pk", "became", "proposed_in")
    }
    if found.keys() != ids:
        raise UnknownEntity
    return found


def _called(project: int, new: Iterable[Inferred]) -> dict[Inferred, int]:
    keys = {each.label for each in new}
    labels = Label.objects.of_project(project).in_use().filter(key__in=keys)
    numbers = dict(labels.values_list("key", "pk"))
    if numbers.keys() != keys:
        raise UnknownLabel
    asked = {each: (numbers[each.label], normalise(each.name)) for each in new}
    values: dict[str, Any] = {
        "project": project,
        "labels": [label for label, _ in asked.values()],
        "names": [each.name for each in asked],
        "normalised": [name for _, name in asked.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(CALLED, values)
        cursor.nextset()
        found = {(label, name): pk for label, name, pk in cursor.fetchall()}
    made = {
        place: naming_entities.new(project=project, label=place[0], name=each.name)
        for each, place in asked.items()
        if place not in found
    }
    Entity.objects.bulk_create(made.values())
    found |= {place: each.pk for place, each in made.items()}
    return {each: found[place] for each, place in asked.items()}
