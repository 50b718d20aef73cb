"""The annotated sets of an article beside one another, and what an adjudication made of each place
where they differ. Pure: annotations.review.adjudicated reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotations.review.adjudicating import ALL, EDIT, MODEL, NONE, Item, Place
from annotations.review.standing import Named, is_alike
from annotations.states import DecisionState

if TYPE_CHECKING:
    from annotations.models import AnnotationSet
    from articles.models import Document

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Bench:
    """`sets` are those compared, by whose they are, so that in every article of a project the same
    annotators come in the same order; `draft` is where the results go, if it has begun.

    `decided` has what the draft holds for each item that was decided on, None where it is out, and
    `decided_at` when that was (ISO 8601), `decided_by` whose decision; `stands`, by place, what it
    holds there at all, and `rejected_here` where that is nothing, as a suggestion is out that its
    items were made of;
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
    decided_by: dict[Named, str] = field(default_factory=dict)
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

    def decider(self, place: Place) -> str:
        """Who decided last on what annotators have there, else on what the model has."""
        items: list[Named] = [(place.kind, item.key) for item in place.present]
        suggested: list[Named] = [(place.kind, key) for key in self.suggestions_of(place)]
        for named in (items, suggested):
            decided = [each for each in named if each in self.decided_by]
            if decided:
                return self.decided_by[max(decided, key=self.decided_at.__getitem__)]
        return ""

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
