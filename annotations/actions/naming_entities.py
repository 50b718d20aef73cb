"""What people say of the project's entities: name, aliases, Wikidata id."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from annotations.entities import likeness
from annotations.entities.naming import normalise, one_line, shortened
from annotations.models import Entity
from newsdesk.accounts.models import User
from newsdesk.history.models import record

FIELDS = ("name", "aliases", "wikidata")


def new(*, project: int, label: int, name: str) -> Entity:
    """One of the project's own, not stored yet, called by as much of these words as fits."""
    words = shortened(name)
    return Entity(
        project_id=project,
        label_id=label,
        name=words,
        normalised_name=normalise(words),
        keys=likeness.keys([words]),
    )


@transaction.atomic
def change(
    *,
    entity: Entity,
    by: User,
    name: str | None = None,
    aliases: Sequence[str] | None = None,
    seen_aliases: Sequence[str] = (),
    wikidata: str | None = None,
) -> Entity:
    """An event if anything changed; None leaves something as it is. Names found from now on are
    tied by the new ones.

    `aliases` are what somebody made of `seen_aliases`: what they added and took away is done to
    those that stand by now, which an accepted name or a merge may have given since.
    """
    held = Entity.objects.select_for_update(of=["self"]).get(pk=entity.pk)
    before = {field: getattr(held, field) for field in FIELDS}
    held.name = held.name if name is None else name
    held.wikidata = held.wikidata if wikidata is None else wikidata
    if aliases is not None:
        present = [one_line(each) for each in held.aliases]  # as pages show what was imported
        held.aliases = _changed(present, seen_aliases, aliases)
    after = {field: getattr(held, field) for field in FIELDS}
    if before == after:
        return held
    held.normalised_name = normalise(held.name)
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


def _changed(present: Sequence[str], seen: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """In the wanted order, those that came meanwhile last; what went meanwhile stays away."""
    kept = [each for each in wanted if each in present or each not in seen]
    return list(dict.fromkeys([*kept, *(each for each in present if each not in seen)]))


def compare_again(entity: Entity, *changed: str) -> None:
    """Store what changed in an entity's names; by the new ones it may be like another."""
    entity.keys = likeness.keys([entity.name, *entity.aliases])
    entity.is_compared = False
    entity.save(update_fields=[*changed, "keys", "is_compared"])
