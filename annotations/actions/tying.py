"""Whom a mention names, or a source or via of a claim: chosen by hand.

It is no decision: on what stands only the tie changes, and no verdict by it, but where an
inferred part is nothing else than what it is tied to. What is undecided is accepted with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

from django.db.models import QuerySet

from annotations.actions import claim_items, claims, entities, items, naming_entities
from annotations.actions.claim_mentions import NAMING
from annotations.actions.errors import NotHere, UnknownEntity
from annotations.actions.items import SpanTarget
from annotations.actions.storing import Change
from annotations.actions.writing import Sent, Write, Written, writing
from annotations.entities import mentions
from annotations.models import Entity
from annotations.states import ClaimState, PartState, SpanState, Standing

Tie = int | None
"""An entity of the project; None for a new one, of the words' own."""


def span(*, key: int, quote: str, entity: Tie, **sent: Unpack[Sent]) -> Written:
    """Tie a mention, and the sources and vias that stand on the same words in the same set.

    Raises UnknownEntity for one of another label too, and what `spans` raises.
    """
    with writing("span.tie", **sent) as write:
        item = items.span(write, key)
        items.check_quote(write, item, quote)
        row = item.standing.row or item.equal or item.suggestion
        if not isinstance(row, SpanState):
            raise NotHere
        tie = _entity(write, entity, quote, row.label)
        write.change(*_tied(write, item, replace(row, entity=tie)))
        write.change(*claim_items.tied_on(write, (row.start, row.end), tie))
    return write.result()


def claim(
    *, key: int, role: str, order: int, entity: Tie, quote: str = "", **sent: Unpack[Sent]
) -> Written:
    """Tie one part of a claim. Raises UnknownEntity, and what `claims` raises."""
    with writing("claim.tie", **sent) as write:
        found = claim_items.load(write)
        item = found.item(key)
        claim_items.check_quote(write, item, quote)
        part = _part(item.present, role, order)
        tie = _entity(write, entity, _words(write, part), None if entity else _label(part))
        wanted = claim_items.with_tie(item.present, [part], tie)
        if item.row is None:
            write.change(*claims.decided(write, found, [(item, wanted)], {tie: tie}))
        else:
            same = found.items_of(item.row.id or 0)
            write.change(*(each.change(replace(each.standing, row=wanted)) for each in same))
    return write.result()


def _tied(write: Write, item: SpanTarget, row: SpanState) -> list[Change]:
    if item.standing.row:
        return [
            Change("span", each.key, each.standing, replace(each.standing, row=row), each.suggested)
            for each in (item, *item.others)
        ]
    write.join(item.joins)
    if item.equal is None:
        row = replace(row, id=None)
    before = Standing(item.equal) if item.equal else item.standing
    after = Standing(row, write.decision(item.standing.decision))
    return [Change("span", item.key, before, after, item.suggested)]


def _part(claim: ClaimState, role: str, order: int) -> PartState:
    if role not in NAMING:
        raise NotHere
    parts = claim.in_role(role)
    if not 0 <= order < len(parts):
        raise NotHere
    return parts[order]


def _words(write: Write, part: PartState) -> str:
    """What a part says; an inferred one says what it was tied to."""
    if part.start is None or part.end is None:
        return Entity.objects.values_list("name", flat=True).get(pk=part.entity or 0)
    return write.document.text[part.start : part.end]


def _label(part: PartState) -> int:
    """That of what a part was tied to. Raises UnknownEntity where that was nothing."""
    label = Entity.objects.filter(pk=part.entity or 0).values_list("label", flat=True).first()
    if label is None:
        raise UnknownEntity
    return label


def _entity(write: Write, entity: Tie, words: str, label: int | None) -> int:
    """The id of the one chosen, or of what it became, now or since; or of a new one.

    Raises UnknownEntity for one that this person is shown nowhere.
    """
    project = write.document.project_id
    if entity is None:
        made = naming_entities.new(project=project, label=label or 0, name=words)
        made.save()
        return made.pk
    own = mentions.visible(project, write.by, mentions.read_in(write.document, write.by))
    own = own.filter(pk__in=Entity.objects.kept(entity))
    suggested = Entity.objects.filter(pk=entity, proposed_in__document=write.document)
    if label:
        own, suggested = own.filter(label=label), suggested.filter(label=label)
    found: int | None = own.values_list("pk", flat=True).first()
    return found or _accepted(write, suggested)


def _accepted(write: Write, suggested: QuerySet[Entity]) -> int:
    """What one that the article's suggestions name becomes, as if a mention were accepted."""
    known = dict(suggested.values_list("pk", "became"))
    if not known:
        raise UnknownEntity
    (found,) = entities.become(known, document=write.document, by=write.by).values()
    return found
