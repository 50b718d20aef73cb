"""The rows of one document's suggestions, before they are saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotations.entities import likeness
from annotations.entities.naming import LONGEST_NAME, normalise, shortened
from annotations.models import AnnotationSet, Claim, ClaimPart, Entity, Span
from annotations.states import ROLES
from annotations.suggest.values import (
    ClaimSuggestion,
    EntitySuggestion,
    Part,
    SpanSuggestion,
    Suggestions,
)
from articles.models import Document


@dataclass(slots=True)
class Draft:
    """The rows of one document's suggestions, made in the order in which they need ids."""

    annotation_set: AnnotationSet
    document: Document
    suggestions: Suggestions
    labels: dict[str, int]
    entities: dict[int, Entity] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)

    def make_entities(self) -> list[Entity]:
        for index, each in enumerate(self.suggestions.entities):
            if each.label in self.labels and each.name.strip():
                self.entities[index] = self._entity(each)
        return list(self.entities.values())

    def _entity(self, suggestion: EntitySuggestion) -> Entity:
        name = shortened(suggestion.name)
        aliases = [each for each in suggestion.aliases if len(each) <= LONGEST_NAME]
        return Entity(
            project_id=self.document.project_id,
            proposed_in=self.annotation_set,
            label_id=self.labels[suggestion.label],
            name=name,
            normalised_name=normalise(name),
            aliases=aliases,
            keys=likeness.keys([name, *aliases]),
        )

    def spans(self) -> Iterator[Span]:
        marked: set[tuple[int, int, str]] = set()
        for each in self.suggestions.spans:
            extent = (each.start, each.end, each.label)
            if extent in marked or each.label not in self.labels or not self._is_name(*extent[:2]):
                continue
            marked.add(extent)
            yield Span(
                annotation_set=self.annotation_set,
                label_id=self.labels[each.label],
                start=each.start,
                end=each.end,
                entity=self._named_by(each),
                score=each.score,
                evidence=each.evidence,
            )

    def usable_claims(self) -> list[int]:
        """The indexes of those with at least one content part inside the text."""
        return [
            index
            for index, each in enumerate(self.suggestions.claims)
            if any(self._fits(part, "content") for part in each.content)
        ]

    def make_claims(self, ids: Iterator[int]) -> list[Claim]:
        numbered = {index: next(ids) for index in self.usable_claims()}
        for index, pk in numbered.items():
            each = self.suggestions.claims[index]
            self.claims[index] = Claim(
                pk=pk,
                annotation_set=self.annotation_set,
                speech=each.speech,
                within_id=self._outer(index, numbered),
                attributes=_attributes(each, numbered),
                score=each.score,
                evidence=each.evidence,
            )
        return list(self.claims.values())

    def parts(self) -> Iterator[ClaimPart]:
        for index, claim in self.claims.items():
            for role in ROLES:
                parts: tuple[Part, ...] = getattr(self.suggestions.claims[index], role)
                fitting = (part for part in parts if self._fits(part, role))
                for order, part in enumerate(fitting):
                    yield self._part(claim, role, order, part)

    def _part(self, claim: Claim, role: str, order: int, part: Part) -> ClaimPart:
        return ClaimPart(
            claim=claim,
            role=role,
            order=order,
            start=None if part.inferred else part.start,
            end=None if part.inferred else part.end,
            entity=self._named(part.entity),
            is_inferred=part.inferred,
        )

    def _outer(self, index: int, numbered: dict[int, int]) -> int | None:
        """The claim around this one, unless going outwards leads back to it."""
        claims = self.suggestions.claims
        around, outer = {index}, claims[index].within
        while outer is not None and outer in numbered:
            if outer in around:
                return None
            around.add(outer)
            outer = claims[outer].within
        within = claims[index].within
        return None if within is None else numbered.get(within)

    def _named(self, entity: int | None) -> Entity | None:
        return None if entity is None else self.entities.get(entity)

    def _named_by(self, span: SpanSuggestion) -> Entity | None:
        """An entity has its label, so a mention of another label is not tied to it."""
        entity = self._named(span.entity)
        return entity if entity and entity.label_id == self.labels[span.label] else None

    def _fits(self, part: Part, role: str) -> bool:
        if part.inferred:
            return role in {"source", "via"} and self._named(part.entity) is not None
        return self._is_inside(part.start, part.end)

    def _is_inside(self, start: int | None, end: int | None) -> bool:
        if start is None or end is None:
            return False
        return 0 <= start < end <= self.document.length

    def _is_name(self, start: int, end: int) -> bool:
        return self._is_inside(start, end) and "\n" not in self.document.text[start:end]


def _attributes(claim: ClaimSuggestion, numbered: dict[int, int]) -> dict[str, object]:
    attributes: dict[str, object] = {"zone": claim.zone}
    if claim.repeats is not None and claim.repeats in numbered:
        attributes["repeats"] = numbered[claim.repeats]
    return attributes
