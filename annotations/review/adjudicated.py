"""The annotated sets of an article beside one another, and what an adjudication made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotations.agreement.counting import Marks
from annotations.models import AnnotationSet, Decision
from annotations.review import adjudicating, comparing
from annotations.review.adjudicating import MODEL, NONE, Place
from annotations.states import DecisionState, Kind
from articles.models import Document

State = AnnotationSet.State
Named = tuple[Kind, int]
"""An item of a set: "span" or "claim", and its id."""


@dataclass(frozen=True, slots=True)
class Bench:
    """`sets` are those compared, oldest first; `draft` is where the results go, if it has begun.

    `decided` has what the draft holds for each item that was decided on, None where it is out;
    `behind` the suggestions that each annotated item was made of; `first` how the first of the
    annotators decided on each suggestion; `rejected` what each of them (by set) rejected.
    """

    document: Document
    sets: list[AnnotationSet]
    draft: AnnotationSet | None
    suggested: AnnotationSet | None
    places: list[Place]
    decided: dict[Named, int | None] = field(default_factory=dict)
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

    def suggestions_of(self, place: Place) -> list[int]:
        """Those that its items were made of, and the model's own there."""
        found = [
            key for item in place.present for key in self.behind.get((place.kind, item.key), ())
        ]
        found += [place.suggestion.key] if place.suggestion else []
        return list(dict.fromkeys(found))

    def rejecting(self, place: Place) -> set[str]:
        """The choices whose annotators rejected what was suggested there."""
        named: list[Named] = [(place.kind, key) for key in self.suggestions_of(place)]
        return {
            str(number)
            for number, each in enumerate(self.sets, start=1)
            if any((each.pk, on) in self.rejected for on in named)
        }

    def choices(self) -> dict[str, list[str]]:
        """By the key of each decided place, what was chosen: numbers, MODEL or NONE."""
        return {
            place.key: self._choice(place) for place in self.differing if self.is_decided(place)
        }

    def is_decided(self, place: Place) -> bool:
        return all((place.kind, item.key) in self.decided for item in place.present)

    def _choice(self, place: Place) -> list[str]:
        chosen = [
            str(number)
            for number, item in enumerate(place.items, start=1)
            if item is not None and self.decided[place.kind, item.key] is not None
        ]
        models = place.suggestion and self.decided.get((place.kind, place.suggestion.key))
        return chosen or [MODEL if models else NONE]


def read(document: Document) -> Bench:
    """In 6 queries, however many sets, spans and claims. Without a draft, what would be compared:
    the sets that people finished."""
    rows = AnnotationSet.objects.filter(document=document).exclude(state=State.SUPERSEDED)
    every = list(rows.select_related("made_by").order_by("pk"))
    draft = next((each for each in every if each.state == State.DRAFT), None)
    suggested = [each for each in every if each.kind == AnnotationSet.Kind.SUGGESTED]
    sets = _compared(every, draft)
    newest = suggested[-1] if suggested else None
    marks = comparing.marks_of([each.pk for each in [*sets, *suggested[-1:]]])
    model = marks[newest.pk] if newest else Marks([], [])
    places = adjudicating.places([marks[each.pk] for each in sets], model)
    found = Bench(document, sets, draft, newest, places)
    _add_decisions(found)
    return found


def _compared(every: Sequence[AnnotationSet], draft: AnnotationSet | None) -> list[AnnotationSet]:
    finished = [each for each in every if each.state == State.SUBMITTED]
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
