"""Whom a source or a via names: the entity of the mention that stands on the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Case, F, Q, When

from annotations.actions import entities
from annotations.actions.writing import Write
from annotations.models import AnnotationSet, Span
from annotations.states import PartState

NAMING = ("source", "via")
Parts = tuple[PartState, ...]
Became = Mapping[int, int | None]
"""Entities by what each became in the project already; None where that is open."""


def tied(write: Write, parts: Parts) -> tuple[Parts, Became]:
    """The parts, those that say a mention's words with its entity, and what such became.

    Of several mentions there, the person's own goes before a model's, the newest first. One query,
    none where every part is tied.
    """
    loose = [part for part in parts if part.role in NAMING and part.start is not None]
    loose = [part for part in loose if part.entity is None]
    if not loose:
        return parts, {}
    found = {(row["start"], row["end"]): row for row in _mentions(write, loose)}
    met = {part: found[part.extent]["entity"] for part in loose if part.extent in found}
    return (
        tuple(replace(part, entity=met.get(part, part.entity)) for part in parts),
        {row["entity"]: row["became"] for row in found.values()},
    )


def settled(write: Write, parts: Parts, became: Became) -> Parts:
    """The parts with the project's entity for each that `tied` has found."""
    own = entities.become(became, document=write.document, by=write.by)
    return tuple(replace(part, entity=own.get(part.entity or 0, part.entity)) for part in parts)


def _mentions(write: Write, parts: Iterable[PartState]) -> list[Any]:
    """In the order in which a later one wins."""
    places = Q()
    for part in parts:
        places |= Q(start=part.start, end=part.end)
    suggested = AnnotationSet.objects.suggested().filter(document=write.document)
    rows = Span.objects.filter(
        places, Q(annotation_set__in=suggested) | Q(annotation_set=write.set_id)
    ).exclude(entity=None)
    is_own = Q(entity__proposed_in=None)
    became = Case(When(is_own, then=F("entity")), default=F("entity__became"))
    ordered = rows.order_by("annotation_set", "id").annotate(became=became)
    found = list(ordered.values("start", "end", "entity", "became", "annotation_set"))
    return sorted(found, key=lambda row: bool(row["annotation_set"] == write.set_id))
