"""Whom people name as source or via without words of the article: entities by id or by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from annotations.actions.called import called
from annotations.actions.claim_mentions import Became
from annotations.actions.errors import UnknownEntity, UnknownLabel
from annotations.actions.writing import Write
from annotations.entities import mentions
from annotations.entities.naming import normalise
from annotations.models import Entity, Label
from annotations.reader.inferring import Inferred, Places


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


def _called(project: int, new: Collection[Inferred]) -> dict[Inferred, int]:
    keys = {each.label for each in new}
    labels = Label.objects.of_project(project).in_use().filter(key__in=keys)
    numbers = dict(labels.values_list("key", "pk"))
    if numbers.keys() != keys:
        raise UnknownLabel
    found = called(project, [(numbers[each.label], each.name) for each in new])
    return {each: found[numbers[each.label], normalise(each.name)] for each in new}
