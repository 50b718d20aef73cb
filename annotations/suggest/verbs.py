"""Attributions by a verb of the lexicon: who its subject is, and what it introduces."""

from __future__ import annotations

from collections.abc import Iterator

from annotations.suggest.attribution import (
    Attribution,
    Scene,
    cue_range,
    is_bare_infinitive,
    is_negated,
    is_verb,
)
from annotations.suggest.cues import Cue, lexicon
from annotations.suggest.phrases import with_apposition
from annotations.suggest.quoting import passed_on, quoted
from annotations.suggest.saying import as_noted, between_commas, clause, parenthesis
from annotations.suggest.sources import source_of
from annotations.suggest.stances import infinitive, named_as, object_of
from annotations.suggest.words import Range, Reading, Word

NOT_A_SPEAKER = frozenset({"there", "what", "this", "that", "which"})


READER = frozenset({"i", "we", "you", "one"})


ATTEMPTS = (
    quoted,
    passed_on,
    as_noted,
    between_commas,
    clause,
    parenthesis,
    named_as,
    infinitive,
    object_of,
)


def find_verbs(scene: Scene, sentence: range) -> Iterator[Attribution]:
    for word in scene.reading.words[sentence.start : sentence.stop]:
        cue = lexicon().verbs.get(word.lower)
        if cue is None or scene.quotations.in_speech(word.start) or not is_verb(scene, word):
            continue
        found = _of_verb(scene, word, cue)
        if found is not None and found.content:
            yield found


def _of_verb(scene: Scene, verb: Word, cue: Cue) -> Attribution | None:
    reading = scene.reading
    if _is_passive(reading, verb) or _describes(reading, verb):
        return None
    source = source_of(reading, verb)
    if source is not None:
        source = with_apposition(reading, source)
        text = reading.text[source[0] : source[1]].lower()
        if not any(letter.isalpha() for letter in text):
            return None
        if text == "it" and cue.takes("think", "evidence"):
            return None
        if text in NOT_A_SPEAKER and (not cue.takes("q") or source[0] > verb.start):
            return None
    group = cue_range(reading, verb)
    attribution = Attribution([group], [source] if source else [], [], "", 0.0, verb)
    attribution.kind = "say" if cue.is_speech else "think" if cue.takes("think") else "other"
    for attempt in ATTEMPTS:
        if attempt(scene, verb, cue, attribution):
            return _weighed(reading, verb, cue, attribution)
    return None


def _is_passive(reading: Reading, verb: Word) -> bool:
    """ "was held and told that …" shares its passive."""
    head = reading.words[verb.head]
    shared = verb.dep == "conj" and verb.tag == "VBN" and reading.is_passive(head)
    return reading.is_passive(verb) or (shared and reading.subject(verb) is None)


def _describes(reading: Reading, verb: Word) -> bool:
    """A past participle without an auxiliary describes a noun ("a stream called …")."""
    active = reading.children(verb, "aux", "ccomp")
    return verb.tag == "VBN" and not active and verb.dep not in {"ROOT", "conj"}


def _weighed(
    reading: Reading, verb: Word, cue: Cue, attribution: Attribution
) -> Attribution | None:
    """The score lowered for what makes it less of a claim."""
    negated = is_negated(reading, verb)
    modal = any(child.tag == "MD" for child in reading.children(verb, "aux"))
    if cue.takes("think"):
        attribution.score *= 0.7
    if not attribution.source:
        attribution.score *= 0.6
    if negated and cue.lemma not in {"doubt", "deny"}:
        attribution.score *= 0.6
    if modal or is_bare_infinitive(reading, verb):
        attribution.score *= 0.7
    if attribution.source and _text(reading, attribution.source[0]).lower() in READER:
        attribution.score *= 0.6
    return attribution


def _text(reading: Reading, place: Range) -> str:
    return reading.text[place[0] : place[1]]
