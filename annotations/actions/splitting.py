"""Mentions that name another thing than their entity: split off, and joined again.

The places that are chosen are tied to a new entity in every person's set of their documents, in
finished and gold ones too: which of two things some words name is not one person's reading. No
verdict changes by it. Where no mention is left in an article, what is only inferred there and
what the model proposes there follow. It is no write to a set: versions stay, and what people did
there can be undone as before. The history of each article tells it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from annotations.actions import naming_entities
from annotations.actions.errors import ChangedSince, NothingChosen
from annotations.actions.naming_entities import compare_again
from annotations.entities import mentions as mentions_of
from annotations.entities.naming import normalise
from annotations.models import AnnotationSet, ClaimPart, Entity, Progress, ProposedMerge, Span
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event, record, record_all

Moved = dict[str, int]
"""What rows were tied to before, by their ids as JSON has them."""
MOVE = "entity.move"
PEOPLES = (AnnotationSet.Kind.ANNOTATED, AnnotationSet.Kind.GOLD)


@dataclass(frozen=True, slots=True)
class Tied:
    """The rows tied to an entity, or to what became it, in people's sets of some documents."""

    family: list[int]
    documents: list[int]

    @property
    def spans(self) -> QuerySet[Span]:
        sets = {"annotation_set__document__in": self.documents, "annotation_set__kind__in": PEOPLES}
        return Span.objects.filter(entity__in=self.family, **sets)

    @property
    def parts(self) -> QuerySet[ClaimPart]:
        path = "claim__annotation_set"
        sets = {f"{path}__document__in": self.documents, f"{path}__kind__in": PEOPLES}
        return ClaimPart.objects.filter(entity__in=self.family, **sets)

    @property
    def proposals(self) -> QuerySet[Entity]:
        of_documents = Entity.objects.filter(proposed_in__document__in=self.documents)
        return of_documents.filter(became__in=self.family)


@transaction.atomic
def split(
    *, entity: Entity, mentions: Collection[int], name: str, is_whole: bool, by: User
) -> Entity:
    """The new entity of these mentions, or with `is_whole` of all that their articles hold.

    Raises NothingChosen where none of them is the entity's any more.
    """
    _lock(Span.objects.filter(pk__in=mentions, annotation_set__document__project=entity.project_id))
    held = Entity.objects.select_for_update(of=["self"], no_key=True).get(pk=entity.pk)
    family = mentions_of.family(held)
    chosen = Span.objects.filter(pk__in=mentions, entity__in=family)
    places = {
        (document, start, end)
        for document, start, end in chosen.values_list("annotation_set__document", "start", "end")
    }
    if not places:
        raise NothingChosen
    tied = Tied(family, sorted({document for document, _, _ in places}))
    made = naming_entities.new(project=held.project_id, label=held.label_id, name=name)
    made.save()
    moved = _move(tied, None if is_whole else places, made)
    before = {"aliases": held.aliases}
    _forget(held, made)
    _remember(held, made, by)
    event = record(
        verb="entity.split",
        by=by,
        project_id=held.project_id,
        target_kind="entity",
        target_id=held.pk,
        before=before,
        after={
            "name": held.name,
            "aliases": held.aliases,
            "made": {"id": made.pk, "name": made.name},
            **moved,
        },
    )
    _tell_articles(event, tied, held, made)
    return made


def join(event: Event, *, by: User) -> None:
    """Undo a split: the ties go back, and what is tied to the made one since, or comes back so by
    an undo, is read as tied to the old one again. What was tied to something else since stays so.

    Raises ChangedSince if one of the two became another meanwhile.
    """
    after = event.after or {}
    made = after["made"]["id"]
    _lock(
        Span.objects.filter(pk__in=after["spans"]), ClaimPart.objects.filter(pk__in=after["parts"])
    )
    ProposedMerge.objects.filter(first=event.target_id, second=made).delete()
    held = _both(event.target_id or 0, made)
    rows: tuple[tuple[str, QuerySet[Any], str], ...] = (
        ("spans", Span.objects.filter(entity=made), "entity"),
        ("parts", ClaimPart.objects.filter(entity=made), "entity"),
        ("proposals", Entity.objects.filter(became=made), "became"),
    )
    for name, present, field in rows:
        for former, ids in _by_former(after[name]).items():
            present.filter(pk__in=ids).update(**{f"{field}_id": former})
    Entity.objects.filter(became=made, proposed_in=None).update(became=held)
    Entity.objects.filter(pk=made).update(became=held)
    _recall(held, event.before or {}, after)
    joined = record(
        verb="entity.join",
        by=by,
        project_id=event.project_id,
        target_kind="entity",
        target_id=event.target_id,
        after={"name": after["name"], "made": after["made"]},
        undoes=event.group,
    )
    moves = Event.objects.in_group(event.group).filter(verb=MOVE)
    record_all(_move_in(joined, each.article_id, each.after, each.before) for each in moves)


def _tell_articles(event: Event, tied: Tied, held: Entity, made: Entity) -> None:
    articles = Document.objects.filter(pk__in=tied.documents).values_list("article", flat=True)
    before, after = ({"id": each.pk, "name": each.name} for each in (held, made))
    record_all(_move_in(event, article, before, after) for article in articles.order_by("pk"))


def _move_in(event: Event, article: int | None, before: Any, after: Any) -> Event:
    """Of one article, in one group with what was done to the entity."""
    return Event(
        verb=MOVE,
        actor_id=event.actor_id,
        project_id=event.project_id,
        article_id=article,
        target_kind="entity",
        target_id=event.target_id,
        before=before,
        after=after,
        group=event.group,
    )


def _lock(spans: QuerySet[Span], parts: QuerySet[ClaimPart] | None = None) -> None:
    """Whoever writes to the articles of these, or reviews them, is waited for, and waits; as in
    `opening`, before anything else is locked.
    """
    found = Q(article__in=spans.values("annotation_set__document__article"))
    if parts is not None:
        found |= Q(article__in=parts.values("claim__annotation_set__document__article"))
    rows = Progress.objects.filter(found).select_for_update(of=["self"], no_key=True)
    list(rows.order_by("article_id").values_list("article_id"))


def _both(held: int, made: int) -> Entity:
    """The one that was split, both locked, the older first. Raises ChangedSince."""
    rows = Entity.objects.select_for_update(of=["self"], no_key=True).filter(became=None)
    found = {each.pk: each for each in rows.filter(pk__in=[held, made]).order_by("pk")}
    if len(found) < 2:
        raise ChangedSince
    return found[held]


def _move(tied: Tied, places: set[tuple[int, int, int]] | None, made: Entity) -> dict[str, Moved]:
    """Tie what stands at these places to the new one, or everything if there are none."""
    at = Q() if places is None else _at(places, "annotation_set")
    spans = _retie(tied.spans.filter(at), made)
    kept = {*tied.spans.values_list("annotation_set__document", flat=True)}
    whole = Tied(tied.family, [each for each in tied.documents if each not in kept])
    parts = (
        {}
        if places is None
        else _retie(tied.parts.filter(_at(places, "claim__annotation_set")), made)
    )
    return {
        "spans": spans,
        "parts": parts | _retie(whole.parts, made),
        "proposals": _retie(whole.proposals, made, "became"),
    }


def _at(places: Iterable[tuple[int, int, int]], path: str) -> Q:
    found = Q()
    for document, start, end in places:
        found |= Q(**{f"{path}__document": document, "start": start, "end": end})
    return found


def _retie(rows: QuerySet[Any], made: Entity, field: str = "entity") -> Moved:
    former = {str(pk): was for pk, was in rows.values_list("pk", f"{field}_id")}
    rows.model._default_manager.filter(pk__in=map(int, former)).update(**{field: made})
    return former


def _by_former(moved: Moved) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pk, former in moved.items():
        found.setdefault(former, []).append(int(pk))
    return found


def _forget(held: Entity, made: Entity) -> None:
    """What is called like the new one is tied to that from now on."""
    aliases = [each for each in held.aliases if normalise(each) != made.normalised_name]
    if aliases != held.aliases:
        held.aliases = aliases
        compare_again(held, "aliases")


def _recall(held: Entity, before: dict[str, Any], after: dict[str, Any]) -> None:
    """The aliases that the split took come back to their places; newer ones follow."""
    former = before.get("aliases", [])
    gone = {*former} - {*after.get("aliases", [])}
    aliases = [each for each in former if each in gone or each in held.aliases]
    aliases = list(dict.fromkeys([*aliases, *held.aliases]))
    if aliases != held.aliases:
        held.aliases = aliases
        compare_again(held, "aliases")


def _remember(held: Entity, made: Entity, by: User) -> None:
    """Nobody is asked whether the two are one."""
    ProposedMerge.objects.create(
        project_id=held.project_id,
        first=held,
        second=made,
        reason=ProposedMerge.Reason.NAME,
        score=0,
        state=ProposedMerge.State.NO,
        by=by,
    )
