"""Going back to what stood after an earlier event: a new write like any other, undone like any.

What is given back is what the page shows: label and boundaries, parts and speech, or a rejection.
Ties to entities are made anew, since entities may have been merged meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Unpack

from django.db.models import QuerySet

from annotations.actions import claims, spans
from annotations.actions.errors import AlreadyMarked, NotHere, UnknownLabel
from annotations.actions.storing import Change
from annotations.actions.writing import Sent, Write, Written, writing
from annotations.models import AnnotationSet, Claim, Entity, Label, Span
from annotations.removed import takes_out
from annotations.states import ROLES, ClaimState, Kind, Range, Row, SpanState, Standing, from_json
from newsdesk.history.models import Event


def span(*, key: int, event: int, **sent: Unpack[Sent]) -> Written:
    """Raises NotHere, UnknownLabel, and what `spans` raises."""
    row = _stood("span", key, event, sent).row
    text = sent["document"].text
    if isinstance(row, SpanState):
        label_key = Label.objects.filter(pk=row.label).values_list("key", flat=True).first()
        if label_key is None:
            raise UnknownLabel
        place = {"start": row.start, "end": row.end}
        quote = text[row.start : row.end]
        return spans.correct(key=key, quote=quote, label_key=label_key, **place, **sent)
    suggestion = Span.objects.filter(pk=key, annotation_set__document=sent["document"]).first()
    if suggestion is None:
        raise NotHere
    return spans.reject(key=key, quote=text[suggestion.start : suggestion.end], **sent)


def claim(*, key: int, event: int, **sent: Unpack[Sent]) -> Written:
    """Raises NotHere, and what `claims` raises."""
    row = _stood("claim", key, event, sent).row
    if not isinstance(row, ClaimState):
        return claims.reject(key=key, **sent)
    content, cue, source, via = (_places(row, role) for role in ROLES)
    return claims.correct(
        key=key, speech=row.speech, content=content, cue=cue, source=source, via=via, **sent
    )


def removed(*, event: int, **sent: Unpack[Sent]) -> Written:
    """Bring back what the person added and took out by this event, under its id.

    Raises NotHere, AlreadyMarked where it stands or an equal one does, and what `writing` raises.
    """
    found = _own_events(event, sent).first()
    if found is None or not takes_out(found) or sent.get("is_review"):
        raise NotHere
    kind: Kind = "span" if found.target_kind == "span" else "claim"
    row = from_json(kind, found.before).row
    with writing(f"{kind}.restore", **sent) as write:
        rows = Span.objects.all() if kind == "span" else Claim.objects.all()
        if row is None or rows.filter(pk=found.target_id or 0).exists():
            raise AlreadyMarked
        after = Standing(_as_it_can_be(write, row))
        write.change(Change(kind, found.target_id, Standing(), after))
    return write.result()


def _as_it_can_be(write: Write, row: Row) -> Row:
    """The row without ties to what is gone."""
    if isinstance(row, SpanState):
        entities = _entities(write, [row.entity])
        return replace(row, entity=row.entity if row.entity in entities else None)
    entities = _entities(write, [part.entity for part in row.parts])
    outer = Claim.objects.filter(pk=row.within or 0, annotation_set=write.set_id).exists()
    parts = (
        replace(part, id=None, entity=part.entity if part.entity in entities else None)
        for part in row.parts
    )
    return replace(row, parts=tuple(parts), within=row.within if outer else None)


def _entities(write: Write, ids: Iterable[int | None]) -> set[int | None]:
    project = write.document.project_id
    rows = Entity.objects.filter(pk__in={each for each in ids if each}, project=project)
    return set(rows.values_list("pk", flat=True))


def _places(claim: ClaimState, role: str) -> list[Range] | None:
    """Where the parts of a role lie; None, so that they stay, where one lies nowhere."""
    parts = claim.in_role(role)
    found = [(each.start, each.end) for each in parts if each.start is not None and each.end]
    return found if len(found) == len(parts) else None


def _stood(kind: Kind, key: int, event: int, sent: Sent) -> Standing:
    """What this person's set, or the draft of the review, held after the event."""
    found = _own_events(event, sent).filter(target_kind=kind, target_id=key).first()
    standing = from_json(kind, found.after) if found else Standing()
    if standing == Standing():
        raise NotHere
    return standing


def _own_events(event: int, sent: Sent) -> QuerySet[Event]:
    """The event, if it is one of this person's set, or of the draft of the review."""
    sets = AnnotationSet.objects.filter(document=sent["document"])
    if sent.get("is_review"):
        sets = sets.filter(state=AnnotationSet.State.DRAFT)
    else:
        sets = sets.filter(kind=AnnotationSet.Kind.ANNOTATED, made_by=sent["by"])
    return Event.objects.filter(pk=event, set_id__in=sets.values("pk"))
