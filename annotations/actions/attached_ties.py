"""What the entities of imported annotation sets are tied to: the project's, or proposed ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.datasets.attached import AttachedSet, NamedEntity
from annotations.datasets.attached_values import Key
from annotations.entities import likeness
from annotations.entities.naming import normalise
from annotations.models import Entity

ENTITY_FIELDS = (
    "id",
    "project",
    "proposed_in",
    "became",
    "label",
    "name",
    "normalised_name",
    "aliases",
    "wikidata",
    "keys",
)
BECAME = ENTITY_FIELDS.index("became")

Name = tuple[str, str, str]
Known = dict[Name, list[int]]


def name_of(entity: NamedEntity) -> Name:
    """Entities with the same label, normalised name and Wikidata id are one."""
    return entity.label, normalise(entity.name), entity.wikidata


def known_entities(project_id: int, found: Iterable[AttachedSet]) -> Known:
    """The project's own entities of the names that occur."""
    names = {normalise(entity.name) for each in found for entity in each.entities.values()}
    own = Entity.objects.of_project(project_id).filter(normalised_name__in=names)
    known: Known = defaultdict(list)
    rows = own.order_by("pk").values_list("pk", "label__key", "normalised_name", "wikidata")
    for pk, label, normalised, wikidata in rows:
        known[label, normalised, wikidata].append(pk)
    return known


@dataclass(slots=True)
class NewEntities:
    """The rows of entities that are made for a batch, by id."""

    project_id: int
    labels: Mapping[str, int]
    ids: Iterator[int]
    rows: dict[int, list[Any]]

    def make(self, entity: NamedEntity, proposed_in: int | None) -> int:
        pk = next(self.ids)
        self.rows[pk] = [
            pk,
            self.project_id,
            proposed_in,
            None,
            self.labels[entity.label],
            entity.name,
            normalise(entity.name),
            list(entity.aliases),
            entity.wikidata,
            likeness.keys([entity.name, *entity.aliases]),
        ]
        return pk

    def became(self, proposed: int, own: int) -> None:
        self.rows[proposed][BECAME] = own


class Side:
    """One record's entities on one side. Two of one name stay two: each takes the next one."""

    def __init__(self, known: Known, new: NewEntities, proposed_in: int | None) -> None:
        self.known = known
        self.new = new
        self.proposed_in = proposed_in
        self.ids: dict[Key, int] = {}
        self.turns: dict[Name, int] = defaultdict(int)

    def take(self, key: Key, entity: NamedEntity) -> int:
        if key not in self.ids:
            name = name_of(entity)
            same, turn = self.known[name], self.turns[name]
            if turn == len(same):
                same.append(self.new.make(entity, self.proposed_in))
            self.turns[name] += 1
            self.ids[key] = same[turn]
        return self.ids[key]


class Ties:
    """What the entities of one record are: the project's own, and those its model proposed.

    A proposed entity became the project's where the record has both under one key.
    """

    def __init__(
        self, entities: Mapping[Key, NamedEntity], own: Side, proposed: Side | None
    ) -> None:
        self.entities = entities
        self._own = own
        self._proposed = proposed

    def own(self, key: Key | None) -> int | None:
        """The project's entity; for what stands in an annotated or gold set."""
        if key is None:
            return None
        found = self._own.take(key, self.entities[key])
        self._tie(key)
        return found

    def proposed(self, key: Key | None) -> int | None:
        """The entity as the model proposed it; for what it suggested."""
        if key is None or self._proposed is None:
            return None
        found = self._proposed.take(key, self.entities[key])
        self._tie(key)
        return found

    def _tie(self, key: Key) -> None:
        if self._proposed and key in self._own.ids and key in self._proposed.ids:
            self._own.new.became(self._proposed.ids[key], self._own.ids[key])
