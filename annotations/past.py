"""What became of one span or claim, step by step, as its history in the reader tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from annotations import chronicle
from annotations.models import Entity, Label
from annotations.reading import Reading
from annotations.states import (
    ROLES,
    ClaimState,
    Kind,
    PartState,
    SpanState,
    Standing,
    from_json,
)
from newsdesk.accounts.models import Membership
from newsdesk.history.models import Event

SHOWN = 100
"""Steps of one item; the project's history has the rest."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event; `before` and `after` say what stood. `is_open` where one can go back to it."""

    event: int
    at: datetime
    by: str
    said: str
    before: str
    after: str
    is_open: bool


def of(seen: Reading, membership: Membership, kind: Kind, key: int) -> list[Step]:
    """The newest step first. One can go back to what stood, or was rejected, in the same set."""
    events = list(events_of(seen, membership, kind, key)[:SHOWN])
    states = [from_json(kind, state) for event in events for state in (event.before, event.after)]
    is_decided = any(state.decision for state in states)
    tell = _Telling(kind, seen.text, _labels(seen), _named(states), is_decided)
    set_id = seen.annotation_set.pk if seen.annotation_set else None
    steps = []
    present = Standing() if not events else from_json(kind, events[0].after)
    for entry in chronicle.entries(events):
        after = from_json(kind, entry.event.after)
        is_own = seen.is_writable and entry.event.set_id == set_id
        steps.append(
            Step(
                event=entry.event.pk,
                at=entry.event.at,
                by=entry.by,
                said=entry.said,
                before=tell.of(from_json(kind, entry.event.before)),
                after=tell.of(after),
                is_open=is_own and _says(after) not in (None, _says(present)),
            )
        )
    return steps


def events_of(seen: Reading, membership: Membership, kind: Kind, key: int) -> QuerySet[Event]:
    """Of those that this person may see, the newest first."""
    events = chronicle.visible_to(membership).filter(article_id=seen.document.article_id)
    return events.filter(target_kind=kind, target_id=key).order_by("-id")


def _says(standing: Standing) -> object:
    """What counts when one goes back; None where nothing stood."""
    row = standing.row
    if isinstance(row, SpanState):
        return row.label, row.start, row.end
    if isinstance(row, ClaimState):
        parts = ((part.role, part.extent, part.is_inferred and part.entity) for part in row.parts)
        return row.speech, row.within, tuple(parts)
    return "rejected" if standing.is_rejected else None


def _labels(seen: Reading) -> dict[int, str]:
    of_project = Label.objects.of_project(seen.document.project_id)
    return dict(of_project.values_list("pk", "name"))


def _named(states: Iterable[Standing]) -> dict[int, str]:
    """The names of the entities that stand for inferred parts."""
    claims = [state.row for state in states if isinstance(state.row, ClaimState)]
    named = {
        part.entity for claim in claims for part in claim.parts if part.is_inferred and part.entity
    }
    return dict(Entity.objects.filter(pk__in=named).values_list("pk", "name")) if named else {}


@dataclass(frozen=True, slots=True)
class _Telling:
    kind: Kind
    text: str
    labels: Mapping[int, str]
    names: Mapping[int, str]
    has_decisions: bool

    def of(self, standing: Standing) -> str:
        row = standing.row
        if isinstance(row, SpanState):
            label = self.labels.get(row.label, "a label that is gone")
            return f"{label} on “{self.text[row.start : row.end]}”"
        if isinstance(row, ClaimState):
            return "; ".join(self._roles(row))
        if standing.is_rejected:
            return "rejected"
        return "undecided" if self.has_decisions else "not there"

    def _roles(self, claim: ClaimState) -> Iterator[str]:
        for role in ROLES:
            words = [self._words(part) for part in claim.in_role(role)]
            if words:
                shown = " … ".join(words)
                yield f"“{shown}”" if role == "content" else f"{role} {shown}"
        if claim.within:
            yield "reported in another claim"

    def _words(self, part: PartState) -> str:
        if part.is_inferred:
            return self.names.get(part.entity or 0, "somebody who is gone")
        return self.text[part.start : part.end]
