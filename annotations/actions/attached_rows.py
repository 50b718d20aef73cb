"""The rows of annotation sets that come with articles. Ids are given out first, since the rows
name each other; then each table is filled by one COPY.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from json import dumps
from typing import Any

from django.db.models import Max
from django.utils import timezone

from annotations.actions.attached_marks import Marks, Suggested, Target
from annotations.actions.attached_ties import (
    ENTITY_FIELDS,
    NewEntities,
    Side,
    Ties,
    known_entities,
)
from annotations.datasets.attached import AttachedSet
from annotations.models import AnnotationSet, Entity, SchemeVersion
from articles.bulk import copy, new_ids
from articles.models import ImportRun

Kind = AnnotationSet.Kind
State = AnnotationSet.State
Row = tuple[Any, ...]

SET_FIELDS = (
    "id",
    "document",
    "kind",
    "state",
    "made_by",
    "model_version",
    "imported_from",
    "scheme_version",
    "version",
    "made_at",
    "submitted_at",
    "approved_by",
    "approved_at",
)
BASED_ON_FIELDS = ("from_annotationset", "to_annotationset")


@dataclass(frozen=True, slots=True)
class Draft:
    """A set as it came in a row of the import, for this document."""

    document_id: int
    row: int
    found: AttachedSet


class Rows:
    def __init__(self, run: ImportRun, labels: Mapping[str, int], drafts: list[Draft]) -> None:
        self.run = run
        self.labels = labels
        self.now = timezone.now()
        self.scheme_version = _scheme_version(run.project_id)
        found = [draft.found for draft in drafts]
        self.known = known_entities(run.project_id, found)
        self.set_ids = new_ids(AnnotationSet, 2 * len(found))
        entity_ids = new_ids(Entity, 2 * sum(len(each.entities) for each in found))
        self.entities = NewEntities(run.project_id, labels, entity_ids, {})
        self.suggested: dict[tuple[int, str], Suggested] = {}
        self.sets: list[Row] = []
        self.based_on: list[Row] = []
        self.marks = Marks(labels, run.by_id, self.now, found)

    def add(self, draft: Draft) -> None:
        found = draft.found
        suggested = self._suggested(draft) if _has_suggestions(found) else None
        set_id = None if found.kind == Kind.SUGGESTED else self._set(draft)
        if set_id and suggested:
            self.based_on.append((set_id, suggested.pk))
        own = Side(self.known, self.entities, None)
        proposed = Side(suggested.entities, self.entities, suggested.pk) if suggested else None
        ties = Ties(found.entities, own, proposed)
        self.marks.add(found, Target(set_id, suggested, ties))

    def save(self) -> None:
        copy(AnnotationSet, SET_FIELDS, self.sets)
        copy(AnnotationSet.based_on.through, BASED_ON_FIELDS, self.based_on)
        copy(Entity, ENTITY_FIELDS, self.entities.rows.values())
        self.marks.save()

    def _suggested(self, draft: Draft) -> Suggested:
        key = draft.document_id, draft.found.model_version
        if key not in self.suggested:
            self.suggested[key] = Suggested(next(self.set_ids))
            row = self._set_row(self.suggested[key].pk, draft, Kind.SUGGESTED, State.NONE)
            self.sets.append(row)
        return self.suggested[key]

    def _set(self, draft: Draft) -> int:
        is_gold = draft.found.kind == Kind.GOLD
        pk = next(self.set_ids)
        state = State.APPROVED if is_gold else State.SUBMITTED
        self.sets.append(self._set_row(pk, draft, draft.found.kind, state))
        return pk

    def _set_row(self, pk: int, draft: Draft, kind: str, state: str) -> Row:
        is_suggested, is_gold = kind == Kind.SUGGESTED, kind == Kind.GOLD
        by = None if is_suggested else self.run.by_id
        return (
            pk,
            draft.document_id,
            kind,
            state,
            by,
            draft.found.model_version if is_suggested else "",
            dumps({"run": self.run.pk, **({} if is_suggested else draft.found.names)}),
            self.scheme_version,
            0,
            self.now,
            None if is_suggested else self.now,
            by if is_gold else None,
            self.now if is_gold else None,
        )


def _has_suggestions(found: AttachedSet) -> bool:
    return found.kind == Kind.SUGGESTED or any(
        item.suggested for items in (found.spans, found.claims) for item in items
    )


def _scheme_version(project_id: int) -> int:
    versions = SchemeVersion.objects.filter(scheme__project=project_id)
    return int(versions.aggregate(newest=Max("number"))["newest"] or 1)
