"""Who said what in a text: every attribution, linked, resolved and scored."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from annotations.suggest.attribution import Attribution, Scene, find_verbs
from annotations.suggest.chain import holds, link
from annotations.suggest.frames import find_frames
from annotations.suggest.pipeline import Piece
from annotations.suggest.quotations import find_quotations
from annotations.suggest.speech import Quotations
from annotations.suggest.values import (
    ClaimSuggestion,
    EntitySuggestion,
    Part,
    SpanSuggestion,
    Zone,
)
from annotations.suggest.who import Cast
from annotations.suggest.words import Range, Reading

SILENT = frozenset({"caption", "byline", "dateline"})


def find_claims(
    text: str,
    pieces: Sequence[Piece],
    spans: Sequence[SpanSuggestion],
    entities: Sequence[EntitySuggestion],
    zones: Sequence[Zone],
) -> list[ClaimSuggestion]:
    """Claims in reading order of their cues; entities of parts index `entities`."""
    reading = Reading.of(text, pieces)
    scene = Scene(reading, Quotations(reading, find_quotations(text)))
    zone_of = _Zones(zones)
    found: list[Attribution] = []
    for sentence in reading.sentences:
        if zone_of(reading.words[sentence.start].start) not in SILENT:
            attributions = [*find_verbs(scene, sentence), *find_frames(scene, sentence)]
            found += link(text, attributions)
    cast = Cast(text, spans, entities)
    return [_claim(scene, cast, one, found, zone_of) for one in found]


class _Zones:
    """The name of the zone a place stands in."""

    def __init__(self, zones: Sequence[Zone]) -> None:
        self.zones = sorted(zones, key=lambda zone: zone.start)
        self.starts = [zone.start for zone in self.zones]

    def __call__(self, place: int) -> str:
        at = bisect_right(self.starts, place) - 1
        return self.zones[at].zone if at >= 0 else "body"


def _claim(
    scene: Scene,
    cast: Cast,
    one: Attribution,
    found: Sequence[Attribution],
    zone_of: _Zones,
) -> ClaimSuggestion:
    return ClaimSuggestion(
        _parts(scene, one.content),
        _parts(scene, one.cue),
        _parts(scene, one.source, cast),
        _parts(scene, one.via, cast),
        speech(scene, one.content),
        None,
        round(one.score, 2),
        one.evidence,
        zone_of(one.content[0][0]),
    )


def _parts(scene: Scene, ranges: Sequence[Range], cast: Cast | None = None) -> tuple[Part, ...]:
    text = scene.reading.text
    return tuple(
        Part(start, end, text[start:end], cast.entity_of((start, end)) if cast else None)
        for start, end in ranges
    )


def speech(scene: Scene, content: Sequence[Range]) -> str:
    """direct: all between marks; mixed: some of it speech; else indirect."""
    total = sum(end - start for start, end in content)
    quoted = 0
    for start, end in content:
        for quotation in scene.quotations.within(start, end):
            if scene.quotations.is_speech(quotation):
                quoted += min(end, quotation.end) - quotation.start
    if quoted >= 0.9 * total:
        return "direct"
    return "mixed" if quoted else "indirect"


__all__ = ["find_claims", "holds"]
