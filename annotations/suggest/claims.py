"""Who said what in a text: every attribution, linked, resolved and scored."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from annotations.suggest.addressees import add_addressees
from annotations.suggest.attribution import Attribution, Scene
from annotations.suggest.chain import called_outlets, link
from annotations.suggest.floating import find_floating
from annotations.suggest.frames import find_frames
from annotations.suggest.headlines import colon_claim
from annotations.suggest.insertions import split_off
from annotations.suggest.ownvoice import FACTS, find_own
from annotations.suggest.pipeline import Piece
from annotations.suggest.quotations import find_quotations
from annotations.suggest.resolving import claims_of
from annotations.suggest.speech import Quotations
from annotations.suggest.values import ClaimSuggestion, EntitySuggestion, SpanSuggestion, Zone
from annotations.suggest.verbs import find_verbs
from annotations.suggest.who import Cast
from annotations.suggest.words import CLOSERS, STOPS, Reading

SILENT = frozenset({"caption", "byline", "dateline"})


def find_claims(
    text: str,
    pieces: Sequence[Piece],
    spans: Sequence[SpanSuggestion],
    entities: Sequence[EntitySuggestion],
    zones: Sequence[Zone],
) -> list[ClaimSuggestion]:
    """Claims in reading order; `entity` of their parts indexes `entities`."""
    reading = Reading.of(text, pieces, (zone.start for zone in zones))
    scene = Scene(reading, Quotations(reading, find_quotations(text)))
    zone_of = ZoneAt(zones)
    called = called_outlets(text)
    found = [
        one for sentence in reading.sentences for one in _said_in(scene, sentence, zone_of, called)
    ]
    found += [one for one in find_floating(scene, found) if _speaks(one, zone_of)]
    own = split_off(scene, found)
    facts = [(span.start, span.end) for span in spans if span.label in FACTS]
    own += find_own(scene, found, facts)
    found += [one for one in own if _is_body(one, zone_of)]
    found.sort(key=lambda one: (one.content[0][0], one.content[-1][1]))
    return claims_of(scene, Cast(reading, spans, entities), found, zone_of)


class ZoneAt:
    """The name of the zone a place stands in."""

    def __init__(self, zones: Sequence[Zone]) -> None:
        self.zones = sorted(zones, key=lambda zone: zone.start)
        self.starts = [zone.start for zone in self.zones]

    def __call__(self, place: int) -> str:
        at = bisect_right(self.starts, place) - 1
        return self.zones[at].zone if at >= 0 else "body"


def _said_in(
    scene: Scene, sentence: range, zone_of: ZoneAt, called: frozenset[str]
) -> list[Attribution]:
    found = link(scene.reading.text, _attributed(scene, sentence, zone_of), called)
    add_addressees(scene.reading, found)
    return found


def _attributed(scene: Scene, sentence: range, zone_of: ZoneAt) -> list[Attribution]:
    zone = zone_of(scene.reading.words[sentence.start].start)
    if zone in SILENT:
        return []
    every = [*find_verbs(scene, sentence), *find_frames(scene, sentence)]
    last = scene.reading.words[sentence.stop - 1].text
    is_title = zone == "headline" or last not in STOPS | CLOSERS
    colon = colon_claim(scene, sentence, "headline" if is_title else "body")
    if colon is not None and not any(one.score > colon.score for one in every):
        every.append(colon)
    return every


def _speaks(one: Attribution, zone_of: ZoneAt) -> bool:
    return zone_of(one.content[0][0]) not in SILENT


def _is_body(one: Attribution, zone_of: ZoneAt) -> bool:
    return zone_of(one.content[0][0]) == "body"
