"""What happens to a set between one submission and the next: why it came back, what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.models import AnnotationSet
from annotations.states import Kind, Standing, from_json
from newsdesk.history.models import Event

SEND_BACK, SUBMIT = "set.send_back", "set.submit"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a set was sent back: `text` is about the article, or about one span or claim.

    `key` is the item's key on pages ("s12", "c7"), and `[start, end)` where it stood then.
    """

    text: str
    key: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class SentBack:
    """The last time a set came back: `by` is a person's id."""

    by: int
    version: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What stood under a key before, and what stands there now."""

    kind: Kind
    key: int
    before: Standing
    after: Standing


def sent_back(annotation_set: AnnotationSet) -> SentBack | None:
    """Why it came back the last time, in one query; None if it never did."""
    event = Event.objects.in_set(annotation_set.pk).filter(verb=SEND_BACK).newest_first().first()
    if event is None:
        return None
    reasons = tuple(Reason(**each) for each in (event.after or {})["reasons"])
    return SentBack(event.actor_id or 0, event.set_version or 0, reasons)


def changed_since(annotation_set: AnnotationSet, version: int) -> list[Changed]:
    """Item by item, what was changed after this version and not changed back, in one query."""
    events = Event.objects.in_set(annotation_set.pk).filter(set_version__gt=version)
    found = _first_and_last(events.filter(target_kind__in=["span", "claim"]).order_by("id"))
    return [each for each in found if each.before.row != each.after.row or _is_decision(each)]


def _is_decision(changed: Changed) -> bool:
    return changed.before.is_rejected != changed.after.is_rejected


def _first_and_last(events: Iterable[Event]) -> list[Changed]:
    found: dict[tuple[str, int], Changed] = {}
    for event in events:
        kind: Kind = "span" if event.target_kind == "span" else "claim"
        key = event.target_id or 0
        first = found.get((kind, key))
        before = first.before if first else from_json(kind, event.before)
        found[kind, key] = Changed(kind, key, before, from_json(kind, event.after))
    return list(found.values())
