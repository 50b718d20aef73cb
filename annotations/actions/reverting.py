"""Going back to what stood after an earlier event: a new write like any other, undone like any.

What is given back is what the page shows: label and boundaries; parts, speech and what a claim lies
within; or a rejection. Ties to entities are made anew, since entities may have been merged
meanwhile; who is known no more, and a claim around it that stands no more, do not come back.
"""

from __future__ import annotations

from typing import Any, Unpack

from django.db.models import QuerySet

from annotations.actions import claims, spans
from annotations.actions.errors import NotHere, UnknownLabel
from annotations.actions.writing import Sent, Written
from annotations.inferring import Inferred, Place
from annotations.models import AnnotationSet, Claim, Entity, Label, Span
from annotations.states import ROLES, ClaimState, Kind, SpanState, Standing, from_json
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
    known = _known(row, sent)
    places: dict[str, Any] = {role: _places(row, role, known) for role in ROLES}
    within = _outer(row, sent)
    return claims.correct(key=key, speech=row.speech, within=within, **places, **sent)


def _places(claim: ClaimState, role: str, known: set[int]) -> list[Place]:
    """Where the parts of a role lie, or who they are."""
    found: list[Place] = []
    for part in claim.in_role(role):
        if part.start is not None and part.end is not None:
            found.append((part.start, part.end))
        elif part.entity in known:
            found.append(Inferred(part.entity))
    return found


def _known(claim: ClaimState, sent: Sent) -> set[int]:
    """Of the entities that stand for inferred parts, those that are still there."""
    named = {part.entity for part in claim.parts if part.is_inferred and part.entity}
    rows = Entity.objects.filter(pk__in=named, project=sent["document"].project_id)
    return set(rows.values_list("pk", flat=True)) if named else set()


def _outer(claim: ClaimState, sent: Sent) -> int:
    """The claim that reports this one, if it still stands; 0 for none."""
    if claim.within is None:
        return 0
    stands = Claim.objects.filter(pk=claim.within, annotation_set__in=_sets(sent)).exists()
    return claim.within if stands else 0


def _stood(kind: Kind, key: int, event: int, sent: Sent) -> Standing:
    """What this person's set, or the draft of the review, held after the event."""
    events = Event.objects.filter(pk=event, set_id__in=_sets(sent).values("pk"))
    found = events.filter(target_kind=kind, target_id=key).first()
    standing = from_json(kind, found.after) if found else Standing()
    if standing == Standing():
        raise NotHere
    return standing


def _sets(sent: Sent) -> QuerySet[AnnotationSet]:
    """The one that is written to."""
    sets = AnnotationSet.objects.filter(document=sent["document"])
    if sent.get("is_review"):
        return sets.filter(state=AnnotationSet.State.DRAFT)
    return sets.filter(kind=AnnotationSet.Kind.ANNOTATED, made_by=sent["by"])
