"""What people say of the project's entities: name, aliases, Wikidata id."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from annotations import likeness
from annotations.models import Entity
from annotations.naming import normalise
from newsdesk.accounts.models import User
from newsdesk.history.models import record

FIELDS = ("name", "aliases", "wikidata")


def new(*, project: int, label: int, name: str) -> Entity:
    """One of the project's own, not stored yet."""
    words = " ".join(name.split())
    return Entity(
        project_id=project,
        label_id=label,
        name=words,
        normalised_name=normalise(words),
        keys=likeness.keys([words]),
    )


@transaction.atomic
def change(*, entity: Entity, name: str, aliases: Sequence[str], wikidata: str, by: User) -> Entity:
    """An event if anything changed. Names found from now on are tied by the new ones."""
    held = Entity.objects.select_for_update(of=["self"]).get(pk=entity.pk)
    before = {field: getattr(held, field) for field in FIELDS}
    held.name, held.aliases, held.wikidata = name, [*aliases], wikidata
    after = {field: getattr(held, field) for field in FIELDS}
    if before == after:
        return held
    held.normalised_name = normalise(name)
    compare_again(held, *FIELDS, "normalised_name")
    record(
        verb="entity.change",
        by=by,
        project_id=held.project_id,
        target_kind="entity",
        target_id=held.pk,
        before=before,
        after=after,
    )
    return held


def compare_again(entity: Entity, *changed: str) -> None:
    """Store what changed in an entity's names; by the new ones it may be like another."""
    entity.keys = likeness.keys([entity.name, *entity.aliases])
    entity.is_compared = False
    entity.save(update_fields=[*changed, "keys", "is_compared"])
