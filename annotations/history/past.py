"""What became of one span or claim, step by step, as its history in the reader tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from annotations.history import chronicle, followed, lineage
from annotations.history.chronicle import Entry
from annotations.history.saying import says
from annotations.history.telling import Telling
from annotations.models import AnnotationSet, Claim, Label, Span
from annotations.reader import inferred
from annotations.reader.reading import Reading
from annotations.reader.reading_items import ClaimItem, SpanItem
from annotations.reader.reading_rows import MARK_FIELDS, mark_state
from annotations.states import Kind, Row, Standing, from_json, is_tie
from annotations.verdicts import Verdict
from newsdesk.accounts.models import Membership
from newsdesk.history.models import Event

SHOWN = 100
"""Steps of one item; the project's history has the rest."""
AS_IT_WAS = "as it was"
UNDECIDED, NOT_THERE = "undecided", "not there"
NOTHING = frozenset({"", "rejected", UNDECIDED, NOT_THERE})
MILESTONES = (
    *("review.begin", "adjudication.begin", "review.discard"),
    *("set.send_back", "set.approve", "set.reopen_gold"),
)
"""Of the article: what a draft or gold went through as a whole."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event, or what a model suggested (`event` 0); `before` and `after` say what stood, ""
    where it is not about this item alone, `shown` what no step before it says. `is_open` where one
    can go back to it.
    """

    event: int
    at: datetime
    by: str
    said: str
    before: str
    after: str
    shown: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """A row that the item came from: whose it is, and what a model had suggested by it."""

    by: str
    at: datetime
    suggestion: Row | None = None


def of(seen: Reading, membership: Membership, kind: Kind, key: int) -> list[Step]:
    """The newest step first, back to what the model suggested or a person added, through every
    copy. One can go back to what stood, or was rejected, in the same set, and to the suggestion.
    """
    keys = lineage.keys_of(seen.document.article_id, kind, key)
    events = _events(seen, membership, kind, keys)
    origins = _origins(seen, kind, keys)
    labels = dict(Label.objects.of_project(seen.document.project_id).values_list("pk", "name"))
    words = Telling(lambda start, end: seen.text[start:end], labels, _named(kind, events, origins))
    tell = _Telling(kind, key, seen, words, followed.told(events))
    steps = list(tell.steps(chronicle.entries(events), origins))
    in_reach = {step.after for step in steps if step.is_open}
    return _once([*steps, *tell.suggested(origins, in_reach)])


def _once(steps: Sequence[Step]) -> list[Step]:
    """What stands again as it stood last is not told whole again."""
    found, last = [], ""
    for step in reversed(steps):
        is_again = step.shown == step.after == last != ""
        found.append(replace(step, shown=AS_IT_WAS) if is_again else step)
        last = last if step.after in NOTHING else step.after
    return found[::-1]


def is_known(membership: Membership, article_id: int, kind: Kind, key: int) -> bool:
    """Whether this person may see something that was done to this very item."""
    events = chronicle.visible_to(membership).filter(article_id=article_id)
    return events.filter(target_kind=kind, target_id=key).exists()


def _events(
    seen: Reading, membership: Membership, kind: Kind, keys: Sequence[int]
) -> Sequence[Event]:
    """Of those that this person may see, the newest first."""
    wanted = Q(target_kind=kind, target_id__in=keys)
    if seen.annotation_set and seen.annotation_set.kind == AnnotationSet.Kind.GOLD:
        wanted |= Q(target_kind="set", verb__in=MILESTONES)
    events = chronicle.visible_to(membership).filter(wanted, article_id=seen.document.article_id)
    return list(events.order_by("-id")[:SHOWN])


def _named(kind: Kind, events: Sequence[Event], origins: Mapping[int, Origin]) -> dict[int, str]:
    """The names of the entities that anything of it was tied to, ever."""
    own = (event for event in events if event.target_kind == kind)
    states = (each for event in own for each in (event.before, event.after))
    rows: list[Row | None] = [from_json(kind, each).row for each in states]
    rows += [each.suggestion for each in origins.values()]
    return inferred.names((), tied=rows)


def _origins(seen: Reading, kind: Kind, keys: Sequence[int]) -> dict[int, Origin]:
    """By their ids, in one query."""
    rows: Any = Span.objects.all() if kind == "span" else Claim.objects.with_parts()
    found = rows.filter(pk__in=keys, annotation_set__document=seen.document).order_by("pk")
    of_set = ("kind", "model_version", "made_at", "made_by__name", "made_by__email")
    named = found.values(*MARK_FIELDS[kind], *(f"annotation_set__{field}" for field in of_set))
    return {row["id"]: _origin(kind, row) for row in named}


def _origin(kind: Kind, row: dict[str, Any]) -> Origin:
    at = row["annotation_set__made_at"]
    if row["annotation_set__kind"] != AnnotationSet.Kind.SUGGESTED:
        name = row["annotation_set__made_by__name"] or row["annotation_set__made_by__email"]
        return Origin(name, at)
    return Origin(row["annotation_set__model_version"], at, mark_state(kind, row))


@dataclass(frozen=True, slots=True)
class _Telling:
    kind: Kind
    key: int
    seen: Reading
    tell: Telling
    followed: Mapping[int, str]

    def steps(self, entries: Sequence[Entry], origins: Mapping[int, Origin]) -> Iterator[Step]:
        own = [each for each in entries if self._is_own(each.event)]
        present = says(from_json(self.kind, own[0].event.after)) if own else None
        for entry in entries:
            event = entry.event
            if event.target_kind == "set":
                reason = (event.after or {}).get("reason", "")
                yield Step(event.pk, event.at, entry.by, entry.said, "", "", reason)
                continue
            before, after = (from_json(self.kind, each) for each in (event.before, event.after))
            nothing = UNDECIDED if before.decision or after.decision else NOT_THERE
            tell = replace(self.tell, says_ties=_is_tie(event, before, after))
            yield Step(
                event=event.pk,
                at=event.at,
                by=entry.by,
                said=self.followed.get(event.pk, entry.said),
                before=tell.of(before, nothing),
                after=tell.of(after, nothing),
                shown="; ".join(tell.changes(before, after))
                if before.row and after.row and not tell.says_ties
                else tell.of(after, nothing),
                is_open=self._is_own(event) and says(after) not in (None, present),
            )

    def suggested(self, origins: Mapping[int, Origin], in_reach: Collection[str]) -> Iterator[Step]:
        """One can go back to it where no later step said the same."""
        for key, each in origins.items():
            if each.suggestion:
                told = self.tell.told(each.suggestion)
                is_own = key == self.key and told not in in_reach
                is_open = is_own and self._is_other_than_suggested()
                yield Step(0, each.at, each.by, "suggested", "", told, told, is_open)

    def _is_other_than_suggested(self) -> bool:
        """Whether it was corrected or rejected in the set that is read, which may be written to."""
        seen = self.seen
        spans, claims = (*seen.spans, *seen.rejected_spans), (*seen.claims, *seen.rejected_claims)
        items: tuple[SpanItem | ClaimItem, ...] = spans if self.kind == "span" else claims
        verdicts = {item.verdict for item in items if item.key == self.key}
        return seen.is_writable and not verdicts <= {None, Verdict.ACCEPTED}

    def _is_own(self, event: Event) -> bool:
        """Whether it is of this item in the set that is read, which may be written to."""
        set_id = self.seen.annotation_set.pk if self.seen.annotation_set else None
        is_here = self.seen.is_writable and event.set_id == set_id
        return is_here and (event.target_kind, event.target_id) == (self.kind, self.key)


def _is_tie(event: Event, before: Standing, after: Standing) -> bool:
    """Whether a step was about whom something names, or took that back."""
    return event.verb.endswith(".tie") or is_tie(before, after)
