"""Spans and claims of the history in words: what stood, and in what one state differs. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from annotations.states import (
    ROLES,
    ClaimState,
    Json,
    PartState,
    Row,
    SpanState,
    Standing,
    values_of,
)

MARKS = ('"', "“", "„", "«", "‘")
OWN_VOICE = "the article’s own voice"
ELSEWHERE = "named elsewhere"  # an inferred part, which has no words of its own


@dataclass(frozen=True, slots=True)
class Telling:
    """`words` gives those of a stretch of the text, `labels` and `names` the names of labels and of
    the entities that inferred parts are, by their ids. With `says_ties` the entities of what has
    words are told too.
    """

    words: Callable[[int, int], str]
    labels: Mapping[int, str]
    names: Mapping[int, str] = field(default_factory=dict)
    says_ties: bool = False

    def of(self, standing: Standing, nothing: str = "not there") -> str:
        if standing.row is None:
            return "rejected" if standing.is_rejected else nothing
        return self.told(standing.row)

    def told(self, row: Row) -> str:
        return "; ".join(self.pieces(row))

    def pieces(self, row: Row) -> list[str]:
        """Property by property."""
        if isinstance(row, SpanState):
            words = f"{self.label(row)} on {quoted(self.words(row.start, row.end))}"
            parts = [words + self.tie(row.entity)]
        else:
            parts = [*(self.role(row, role) for role in ROLES), spoken(row.speech)]
            parts += ["reported in another claim"] if row.within else []
        parts += [_valued(*each) for each in values_of(row.attributes).items()]
        return [*filter(None, parts)]

    def label(self, row: SpanState) -> str:
        return self.labels.get(row.label, "a label that is gone")

    def role(self, claim: ClaimState, role: str) -> str:
        """The parts of one role; the content in quotes, the others by the name of the role."""
        words = " … ".join(self.part(part) for part in claim.in_role(role))
        if not words:
            return ""
        return quoted(words) if role == "content" else f"{role} {words}"

    def part(self, part: PartState) -> str:
        if part.start is None or part.end is None:
            return self.names.get(part.entity or 0, ELSEWHERE)
        return self.words(part.start, part.end) + self.tie(part.entity)

    def tie(self, entity: int | None) -> str:
        name = self.names.get(entity or 0) if self.says_ties else None
        return f" as {name}" if name else ""

    def changes(self, before: Standing, after: Standing) -> Iterator[str]:
        """Property by property what became of it; of what is new or gone, what it was."""
        first, last = before.row, after.row
        if isinstance(first or last, SpanState):
            yield from self._of_spans(first, last)
        elif first or last:
            yield from self._of_claims(first, last)
        yield from _described(*(values_of(row.attributes) if row else {} for row in (first, last)))

    def _of_spans(self, first: Row | None, last: Row | None) -> Iterator[str]:
        spans = [row for row in (first, last) if isinstance(row, SpanState)]
        yield " → ".join(dict.fromkeys(self.label(row) for row in spans))
        extents = dict.fromkeys((row.start, row.end) for row in spans)
        if len(extents) > 1:
            yield "boundaries " + " → ".join(quoted(self.words(*extent)) for extent in extents)

    def _of_claims(self, first: Row | None, last: Row | None) -> Iterator[str]:
        claims = [row for row in (first, last) if isinstance(row, ClaimState)]
        for role in ROLES:
            told = [" … ".join(map(self.part, claim.in_role(role))) for claim in claims]
            is_new = len(told) == 1 and role != "content"
            if (is_new and told[0]) or len(set(told)) > 1:
                yield f"{role} " + " → ".join(quoted(words) if words else "none" for words in told)
        voices = dict.fromkeys(spoken(claim.speech) for claim in claims)
        if len(voices) > 1:
            yield " → ".join(voices)
        if len({claim.within for claim in claims}) > 1:
            yield "what reports it"


def _described(before: Json, after: Json) -> Iterator[str]:
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield _valued(key, after.get(key, "not said"))


def _valued(key: str, value: object) -> str:
    """An attribute of the scheme, by its key."""
    shown = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else value
    return f"{key.replace('_', ' ').capitalize()}: {shown}"


def quoted(words: str) -> str:
    """In quotation marks, unless they begin with their own."""
    return words if words[:1] in MARKS else f"“{words}”"


def spoken(speech: str) -> str:
    return OWN_VOICE if speech == "none" else f"{speech} speech"
