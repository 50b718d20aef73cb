"""Going back to what stood after an earlier event, or to the suggestion as it was made (`event` 0):
a new write like any other, undone like any.

What is given back is what the page shows: label and boundaries, parts and speech, what reports a
claim, what was said by attributes that are still asked, or a rejection. Ties to entities are made
anew, since entities may have been merged meanwhile; who is known no more, and a claim that no
longer stands, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Unpack

from django.db.models import Q, QuerySet

from annotations.actions import claims, describing, spans
from annotations.actions.errors import AlreadyMarked, NotHere, UnknownLabel
from annotations.actions.storing import Change
from annotations.actions.writing import Sent, Written, writing
from annotations.history.removed import takes_out
from annotations.models import AnnotationSet, Claim, Entity, Label, Span
from annotations.reader.inferring import Inferred, Place
from annotations.reader.reading_rows import MARK_FIELDS, mark_state
from annotations.states import (
    ROLES,
    ClaimState,
    Kind,
    Row,
    SpanState,
    Standing,
    from_json,
    values_of,
)
from newsdesk.history.models import Event


def span(*, key: int, event: int, **sent: Unpack[Sent]) -> Written:
    """Raises NotHere, UnknownLabel, and what `spans` raises."""
    row = _stood("span", key, event, sent).row
    text = sent["document"].text
    if isinstance(row, SpanState):
        label_key = Label.objects.filter(pk=row.label).values_list("key", flat=True).first()
        if label_key is None:
            raise UnknownLabel
        given: dict[str, Any] = {"start": row.start, "end": row.end}
        given |= {"quote": text[row.start : row.end], "values": values_of(row.attributes)}
        return spans.correct(key=key, label_key=label_key, **given, **sent)
    suggestion = Span.objects.filter(pk=key, annotation_set__document=sent["document"]).first()
    if suggestion is None:
        raise NotHere
    return spans.reject(key=key, quote=text[suggestion.start : suggestion.end], **sent)


def claim(*, key: int, event: int, **sent: Unpack[Sent]) -> Written:
    """Raises NotHere, and what `claims` raises."""
    row = _stood("claim", key, event, sent).row
    if not isinstance(row, ClaimState):
        return claims.reject(key=key, **sent)
    known = _entities(sent, [part.entity for part in row.parts if part.is_inferred])
    given: dict[str, Any] = {role: _places(row, role, known) for role in ROLES}
    given |= {"within": _outer(row, sent) or 0, "values": values_of(row.attributes)}
    return claims.correct(key=key, speech=row.speech, **given, **sent)


def removed(*, event: int, **sent: Unpack[Sent]) -> Written:
    """Bring back what the person added and took out by this event, under its id.

    Raises NotHere, UnknownLabel, AlreadyMarked where it stands or an equal one does, and what
    `writing` raises.
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
        after = Standing(_asked(_as_it_can_be(row, sent), sent))
        write.change(Change(kind, found.target_id, Standing(), after))
    return write.result()


def _as_it_can_be(row: Row, sent: Sent) -> Row:
    """The row without ties to what is gone."""
    if isinstance(row, SpanState):
        known = _entities(sent, [row.entity])
        return replace(row, entity=row.entity if row.entity in known else None)
    known = _entities(sent, [part.entity for part in row.parts])
    parts = (
        replace(part, id=None, entity=part.entity if part.entity in known else None)
        for part in row.parts
        if part.entity in known or not part.is_inferred
    )
    return replace(row, parts=tuple(parts), within=_outer(row, sent))


def _asked(row: Row, sent: Sent) -> Row:
    """With what was said by attributes that are still asked. Raises UnknownLabel."""
    label = row.label if isinstance(row, SpanState) else None
    if label and not Label.objects.filter(pk=label).exists():
        raise UnknownLabel
    (attributes,) = describing.kept(sent["document"], [row.attributes], label)
    return replace(row, attributes=attributes)


def _places(claim: ClaimState, role: str, known: set[int | None]) -> list[Place]:
    """Where the parts of a role lie, or who they are."""
    found: list[Place] = []
    for part in claim.in_role(role):
        if part.start is not None and part.end is not None:
            found.append((part.start, part.end))
        elif part.entity in known:
            found.append(Inferred(part.entity, stood=True))
    return found


def _entities(sent: Sent, ids: Iterable[int | None]) -> set[int | None]:
    """Those of these that are still there."""
    wanted = {each for each in ids if each}
    rows = Entity.objects.filter(pk__in=wanted, project=sent["document"].project_id)
    return set(rows.values_list("pk", flat=True)) if wanted else set()


def _outer(claim: ClaimState, sent: Sent) -> int | None:
    """The claim that reports this one, if it still stands; a suggestion's is one, too."""
    if claim.within is None:
        return None
    is_it = Q(pk=claim.within) | Q(result_of__on_claim=claim.within)
    stands = Claim.objects.filter(is_it, annotation_set__in=_sets(sent)).exists()
    return claim.within if stands else None


def _stood(kind: Kind, key: int, event: int, sent: Sent) -> Standing:
    """What this person's set, or the draft of the review, held after the event; a suggestion."""
    if not event:
        return Standing(_suggested(kind, key, sent))
    found = _own_events(event, sent).filter(target_kind=kind, target_id=key).first()
    standing = from_json(kind, found.after) if found else Standing()
    if standing == Standing():
        raise NotHere
    return standing


def _suggested(kind: Kind, key: int, sent: Sent) -> Row:
    rows: Any = Span.objects.all() if kind == "span" else Claim.objects.with_parts()
    sets = AnnotationSet.objects.filter(document=sent["document"])
    suggested = sets.filter(kind=AnnotationSet.Kind.SUGGESTED)
    row = rows.filter(pk=key, annotation_set__in=suggested).values(*MARK_FIELDS[kind]).first()
    if row is None:
        raise NotHere
    return mark_state(kind, row)


def _own_events(event: int, sent: Sent) -> QuerySet[Event]:
    """The event, if it is one of the set that is written to."""
    return Event.objects.filter(pk=event, set_id__in=_sets(sent).values("pk"))


def _sets(sent: Sent) -> QuerySet[AnnotationSet]:
    """This person's set, or the draft of the review."""
    sets = AnnotationSet.objects.filter(document=sent["document"])
    if sent.get("is_review"):
        return sets.filter(state=AnnotationSet.State.DRAFT)
    return sets.filter(kind=AnnotationSet.Kind.ANNOTATED, made_by=sent["by"])
