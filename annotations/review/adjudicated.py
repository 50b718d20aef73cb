"""Reads the annotated sets of an article beside one another, and who decided what of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from annotations.agreement.counting import Marks
from annotations.models import AnnotationSet, Decision
from annotations.review import adjudicating, comparing, standing
from annotations.review.adjudicating import ALL, MODEL, Place
from annotations.review.bench import Bench
from annotations.review.standing import Named
from annotations.states import ClaimState, DecisionState, Kind, Standing, from_json
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event

VERB = "adjudicate"
State = AnnotationSet.State


def read(document: Document) -> Bench:
    """In 6 queries, however many sets, spans and claims. Without a draft, what would be compared:
    the sets that people finished."""
    rows = AnnotationSet.objects.filter(document=document).exclude(state=State.SUPERSEDED)
    every = list(rows.select_related("made_by").order_by("pk"))
    draft = next((each for each in every if each.state == State.DRAFT), None)
    suggested = [each for each in every if each.kind == AnnotationSet.Kind.SUGGESTED]
    sets = _compared(every, draft)
    newest = suggested[-1] if suggested else None
    read = [*sets, *suggested[-1:], *([draft] if draft else [])]
    marks = comparing.marks_of([each.pk for each in read])
    model = marks[newest.pk] if newest else Marks([], [])
    places = adjudicating.places([marks[each.pk] for each in sets], model)
    found = Bench(document, sets, draft, newest, places)
    _add_decisions(found)
    suggestions = {place.key: found.suggestions_of(place) for place in places}
    held = marks[draft.pk] if draft else Marks([], [])
    made_of = {place.key: found.made_of(place) for place in places}
    found.rejected_here.update(standing.out(places, found.decided, made_of, suggestions))
    found.stands.update(standing.at(places, found.decided, suggestions, held))
    return found


def pressed(bench: Bench) -> dict[str, str]:
    """Where that cannot be told by what stands: by place, MODEL or ALL, if it was decided last by
    that. In at most 1 query.
    """
    at = {
        (place.kind, item.key, bench.decided_at[place.kind, item.key]): place.key
        for place in bench.differing
        for item in place.present
        if (place.kind, item.key) in bench.decided_at
    }
    if bench.draft is None or not at:
        return {}
    events = Event.objects.in_set(bench.draft.pk).filter(verb=VERB, after__choice__in=[MODEL, ALL])
    fields = ("target_kind", "target_id", "after__decision__at", "after__choice")
    rows = events.values_list(*fields)
    return {at[named]: choice for *item, choice in rows if (named := tuple(item)) in at}


def editor(bench: Bench, place: Place) -> str:
    """Who made in the reader what stands there as nobody else has it, whoever took back what came
    after it. In 2 queries.
    """
    rows = {row.key for row in bench.edited(place)}
    if bench.draft is None or not rows:
        return ""
    keys = rows | {
        key for (kind, key), row in bench.decided.items() if kind == place.kind and row in rows
    }
    events = Event.objects.in_set(bench.draft.pk).newest_first()
    events = events.filter(target_kind=place.kind, target_id__in=keys)
    written = list(events.values_list("group", "undoes", "verb", "actor_id"))
    undone = {undoes: group for group, undoes, *_ in written if undoes}
    actors = (
        actor
        for group, undoes, verb, actor in written
        if verb != VERB and undoes is None and is_in_force(group, undone)
    )
    return str(User.objects.filter(pk=next(actors, None) or 0).first() or "somebody who is gone")


def touched(bench: Bench, version: int) -> dict[str, int | None]:
    """By the key of each place where something was decided or edited after this version of the
    draft, who did that last. In 1 query.
    """
    if bench.draft is None:
        return {}
    events = Event.objects.in_set(bench.draft.pk).filter(set_version__gt=version)
    events = events.filter(target_kind__in=["span", "claim"]).order_by("id")
    found: dict[str, int | None] = {}
    for event in events:
        if not _only_ties(event):
            there = [each.key for each in bench.differing if _is_at(bench, each, event)]
            found |= dict.fromkeys(there, event.actor_id)
    return found


def _only_ties(event: Event) -> bool:
    """Whether nothing but what reports a claim is another, as that follows what else stands."""
    if event.target_kind != "claim":
        return False
    before, after = (_untied(from_json("claim", state)) for state in (event.before, event.after))
    return before == after


def _untied(standing: Standing) -> Standing:
    row = standing.row
    if isinstance(row, ClaimState):
        return replace(standing, row=replace(row, within=None))
    return standing


def _is_at(bench: Bench, place: Place, event: Event) -> bool:
    """A decision, by what it names; what was done in the reader, by where it is, too."""
    if event.target_kind != place.kind:
        return False
    keys = [item.key for item in [*place.present, *bench.stands[place.key]]]
    if event.target_id in [*keys, *bench.suggestions_of(place)]:
        return True
    rows = (from_json(place.kind, state).row for state in (event.before, event.after))
    extents = [extent for row in rows if row for extent in row.ranges]
    return event.verb != VERB and any(a < place.end and place.start < b for a, b in extents)


def is_in_force(group: UUID, undone: Mapping[UUID, UUID]) -> bool:
    """Whether nobody undid it, or the undo was undone itself. `undone` says by which group."""
    stands = True
    while group in undone:
        stands, group = not stands, undone[group]
    return stands


def _compared(every: Sequence[AnnotationSet], draft: AnnotationSet | None) -> list[AnnotationSet]:
    finished = [each for each in every if each.state == State.SUBMITTED]
    finished.sort(key=lambda each: (each.annotator_name.casefold(), each.made_by_id or 0, each.pk))
    if draft is None:
        return finished
    bases = set(draft.based_on.values_list("pk", flat=True))
    return [each for each in finished if each.pk in bases]


def _add_decisions(bench: Bench) -> None:
    """What the draft decided, and what the annotators' items were made of, in one query."""
    sets = [each.pk for each in bench.sets]
    sets += [bench.draft.pk] if bench.draft else []
    draft = bench.draft.pk if bench.draft else 0
    kinds: tuple[Kind, ...] = ("span", "claim")
    rows = Decision.objects.filter(annotation_set__in=sets).order_by("pk")
    named = (f"{end}_{kind}" for kind in kinds for end in ("on", "result"))
    fields = ("annotation_set", "by", "by__name", "by__email", "at", *named)
    for of_set, by, name, email, at, *ends in rows.values_list(*fields):
        kind, on, result = ("span", *ends[:2]) if ends[0] else ("claim", *ends[2:])
        if of_set == draft:
            bench.decided[kind, on] = result
            bench.decided_at[kind, on] = at.isoformat()
            bench.decided_by[kind, on] = name or email
            continue
        bench.first.setdefault((kind, on), DecisionState(None, by, at.isoformat()))
        if result:
            bench.behind.setdefault((kind, result), []).append(on)
        else:
            bench.rejected.add((of_set, (kind, on)))


def rejected_by_all(bench: Bench) -> list[Named]:
    """The suggestions that every annotator rejected."""
    rows = Decision.objects.filter(annotation_set__in=bench.sets)
    rejected = rows.filter(result_span=None, result_claim=None).values_list("on_span", "on_claim")
    counted = Counter[Named](
        ("span", span) if span else ("claim", claim) for span, claim in rejected
    )
    return [named for named, count in counted.items() if count == len(bench.sets)]
