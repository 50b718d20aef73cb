"""Which of a project's entities some words may name, the likeliest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from annotations.entities import likeness, mentions
from annotations.entities.likeness import Names
from annotations.entities.naming import normalise
from annotations.models import Entity
from annotations.reader.reading import Reading
from newsdesk.accounts.models import User

SHOWN = 9
MOST_LIKE = 20
LOOKED_AT = 200
LEAST, EXACT = 0.6, 1.0
FIELDS = ("pk", "name", "aliases", "wikidata", "label__name", "proposed_in")


@dataclass(frozen=True, slots=True)
class Choice:
    """An entity that can be chosen. `is_here` if the article names it already, `is_suggested` if
    nobody has accepted a mention of it yet.
    """

    key: int
    name: str
    aliases: tuple[str, ...]
    wikidata: str
    label: str
    is_here: bool
    is_suggested: bool
    nearness: float


def of(seen: Reading, user: User, words: str, label: int | None, text: str = "") -> list[Choice]:
    """For the words of a mention, or by what is typed, in 1 query; of one label if it is given.

    Who is called just so comes first, then those of the article, before any that is only called
    alike, unless something is typed. A suggestion of who is known already is left out.
    """
    here = named_in(seen)
    asked = text or words
    visible = mentions.visible(seen.document.project_id, user)
    found = [_choice(row, asked, here) for row in _rows(visible, label, asked, here)]
    known = {normalise(each.name) for each in found if not each.is_suggested}
    found = [each for each in found if not (each.is_suggested and normalise(each.name) in known)]
    if text:
        found = [each for each in found if each.nearness >= LEAST]
        return sorted(found, key=lambda each: (-each.nearness, not each.is_here, each.name))[:SHOWN]
    found = [each for each in found if each.is_here or each.nearness >= LEAST]
    return sorted(
        found,
        key=lambda each: (each.nearness < EXACT, not each.is_here, -each.nearness, each.name),
    )[:SHOWN]


def like(entity: Entity, user: User, text: str = "") -> list[Choice]:
    """Others of its label that are called alike, or as is asked, the likeliest first."""
    asked = text or entity.name
    rows = _rows(mentions.visible(entity.project_id, user), entity.label_id, asked, [])
    found = [_choice(row, asked, []) for row in rows if row[0] != entity.pk]
    near = [each for each in found if each.nearness >= LEAST / 2]
    return sorted(near, key=lambda each: (-each.nearness, each.name))[:MOST_LIKE]


def named_in(seen: Reading) -> set[int]:
    """The entities that what is read of an article is tied to, proposed ones among them."""
    found = {span.entity_id for span in seen.spans}
    found |= {part.entity_id for claim in seen.claims for part in claim.parts}
    return {each for each in found if each}


def _rows(
    visible: QuerySet[Any], label: int | None, asked: str, here: Collection[int]
) -> QuerySet[Any]:
    own = visible.filter(label=label) if label else visible
    keys, name = likeness.keys([asked]), normalise(asked)
    whole = [key for key in keys if key.startswith(likeness.WHOLE)]
    begins = Q(normalised_name__startswith=name) | Q(normalised_name__contains=f" {name}")
    looked_at: list[QuerySet[Any]] = [
        own.filter(keys__overlap=whole),
        own.filter(keys__overlap=keys),
        own.filter(begins),
    ]
    parts = [rows.values_list(*FIELDS)[:LOOKED_AT] for rows in looked_at]
    read = Entity.objects.filter(pk__in=here, became=None)
    if label:
        read = read.filter(label=label)
    found: QuerySet[Any] = read.values_list(*FIELDS).union(*parts)
    return found


def _choice(row: tuple[Any, ...], asked: str, here: Collection[int]) -> Choice:
    pk, name, aliases, wikidata, label, proposed_in = row
    near = likeness.nearness(asked, Names(name, tuple(aliases)))
    is_suggested = proposed_in is not None
    return Choice(pk, name, tuple(aliases), wikidata, label, pk in here, is_suggested, near)
