"""Which entity of the document a stretch, a pronoun or "the minister" stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from annotations.suggest.titles import TITLES
from annotations.suggest.values import EntitySuggestion, SpanSuggestion
from annotations.suggest.words import SUBJECTS, Range, Reading

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "who"})
GROUP_PRONOUNS = frozenset({"it", "they", "its", "their", "them"})
FEMALE = frozenset({"she", "her", "mrs", "ms", "miss", "queen", "princess", "lady", "madam"})
MALE = frozenset({"he", "him", "his", "mr", "sir", "king", "prince", "lord", "imam", "father"})
RANK = {"PERSON": 0, "ORG": 1, "GPE": 2, "FAC": 3, "LOC": 4, "NORP": 5}
JOINED = re.compile(r"(?:[Bb]oth )?([^,]+?) and ([^,]+)")
OF_A_PLACE = re.compile(
    r"(?<!government )(?<!republic )(?<!kingdom )(?<!state )(?<!leadership )(?<!authorities )"
    r"\b(?:of|in|from|at|near|outside) (?:the )?(?:[^\W\d][\w’'-]+(?:,| and) )*$",
    re.IGNORECASE,
)
"""Between a noun and a place: "residents of Galle" are not Galle, "the government of Iran" is."""
ABOUT_SOMEBODY = re.compile(
    r"\b(?:(?:results?|findings?|critics?|opponents?|enem(?:y|ies)|rivals?|victims?|relatives?"
    r"|famil(?:y|ies)|defectors?|posts?) (?:of|on|from)|(?:lawyer|attorney)s? for"
    r"|, \w+ed (?:in|by)) [^,]*$",
    re.IGNORECASE,
)
"""Before a name that does not speak itself: "critics of the church", "results of the study"."""
REACH = 1500
SOON = 400
DESCRIPTION = 60


class Cast:
    """The marked names of a text, found by place."""

    def __init__(
        self,
        reading: Reading,
        spans: Sequence[SpanSuggestion],
        entities: Sequence[EntitySuggestion],
    ) -> None:
        self.reading = reading
        self.text = reading.text
        self.spans = sorted(spans, key=lambda span: (span.start, -span.end))
        self.starts = [span.start for span in self.spans]
        self.entities = entities

    def within(self, place: Range) -> list[SpanSuggestion]:
        """The names that lie in a stretch, a possessive's last letter forgiven."""
        first, last = bisect_left(self.starts, place[0]), bisect_left(self.starts, place[1])
        return [span for span in self.spans[first:last] if span.end <= place[1] + 2]

    def entity_of(self, place: Range) -> int | None:
        """Who a source names: the person, else the body, else the place it is."""
        named = [
            span
            for span in self.within(place)
            if span.label in RANK and span.entity is not None and self._heads(place, span)
        ]
        best = min(named, key=lambda span: (RANK[span.label], span.start), default=None)
        return None if best is None else best.entity

    def whole(self, place: Range) -> Range:
        """A stretch that cuts a person's name takes all of it."""
        start, end = place
        at = bisect_left(self.starts, end)
        for span in self.spans[max(0, at - 4) : at]:
            if span.label == "PERSON" and span.start < end < span.end and span.start >= start:
                end = span.end
        return start, self._with_name(start, end)

    def _with_name(self, start: int, end: int) -> int:
        """`Peru's energy minister, Ana Quispe, said`: the name is part of who speaks."""
        if self.text[end : end + 2] != ", " or self.text[start : start + 1].isdigit():
            return end
        at = bisect_left(self.starts, end + 2)
        if at == len(self.spans) or self.starts[at] != end + 2:
            return end
        span = self.spans[at]
        closed = self.text[span.end : span.end + 1] in {",", "."}
        alone = not any(one.label == "PERSON" for one in self.within((start, end)))
        return span.end if span.label == "PERSON" and closed and alone else end

    def each(self, place: Range) -> list[Range]:
        """ "A and B" as two sources when both are marked names, else the stretch as it is."""
        text = self.text[place[0] : place[1]]
        match = JOINED.fullmatch(text)
        if match is None:
            return [place]
        sides = [(place[0] + match.start(i), place[0] + match.end(i)) for i in (1, 2)]
        found = [self.entity_of(side) for side in sides]
        named = [any(span.end == side[1] for span in self.within(side)) for side in sides]
        return sides if None not in found and all(named) else [place]

    def _heads(self, place: Range, span: SpanSuggestion) -> bool:
        """Not the owner of what the phrase is about ("Iran's minister"), nor its adjective."""
        rest = self.text[span.end : place[1]]
        if rest[:1] == "-" and rest[1:2].islower():
            return False
        if rest.startswith(("'s ", "’s ", "' ", "’ ")):
            return False
        before = OF_A_PLACE if span.label not in {"PERSON", "ORG"} else ABOUT_SOMEBODY
        if before.search(self.text, place[0], span.start):
            return False
        return span.label in {"PERSON", "ORG"} or not rest.strip(" ,.)'’\"”s")

    def resolve(self, place: Range, heard: Sequence[tuple[Range, int | None]]) -> int | None:
        """The entity of a source: named, or the one a pronoun or title points back to.

        `heard`: earlier sources of the text with their entities, in reading order.
        """
        found = self.entity_of(place)
        if found is not None:
            return found
        text = self.text[place[0] : place[1]].casefold()
        if text in PERSON_PRONOUNS:
            return self._person_before(place, text, heard)
        if text in GROUP_PRONOUNS:
            return self._group_before(place, heard)
        return self._described(place, text)

    def _person_before(
        self, place: Range, pronoun: str, heard: Sequence[tuple[Range, int | None]]
    ) -> int | None:
        """The last person before who is a subject or a source, else the last one at all."""
        candidates = [one for one in self._persons(place[0]) if self._fits(one, pronoun)]
        if heard and self._is_somebody_else(place, heard[-1], candidates):
            return None
        spoken = {source for source, _ in heard[-12:]}
        for span in candidates:
            if self._is_subject(span) or any(a <= span.start < b for a, b in spoken):
                return span.entity
        return candidates[0].entity if candidates else None

    def _is_somebody_else(
        self,
        place: Range,
        last: tuple[Range, int | None],
        candidates: Sequence[SpanSuggestion],
    ) -> bool:
        """An unnamed speaker ("a minister said") stands nearer than anybody named."""
        source, entity = last
        nearer = not candidates or candidates[0].start < source[0]
        words = self.text[source[0] : source[1]].casefold()
        known = words in PERSON_PRONOUNS or words in GROUP_PRONOUNS
        return entity is None and nearer and not known and place[0] - source[0] < SOON

    def _persons(self, place: int) -> Iterator[SpanSuggestion]:
        """Persons named before a place, the nearest first."""
        for at in range(bisect_left(self.starts, place) - 1, -1, -1):
            if self.starts[at] < place - REACH:
                return
            if self.spans[at].label == "PERSON" and self.spans[at].entity is not None:
                yield self.spans[at]

    def _is_subject(self, span: SpanSuggestion) -> bool:
        words = self.reading.at(span.start, span.end)
        chain = words + [self.reading.words[word.head] for word in words]
        return any(word.dep in SUBJECTS for word in chain if word.pos != "VERB")

    def _fits(self, span: SpanSuggestion, pronoun: str) -> bool:
        """Mr and Mrs say which pronoun may stand for somebody."""
        before = re.findall(r"\w+", self.text[max(0, span.start - 20) : span.start].casefold())
        title = before[-1] if before else ""
        if pronoun in FEMALE:
            return title not in MALE
        return pronoun not in MALE or title not in FEMALE

    def _group_before(self, place: Range, heard: Sequence[tuple[Range, int | None]]) -> int | None:
        for source, entity in reversed(heard[-4:]):
            if entity is not None and place[0] - source[0] < REACH:
                label = self.entities[entity].label
                return entity if label in {"ORG", "GPE", "NORP"} else None
        return None

    def _described(self, place: Range, text: str) -> int | None:
        """ "the minister": the last person beside whose name that title stands."""
        words = re.findall(r"[\w-]+", text)
        if not words or words[0] != "the" or words[-1] not in TITLES:
            return None
        for span in self._persons(place[0]):
            near = self.text[max(0, span.start - DESCRIPTION) : span.end + DESCRIPTION]
            if re.search(rf"\b{re.escape(words[-1])}\b", near.casefold()):
                return span.entity
        return None
