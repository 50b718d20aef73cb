"""Which entity of the document a stretch or a pronoun stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from annotations.suggest.values import EntitySuggestion, SpanSuggestion
from annotations.suggest.words import Range

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his"})
GROUP_PRONOUNS = frozenset({"it", "they", "its", "their", "them"})
SPEAKERS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
RANK = {"PERSON": 0, "ORG": 1, "GPE": 2, "FAC": 3, "LOC": 4, "NORP": 5}
MALE = frozenset({"mr", "mr.", "sir", "king", "prince", "lord", "sheikh", "imam", "father"})
FEMALE = frozenset({"mrs", "mrs.", "ms", "ms.", "miss", "queen", "princess", "lady", "madam"})


class Cast:
    """The marked names of a text, found by place."""

    def __init__(
        self,
        text: str,
        spans: Sequence[SpanSuggestion],
        entities: Sequence[EntitySuggestion],
    ) -> None:
        self.text = text
        self.spans = sorted(spans, key=lambda span: (span.start, -span.end))
        self.starts = [span.start for span in self.spans]
        self.entities = entities

    def within(self, place: Range) -> list[SpanSuggestion]:
        first = bisect_left(self.starts, place[0])
        last = bisect_left(self.starts, place[1])
        return [span for span in self.spans[first:last] if span.end <= place[1] + 1]

    def entity_of(self, place: Range) -> int | None:
        """Who a source is: the person it names, else the body, else the place it is."""
        named = [span for span in self.within(place) if span.label in SPEAKERS]
        named = [span for span in named if span.entity is not None and self._heads(place, span)]
        best = min(named, key=lambda span: (RANK[span.label], span.start), default=None)
        return None if best is None else best.entity

    def _heads(self, place: Range, span: SpanSuggestion) -> bool:
        """A person anywhere before an apposition's end; others only where the phrase ends."""
        if span.label == "PERSON":
            return (
                self.text[span.end : span.end + 2] not in {"'s", "’s"} or span.end >= place[1] - 2
            )
        rest = self.text[span.end : place[1]].strip(" ,.'’\"”s")
        if span.label == "ORG":
            return not rest or not self.text[span.end : span.end + 2].startswith(("'", "’"))
        return not rest

    def is_person(self, entity: int | None) -> bool:
        return entity is not None and self.entities[entity].label == "PERSON"

    def persons_before(self, place: int, since: int) -> list[SpanSuggestion]:
        """Persons named in [since, place), the last first."""
        first, last = bisect_left(self.starts, since), bisect_left(self.starts, place)
        return [span for span in reversed(self.spans[first:last]) if span.label == "PERSON"]
