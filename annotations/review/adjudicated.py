"""The annotated sets of an article beside one another, and what an adjudication made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from annotations.agreement.counting import Marks
from annotations.models import AnnotationSet, Decision
from annotations.review import adjudicating, comparing, standing
from annotations.review.adjudicating import ALL, EDIT, MODEL, NONE, Item, Place
from annotations.review.standing import Named, is_alike
from annotations.states import DecisionState, Kind
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event

VERB = "adjudicate"
NOTHING: Mapping[str, str] = MappingProxyType({})
State = AnnotationSet.State


@dataclass(frozen=True, slots=True)
class Bench:
    """`sets` are those compared, by whose they are, so that in every article of a project the same
    annotators come in the same order; `draft` is where the results go, if it has begun.

    `decided` has what the draft holds for each item that was decided on, None where it is out, and
    `decided_at` when that was (ISO 8601); `stands`, by place, what it holds there at all, and
    `rejected_here` where that is nothing, as a suggestion that its items were made of is out;
    `behind` the suggestions that each annotated item was made of; `first` how the first of the
    annotators decided on each suggestion; `rejected` what each of them (by set) rejected.
    """

    document: Document
    sets: list[AnnotationSet]
    draft: AnnotationSet | None
    suggested: AnnotationSet | None
    places: list[Place]
    decided: dict[Named, int | None] = field(default_factory=dict)
    decided_at: dict[Named, str] = field(default_factory=dict)
    stands: dict[str, list[Item]] = field(default_factory=dict)
    rejected_here: set[str] = field(default_factory=set)
    behind: dict[Named, list[int]] = field(default_factory=dict)
    first: dict[Named, DecisionState] = field(default_factory=dict)
    rejected: set[tuple[int, Named]] = field(default_factory=set)

    @property
    def agreed(self) -> list[Place]:
        return [place for place in self.places if place.is_agreed]

    @property
    def differing(self) -> list[Place]:
        return [place for place in self.places if not place.is_agreed]

    @property
    def claims(self) -> list[Place]:
        return [place for place in self.places if place.kind == "claim"]

    def place(self, key: str) -> Place | None:
        return next((place for place in self.differing if place.key == key), None)

    def numbered(self, choice: str) -> str:
        """A choice as places know it: instead of the id of a set its number, which is another once
        somebody finishes late or has another name. Raises KeyError for a set that is not compared.
        """
        numbers = {str(each.pk): str(number) for number, each in enumerate(self.sets, start=1)}
        return numbers[choice] if choice.isdecimal() else choice

    def suggestions_of(self, place: Place) -> list[int]:
        """Those that its items were made of, and the model's own there."""
        found = self.made_of(place)
        found += [place.suggestion.key] if place.suggestion else []
        return list(dict.fromkeys(found))

    def made_of(self, place: Place) -> list[int]:
        """The suggestions that its items were made of."""
        named: list[Named] = [(place.kind, item.key) for item in place.present]
        return [key for each in named for key in self.behind.get(each, ())]

    def rejecting(self, place: Place) -> set[str]:
        """The choices whose annotators rejected what was suggested there."""
        named: list[Named] = [(place.kind, key) for key in self.suggestions_of(place)]
        return {
            str(number)
            for number, each in enumerate(self.sets, start=1)
            if any((each.pk, on) in self.rejected for on in named)
        }

    def choices(self, pressed: Mapping[str, str] = NOTHING) -> dict[str, list[str]]:
        """By the key of each decided place, whose version stands: numbers, MODEL, EDIT or NONE; and
        as it was `pressed`, ALL, and MODEL alone where annotators have the same.
        """
        return {
            place.key: self._choice(place, pressed.get(place.key, ""))
            for place in self.differing
            if self.is_decided(place)
        }

    def is_decided(self, place: Place) -> bool:
        """Also by what a reviewer did there in the reader."""
        if self.stands[place.key] or place.key in self.rejected_here:
            return True
        return all((place.kind, item.key) in self.decided for item in place.present)

    def edited(self, place: Place) -> list[Item]:
        """What stands there as nobody else has it."""
        known = [*place.present, *([place.suggestion] if place.suggestion else [])]
        return [
            row for row in self.stands[place.key] if not any(is_alike(row, item) for item in known)
        ]

    def added(self, place: Place) -> list[Item]:
        """What stands there and was made of nothing that is decided on."""
        results = {row for (kind, _), row in self.decided.items() if kind == place.kind}
        return [row for row in self.stands[place.key] if row.key not in results]

    def page_key(self, place: Place) -> str:
        """Under which the reader of the draft has what is there; "" where it has nothing."""
        for row in self.stands[place.key]:
            made_of = (
                key for key in sorted(self.suggestions_of(place)) if self._is(place, key, row)
            )
            return f"{place.kind[0]}{next(made_of, row.key)}"
        return f"{place.kind[0]}{place.suggestion.key}" if place.suggestion else ""

    def _is(self, place: Place, key: int, row: Item) -> bool:
        return self.decided.get((place.kind, key)) == row.key

    def _choice(self, place: Place, pressed: str) -> list[str]:
        rows = self.stands[place.key]
        edited = [EDIT] if self.edited(place) else []
        numbers = self._numbers(place)
        models = place.suggestion and any(is_alike(row, place.suggestion) for row in rows)
        if edited or not rows:
            return [*numbers, *edited] or [NONE]
        if pressed == MODEL and models:
            return [MODEL]
        if pressed == ALL and len(numbers) == len(place.present):
            return [ALL]
        return numbers or [MODEL]

    def _numbers(self, place: Place) -> list[str]:
        """Of the annotators who have what stands there: those who were followed, if they were."""
        found: dict[str, bool] = {}
        for number, item in enumerate(place.items, start=1):
            for row in self.stands[place.key] if item else ():
                if item and is_alike(row, item):
                    found[str(number)] = found.get(str(number), False) | self._is(
                        place, item.key, row
                    )
        followed = [number for number, is_followed in found.items() if is_followed]
        return followed or list(found)


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
        if verb != VERB and undoes is None and _is_in_force(group, undone)
    )
    return str(User.objects.filter(pk=next(actors, None) or 0).first() or "somebody who is gone")


def _is_in_force(group: UUID, undone: Mapping[UUID, UUID]) -> bool:
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
    for of_set, by, at, *ends in rows.values_list("annotation_set", "by", "at", *named):
        kind, on, result = ("span", *ends[:2]) if ends[0] else ("claim", *ends[2:])
        if of_set == draft:
            bench.decided[kind, on] = result
            bench.decided_at[kind, on] = at.isoformat()
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
