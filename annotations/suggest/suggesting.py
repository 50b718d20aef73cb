"""One text in, everything suggested out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import tee

from annotations.suggest import consistency, entities, known, names
from annotations.suggest.calibration import name_score
from annotations.suggest.claims import find_claims
from annotations.suggest.found import Found
from annotations.suggest.heads import Head
from annotations.suggest.pipeline import Piece, model_version, parse_many
from annotations.suggest.values import EntitySuggestion, SpanSuggestion, Suggestions
from annotations.suggest.zones import find_zones


def suggest(text: str) -> Suggestions:
    return next(suggest_many([text]))


def suggest_many(texts: Iterable[str], head: Head | None = None) -> Iterator[Suggestions]:
    """Suggestions in the order of the texts, one text in memory at a time."""
    version = model_version(head)
    to_parse, to_read = tee(texts)
    for text, pieces in zip(to_read, parse_many(to_parse, head), strict=True):
        yield _suggestions(text, pieces, version)


def _suggestions(text: str, pieces: Sequence[Piece], version: str) -> Suggestions:
    found = find_names(text, pieces)
    groups = entities.group(text, found)
    spans = _spans(text, found, groups)
    zones = find_zones(text)
    claims = find_claims(text, pieces, spans, groups, zones)
    return Suggestions(version, len(text), tuple(spans), tuple(claims), tuple(groups), tuple(zones))


def find_names(text: str, pieces: Sequence[Piece]) -> list[Found]:
    """Names in reading order, a nested one behind the one that holds it."""
    flat = consistency.consistent(text, names.find(text, pieces))
    every = [*flat, *known.nested(text, flat)]
    return sorted(every, key=lambda found: (found.start, -found.end))


def _spans(
    text: str, found: Sequence[Found], groups: Sequence[EntitySuggestion]
) -> list[SpanSuggestion]:
    """A mention has the label of what it names."""
    entity_of = {mention: i for i, group in enumerate(groups) for mention in group.mentions}
    return [
        SpanSuggestion(
            one.start,
            one.end,
            text[one.start : one.end],
            groups[entity_of[i]].label if i in entity_of else one.label,
            name_score(one.label, one.evidence, one.score),
            entity_of.get(i),
            one.evidence,
        )
        for i, one in enumerate(found)
    ]
