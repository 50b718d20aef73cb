"""Noun phrases: from the tree where it helps, from the order of words where it does not."""

from __future__ import annotations

import re

from annotations.suggest.cues import lexicon
from annotations.suggest.titles import OF_A_TITLE, TITLES
from annotations.suggest.words import SUBJECTS, Range, Reading, Word, span

NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
OF_A_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"})
JOINS = frozenset({"'s", "'", "’", "-", "–", "of", "&", "."})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
OUTSIDE_A_NAME = frozenset(
    {"acl:relcl", "parataxis", "cc", "advcl", "advcl:relcl", "ccomp", "dep", "list"}
)
CIRCUMSTANCES = frozenset({"obl:unmarked", "advmod", "obl"})
TIMES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "week",
        "month",
        "year",
        "weekend",
        "morning",
        "afternoon",
        "evening",
        "night",
    ]
)
QUOTE_MARKS = frozenset({'"', "“", "”", "»", "«", "''", "``"})
SHORT_QUOTATION = 5
LONG_APPOSITION = 18
APPOSITION = re.compile(
    r",\s+(?:(?:an?|the|his|her|its|their|one)\s|[a-z]|[A-Z][a-z]+(?:'s|’s)\s)[^,.;:\n\"“”()]{2,90}"
    r"(?=,|\.(?:\s|$)|;)"
)
HYPHENATED = re.compile(r"(?:-\w+)+")
PARENTHESIS = re.compile(r"\s*\([^()\n]{1,40}\)")
ABBREVIATED = re.compile(
    r"(?:(?:[A-Z][\w-]+\s+){0,3})\b(?:Rep|Sen|Gov|Lt|Gen|Col|Sgt|Mr|Mrs|Ms|"
    r"Dr|Prof|Capt|Maj|Sens|Reps|St|Adm|Cmdr|Rev|Hon)\.\s+$"
)


def noun_phrase(reading: Reading, head: Word, before: int | None = None) -> Range:
    """The stretch around a noun: its subtree, cut before a relative clause or long apposition.

    `before` is a word index the phrase must not cross (its verb).
    """
    left_out = frozenset(
        child.index for child in reading.children(head) if _is_outside(reading, head, child)
    )
    words = _around(reading, head, reading.subtree(head, left_out))
    inside = reading.sentences[head.sentence]
    words = [word for word in words if word.index in inside]
    words = _before_relative(words, head)
    if before is not None:
        words = [word for word in words if (word.index < before) == (head.index < before)]
    return extended(reading, span(trimmed(_behind_colon(words, head)) or [head]))


def _is_outside(reading: Reading, head: Word, child: Word) -> bool:
    if child.dep == "appos":
        return len(reading.subtree(child)) > LONG_APPOSITION
    if child.dep == "case" and child.pos == "ADP":
        return child.index < head.index
    if child.dep == "conj":
        return any(c.dep in SUBJECTS for c in reading.children(child))
    if child.dep in CIRCUMSTANCES or (child.dep.startswith("nmod") and child.lower in TIMES):
        return child.index > head.index
    return child.dep in OUTSIDE_A_NAME and child.index > head.index


def _around(reading: Reading, head: Word, words: list[Word]) -> list[Word]:
    """The unbroken run of words that holds the head."""
    kept = {word.index for word in words}
    start = end = head.index
    while start - 1 in kept and not _leaves_quotation(reading, start - 1, kept):
        start -= 1
    while end + 1 in kept:
        end += 1
    return reading.words[start : end + 1]


def _leaves_quotation(reading: Reading, index: int, kept: set[int]) -> bool:
    """Whether a mark is one of speech: in `the "History" section` both lie in the phrase."""
    if reading.words[index].text not in QUOTE_MARKS:
        return False
    left = reading.words[max(0, index - SHORT_QUOTATION) : index]
    right = reading.words[index + 1 : index + SHORT_QUOTATION]
    beside = [word for word in [*left, *right] if word.text in QUOTE_MARKS]
    return not any(word.index in kept for word in beside)


def _before_relative(words: list[Word], head: Word) -> list[Word]:
    """Without the relative clause of an apposition (", a teacher who …")."""
    comma = False
    for i, word in enumerate(words):
        relative = word.lower in RELATIVES - {"that"}
        if word.index > head.index and (relative or (word.lower == "that" and comma)):
            return words[:i]
        comma = word.text == ","
    return words


def _behind_colon(words: list[Word], head: Word) -> list[Word]:
    """`The Latest: Trump urges`: the part on the head's side."""
    colons = [i for i, word in enumerate(words) if word.text == ":"]
    for i in reversed(colons):
        return words[i + 1 :] if words[i].index < head.index else words[:i]
    return words


def trimmed(words: list[Word]) -> list[Word]:
    while words and not words[0].is_word and words[0].text not in "\"“'‘«@#$":
        words = words[1:]
    while words and not words[-1].is_word and words[-1].text not in "\"”'’»)%":
        words = words[:-1]
    if len(words) > 1 and words[0].lower in {"and", "but", "or", "that", "as", "while", "when"}:
        return words if words[0].pos == "DET" else trimmed(words[1:])
    return words


def extended(reading: Reading, phrase: Range) -> Range:
    """With the titles on its left, which the parser may have lost, and a bracket on its right."""
    start, end = phrase
    words = reading.at(start, end)
    first = _hyphenated(reading, words[0]) if words else None
    while (
        first is not None and (previous := reading.after(first, -1)) and _is_title(previous, first)
    ):
        first = previous
    previous = reading.after(first, -1) if first is not None else None
    if first is not None and previous is not None and first is not words[0]:
        first = previous if previous.pos == "DET" else first
    start = first.start if first is not None else start
    while words and (following := reading.after(words[-1])) and _is_name_of(words[-1], following):
        words = [*words, following]
        end = following.end
    abbreviation = ABBREVIATED.search(reading.text, max(0, start - 40), start)
    if abbreviation and words and words[0].text[:1].isupper():
        start = abbreviation.start()
    hyphen = HYPHENATED.match(reading.text, end)
    end = hyphen.end() if hyphen and words and words[-1].pos == "PROPN" else end
    bracket = PARENTHESIS.match(reading.text, end)
    return start, bracket.end() if bracket and words and words[-1].pos == "PROPN" else end


def _hyphenated(reading: Reading, word: Word) -> Word:
    """The first part of "e-mail"."""
    while (hyphen := reading.after(word, -1)) and (before := reading.after(word, -2)):
        joined = before.end == hyphen.start and hyphen.end == word.start
        if hyphen.text != "-" or not joined or not before.is_word:
            break
        word = before
    return word


def _is_title(word: Word, following: Word) -> bool:
    """A title, or a capital right before a title or a name."""
    if (
        following.lower in RELATIVES
        or following.pos == "DET"
        or word.sentence != following.sentence
    ):
        return False
    if word.lower in TITLES | OF_A_TITLE | lexicon().outlet_heads:
        return word.pos in OF_A_PHRASE
    capital = word.text[:1].isupper() and word.pos in {"PROPN", "ADJ", "NOUN"}
    return capital and following.text[:1].isupper() and following.pos in {"PROPN", "NOUN", "ADJ"}


def _is_name_of(title: Word, word: Word) -> bool:
    """A capitalised word right behind a title belongs to it ("Defence Minister Oyelaran")."""
    capital = word.text[:1].isupper() and word.pos in {"PROPN", "NOUN", "ADJ", "X"}
    return title.lower in TITLES and capital and word.tag not in {"VBD", "VBZ"}


def with_apposition(reading: Reading, phrase: Range) -> Range:
    """With what follows a name between commas (", a law professor,"), unless it is long."""
    words = reading.at(*phrase)
    if not words or words[-1].pos != "PROPN":
        return phrase
    match = APPOSITION.match(reading.text, phrase[1])
    if not match:
        return phrase
    inside = reading.at(match.start() + 1, match.end())
    verbal = any(word.pos in {"AUX", "VERB", "CCONJ", "SCONJ"} for word in inside[:3])
    verbal = verbal or any(word.pos == "ADP" for word in inside[:1])
    finite = any(word.tag in {"VBD", "VBZ", "VBP", "MD", "WDT", "WP"} for word in inside)
    nominal = any(word.pos == "NOUN" for word in inside)
    return phrase if verbal or finite or not nominal else (phrase[0], match.end())


def phrase_before(reading: Reading, word: Word) -> Range | None:
    """The noun phrase that ends right before a word, by order; a short insertion or a day that
    stands between is skipped."""
    last = reading.after(word, -1)
    last = _before_time(reading, last)
    if last is not None and last.text == ",":
        last = _before_insertion(reading, last)
    if last is None or last.lower in RELATIVES:
        return None
    if last.pos not in NOUNS and not (last.text[:1].isupper() and last.pos in OF_A_PHRASE):
        return None
    first = last
    while (previous := reading.after(first, -1)) and _belongs(reading, previous):
        first = previous
    words = reading.words[_first_real(reading, first) : last.index + 1]
    return extended(reading, span(words)) if words else None


def _before_time(reading: Reading, word: Word | None) -> Word | None:
    """The word before "on Wednesday" or "this month"."""
    if word is None or word.lower not in TIMES:
        return word
    for steps in (1, 2, 3):
        previous = reading.after(word, -steps)
        if previous is None or previous.lower not in {
            "on",
            "this",
            "last",
            "late",
            "early",
            "just",
            "in",
        }:
            return previous
    return word


def _before_insertion(reading: Reading, comma: Word) -> Word | None:
    """The word before the other comma of ", chief of staff,"."""
    for steps in range(2, 14):
        word = reading.after(comma, -steps)
        if word is None or word.pos == "VERB":
            return None
        if word.text == ",":
            return reading.after(word, -1)
    return None


def _belongs(reading: Reading, word: Word) -> bool:
    """Also the "semi" of "semi-official" and the "highly" of "a highly respected official"."""
    head = reading.words[word.head]
    grades = word.pos == "ADV" and head.dep == "amod" and head.index > word.index
    return grades or word.pos in OF_A_PHRASE or word.lower in JOINS or word.dep == "amod"


def _first_real(reading: Reading, word: Word) -> int:
    index = word.index
    while reading.words[index].lower in JOINS - {"’", "'"}:
        index += 1
    return index


def phrase_after(reading: Reading, word: Word) -> Range | None:
    """The noun phrase that begins right after a word, by order."""
    first = reading.after(word)
    if first is None or first.pos not in OF_A_PHRASE or first.lower in RELATIVES:
        return None
    last = first
    while (following := reading.after(last)) and _belongs(reading, following):
        last = following
    while last.index > first.index and not last.is_word:
        last = reading.words[last.index - 1]
    return extended(reading, span(reading.words[first.index : last.index + 1]))


def head_of(reading: Reading, phrase: Range) -> Word | None:
    """The word of a stretch whose head lies outside it."""
    words = reading.at(*phrase)
    inside = {word.index for word in words}
    for word in words:
        if word.is_word and (word.is_root or word.head not in inside) and word.pos in NOUNS:
            return word
    return words[-1] if words else None
