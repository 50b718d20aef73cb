"""Which of a project's entities may be one: found by what they are called, once each.

Two are compared only if a word of their names has the same consonants, and words that many share
tell nothing. So the work grows with the number of entities, not with that of pairs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from annotations.entities import likeness
from annotations.entities.likeness import Names
from annotations.models import Entity, ProposedMerge

BATCH = 2_000
LARGEST_BLOCK = 50
"""Entities of one label with a word in common; of more, that word tells nothing."""
# One pass over the project's entities, whatever is looked for: a search for each key would be
# quicker only for a few.
BLOCKS = """
SELECT array_agg(id)
  FROM annotations_entity, unnest(keys) AS key
 WHERE project_id = %(project)s AND proposed_in_id IS NULL AND became_id IS NULL
   AND key = ANY(%(keys)s::text[])
 GROUP BY label_id, key
HAVING count(*) BETWEEN 2 AND %(most)s
"""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """An entity as far as it is compared."""

    label: int
    names: Names
    keys: tuple[str, ...]


def find(project_id: int) -> None:
    """Propose what is not proposed yet, batch by batch, until every entity was compared."""
    while _find_next(project_id):
        pass


def waiting_projects() -> list[int]:
    """Those that have entities which were not compared yet."""
    waiting = Entity.objects.filter(proposed_in=None, became=None, is_compared=False)
    return list(waiting.order_by("project").values_list("project", flat=True).distinct())


def _find_next(project_id: int) -> bool:
    """Whether there was anything left to compare. Nobody waits for it: what gets another name
    meanwhile is compared once more.
    """
    own = Entity.objects.of_project(project_id)
    waiting = own.filter(is_compared=False).order_by("pk")
    fresh = {pk: _compared(row) for pk, *row in waiting.values_list("pk", *FIELDS)[:BATCH]}
    if not fresh:
        return False
    pairs = {pair for block in _blocks(project_id, fresh.values()) for pair in _pairs(block, fresh)}
    others = {pk for pair in pairs for pk in pair} - fresh.keys()
    rows = own.filter(pk__in=_listed(others)).values_list("pk", *FIELDS)
    known = fresh | {pk: _compared(row) for pk, *row in rows}
    _propose(project_id, pairs - _answered(project_id), known)
    _remember(own.filter(pk__in=_listed(fresh)), fresh)
    return True


@transaction.atomic
def _remember(rows: QuerySet[Entity], read: Mapping[int, Compared]) -> None:
    """That these were compared, as far as they are called as they were read."""
    held = rows.select_for_update(of=["self"], no_key=True).order_by("pk")
    present = held.values_list("pk", *FIELDS)
    same = [pk for pk, *row in present if _compared(row) == read[pk]]
    Entity.objects.filter(pk__in=_listed(same)).update(is_compared=True)


FIELDS = ("label", "name", "aliases", "keys")


def _compared(row: Iterable[object]) -> Compared:
    label, name, aliases, keys = row
    return Compared(label, Names(name, tuple(aliases)), tuple(keys))  # type: ignore[arg-type]


def _blocks(project_id: int, fresh: Iterable[Compared]) -> Iterator[list[int]]:
    """The ids that have a key and the label in common, for each key of these."""
    keys = {key for each in fresh for key in each.keys}
    values: dict[str, Any] = {"project": project_id, "keys": list(keys), "most": LARGEST_BLOCK}
    with connection.cursor() as cursor:
        cursor.execute(BLOCKS, values)
        for (ids,) in cursor.fetchall():
            yield ids


def _pairs(block: Collection[int], fresh: Collection[int]) -> Iterator[Pair]:
    """Of a block, those with something new in them, the older first."""
    for one in block:
        if one in fresh:
            for other in block:
                if one != other:
                    yield min(one, other), max(one, other)


def _listed(ids: Iterable[int]) -> RawSQL:
    """Tens of thousands of ids as one value of a query."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def _answered(project_id: int) -> set[Pair]:
    """Pairs that were answered no, also of what one of them became since."""
    now = {
        "one": Coalesce(F("first__became"), F("first")),
        "other": Coalesce(F("second__became"), F("second")),
    }
    said = ProposedMerge.objects.filter(project=project_id, state=ProposedMerge.State.NO)
    rows: QuerySet[Any] = said.annotate(**now)
    return {(min(pair), max(pair)) for pair in rows.values_list("one", "other")}


def _propose(project_id: int, pairs: Iterable[Pair], known: Mapping[int, Compared]) -> None:
    """What became another since it was found is not among the `known`."""
    found = []
    for first, second in sorted(pairs):
        is_known = first in known and second in known
        if is_known and (why := likeness.why(known[first].names, known[second].names)):
            reason, score = why
            found.append(
                ProposedMerge(
                    project_id=project_id,
                    first_id=first,
                    second_id=second,
                    reason=reason,
                    score=score,
                )
            )
    ProposedMerge.objects.bulk_create(found, ignore_conflicts=True, batch_size=1_000)
