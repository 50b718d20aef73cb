"""The rows of spans, claims and decisions that come with articles."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from annotations.actions.attached_ties import Known, Ties
from annotations.datasets.attached import AttachedSet, Item, MarkedClaim, MarkedSpan
from annotations.datasets.attached_values import Key
from annotations.models import Claim, ClaimPart, Decision, Span
from annotations.states import APPLIED, Json, valued
from articles.bulk import copy, new_ids

SPAN_FIELDS = ("id", "annotation_set", "label", "start", "end", "entity", "attributes", "evidence")
CLAIM_FIELDS = ("id", "annotation_set", "speech", "within", "attributes", "evidence")
PART_FIELDS = ("claim", "role", "order", "start", "end", "entity", "is_inferred")
DECISION_FIELDS = (
    "annotation_set",
    "on_span",
    "on_claim",
    "result_span",
    "result_claim",
    "by",
    "at",
)

Row = tuple[Any, ...]
Ids = Mapping[Key, int]


@dataclass(slots=True)
class Suggested:
    """The suggested set of one document by one model, and what is in it so far."""

    pk: int
    spans: dict[tuple[int, int, str], int] = field(default_factory=dict)
    claims: dict[Any, list[int]] = field(default_factory=lambda: defaultdict(list))
    entities: Known = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class Target:
    """Where one record goes: into a set of its own, over the suggested one behind it.

    A suggested record has no set of its own.
    """

    set_id: int | None
    suggested: Suggested | None
    ties: Ties
    turns: dict[Any, int] = field(default_factory=lambda: defaultdict(int))


class Marks:
    def __init__(
        self, labels: Mapping[str, int], by: int, at: datetime, found: Iterable[AttachedSet]
    ) -> None:
        self.labels = labels
        self.by, self.at = by, at
        self.spans: list[Row] = []
        self.claims: list[Row] = []
        self.parts: list[Row] = []
        self.decisions: list[Row] = []
        found = list(found)
        self.span_ids = new_ids(Span, sum(_rows(each.spans) for each in found))
        self.claim_ids = new_ids(Claim, sum(_rows(each.claims) for each in found))

    def add(self, found: AttachedSet, target: Target) -> None:
        for item in found.spans:
            self._add_span(item, target)
        self._add_claims(found.claims, target)

    def save(self) -> None:
        copy(Span, SPAN_FIELDS, self.spans)
        copy(Claim, CLAIM_FIELDS, self.claims)
        copy(ClaimPart, PART_FIELDS, self.parts)
        copy(Decision, DECISION_FIELDS, self.decisions)

    def _add_span(self, item: Item[MarkedSpan], target: Target) -> None:
        on, result = self._suggested_span(item.suggested, target), None
        if item.result and target.set_id:
            entity = target.ties.own(item.result.entity)
            own = item.result._replace(is_applied=False)
            result = self._span(next(self.span_ids), target.set_id, own, entity)
        if on and target.set_id:
            self.decisions.append((target.set_id, on, None, result, None, self.by, self.at))

    def _suggested_span(self, mark: MarkedSpan | None, target: Target) -> int | None:
        """The suggestion's id; what several decided on was suggested once."""
        suggested = target.suggested
        if mark is None or suggested is None:
            return None
        entity = target.ties.proposed(mark.entity)
        where = mark.start, mark.end, mark.label
        if where not in suggested.spans:
            pk = next(self.span_ids)
            suggested.spans[where] = self._span(pk, suggested.pk, mark, entity)
        return suggested.spans[where]

    def _span(self, pk: int, set_id: int, mark: MarkedSpan, entity: int | None) -> int:
        label = self.labels[mark.label]
        own = {APPLIED: True} if mark.is_applied else {}
        values = _values(mark, own)
        self.spans.append((pk, set_id, label, mark.start, mark.end, entity, values, ""))
        return pk

    def _add_claims(self, items: Iterable[Item[MarkedClaim]], target: Target) -> None:
        """Ids for all first: a claim may lie within one that comes later."""
        found = [(item, *self._suggested_claim(item.suggested, target)) for item in items]
        ons = {item.key: on for item, on, _ in found if item.key is not None and on}
        made = [next(self.claim_ids) if item.result else None for item, _, _ in found]
        results = {
            item.key: pk
            for (item, _, _), pk in zip(found, made, strict=True)
            if item.key is not None and pk
        }
        for (item, on, is_new), result in zip(found, made, strict=True):
            if item.suggested and target.suggested and on and is_new:
                self._claim(on, target.suggested.pk, item.suggested, ons, target.ties.proposed)
            if item.result and target.set_id and result:
                self._claim(result, target.set_id, item.result, results, target.ties.own)
            if on and target.set_id:
                self.decisions.append((target.set_id, None, on, None, result, self.by, self.at))

    def _suggested_claim(self, mark: MarkedClaim | None, target: Target) -> tuple[int | None, bool]:
        """The suggestion's id, and whether it is new.

        A record's n-th claim of some words is the n-th of these words in the suggested set.
        """
        suggested = target.suggested
        if mark is None or suggested is None:
            return None, False
        words = _words(mark, target.ties)
        known, turn = suggested.claims[words], target.turns[words]
        target.turns[words] += 1
        if turn == len(known):
            known.append(next(self.claim_ids))
            return known[turn], True
        return known[turn], False

    def _claim(
        self,
        pk: int,
        set_id: int,
        mark: MarkedClaim,
        ids: Ids,
        entity_of: Callable[[Key | None], int | None],
    ) -> None:
        within = None if mark.within is None else ids.get(mark.within)
        self.claims.append((pk, set_id, mark.speech, within, _values(mark, {}), ""))
        for role, order, start, end, entity, is_inferred in mark.parts:
            self.parts.append((pk, role, order, start, end, entity_of(entity), is_inferred))


def _values(mark: MarkedSpan | MarkedClaim, own: Json) -> str:
    return json.dumps(valued(own, mark.values))


def _words(mark: MarkedClaim, ties: Ties) -> tuple[Any, ...]:
    """What makes two suggested claims the same; entities are those that the set proposes."""
    return mark.speech, tuple(
        part._replace(entity=ties.proposed(part.entity)) for part in mark.parts
    )


def _rows(items: Iterable[Item[Any]]) -> int:
    return sum((item.suggested is not None) + (item.result is not None) for item in items)
