"""Who stands beside a cue: its subject, the subject it shares, or the noun next to it."""

from __future__ import annotations

from annotations.suggest.phrases import (
    RELATIVES,
    noun_phrase,
    phrase_after,
    phrase_before,
)
from annotations.suggest.words import Range, Reading, Word

SHARES = frozenset({"conj", "advcl", "xcomp", "parataxis", "advcl:relcl", "ccomp"})
QUOTES = frozenset("\"”’'»“")
EMPTY = frozenset({"it", "there", "what", "this", "that"})


def source_of(reading: Reading, verb: Word) -> Range | None:
    """The stretch that names who speaks with this verb."""
    subject = reading.subject(verb)
    if subject is not None and not _is_swallowed(reading, verb, subject):
        return _of_subject(reading, verb, subject)
    beside = _inverted(reading, verb) or phrase_before(reading, first_of_group(reading, verb))
    if beside is not None and verb.tag not in {"VBG", "VBN"}:
        return beside
    return _shared(reading, verb) or beside


def _is_swallowed(reading: Reading, verb: Word, subject: Word) -> bool:
    """A subject far from its verb while the verb follows another noun is a slip of the parser."""
    return subject.lower in RELATIVES and verb.dep != "acl:relcl" and subject.index > verb.index


def _of_subject(reading: Reading, verb: Word, subject: Word) -> Range | None:
    if subject.lower in RELATIVES:
        return _antecedent(reading, verb, subject)
    return noun_phrase(reading, subject, before=verb.index)


def _antecedent(reading: Reading, verb: Word, relative: Word) -> Range | None:
    """The noun a relative pronoun stands for."""
    for ancestor in (verb, *reading.ancestors(verb)):
        if ancestor.dep == "acl:relcl" and not ancestor.is_root:
            noun = reading.words[ancestor.head]
            if noun.index < relative.index:
                return noun_phrase(reading, noun, before=relative.index)
    return phrase_before(reading, relative)


def _inverted(reading: Reading, verb: Word) -> Range | None:
    """`", said the minister`: a noun behind a verb that follows a comma or a quotation."""
    before = reading.after(first_of_group(reading, verb), -1)
    if before is not None and before.text not in QUOTES and before.text not in {",", "—", "–"}:
        return None
    for child in reading.children(verb, "obj", "obl", "nsubj", "xcomp"):
        if child.index > verb.index and _is_beside(reading, verb, child):
            return noun_phrase(reading, child, before=verb.index)
    return phrase_after(reading, verb)


def _is_beside(reading: Reading, verb: Word, noun: Word) -> bool:
    words = reading.words[verb.index + 1 : noun.index]
    return noun.pos in {"NOUN", "PROPN", "PRON"} and not any(
        word.pos in {"PUNCT", "ADP", "VERB"} and word.text not in {"-", ".", "of"} for word in words
    )


def _shared(reading: Reading, verb: Word) -> Range | None:
    """The subject of the verb this one hangs on; the noun a participle describes."""
    for ancestor in (verb, *reading.ancestors(verb)):
        if ancestor.is_root or not (ancestor.dep in SHARES or ancestor.dep.startswith("acl")):
            return None
        head = reading.words[ancestor.head]
        if ancestor.dep.startswith("acl"):
            return noun_phrase(reading, head, before=verb.index)
        subject = reading.subject(head)
        if subject is not None and subject.lower not in EMPTY:
            return _of_subject(reading, head, subject)
    return None


def first_of_group(reading: Reading, verb: Word) -> Word:
    """The first of the auxiliaries and adverbs that stand right before a verb."""
    first = verb
    while previous := reading.after(first, -1):
        together = previous.pos in {"AUX", "PART"} or (
            previous.pos == "ADV" and previous.head == verb.index
        )
        if not together or (previous.lower in {"'s", "’s"} and previous.dep == "case"):
            break
        first = previous
    return first
