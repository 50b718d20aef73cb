"""Deciding between several annotated sets: a draft of what all agree on, then place by place.

The draft's Decisions name annotators' items as well as the suggestions behind them: with a result
where they stand, without one where they do not. So who was followed stays known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Unpack

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from annotations.actions import entities
from annotations.actions.draft_ties import Ties
from annotations.actions.errors import (
    ArticleApproved,
    BegunAnew,
    DecidedMeanwhile,
    NotHere,
    NothingToCompare,
    NotUnderReview,
    StaleSet,
    UnderReview,
)
from annotations.actions.items import state_of
from annotations.actions.set_states import (
    check_awaited,
    check_version,
    in_state,
    locked,
    note,
    supersede,
)
from annotations.actions.storing import Change, store
from annotations.actions.writing import Sent, Written, writing
from annotations.models import AnnotationSet, Claim, Decision, Entity, Span
from annotations.reader.reading_rows import CLAIM_FIELDS, claim_state
from annotations.review import adjudicated, awaited
from annotations.review.adjudicating import Place
from annotations.review.bench import Bench
from annotations.review.standing import Named
from annotations.states import DecisionState, Json, Kind, Row, SpanState, Standing
from articles.bulk import new_ids
from articles.models import Document
from newsdesk.accounts.models import User

KIND, STATE = AnnotationSet.Kind, AnnotationSet.State


@transaction.atomic
def begin(*, document: Document, by: User, without: str = "") -> AnnotationSet:
    """The draft of an adjudication, made if needed with all that the finished sets agree on.

    `without` names who is not waited for (annotations.review.awaited). Raises NothingToCompare with
    fewer than two sets, ArticleApproved, OthersAwaited, and UnderReview where the draft there is
    reviews one set alone.
    """
    if in_state(locked(document), STATE.APPROVED):
        raise ArticleApproved
    bench = adjudicated.read(document)
    if bench.draft is not None and len(bench.sets) < 2:
        raise UnderReview
    return bench.draft or _begun(bench, by, without)


@transaction.atomic
def begin_anew(
    *, document: Document, seen_version: int, by: User, without: str = ""
) -> AnnotationSet:
    """Take in who finished after a draft had begun: another draft, between all who finished.

    What was decided in the one there is stays in the history. Where nobody finished since, that
    draft is the answer. Raises NotUnderReview, StaleSet, ArticleApproved, NothingToCompare and
    OthersAwaited.
    """
    sets = locked(document)
    draft = in_state(sets, STATE.DRAFT)
    if in_state(sets, STATE.APPROVED):
        raise ArticleApproved
    if draft is None:
        raise NotUnderReview
    if not awaited.of(document, draft).late:
        return draft
    check_version(draft, seen_version)
    supersede(draft)
    return _begun(adjudicated.read(document), by, without, instead_of=draft)


def _begun(
    bench: Bench, by: User, without: str, instead_of: AnnotationSet | None = None
) -> AnnotationSet:
    """Also the agreed places and what all rejected, as Decisions of the draft."""
    if len(bench.sets) < 2:
        raise NothingToCompare
    left = awaited.of(bench.document)
    check_awaited(left, without)
    draft = _draft(bench, bench.document, by)
    table = _Table.of(bench, draft.pk, {place.key: "1" for place in bench.agreed}, _Decider(by))
    changes = table.tied([change for place in bench.agreed for change in table.changes(place, "1")])
    rejected = [
        Change(kind, key, Standing(), Standing(None, bench.first[kind, key]))
        for kind, key in adjudicated.rejected_by_all(bench)
    ]
    decided = {(change.kind, change.key) for change in changes}
    store(
        draft.pk, [*changes, *(each for each in rejected if (each.kind, each.key) not in decided)]
    )
    told = {"sets": [each.pk for each in bench.sets], **left.kept}
    note("adjudication.begin", draft, bench.document, by, before=instead_of, **told)
    return draft


def decide(*, draft_id: int, choices: Mapping[str, str], **sent: Unpack[Sent]) -> Written:
    """Settle these places of the draft that was read, each by the id of a set that it compares, or
    by "all", "none" or "model": one undo group.

    What others decided elsewhere since is no hindrance. `is_review` has to be among what is sent.
    Raises BegunAnew where there is another draft by now, DecidedMeanwhile where one of these places
    is not as it was read, NotHere for a draft, place or choice that there is not, and whatever
    `writing` raises.
    """
    try:
        return _decided(draft_id, choices, sent)
    except StaleSet as stale:
        _check_apart(stale, draft_id, choices, sent)
        return _decided(draft_id, choices, {**sent, "seen_version": stale.version})


def _decided(draft_id: int, choices: Mapping[str, str], sent: Sent) -> Written:
    with writing("adjudicate", **sent) as write:
        bench = adjudicated.read(write.document)
        if bench.draft is None or bench.draft.pk != write.set_id or len(bench.sets) < 2:
            raise NotUnderReview
        _check_read(bench.draft, draft_id)
        wanted = {key: numbered(bench, choice) for key, choice in choices.items()}
        table = _Table.of(bench, draft_id, wanted, _Decider(write.by))
        changes: list[Change] = []
        for key, choice in wanted.items():
            found = table.changes(_place(bench, key, choice), choice)
            pressed = _pressed(choices[key])
            write.beside.update({(each.kind, each.key): pressed for each in found})
            changes += found
        write.change(*table.tied(changes))
    return write.result()


def _check_apart(stale: StaleSet, draft_id: int, keys: Iterable[str], sent: Sent) -> None:
    """Raises BegunAnew, DecidedMeanwhile, NotHere and NotUnderReview."""
    bench = adjudicated.read(sent["document"])
    if bench.draft is None:
        raise NotUnderReview
    _check_read(bench.draft, draft_id)
    touched = adjudicated.touched(bench, sent["seen_version"])
    for key in keys:
        if key in touched:
            raise DecidedMeanwhile(stale, key, touched[key])


def _check_read(draft: AnnotationSet, draft_id: int) -> None:
    """Raises BegunAnew where it was an earlier draft of the article that was read, else NotHere."""
    if draft.pk != draft_id:
        drafts = AnnotationSet.objects.filter(document=draft.document_id, kind=KIND.GOLD)
        if not drafts.filter(pk=draft_id).exists():
            raise NotHere
        raise BegunAnew(str(draft.made_by or "Somebody who is gone"))


def numbered(bench: Bench, choice: str) -> str:
    """A choice that was sent, as places know it. Raises NotHere."""
    try:
        return bench.numbered(choice)
    except KeyError as error:
        raise NotHere from error


def _draft(bench: Bench, document: Document, by: User) -> AnnotationSet:
    draft = AnnotationSet.objects.create(
        document=document,
        kind=KIND.GOLD,
        state=STATE.DRAFT,
        made_by=by,
        scheme_version=max(each.scheme_version for each in bench.sets),
        version=1,
    )
    draft.based_on.add(*bench.sets, *([bench.suggested] if bench.suggested else []))
    return draft


def _place(bench: Bench, key: str, choice: str) -> Place:
    place = next((each for each in bench.places if each.key == key), None)
    if place is None:
        raise NotHere
    try:
        place.chosen(choice)
    except KeyError as error:
        raise NotHere from error
    return place


def _pressed(choice: str) -> Json:
    """What an event keeps of a choice: "person" with their set, "model", "all" or "none"."""
    return {"choice": "person", "of_set": int(choice)} if choice.isdecimal() else {"choice": choice}


@dataclass(frozen=True, slots=True)
class _Decider:
    """Who decides, now, over what was decided before."""

    by: User

    def __call__(self, before: DecisionState | None) -> DecisionState:
        at = timezone.now().isoformat()
        return DecisionState(before.id if before else None, self.by.pk, at)


@dataclass(slots=True)
class _Table:
    """What deciding reads: the rows chosen, and the draft's rows and decisions.

    `made` collects the rows that stand for annotated items after this, by item; `copied` what each
    new claim is copied from.
    """

    bench: Bench
    decide: _Decider
    originals: dict[Named, Row]
    rows: dict[Named, Row]
    decisions: dict[Named, DecisionState]
    ids: dict[Kind, Iterator[int]]
    became: dict[int, int]
    made: dict[Named, Row] = field(default_factory=dict)
    copied: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, bench: Bench, draft_id: int, choices: Mapping[str, str], decide: _Decider
    ) -> _Table:
        chosen: dict[Kind, list[int]] = {"span": [], "claim": []}
        for key, choice in choices.items():
            place = _place(bench, key, choice)
            chosen[place.kind] += [item.key for item in place.chosen(choice)]
        originals = _rows(Span.objects.filter(pk__in=chosen["span"]), chosen["claim"])
        return cls(
            bench,
            decide,
            originals,
            _rows(Span.objects.filter(annotation_set=draft_id), None, draft_id),
            {_on(each): _state(each) for each in Decision.objects.filter(annotation_set=draft_id)},
            {
                "span": new_ids(Span, len(chosen["span"])),
                "claim": new_ids(Claim, len(chosen["claim"])),
            },
            _became(originals.values(), bench, decide.by),
        )

    def changes(self, place: Place, choice: str) -> list[Change]:
        """Each item and suggestion of the place, with the row that stands for it or without. What
        stands for a suggestion at another place stays.
        """
        kept = self._kept(place)
        copies: dict[int, Row] = {}
        for key, chosen in place.standing(choice).items():
            if chosen.key not in copies:
                copies[chosen.key] = self._copied((place.kind, chosen.key), place)
            self.made[place.kind, key] = copies[chosen.key]
        keys = [item.key for item in place.present]
        found = [self._change((place.kind, key)) for key in keys]
        for key in self.bench.suggestions_of(place):
            is_kept = (place.kind, key) in kept
            if key not in keys and (key in copies or not is_kept):
                found.append(self._of_suggestion(place, key, is_kept=is_kept))
        return [*found, *self._replaced(place, copies.values())]

    def _kept(self, place: Place) -> set[Named]:
        """The suggestions behind the place for which something stands at another place only."""
        here = {row.key for row in self.bench.stands[place.key]}
        others = [each for each in self.bench.places if each.key != place.key]
        there = {(each.kind, row.key) for each in others for row in self.bench.stands[each.key]}
        named: list[Named] = [(place.kind, key) for key in self.bench.suggestions_of(place)]
        rows = {each: self.bench.decided.get(each) or 0 for each in named}
        found = {each for each, row in rows.items() if row not in here and (each[0], row) in there}
        return found | {each for each in named if each in self.made}

    def _replaced(self, place: Place, copies: Iterable[Row]) -> Iterator[Change]:
        """What was added there in the reader gives way."""
        kept = {row.id for row in copies}
        for item in self.bench.added(place) if self.bench.draft else ():
            row = self.rows[place.kind, item.key]
            if row.id not in kept:
                yield Change(place.kind, item.key, Standing(row), Standing())

    def tied(self, changes: list[Change]) -> list[Change]:
        """The same with what reports each claim, also those of the draft that stay. What two places
        say of one suggestion is said once, by the one where something is made of it.
        """
        once = {(each.kind, each.key): each for each in changes}
        ties = Ties(self.bench, self.rows, self.decisions, [*once.values()], self.copied)
        return ties.tied()

    def _of_suggestion(self, place: Place, key: int, *, is_kept: bool) -> Change:
        """With the row made of the suggestion itself, or of an item that came from it. What is kept
        of it is not replaced.
        """
        came = (
            self.made.get((place.kind, item.key))
            for item in place.present
            if key in self.bench.behind.get((place.kind, item.key), ())
        )
        named: Named = (place.kind, key)
        row = self.made.get(named) or next((each for each in came if each), None)
        if row is not None:
            self.made[named] = row
        change = self._change(named)
        return replace(change, before=replace(change.before, row=None)) if is_kept else change

    def _copied(self, named: Named, place: Place) -> Row:
        """A span that stands there already, marked once as it can be, is written over."""
        row = self.originals[named]
        if isinstance(row, SpanState):
            pk = self._standing(place, row) or next(self.ids["span"])
            entity = self._tied(row.entity)
            return replace(row, id=pk, entity=entity, score=None, evidence="")
        parts = tuple(replace(part, id=None, entity=self._tied(part.entity)) for part in row.parts)
        pk = next(self.ids["claim"])
        self.copied[pk] = named[1]
        return replace(row, id=pk, parts=parts, within=None, score=None, evidence="")

    def _standing(self, place: Place, span: SpanState) -> int | None:
        marked = (span.start, span.end, span.label)
        here = (self.rows[place.kind, item.key] for item in self.bench.stands[place.key])
        spans = (row for row in here if isinstance(row, SpanState))
        return next((row.id for row in spans if (row.start, row.end, row.label) == marked), None)

    def _tied(self, entity: int | None) -> int | None:
        return self.became.get(entity, entity) if entity else None

    def _change(self, named: Named) -> Change:
        kind, key = named
        before = Standing(
            self.rows.get((kind, self.bench.decided.get(named) or 0)), self.decisions.get(named)
        )
        agreed = self.bench.first.get(named) if self.bench.draft is None else None
        decision = agreed or self.decide(before.decision)
        return Change(kind, key, before, Standing(self.made.get(named), decision))


def _rows(
    spans: QuerySet[Span], claims: list[int] | None, draft_id: int | None = None
) -> dict[Named, Row]:
    found: dict[Named, Row] = {("span", row.pk): state_of(row) for row in spans}
    rows = Claim.objects.with_parts()
    rows = rows.filter(annotation_set=draft_id) if claims is None else rows.filter(pk__in=claims)
    for row in rows.values(*CLAIM_FIELDS):
        found["claim", row["id"]] = claim_state(row)
    return found


def _became(rows: Iterable[Row], bench: Bench, by: User) -> dict[int, int]:
    """What the entities of suggestions among these rows are in the project."""
    named = {entity for row in rows for entity in _entities(row)}
    suggested = Entity.objects.filter(pk__in=named, proposed_in__isnull=False)
    known = dict(suggested.values_list("pk", "became"))
    return entities.become(known, document=bench.document, by=by) if known else {}


def _entities(row: Row) -> list[int]:
    held = [row.entity] if isinstance(row, SpanState) else [part.entity for part in row.parts]
    return [entity for entity in held if entity]


def _on(decision: Decision) -> Named:
    kind: Kind = "span" if decision.on_span_id else "claim"
    return kind, decision.on_span_id or decision.on_claim_id or 0


def _state(decision: Decision) -> DecisionState:
    return DecisionState(decision.pk, decision.by_id, decision.at.isoformat())
