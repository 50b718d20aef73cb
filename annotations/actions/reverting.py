"""Going back to what stood after an earlier event: a new write like any other, undone like any.

What is given back is what the page shows: label and boundaries, parts and speech, or a rejection.
Ties to entities are made anew, since entities may have been merged meanwhile.
"""

from __future__ import annotations

from typing import Unpack

from annotations.actions import claims, spans
from annotations.actions.errors import NotHere, UnknownLabel
from annotations.actions.writing import Sent, Written
from annotations.models import AnnotationSet, Label, Span
from annotations.states import ROLES, ClaimState, Kind, Range, SpanState, Standing, from_json
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


def _places(claim: ClaimState, role: str) -> list[Range] | None:
    """Where the parts of a role lie; None, so that they stay, where one lies nowhere."""
    parts = claim.in_role(role)
    found = [(each.start, each.end) for each in parts if each.start is not None and each.end]
    return found if len(found) == len(parts) else None


def _stood(kind: Kind, key: int, event: int, sent: Sent) -> Standing:
    """What this person's set, or the draft of the review, held after the event."""
    sets = AnnotationSet.objects.filter(document=sent["document"])
    if sent.get("is_review"):
        sets = sets.filter(state=AnnotationSet.State.DRAFT)
    else:
        sets = sets.filter(kind=AnnotationSet.Kind.ANNOTATED, made_by=sent["by"])
    events = Event.objects.filter(pk=event, set_id__in=sets.values("pk"))
    found = events.filter(target_kind=kind, target_id=key).first()
    standing = from_json(kind, found.after) if found else Standing()
    if standing == Standing():
        raise NotHere
    return standing
