"""Passives: "was quoted as saying", "is said to", "is designated as T by A and B"."""

from __future__ import annotations

from annotations.suggest import clauses
from annotations.suggest.attribution import Attribution, Scene, cue_range
from annotations.suggest.cues import Cue, lexicon
from annotations.suggest.phrases import noun_phrase, phrase_after
from annotations.suggest.sources import source_of
from annotations.suggest.words import Range, Reading, Word, span


def quoted_as_saying(scene: Scene, word: Word) -> Attribution | None:
    """ "X was quoted by Y as saying Z"."""
    reading = scene.reading
    if word.lower != "saying":
        return None
    before = [w for w in reading.words[max(0, word.index - 12) : word.index]]
    quoted = [w for w in before if w.lower in {"quoted", "cited"} and w.sentence == word.sentence]
    as_ = reading.after(word, -1)
    if not quoted or as_ is None or as_.lower != "as":
        return None
    verb = quoted[-1]
    passive = reading.is_passive(verb)
    source = source_of(reading, verb) if passive else _quoted_object(reading, verb, as_)
    by = _by_whom(reading, word)
    content = _said_before(scene, source) if by else _said(scene, word)
    if content is None:
        return None
    attribution = Attribution(
        [(cue_range(reading, verb)[0], word.end)],
        [source] if source else [],
        content,
        "quoted as saying",
        0.9,
        word,
    )
    attribution.via = [by] if by else _quoting(reading, verb, as_, passive)
    if not by and (not passive or attribution.via):
        attribution.cue = [cue_range(reading, verb), (as_.start, word.end)]
    return attribution


def _by_whom(reading: Reading, saying: Word) -> Range | None:
    """The outlet of `"…," he was quoted as saying by Andes`."""
    by = reading.after(saying)
    return phrase_after(reading, by) if by is not None and by.lower in {"by", "in"} else None


def _said_before(scene: Scene, source: Range | None) -> list[Range] | None:
    """The quotation before the speaker, else the clause that a comma closes before him."""
    if source is None:
        return None
    before = scene.quotations.before(source)
    if before is not None:
        return [(one.start, one.end) for one in scene.quotations.chain_back(before)]
    parts, is_clause = clauses.rest_of_sentence(scene.reading, source)
    return parts[:1] if is_clause and parts[0][1] <= source[0] else None


def _said(scene: Scene, saying: Word) -> list[Range] | None:
    after = scene.quotations.after((saying.start, saying.end))
    if after is not None:
        return [(one.start, one.end) for one in scene.quotations.chain(after)]
    reading = scene.reading
    stop = reading.sentences[saying.sentence].stop
    first = saying.index + 1
    first += first < stop and reading.words[first].lower == "that"
    found = clauses.trimmed(reading, reading.words[first:stop])
    return [found] if found else None


def _quoted_object(reading: Reading, verb: Word, as_: Word) -> Range | None:
    words = reading.words[verb.index + 1 : as_.index]
    return clauses.trimmed(reading, words)


def _quoting(reading: Reading, verb: Word, as_: Word, passive: bool) -> list[Range]:
    """Who quotes: the subject of "quoted X as saying", the agent of "was quoted by Y"."""
    if not passive:
        source = source_of(reading, verb)
        return [source] if source else []
    words = reading.words[verb.index + 1 : as_.index]
    if words and words[0].lower in {"by", "in"} and words[1:]:
        return [span(words[1:])]
    return []


def evidential(scene: Scene, word: Word) -> Attribution | None:
    """ "X is said to have …", "it is understood that …": nobody is named."""
    reading = scene.reading
    cue = lexicon().verbs.get(word.lower)
    lemma = cue.lemma if cue else word.lemma
    if lemma not in lexicon().evidential or word.tag != "VBN" or not reading.is_passive(word):
        return None
    link = reading.after(word)
    if link is None or link.lower not in {"to", "that"}:
        return None
    subject = reading.subject(word)
    if subject is None:
        return None
    stop = clauses.clause_end(reading, word, link.index)
    rest = clauses.trimmed(reading, reading.words[link.index + (link.lower == "that") : stop])
    if rest is None:
        return None
    own = noun_phrase(reading, subject, before=word.index)
    content = [rest] if subject.lower == "it" or link.lower == "that" else [own, rest]
    evidence = f"{cue_text(reading, word)} {link.lower}"
    return Attribution([cue_range(reading, word)], [], content, evidence, 0.5, word, "passive")


def cue_text(reading: Reading, word: Word) -> str:
    start, end = cue_range(reading, word)
    return reading.text[start:end].lower()


FINDING = frozenset({"find", "discover", "see", "hear"})


def by_agent(scene: Scene, word: Word) -> Attribution | None:
    """ "is designated as T by A and B", "was condemned by A": the agents are the source."""
    reading = scene.reading
    cue = lexicon().verbs.get(word.lower)
    if cue is None or word.tag not in {"VBN", "VBD"} or not cue.takes("as", "by", "n", "c"):
        return None
    if not reading.is_passive(word):
        return None
    agent = _agent(reading, word, cue)
    if agent is None or (cue.lemma in FINDING and not _is_verdict(reading, agent)):
        return None
    subject = reading.subject(word)
    start = cue_range(reading, word)[0]
    if subject is not None and subject.lower not in {"which", "that", "who"}:
        start = noun_phrase(reading, subject, before=word.index)[0]
    content = (start, _named_as(reading, word, agent))
    evidence = f"{word.lower} by"
    return Attribution([(word.start, word.end)], [agent], [content], evidence, 0.7, word, "passive")


def _is_verdict(reading: Reading, agent: Range) -> bool:
    """ "was found by the court to be void" is said, "was found by a passer-by" is done."""
    following = reading.after(reading.at(*agent)[-1])
    return following is not None and following.lower in {"to", "guilty", "that"}


def _named_as(reading: Reading, verb: Word, agent: Range) -> int:
    """Where "described by X as Y" ends: behind Y."""
    last = reading.at(*agent)[-1]
    following = reading.after(last)
    if following is None or following.lower != "as":
        return agent[1]
    end = clauses.object_end(reading, verb, following.index, following.index + 1)
    found = clauses.trimmed(reading, reading.words[following.index : end])
    return found[1] if found else agent[1]


def _agent(reading: Reading, verb: Word, cue: Cue) -> Range | None:
    """What follows "by" in the rest of the clause."""
    stop = reading.sentences[verb.sentence].stop
    for place in range(verb.index + 1, min(verb.index + 14, stop - 1)):
        word = reading.words[place]
        if word.lower == "by" and word.pos == "ADP":
            return _coordinated(reading, word, cue.prepositions)
        if word.text in {",", ";"} or word.tag in {"VBD", "VBZ", "VBP", "MD"}:
            return None
    return None


def _coordinated(reading: Reading, by: Word, prepositions: frozenset[str]) -> Range | None:
    """The phrase after "by" with all it is joined to ("both A and B")."""
    stop = reading.sentences[by.sentence].stop
    last = by.index
    for word in reading.words[by.index + 1 : stop]:
        if word.lower == "of" and "of" in prepositions:
            break
        joined = word.pos in {"DET", "ADJ", "NOUN", "PROPN", "NUM", "CCONJ", "PRON"}
        if not (joined or word.lower in {"'s", "’s", "of", "-", "united"}):
            break
        last = word.index
    return clauses.trimmed(reading, reading.words[by.index + 1 : last + 1])
