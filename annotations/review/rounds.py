"""What happens to a set between one submission and the next: why it came back, what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from annotations.history.saying import says, ties
from annotations.states import Kind, Standing, from_json
from newsdesk.accounts.models import User
from newsdesk.history.models import Event

SEND_BACK = "set.send_back"
REOPEN_GOLD = "set.reopen_gold"
LONGEST_REASON = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a set was sent back: `text` is about the article, or about one span or claim.

    `key` is the item's key on the page that was read ("s12", "c7"), and `[start, end)` where it
    stood then, in code points.
    """

    text: str
    key: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class SentBack:
    """The last time a set came back, by whom (a name), and at which version."""

    set_id: int
    version: int
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Reopened:
    """Who (a name) reopened gold, when and why."""

    name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What stood under a key before, and what stands there now."""

    kind: Kind
    key: int
    before: Standing
    after: Standing

    @property
    def page_key(self) -> str:
        return f"{self.kind[0]}{self.key}"

    @property
    def is_retied(self) -> bool:
        """Whether it says the same, and names somebody else."""
        is_same = says(self.before) == says(self.after)
        return is_same and ties(self.before) != ties(self.after)

    @property
    def place(self) -> tuple[str, int, int] | None:
        """Where what stands there now stands; a claim, by its content."""
        if self.after.row is None:
            return None
        row: Any = self.after.row
        parts = [row] if self.kind == "span" else row.in_role("content")
        return self.kind, min(part.start for part in parts), max(part.end for part in parts)


def sent_back(set_ids: Iterable[int] | QuerySet[Any]) -> SentBack | None:
    """The last time one of these sets came back, in two queries; None if none ever did."""
    events = Event.objects.filter(set_id__in=set_ids, verb=SEND_BACK)
    event = events.newest_first().first()
    if event is None:
        return None
    by = User.objects.filter(pk=event.actor_id or 0).first()
    reasons = _reasons(event.after)
    return SentBack(event.set_id or 0, event.set_version or 0, str(by or ""), reasons)


def reopened(article_id: int) -> Reopened | None:
    """The last time its gold was, in two queries; None if it never was."""
    events = Event.objects.of_article(article_id).filter(verb=REOPEN_GOLD)
    event = events.newest_first().first()
    if event is None:
        return None
    by = User.objects.filter(pk=event.actor_id or 0).first()
    return Reopened(str(by or ""), event.at, (event.after or {})["reason"])


def came_back(set_id: int) -> bool:
    """Whether this set was ever sent back."""
    return Event.objects.in_set(set_id).filter(verb=SEND_BACK).exists()


def changed_since(set_id: int, version: int, asked: Collection[str] = ()) -> list[Changed]:
    """Item by item, what was changed after this version and not changed back, in one query. Whom
    an item names is part of it for those that were `asked` for, by their keys on the page.
    """
    since = Q(set_id=set_id, set_version__gt=version)
    return _changed(since, {set_id: asked}).get(set_id, [])


def mended(set_ids: Iterable[int] | QuerySet[Any]) -> dict[int, list[Changed]]:
    """The same since each of these sets came back last, of those that did; in at most 2 queries."""
    events = Event.objects.filter(set_id__in=set_ids, verb=SEND_BACK).order_by("id")
    found = events.values_list("set_id", "set_version", "after")
    back = {pk: (version, _reasons(after)) for pk, version, after in found if pk}
    if not back:
        return {}
    since = (Q(set_id=pk, set_version__gt=version) for pk, (version, _) in back.items())
    asked = {pk: [each.key for each in told] for pk, (_, told) in back.items()}
    return {pk: [] for pk in back} | _changed(reduce(or_, since), asked)


def reasons(set_ids: Iterable[int]) -> dict[int, tuple[Reason, ...]]:
    """Why each of these sets came back last, of those that did, in one query."""
    events = Event.objects.filter(set_id__in=set_ids, verb=SEND_BACK).order_by("id")
    told = events.values_list("set_id", "after")
    return {pk: _reasons(after) for pk, after in told if pk}


def _reasons(after: dict[str, Any] | None) -> tuple[Reason, ...]:
    return tuple(Reason(**each) for each in (after or {})["reasons"])


def _changed(since: Q, asked: Mapping[int, Collection[str]]) -> dict[int, list[Changed]]:
    """By set, as `asked` is."""
    events = Event.objects.filter(since, target_kind__in=["span", "claim"]).order_by("id")
    of_sets: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        of_sets[event.set_id or 0].append(event)
    return {
        pk: [each for each in _first_and_last(found) if _is_changed(each, asked[pk])]
        for pk, found in of_sets.items()
    }


def _is_changed(each: Changed, asked: Collection[str]) -> bool:
    return says(each.before) != says(each.after) or (each.page_key in asked and each.is_retied)


def _first_and_last(events: Iterable[Event]) -> list[Changed]:
    found: dict[tuple[str, int], Changed] = {}
    for event in events:
        kind: Kind = "span" if event.target_kind == "span" else "claim"
        key = event.target_id or 0
        first = found.get((kind, key))
        before = first.before if first else from_json(kind, event.before)
        found[kind, key] = Changed(kind, key, before, from_json(kind, event.after))
    return list(found.values())
