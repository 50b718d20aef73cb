"""What suggested entities become when a person accepts a mention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Q

from annotations.models import Entity
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event, record_all

Name = tuple[int, str]


def become(entities: Mapping[int, int | None], *, document: Document, by: User) -> dict[int, int]:
    """The project's entity for each of these; call it inside the write's transaction.

    `entities` says what each suggested one became already (an entity of the project became
    itself), None where that is not decided. Then it becomes the project's entity with the same
    label and normalised name, else the one with that name as alias. If none or several fit, it
    becomes a new one; if several, the history proposes to merge them.
    """
    known = {entity: became for entity, became in entities.items() if became}
    fresh = entities.keys() - known.keys()
    return known | _tie(fresh, document.project_id, by) if fresh else known


def _tie(ids: Iterable[int], project: int, by: User) -> dict[int, int]:
    # One at a time in a project, so that two people do not make the same entity twice.
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project)
    found = _with_candidates(ids, project)
    fresh = [each for each in found if each.pk in ids and each.became_id is None]
    own = [each for each in found if each.proposed_in_id is None]
    fits = {each.pk: _named(each, own) or _aliased(each, own) for each in fresh}

    became = {each.pk: each.became_id for each in found if each.pk in ids and each.became_id}
    became |= _use([each for each in fresh if len(fits[each.pk]) == 1], fits)
    became |= _make([each.pk for each in fresh if len(fits[each.pk]) != 1])
    _propose_merges(project, {became[each.pk]: fits[each.pk] for each in fresh}, by)
    return became


def _use(fresh: list[Entity], fits: Mapping[int, list[Entity]]) -> dict[int, int]:
    if not fresh:
        return {}
    for each in fresh:
        each.became = fits[each.pk][0]
    Entity.objects.bulk_update(fresh, ["became"])
    return {each.pk: fits[each.pk][0].pk for each in fresh}


# Suggested entities of one name and label become one.
MAKE = """
WITH made AS (
    INSERT INTO annotations_entity
           (project_id, label_id, name, normalised_name, aliases, wikidata)
    SELECT DISTINCT ON (label_id, normalised_name)
           project_id, label_id, name, normalised_name, aliases, wikidata
      FROM annotations_entity WHERE id = ANY(%(ids)s)
     ORDER BY label_id, normalised_name, id
 RETURNING id, label_id, normalised_name)
UPDATE annotations_entity AS suggested SET became_id = made.id FROM made
 WHERE suggested.id = ANY(%(ids)s) AND suggested.label_id = made.label_id
   AND suggested.normalised_name = made.normalised_name
RETURNING suggested.id, made.id
"""


def _make(ids: list[int]) -> dict[int, int]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(MAKE, {"ids": ids})
        return dict(cursor.fetchall())


def _with_candidates(ids: Iterable[int], project: int) -> list[Entity]:
    """These entities as they are now, and the project's own that share a name or alias."""
    fresh = Entity.objects.filter(pk__in=list(ids))
    named = Q(normalised_name__in=fresh.values("normalised_name"))
    aliased = Q(aliases__overlap=fresh.values_list("name"))
    own = Q(project=project, proposed_in=None)
    return list(Entity.objects.filter(Q(pk__in=fresh.values("pk")) | own & (named | aliased)))


def _named(suggested: Entity, own: list[Entity]) -> list[Entity]:
    return [each for each in own if _name(each) == _name(suggested)]


def _aliased(suggested: Entity, own: list[Entity]) -> list[Entity]:
    return [
        each
        for each in own
        if each.label_id == suggested.label_id and suggested.name in each.aliases
    ]


def _name(entity: Entity) -> Name:
    return entity.label_id, entity.normalised_name


def _propose_merges(project: int, fits: dict[int, list[Entity]], by: User) -> None:
    events = [
        Event(
            verb="entity.propose_merge",
            actor_id=by.pk,
            project_id=project,
            target_kind="entity",
            target_id=made,
            after={"with": [each.pk for each in several]},
        )
        for made, several in fits.items()
        if len(several) > 1
    ]
    if events:
        record_all(events)
