"""Which entities are called by some words: those of the project, new ones where there are none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from annotations.actions.entities import IS_TIED
from annotations.actions.writing import Write
from annotations.entities import likeness
from annotations.entities.naming import LONGEST_NAME, normalise
from annotations.models import ClaimPart, Entity, Span
from annotations.states import SpanState
from annotations.suggest.values import NAMES_NOTHING

Called = tuple[int, str]
"""A label and a normalised name."""
# As in `entities`, one project's names are tied one write at a time. What something is tied to goes
# before what nothing is, who has the name before who has it as an alias, and of several the eldest.
CALLED = f"""
SELECT FROM annotations_scheme WHERE project_id = %(project)s FOR NO KEY UPDATE;
WITH asked AS (
    SELECT DISTINCT ON (label, normalised) * FROM
           unnest(%(labels)s::bigint[], %(names)s::text[], %(normalised)s::text[], %(keys)s::text[])
           AS asked (label, name, normalised, keys)
), own AS (
    SELECT DISTINCT ON (asked.label, normalised) asked.label, normalised, own.id
      FROM asked
      JOIN annotations_label AS label ON label.id = asked.label
      JOIN annotations_layer AS layer ON layer.id = label.layer_id
      LEFT JOIN annotations_entity AS own
        ON own.project_id = %(project)s AND own.label_id = asked.label
       AND own.proposed_in_id IS NULL AND own.became_id IS NULL
       AND (own.normalised_name = asked.normalised OR own.aliases @> ARRAY[asked.name])
     WHERE %(is_meant)s OR (layer.key = 'entities' AND label.key <> ALL (%(nothing)s))
     ORDER BY asked.label, normalised,
              {IS_TIED} DESC, own.normalised_name = asked.normalised DESC, own.id
), made AS (
    INSERT INTO annotations_entity
           (project_id, label_id, name, normalised_name, aliases, wikidata, keys)
    SELECT %(project)s, label, name, normalised, ARRAY[]::text[], '',
           string_to_array(asked.keys, chr(31))
      FROM asked JOIN own USING (label, normalised) WHERE own.id IS NULL
 RETURNING label_id, normalised_name, id
)
SELECT label, normalised, id FROM own WHERE id IS NOT NULL UNION ALL SELECT * FROM made
"""


def called(
    project: int, names: Collection[tuple[int, str]], *, is_meant: bool = True
) -> dict[Called, int]:
    """The entity for each label and name, inside the write's transaction.

    Unless an entity `is_meant`, names of labels that name nothing are left out: those of other
    layers than that of entities, dates and amounts.
    """
    asked = {(label, normalise(name)): name for label, name in names}
    values: dict[str, Any] = {
        "project": project,
        "labels": [label for label, _ in asked],
        "names": [*asked.values()],
        "normalised": [name for _, name in asked],
        "keys": ["\x1f".join(likeness.keys([name])) for name in asked.values()],
        "is_meant": is_meant,
        "nothing": [*NAMES_NOTHING],
    }
    with connection.cursor() as cursor:
        cursor.execute(CALLED, values)
        cursor.nextset()
        return {(label, name): pk for label, name, pk in cursor.fetchall()}


def tied(write: Write, rows: Sequence[SpanState]) -> list[SpanState]:
    """The rows, each tied to what its words call; to nothing if its label names nothing."""
    words = [write.document.text[row.start : row.end] for row in rows]
    named = zip(rows, words, strict=True)
    names = {(row.label, name) for row, name in named if len(name) <= LONGEST_NAME}
    found = called(write.document.project_id, names, is_meant=False) if names else {}
    return [
        replace(row, entity=found.get((row.label, normalise(name))))
        for row, name in zip(rows, words, strict=True)
    ]


def is_named_only_by(row: SpanState) -> bool:
    """Whether nothing else names the entity of this row, so that it is called by its words."""
    spans = Span.objects.filter(entity=OuterRef("pk")).exclude(pk=row.id or 0)
    parts = ClaimPart.objects.filter(entity=OuterRef("pk"))
    others = Entity.objects.filter(Exists(spans) | Exists(parts), pk=row.entity or 0)
    return not others.exists()
