"""Attributions by a feeling: "voiced concern about X", "is worried that Y"."""

from __future__ import annotations

from annotations.suggest import clauses
from annotations.suggest.attribution import Attribution, Scene, cue_range
from annotations.suggest.cues import lexicon
from annotations.suggest.phrases import phrase_before
from annotations.suggest.sources import source_of
from annotations.suggest.words import Range, Reading, Word

TO_SOMEBODY = frozenset({"support", "thanks", "gratitude", "sympathy", "solidarity", "condolences"})
"""What is expressed "to" those whom it is for, which is no content."""


def express(scene: Scene, word: Word) -> Attribution | None:
    """ "expressed concern about X", "voiced their hope that Y"."""
    reading = scene.reading
    if word.lower not in lexicon().express or word.pos != "VERB" or reading.is_passive(word):
        return None
    stop = reading.sentences[word.sentence].stop
    for place in range(word.index + 1, min(word.index + 7, stop - 1)):
        noun = reading.words[place]
        if noun.lower in lexicon().feelings and noun.pos in {"NOUN", "VERB", "ADJ"}:
            return _of_feeling(scene, word, noun)
        if noun.pos in {"VERB", "PUNCT", "ADP"}:
            return None
    return None


def _of_feeling(scene: Scene, verb: Word, noun: Word) -> Attribution | None:
    from_verb = _after_noun(scene, verb, noun)
    source = source_of(scene.reading, verb)
    if from_verb is None or source is None:
        return None
    cue_end, content = from_verb
    cue = (cue_range(scene.reading, verb)[0], cue_end)
    evidence = f"{verb.lower} {noun.lower}"
    return Attribution([cue], [source], [content], evidence, 0.8, verb, "express")


def _after_noun(scene: Scene, verb: Word, noun: Word) -> tuple[int, Range] | None:
    """Where the cue ends and what follows its "about", "for", "over", "that"."""
    reading = scene.reading
    link = reading.after(noun)
    if link is None or link.lower not in {
        "about",
        "over",
        "for",
        "that",
        "at",
        "of",
        "with",
        "to",
        "on",
        "in",
        "regarding",
        "against",
    }:
        return None
    if noun.lower in TO_SOMEBODY and link.lower == "to":
        return None
    first = link.index + (link.lower != "to" or link.pos == "ADP")
    last = clauses.object_end(reading, verb, first, first)
    content = clauses.trimmed(reading, reading.words[first:last])
    cue_end = noun.end if link.lower in {"that", "to"} else link.end
    return None if content is None else (cue_end, content)


def adjective(scene: Scene, word: Word) -> Attribution | None:
    """ "X is concerned about Y", "X was adamant that Y"; without the copula in a headline."""
    reading = scene.reading
    if word.lower not in lexicon().adjectives or word.pos not in {"ADJ", "VERB"}:
        return None
    if word.dep in {"amod"}:
        return None
    link = reading.after(word)
    bare = next(iter(reading.children(word, "ccomp")), None)
    if link is not None and bare is not None and _follows(reading, word, bare, link):
        return _bare_feeling(scene, word, bare)
    if link is None or link.lower not in {"about", "that", "over", "of", "by"}:
        return None
    source = source_of(reading, word) or phrase_before(reading, word)
    last = clauses.object_end(reading, word, link.index + 1, link.index + 1)
    content = clauses.trimmed(reading, reading.words[link.index + 1 : last])
    if source is None or content is None or source[0] > word.start:
        return None
    cue = (cue_range(reading, word)[0], word.end if link.lower == "that" else link.end)
    evidence = f"{word.lower} {link.lower}"
    return Attribution([cue], [source], [content], evidence, 0.6, word, "feeling")


def _follows(reading: Reading, word: Word, clause: Word, link: Word) -> bool:
    """Whether a clause stands right behind "is concerned", without "that"."""
    return (
        reading.is_finite(word)
        and link.lower != "that"
        and reading.subtree(clause)[0].index == link.index
    )


def _bare_feeling(scene: Scene, word: Word, clause: Word) -> Attribution | None:
    """ "X is concerned Y will happen"."""
    reading = scene.reading
    source = source_of(reading, word)
    first = reading.subtree(clause)[0].index
    last = clauses.object_end(reading, word, first, first)
    content = clauses.trimmed(reading, reading.words[first:last])
    if source is None or content is None or source[0] > word.start:
        return None
    cue = (cue_range(reading, word)[0], word.end)
    evidence = f"{word.lower} + clause"
    return Attribution([cue], [source], [content], evidence, 0.6, word, "feeling")
