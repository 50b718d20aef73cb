"""Quotations without a cue: whose they are."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from annotations.suggest.attribution import Attribution, Scene, cue_range
from annotations.suggest.cues import lexicon
from annotations.suggest.phrases import noun_phrase
from annotations.suggest.quotations import Quotation
from annotations.suggest.words import FINITE, SUBJECTS, Range, Reading, Stretches, Word

LEAST_WORDS = 5
REACH = 3000
NOBODY = frozenset({"it", "this", "that", "which", "what", "there", "i", "we", "you", "who"})
COLON = re.compile(r":\s{0,4}$")
STOPPED = re.compile(r"[ \t]{0,2}(?:\({1,2}[^()\n]{1,20}\){1,2})?\.?[ \t]*(?:\n|$)")
SIGNED = re.compile(
    r"[ \t\n]{0,3}(?P<dash>[-–—]{1,2})[ \t]*(?P<name>[A-Z][^\n,.;:\"“”]{2,60})(?=[,\n]|$)"
)
BYLINE = re.compile(r"[ \t]+(?P<name>[A-Z][^\n,.;:\"“”]{2,60})(?:,[^\n]{0,80})?[ \t]*(?:\n|$)")
"""A signature without a dash, at the end of a quotation that is a paragraph of its own."""


def find_floating(scene: Scene, found: Sequence[Attribution]) -> Iterator[Attribution]:
    """Speech in quotation marks that nobody was given yet: with a colon before it or a signature
    behind it, else with the source it takes over.

    One that takes over has no cue; its source is copied and is to be shown as inferred.
    """
    taken = Stretches(part for one in found for part in [*one.content, *one.cue, *one.source])
    quoted = sorted(
        (one for one in found if _is_quoted(scene, one)), key=lambda one: one.content[0]
    )
    for quotation in scene.quotations.outer:
        place = (quotation.start, quotation.end)
        if not taken.overlap(*place) and _is_utterance(scene, quotation):
            one = _given(scene, quotation) or _attributed(scene, quotation, quoted)
            if one is not None:
                insort(quoted, one, key=lambda one: one.content[0])
                yield one


def _is_quoted(scene: Scene, one: Attribution) -> bool:
    """Whether somebody speaks: with a verb of speech or of judgement, or in quotation marks."""
    edges = (one.content[0][0], one.content[-1][1] - 1)
    return (
        one.kind in {"say", "object"}
        or "quotation" in one.evidence
        or any(scene.quotations.in_speech(edge) for edge in edges)
    )


def _is_utterance(scene: Scene, quotation: Quotation) -> bool:
    """A whole sentence between marks, not a phrase the reporter borrows."""
    words = [word for word in scene.reading.at(quotation.start, quotation.end) if word.is_word]
    if len(words) < LEAST_WORDS or not scene.quotations.is_speech(quotation):
        return False
    whole = scene.quotations.is_whole(quotation) or not quotation.closed
    return whole or _stands_alone(scene, quotation)


def _stands_alone(scene: Scene, quotation: Quotation) -> bool:
    """A paragraph of its own, whose stop stands behind the mark."""
    text = scene.reading.text
    opens = text[: quotation.start].rstrip(" \t")[-1:] in {"", "\n", ":"}
    return opens and bool(STOPPED.match(text, quotation.end))


def _given(scene: Scene, quotation: Quotation) -> Attribution | None:
    """`I had to change my answer: "…"`, `"…" — Ana Rui`."""
    text, words = scene.reading.text, scene.reading.at(quotation.start, quotation.end)
    content = [(one.start, one.end) for one in scene.quotations.chain(quotation)]
    colon = COLON.search(text, max(0, quotation.start - 5), quotation.start)
    spoken = _spoken_before(scene.reading, colon.start()) if colon else None
    if colon and spoken is not None:
        verb, subject = spoken
        cue = lexicon().verbs.get(verb.lower)
        if cue is not None and cue.takes("q"):
            evidence, told = f"{verb.lower} + quotation", [cue_range(scene.reading, verb)]
            return Attribution(told, [subject], content, evidence, 0.85, words[0])
        told = [(colon.start(), colon.start() + 1)]
        return Attribution(told, [subject], content, "colon + quotation", 0.7, words[0])
    signed = SIGNED.match(text, content[-1][1])
    opens = text[max(0, quotation.start - 1) : quotation.start] in {"", "\n"}
    if signed and opens:
        told, source = [signed.span("dash")], [signed.span("name")]
        return Attribution(told, source, content, "quotation + signature", 0.7, words[0])
    byline = BYLINE.match(text, content[-1][1]) if opens else None
    if byline and not any(w.tag in FINITE for w in scene.reading.at(*byline.span("name"))):
        source = [byline.span("name")]
        return Attribution([], source, content, "quotation + name", 0.6, words[0])
    return None


def _spoken_before(reading: Reading, colon: int) -> tuple[Word, Range] | None:
    """The last finite verb in the sentence that a colon ends, with its subject."""
    words = reading.at(colon - 1, colon + 1) or reading.at(max(0, colon - 30), colon)
    if not words:
        return None
    sentence = reading.sentences[words[-1].sentence]
    for verb in reversed(reading.words[sentence.start : words[-1].index + 1]):
        subject = reading.subject(verb) if reading.is_finite(verb) else None
        relative = verb.dep.endswith("relcl")
        if subject is not None and subject.index < verb.index and not relative:
            return verb, noun_phrase(reading, subject, before=verb.index)
    return None


def _attributed(
    scene: Scene, quotation: Quotation, quoted: Sequence[Attribution]
) -> Attribution | None:
    text, words = scene.reading.text, scene.reading.at(quotation.start, quotation.end)
    near = _beside(text, quotation, quoted)
    if near is not None:
        source, evidence, score = near
    else:
        subject = _last_subject(scene.reading, quotation)
        if subject is None:
            return None
        source, evidence, score = [subject], "quotation beside a name", 0.5
    content = [(one.start, one.end) for one in scene.quotations.chain(quotation)]
    return Attribution([], source, content, evidence, score, words[0], "floating")


def _beside(
    text: str, quotation: Quotation, quoted: Sequence[Attribution]
) -> tuple[list[Range], str, float] | None:
    """The source of a quotation in this paragraph, else of the last one in the one before."""
    at = bisect_left(quoted, (quotation.start, 0), key=lambda one: one.content[0])
    before = [one for one in quoted[max(0, at - 4) : at] if one.content[-1][1] <= quotation.start]
    before = [one for one in before if one.source]
    before = [one for one in before if quotation.start - one.content[-1][1] < REACH]
    if before:
        lines = text.count("\n", before[-1].content[-1][1], quotation.start)
        gap = text[before[-1].content[-1][1] : quotation.start]
        paragraphs = sum(1 for line in gap.split("\n") if line.strip()) if lines else 0
        if not lines:
            return before[-1].source, "quotation goes on", 0.8
        if paragraphs <= 1:
            return before[-1].source, "quotation after the last one", 0.65
    after = [one for one in quoted[at : at + 2] if one.content[0][0] >= quotation.end]
    after = [one for one in after if one.source]
    if after and "\n" not in text[quotation.end : after[0].content[0][0]]:
        return after[0].source, "quotation before the next one", 0.7
    return None


def _last_subject(reading: Reading, quotation: Quotation) -> Range | None:
    """The last name that is a subject before the quotation in its paragraph."""
    first = max(0, quotation.start - REACH)
    line = max(first, reading.text.rfind("\n", first, quotation.start) + 1)
    for word in reversed(reading.at(line, quotation.start)):
        if word.dep in SUBJECTS and word.pos in {"PROPN", "PRON"} and word.lower not in NOBODY:
            return _name(reading, word)
    return None


def _name(reading: Reading, head: Word) -> Range:
    words = [head, *reading.children(head, "flat", "compound", "nmod:desc")]
    return min(word.start for word in words), max(word.end for word in words)
