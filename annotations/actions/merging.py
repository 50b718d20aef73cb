"""Two entities that are one thing: merged, and parted again.

A merge says that two rows mean one. It touches no annotation set: what is tied to the one that
goes stays so, and is read as tied to the one that is kept (`models.entities.tied_now`). So it
holds at once for every set, finished and gold ones too; no verdict changes by it, nothing that
anybody did becomes harder to undo, and parting them again gives back exactly what there was.
Datasets are files, frozen before or after.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from annotations.actions.errors import ChangedSince, NotMergeable, TwoWikidataIds
from annotations.actions.naming_entities import compare_again
from annotations.entities.naming import normalise
from annotations.models import Entity
from newsdesk.accounts.models import User
from newsdesk.history.models import Event, record


@transaction.atomic
def merge(*, kept: int, gone: int, by: User, group: uuid.UUID | None = None) -> Entity:
    """The one that is kept; the other's names are its aliases now.

    Raises NotMergeable and TwoWikidataIds.
    """
    one, other = _pair(kept, gone)
    _check(one, other)
    before = {"aliases": one.aliases, "wikidata": one.wikidata}
    followers = list(Entity.objects.filter(became=other, proposed_in=None).order_by("pk"))
    Entity.objects.filter(pk__in=[each.pk for each in followers]).update(became=one)
    Entity.objects.filter(pk=other.pk).update(became=one)
    one.aliases = _names(one, other)
    one.wikidata = one.wikidata or other.wikidata
    compare_again(one, "aliases", "wikidata")
    record(
        verb="entity.merge",
        by=by,
        project_id=one.project_id,
        target_kind="entity",
        target_id=one.pk,
        before=before,
        after={
            "name": one.name,
            "aliases": one.aliases,
            "wikidata": one.wikidata,
            "gone": {"id": other.pk, "name": other.name},
            "followers": [each.pk for each in followers],
        },
        group=group or uuid.uuid4(),
    )
    return one


def part(event: Event, *, by: User) -> None:
    """Undo a merge. Names given to the kept one since stay. Raises ChangedSince."""
    after = event.after or {}
    gone, followers = after["gone"]["id"], after["followers"]
    kept, other = _pair(event.target_id or 0, gone)
    if other.became_id != kept.pk or kept.became_id:
        raise ChangedSince
    Entity.objects.filter(pk__in=followers, became=kept).update(became=other)
    Entity.objects.filter(pk=gone).update(became=None, is_compared=False)
    present = {"aliases": kept.aliases, "wikidata": kept.wikidata}
    _without(kept, event.before or {}, after)
    compare_again(kept, "aliases", "wikidata")
    record(
        verb="entity.part",
        by=by,
        project_id=kept.project_id,
        target_kind="entity",
        target_id=kept.pk,
        before=present,
        after={"name": kept.name, "gone": after["gone"]},
        undoes=event.group,
    )


def _pair(kept: int, gone: int) -> tuple[Entity, Entity]:
    """Both, locked, the older first, so that two merges cannot wait for each other."""
    rows = Entity.objects.select_for_update(of=["self"], no_key=True).order_by("pk")
    found = {each.pk: each for each in rows.filter(pk__in=[kept, gone], proposed_in=None)}
    if len(found) < 2:
        raise NotMergeable
    return found[kept], found[gone]


def _check(one: Entity, other: Entity) -> None:
    is_alike = (one.project_id, one.label_id) == (other.project_id, other.label_id)
    if not is_alike or one.became_id or other.became_id:
        raise NotMergeable
    if one.wikidata and other.wikidata and one.wikidata != other.wikidata:
        raise TwoWikidataIds


def _names(one: Entity, other: Entity) -> list[str]:
    """The aliases of the kept one, and what the other was called beside its name."""
    known = dict.fromkeys([*one.aliases, other.name, *other.aliases])
    return [each for each in known if normalise(each) != one.normalised_name]


def _without(kept: Entity, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Take back the names that a merge gave, and the Wikidata id if it is still that."""
    given = {*after["aliases"]} - {*before["aliases"]}
    kept.aliases = [each for each in kept.aliases if each not in given]
    if kept.wikidata == after["wikidata"]:
        kept.wikidata = before["wikidata"]
