"""From attributions to claims: whose entity each part is, what is inferred, what lies in what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from annotations.suggest.attribution import Attribution, Scene
from annotations.suggest.calibration import claim_score
from annotations.suggest.chain import holds
from annotations.suggest.repeating import with_repeats
from annotations.suggest.values import ClaimSuggestion, Part
from annotations.suggest.who import PERSON_PRONOUNS, Cast
from annotations.suggest.words import Range


@dataclass(slots=True)
class _Heard:
    """What was said so far: earlier sources, and the last claim with its via."""

    sources: list[tuple[Range, int | None]] = field(default_factory=list)
    last: tuple[Attribution, ClaimSuggestion] | None = None


def claims_of(
    scene: Scene,
    cast: Cast,
    found: Sequence[Attribution],
    zone_of: Callable[[int], str],
) -> list[ClaimSuggestion]:
    heard = _Heard()
    claims = []
    for one in found:
        claim = _claim(scene, cast, one, heard, zone_of)
        claims.append(claim)
        heard.sources += [
            (place, part.entity) for place, part in zip(one.source, claim.source, strict=True)
        ]
        if one.kind != "own":
            heard.last = one, claim
    nested = _with_within(found, claims)
    weighed = [replace(one, score=claim_score(one, cast.entities)) for one in nested]
    return with_repeats(scene.reading.text, cast, weighed)


def _claim(
    scene: Scene,
    cast: Cast,
    one: Attribution,
    heard: _Heard,
    zone_of: Callable[[int], str],
) -> ClaimSuggestion:
    inferred = one.kind == "floating"
    one.source = [part for place in one.source for part in cast.each(cast.whole(place))]
    sources = [cast.resolve(place, heard.sources) for place in one.source]
    claim = ClaimSuggestion(
        _parts(scene, one.content),
        _parts(scene, one.cue),
        tuple(
            Part(None, None, None, entity, True)
            if inferred
            else Part(*place, scene.reading.text[place[0] : place[1]], entity)
            for place, entity in zip(one.source, sources, strict=True)
        ),
        tuple(
            Part(*place, scene.reading.text[place[0] : place[1]], cast.entity_of(place))
            for place in one.via
        ),
        "none" if one.kind == "own" else speech(scene, one.content),
        None,
        round(min(one.score, 0.99), 2),
        one.evidence,
        zone_of(one.content[0][0]),
    )
    return replace(claim, via=_carried_over(scene, one, claim, heard)) if not one.via else claim


def _parts(scene: Scene, ranges: Sequence[Range]) -> tuple[Part, ...]:
    text = scene.reading.text
    return tuple(Part(start, end, text[start:end]) for start, end in ranges)


def _carried_over(
    scene: Scene, one: Attribution, claim: ClaimSuggestion, heard: _Heard
) -> tuple[Part, ...]:
    """`He also described …` right after a claim that came through an outlet came through it too."""
    if heard.last is None or not one.source or not heard.last[1].via:
        return ()
    before, other = heard.last
    text = scene.reading.text
    next_sentence = one.word.sentence - before.word.sentence == 1
    same_line = "\n" not in text[before.content[0][0] : one.content[0][0]]
    start, end = one.source[0]
    pronoun = text[start:end].casefold() in PERSON_PRONOUNS or one.kind == "floating"
    same = claim.source[0].entity == other.source[0].entity if other.source else False
    if not (next_sentence and same_line and pronoun and same):
        return ()
    return tuple(Part(None, None, None, part.entity, True) for part in other.via)


def speech(scene: Scene, content: Sequence[Range]) -> str:
    """direct: all but a word between marks; mixed: part of it speech; else indirect."""
    marked = {
        (one.start, one.end)
        for start, end in content
        for one in scene.quotations.within(start, end)
    }
    if all(place in marked for place in content):
        return "direct"
    total = sum(end - start for start, end in content)
    quoted = 0
    for start, end in content:
        for quotation in scene.quotations.within(start, end):
            if scene.quotations.is_speech(quotation):
                quoted += min(end, quotation.end) - quotation.start
    if quoted >= 0.9 * total and not _opens_unquoted(scene, content[0]):
        return "direct"
    return "mixed" if quoted else "indirect"


def _opens_unquoted(scene: Scene, part: Range) -> bool:
    """Whether two words or more stand before the first mark."""
    marks = scene.quotations.within(*part)
    return bool(marks) and len(scene.reading.at(part[0], marks[0].start)) > 1


def _with_within(
    found: Sequence[Attribution], claims: Sequence[ClaimSuggestion]
) -> list[ClaimSuggestion]:
    """Each claim that stands in another's content says which is the nearest around it."""
    result = []
    for i, (one, claim) in enumerate(zip(found, claims, strict=True)):
        near = range(max(0, i - 6), min(len(found), i + 7))
        around = [
            j
            for j in near
            if j != i
            and one.cue
            and found[j].kind != "own"
            and found[j].cue
            and found[j].word.sentence == one.word.sentence
            and holds(found[j], one)
        ]
        best = min(around, key=lambda j: _size(found[j]), default=None)
        result.append(replace(claim, within=best))
    return result


def _size(one: Attribution) -> int:
    return sum(end - start for start, end in one.content)
