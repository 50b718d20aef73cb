"""Who stands beside a cue: its subject, the subject it shares, or the noun next to it."""

from __future__ import annotations

from itertools import pairwise

from annotations.suggest.clauses import CITING
from annotations.suggest.phrases import (
    RELATIVES,
    noun_phrase,
    phrase_after,
    phrase_before,
)
from annotations.suggest.titles import TITLES
from annotations.suggest.words import FINITE, Range, Reading, Word, span

SHARES = frozenset({"conj", "advcl", "xcomp", "parataxis", "advcl:relcl", "ccomp"})
QUOTES = frozenset("\"”’'»“")
DASHES = frozenset({"-", "--", "–", "—"})
CLOSED = frozenset({":", ";", '"', "“", "”"})
NOMINAL = frozenset({"NOUN", "PROPN"})
OPENING = NOMINAL | {"DET", "NUM", "ADJ"}
OF_AN_OFFICE = OPENING | {"ADP"}
MOST_WORDS = 14
DOCUMENTS = frozenset(
    {"statement", "letter", "message", "post", "email", "note", "report", "communique", "tweet"}
    | {"video", "memo", "declaration", "decree", "reply", "warning", "advisory"}
)
EMPTY = frozenset({"there", "what", "this", "that"})


def source_of(reading: Reading, verb: Word) -> Range | None:
    """The stretch that names who speaks with this verb."""
    found, closing = _beside(reading, verb), _closing(reading, verb)
    if closing is not None and (found is None or found[0] > closing[0]):
        return closing
    return None if found is None else _before_participle(reading, _with_office(reading, found))


def _with_office(reading: Reading, phrase: Range) -> Range:
    """`Director of the chapter for Lima Ana Quispe said`: an office that opens the sentence, and
    that the parser parted from the name behind it."""
    words = reading.at(*phrase)
    if not words or words[-1].pos != "PROPN":
        return phrase
    before = reading.words[reading.sentences[words[0].sentence].start : words[0].index]
    office = any(word.lower in TITLES and word.pos in NOMINAL for word in before)
    nominal = all(word.pos in OF_AN_OFFICE or word.text in {"-", "'s", "’s"} for word in before)
    opens = bool(before) and before[0].pos in OPENING and len(before) <= MOST_WORDS
    return (before[0].start, phrase[1]) if office and nominal and opens else phrase


def _before_participle(reading: Reading, phrase: Range) -> Range:
    """`Rao, speaking at Davos, said`: what somebody does meanwhile is no part of the name."""
    for comma, word in pairwise(reading.at(*phrase)):
        if comma.text == "," and word.tag == "VBG" and word.lower not in CITING:
            return phrase[0], reading.words[comma.index - 1].end
    return phrase


def _closing(reading: Reading, verb: Word) -> Range | None:
    """`…, a person close to her said.`: all between the last comma and the verb that ends the
    sentence, where a clause stands before the comma and none behind the verb."""
    sentence = reading.sentences[verb.sentence]
    behind = reading.words[verb.index + 1 : sentence.stop]
    if not reading.is_finite(verb) or any(
        word.tag in FINITE or word.text in CLOSED for word in behind
    ):
        return None
    before = reading.words[sentence.start : verb.index]
    comma = next((word for word in reversed(before) if word.text == ","), None)
    if comma is None or not any(word.tag in FINITE for word in before[: comma.index]):
        return None
    words = reading.words[comma.index + 1 : first_of_group(reading, verb).index]
    return span(words) if _is_a_phrase(words) else None


def _is_a_phrase(words: list[Word]) -> bool:
    """Nouns without a verb; "to" only as in "close to her", and no "a claim the party made"."""
    if not words or len(words) > MOST_WORDS:
        return False
    opens = words[0].pos in OPENING or words[0].tag == "PRP$"
    verbal = any(word.tag in FINITE or word.lower in RELATIVES for word in words)
    aims = any(two.lower == "to" and one.pos != "ADJ" for one, two in pairwise(words))
    clause = any(one.pos in NOMINAL and two.pos in {"DET", "PRON"} for one, two in pairwise(words))
    return opens and not (verbal or aims or clause) and any(word.pos in NOMINAL for word in words)


def _beside(reading: Reading, verb: Word) -> Range | None:
    subject = reading.subject(verb)
    if subject is not None:
        return _parenthetical(reading, verb, subject) or _of_subject(reading, verb, subject)
    shared = _behind_comma(reading, verb)
    if shared is not None:
        return shared
    beside = _over_insertion(reading, verb) or _inverted(reading, verb)
    beside = beside or phrase_before(reading, first_of_group(reading, verb))
    if beside is not None and (verb.tag not in {"VBG", "VBN"} or _is_name(reading, beside)):
        return beside
    return _shared(reading, verb) or beside


def _behind_comma(reading: Reading, verb: Word) -> Range | None:
    """`She left the hall, saying …`: the subject of the clause that the comma closes."""
    before = reading.after(first_of_group(reading, verb), -1)
    if verb.tag != "VBG" or before is None or before.text not in DASHES | {","}:
        return None
    for head in reading.ancestors(verb):
        subject = reading.subject(head) if reading.is_finite(head) else None
        if subject is not None and subject.index < verb.index and subject.lower not in EMPTY:
            return _of_subject(reading, head, subject)
    return None


def _over_insertion(reading: Reading, verb: Word) -> Range | None:
    """`Experts, however, say`: the noun that opens the sentence, with no verb before it."""
    group = first_of_group(reading, verb)
    comma = reading.after(group, -1)
    found = phrase_before(reading, group) if comma is not None and comma.text == "," else None
    if found is None:
        return None
    first = reading.sentences[verb.sentence].start
    before = reading.words[first : group.index]
    return None if any(word.tag in FINITE for word in before) else found


def _is_name(reading: Reading, phrase: Range) -> bool:
    words = reading.at(*phrase)
    return bool(words) and words[-1].pos == "PROPN"


def _parenthetical(reading: Reading, verb: Word, subject: Word) -> Range | None:
    """`The test, Seoul said, was …`: the noun between the comma and the verb, which the parser
    passed over for the subject of the sentence."""
    following = reading.after(verb)
    if following is None or following.text != ",":
        return None
    group = first_of_group(reading, verb)
    near = phrase_before(reading, group)
    if near is None or near[1] > group.start or reading.text[near[1] : group.start].strip():
        return None
    own = reading.subtree(subject)
    comma = reading.text[max(0, near[0] - 3) : near[0]].rstrip()[-1:] == ","
    inside = any(word.start >= near[0] and word.end <= near[1] for word in own)
    return near if comma and not inside and subject.end < near[0] else None


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
            return _speaker(reading, noun_phrase(reading, child, before=verb.index))
    found = phrase_after(reading, verb) if before is not None else None
    return _speaker(reading, found) if found else None


def _speaker(reading: Reading, phrase: Range) -> Range | None:
    """Nobody when a finite verb follows: then the noun is the subject of what is said."""
    following = reading.at(phrase[1], phrase[1] + 30)
    if following and following[0].tag in {"VBD", "VBZ", "VBP", "MD"}:
        return None
    return phrase


def _is_beside(reading: Reading, verb: Word, noun: Word) -> bool:
    words = reading.words[verb.index + 1 : noun.index]
    return noun.pos in {"NOUN", "PROPN", "PRON"} and not any(
        word.pos in {"PUNCT", "ADP", "VERB"} and word.text not in {"-", ".", "of"} for word in words
    )


def _nearest(reading: Reading, noun: Word, verb: Word) -> Range:
    """`footage of the mayor asking`: the last noun before a participle."""
    return phrase_before(reading, verb) or noun_phrase(reading, noun, before=verb.index)


def _shared(reading: Reading, verb: Word) -> Range | None:
    """The subject of the verb this one hangs on; the noun a participle describes."""
    for ancestor in (verb, *reading.ancestors(verb)):
        if ancestor.is_root or not (ancestor.dep in SHARES or ancestor.dep.startswith("acl")):
            return None
        head = reading.words[ancestor.head]
        if ancestor.dep.startswith("acl"):
            return _issuer(reading, head) or _nearest(reading, head, verb)
        subject = reading.subject(head)
        if subject is None or subject.lower in EMPTY:
            continue
        if not _is_of_what_is_said(reading, verb, head, subject):
            return _of_subject(reading, head, subject)
    return None


def _is_of_what_is_said(reading: Reading, verb: Word, head: Word, subject: Word) -> bool:
    """`She said the figures were shocking and urged them to act`: no figure urges anybody."""
    saying = reading.words[head.head]
    said = head.dep == "ccomp" and saying.index < head.index and saying.tag == verb.tag
    return said and subject.pos == "NOUN" and subject.lower not in TITLES


def _issuer(reading: Reading, document: Word) -> Range | None:
    """`The office issued a statement saying …`: who issued it speaks, not the statement."""
    verb = reading.words[document.head]
    issued = document.lemma in DOCUMENTS and document.dep == "obj" and verb.pos == "VERB"
    subject = reading.subject(verb) if issued and not reading.is_passive(verb) else None
    return _of_subject(reading, verb, subject) if subject is not None else None


def first_of_group(reading: Reading, verb: Word) -> Word:
    """The first of the auxiliaries and adverbs that stand right before a verb."""
    first = verb
    while previous := reading.after(first, -1):
        together = previous.pos in {"AUX", "PART"} or (
            previous.pos == "ADV" and previous.head == verb.index
        )
        if not together or (previous.lower in {"'s"} and previous.dep == "case"):
            break
        first = previous
    return first
