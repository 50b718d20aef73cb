"""Attributions without a verb of saying: "according to", nouns, feelings, passives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from annotations.suggest import clauses
from annotations.suggest.attribution import Attribution, Scene, cue_range
from annotations.suggest.cues import lexicon
from annotations.suggest.feelings import adjective, express
from annotations.suggest.passives import by_agent, evidential, quoted_as_saying
from annotations.suggest.phrases import (
    head_of,
    noun_phrase,
    phrase_after,
    with_apposition,
)
from annotations.suggest.sources import source_of
from annotations.suggest.titles import TITLES
from annotations.suggest.words import FINITE, Range, Reading, Word

OPENED = re.compile(r"\b(?:that|which|who),?\s+$")
WHICH_CITED = re.compile(r", which (?:cited|quoted|cites|quotes) (?P<who>[^,.;\n]{2,60})(?=,)")
CITED_BY = re.compile(r",? (?:cited|quoted) (?:by|in) ")
PREPOSITIONS = {"according": "to", "per": "", "citing": "", "quoting": ""}


LIGHT = frozenset(
    {"come", "draw", "give", "have", "hold", "issue", "make", "offer", "reach", "repeat", "send"}
)
"""Verbs that say little beside "claim", "promise", "conclusion"."""
REASONS = frozenset(
    {"reason", "rule", "concern", "fear", "lack", "need", "ground", "risk", "cost", "safety"}
    | {"privacy", "security", "health", "weather", "condition", "problem", "issue", "pressure"}
)
"""What is cited as a reason, and says nothing."""


def find_frames(scene: Scene, sentence: range) -> Iterator[Attribution]:
    """Everything but the verbs, for one sentence."""
    patterns = (_according, express, _noun, adjective, quoted_as_saying, evidential, by_agent)
    for word in scene.reading.words[sentence.start : sentence.stop]:
        if not word.is_word:
            continue
        for pattern in patterns:
            found = pattern(scene, word)
            if found is not None and found.content:
                if not scene.quotations.in_speech(word.start):
                    yield found
                break


def _according(scene: Scene, word: Word) -> Attribution | None:
    """ "according to X": the clause around it, the whole sentence at its edges."""
    if word.lower not in PREPOSITIONS:
        return None
    reading, last = scene.reading, word
    if PREPOSITIONS[word.lower]:
        last = reading.after(word) or word
        if last.lower != "to":
            return None
    elif word.lower == "per" and not _set_off(reading, word):
        return None
    if word.lower in clauses.CITING and _is_of_a_report(reading, word):
        return None
    source = _object_of(reading, last)
    if source is None:
        return None
    if word.lower == "citing" and _is_reason(reading, source):
        return None
    source = _with_name(reading, source)
    source = with_apposition(reading, _before_subject(reading, _one_name(reading, source)))
    attribution = Attribution([(word.start, last.end)], [source], [], "", 0.9, word, "according")
    _quoting(reading, attribution)
    attribution.content = _around(scene, attribution)
    attribution.evidence = "according to" if word.lower == "according" else word.lower
    attribution.scope = True
    return attribution


def _is_of_a_report(reading: Reading, citing: Word) -> bool:
    """The "quoting" of "According to A, quoting B", which is one attribution."""
    for steps in range(-1, -14, -1):
        word = reading.after(citing, steps)
        if word is None or word.tag in FINITE:
            return False
        if word.lower == "according":
            return True
    return False


def _is_reason(reading: Reading, source: Range) -> bool:
    head = head_of(reading, source)
    return head is not None and head.lemma in REASONS


def _with_name(reading: Reading, source: Range) -> Range:
    """`According to the envoy to Peru Ana Souza, …`: the title takes the name behind it."""
    inside = reading.at(*source)
    if not inside or inside[-1].pos != "PROPN" or not any(w.lower in TITLES for w in inside[:-1]):
        return source
    end, word = source[1], reading.after(inside[-1])
    while word is not None and word.pos == "PROPN":
        end, word = word.end, reading.after(word)
    return (source[0], end) if word is not None and word.text == "," else source


def _one_name(reading: Reading, source: Range) -> Range:
    """`According to Rao the mine is safe`: a name ends before an article."""
    inside = reading.at(*source)
    for word, following in pairwise(inside):
        if word.pos == "PROPN" and following.lower in {"the", "a", "an"}:
            return source[0], word.end
    return source


def _before_subject(reading: Reading, source: Range) -> Range:
    """`according to AFP, Rome and Paris have agreed`: what has a verb behind it is its subject."""
    inside = reading.at(*source)
    following = reading.after(inside[-1]) if inside else None
    comma = next((word for word in inside if word.text == ","), None)
    if following is None or comma is None or following.tag not in FINITE:
        return source
    return source[0], reading.words[comma.index - 1].end


def _quoting(reading: Reading, attribution: Attribution) -> None:
    """`According to A, quoting B,` and `According to B cited by A`: B is the source, A the via."""
    source = attribution.source[0]
    cites = WHICH_CITED.match(reading.text, source[1])
    if cites is not None:
        attribution.source, attribution.via = [cites.span("who")], [source]
        return
    cited = CITED_BY.search(reading.text, *source)
    if cited is not None:
        attribution.source, attribution.via = (
            [(source[0], cited.start())],
            [(cited.end(), source[1])],
        )
        return
    for word in reading.at(*source):
        following = reading.after(word)
        if word.lower in clauses.CITING and following is not None:
            outlet = clauses.trimmed(reading, reading.at(source[0], word.start))
            if outlet is not None:
                attribution.via, attribution.source = [outlet], [(following.start, source[1])]
            return


def _set_off(reading: Reading, word: Word) -> bool:
    before = reading.after(word, -1)
    return before is None or before.text == ","


def _object_of(reading: Reading, preposition: Word) -> Range | None:
    """The noun phrase a preposition governs."""
    simple = phrase_after(reading, preposition)
    following = reading.after(preposition)
    if simple is None or following is None:
        return simple
    inside = reading.at(*simple)
    for word in inside:
        if word.pos in {"NOUN", "PROPN", "PRON"} and word.head < preposition.index + 1:
            return _from(noun_phrase(reading, word), following.start, simple)
        if word.head > inside[-1].index and word.dep != "nsubj":
            break
    head = head_of(reading, simple)
    return simple if head is None else _from(noun_phrase(reading, head), following.start, simple)


def _from(found: Range, start: int, simple: Range) -> Range:
    return (start, max(found[1], simple[1])) if found[0] <= simple[1] else simple


def _around(scene: Scene, attribution: Attribution) -> list[Range]:
    """The sentence without the phrase; only the clause it opens or closes."""
    parts, _ = clauses.rest_of_sentence(scene.reading, attribution.cluster)
    start, end = attribution.cluster
    text = scene.reading.text
    if len(parts) == 2 and OPENED.search(text, max(0, start - 12), start):
        return parts[1:]
    if len(parts) == 2:
        follows = text[end : end + 3].lstrip()[:1]
        if not text[:start].rstrip().endswith((",", "—", "–")) and follows not in {",", "—"}:
            return parts
        if follows != ",":
            return parts[:1]
        if scene.reading.text[end:].lstrip(", ")[:4] in {"whic", "who ", "but ", "whil"}:
            return parts[:1]
    return parts


def _noun(scene: Scene, word: Word) -> Attribution | None:
    """ "X's claim that Y", "a warning from X that Y"."""
    if word.lower not in lexicon().nouns or word.pos not in {"NOUN", "PROPN"}:
        return None
    reading = scene.reading
    that = _that_after(reading, word)
    if that is None:
        return None
    cue, source = (word.start, word.end), _owner(reading, word)
    verb = reading.words[word.head]
    if source is None and verb.lemma in LIGHT and verb.index < word.index:
        cue, source = (cue_range(reading, verb)[0], word.end), _of_light(reading, verb)
    if source is None:
        return None
    last = _end_of_noun_clause(reading, word, that)
    content = clauses.trimmed(reading, reading.words[that.index + 1 : last])
    if content is None:
        return None
    evidence = f"{word.lower} that"
    return Attribution([cue], [source], [content], evidence, 0.6, word, "noun")


def _of_light(reading: Reading, verb: Word) -> Range | None:
    """The subject of "reached the conclusion", of "made a promise"."""
    if verb.pos != "VERB" or reading.is_passive(verb):
        return None
    source = source_of(reading, verb)
    return source if source is not None and source[0] < verb.start else None


def _that_after(reading: Reading, noun: Word) -> Word | None:
    """ "that" right behind the noun, or behind "by X" or "from X"."""
    by = False
    for place in range(noun.index + 1, min(noun.index + 10, len(reading.words))):
        word = reading.words[place]
        if word.sentence != noun.sentence:
            return None
        if word.lower == "that":
            return word if word.dep in {"mark", "dep"} or word.pos == "SCONJ" else None
        by = by or word.lower in {"by", "from"}
        if not by or word.pos in {"VERB", "PUNCT"}:
            return None
    return None


def _owner(reading: Reading, noun: Word) -> Range | None:
    for child in reading.children(noun, "nmod:poss"):
        start, end = noun_phrase(reading, child, before=noun.index)
        text = reading.text[start:end]
        cut = 2 if text.endswith(("'s", "’s")) else 1 if text.endswith(("'", "’")) else 0
        return start, end - cut
    for child in reading.children(noun, "nmod"):
        case = [c.lower for c in reading.children(child, "case")]
        if case and case[0] in {"by", "from", "of"}:
            start, end = noun_phrase(reading, child)
            words = reading.at(start, end)
            return (words[1].start, end) if len(words) > 1 else None
    named = [child for child in reading.children(noun, "compound") if child.pos == "PROPN"]
    if named and named[-1].index == noun.index - 1:
        first = min(word.index for one in named for word in reading.subtree(one))
        return reading.words[first].start, named[-1].end
    return None


def _end_of_noun_clause(reading: Reading, noun: Word, that: Word) -> int:
    """Where the clause of a noun ends: with its subtree, when that goes far enough."""
    words = [word for word in reading.subtree(noun) if word.index > that.index]
    if words:
        return words[-1].index + 1
    return reading.sentences[noun.sentence].stop
