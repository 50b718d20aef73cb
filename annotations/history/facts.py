"""What each event of a history changed in what it was about, and for whom, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format

from annotations.extents import Extent
from annotations.history import followed
from annotations.history.telling import Telling
from annotations.models import Label
from annotations.reader import inferred
from annotations.states import Kind, Standing, from_json
from newsdesk.history.models import Event

Words = Mapping[tuple[int, Extent], str]
"""By the event and the place."""
KINDS_OF_ITEMS = ("span", "claim")
WHOSE = {
    "assignment.make": "to {}",
    "assignment.release": "of {}",
    "assignment.hand_over": "to {}",
    "assignment.due": "for {}",
}
"""Whose place it is, or was."""
OWN = {"assignment.make": "took the article"}
"""What is said where it is one's own place."""


class Facts:
    """What each event changed in what it was about, and for whom."""

    def __init__(self, events: Sequence[Event], words: Words, people: Mapping[int, str]) -> None:
        self.words, self.people = words, people
        self.labels, self.followed = _label_names(events), followed.told(events)
        changes = (each for event in events for each in _standings(event) or ())
        self.names = inferred.names(standing.row for standing in changes)

    def of(self, event: Event) -> Iterator[str]:
        if event.pk in self.followed:
            yield self.followed[event.pk]
        if is_of_person(event):
            yield from self._of_person(event)
        if event.target_kind == "dataset":
            yield from _of_dataset(event)
        if event.verb == "entity.move":
            yield f"from {(event.before or {})['name']} to {(event.after or {})['name']}"
        if changed := _standings(event):
            yield from self._tell(event).changes(*changed)

    def _of_person(self, event: Event) -> Iterator[str]:
        before = event.before or {}
        if "annotator" in before:
            yield f"from {self._name(before['annotator'])}"
        if not (is_own(event) and event.verb in OWN):
            yield WHOSE.get(event.verb, "{}").format(self._name(event.target_id))
        if event.after:
            yield _due(event.after["due_on"])

    def _name(self, person: int | None) -> str:
        return self.people.get(person or 0, "somebody who is gone")

    def _tell(self, event: Event) -> Telling:
        def told(start: int, end: int) -> str:
            return self.words.get((event.pk, (start, end)), "")

        return Telling(told, self.labels, self.names)


def is_own(event: Event) -> bool:
    """Of one's own place in an article."""
    return is_of_person(event) and event.target_id == event.actor_id


def is_of_person(event: Event) -> bool:
    """A place that somebody was given, gave back or has handed on."""
    return event.target_kind == "person"


def rows_of(event: Event) -> list[dict[str, Any]]:
    """Of a span or claim, what stood before and after, where there was something."""
    if event.target_kind not in KINDS_OF_ITEMS:
        return []
    rows = ((state or {}).get(event.target_kind) for state in (event.before, event.after))
    return [row for row in rows if row]


def _label_names(events: Sequence[Event]) -> dict[int, str]:
    rows = (row for event in events if event.target_kind == "span" for row in rows_of(event))
    used = {row["label"] for row in rows}
    return dict(Label.objects.filter(pk__in=used).values_list("pk", "name"))


def _of_dataset(event: Event) -> Iterator[str]:
    """Its number, and the file of it that was downloaded."""
    if event.target_id:
        yield f"number {event.target_id}"
    if file := (event.after or {}).get("file"):
        yield file


def _standings(event: Event) -> tuple[Standing, Standing] | None:
    """Of a span or claim, before and after."""
    if event.target_kind not in KINDS_OF_ITEMS:
        return None
    kind: Kind = "span" if event.target_kind == "span" else "claim"
    return from_json(kind, event.before), from_json(kind, event.after)


def _due(day: str | None) -> str:
    return f"due {date_format(date.fromisoformat(day), 'j M Y')}" if day else "not due any more"
