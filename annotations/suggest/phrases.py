"""Noun phrases and clause edges: from the tree where it helps, from the order of words where not."""

from __future__ import annotations

from annotations.suggest.words import SUBJECTS, Range, Reading, Word, span

NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
OF_A_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"})
JOINS = frozenset({"'s", "’s", "'", "’", "-", "–", "of", "&", "."})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
OUTSIDE_A_NAME = frozenset(
    {"acl:relcl", "parataxis", "cc", "punct", "advcl", "advcl:relcl", "ccomp", "dep", "list"}
)
LONG_APPOSITION = 18


def noun_phrase(reading: Reading, head: Word, before: int | None = None) -> Range:
    """The stretch around a noun: its subtree, cut before a relative clause or long apposition.

    `before` is a word index the phrase must not cross (its verb).
    """
    left_out = frozenset(
        child.index for child in reading.children(head) if _is_outside(reading, head, child)
    )
    words = _around(reading, head, reading.subtree(head, left_out))
    if before is not None:
        words = [word for word in words if (word.index < before) == (head.index < before)]
    return span(_trimmed(words) or [head])


def _is_outside(reading: Reading, head: Word, child: Word) -> bool:
    if child.dep == "appos":
        return len(reading.subtree(child)) > LONG_APPOSITION
    if child.dep == "conj":
        return any(c.dep in SUBJECTS for c in reading.children(child))
    if child.dep == "punct":
        return False
    return child.dep in OUTSIDE_A_NAME and child.index > head.index


def _around(reading: Reading, head: Word, words: list[Word]) -> list[Word]:
    """The unbroken run of words that holds the head."""
    kept = {word.index for word in words}
    start = end = head.index
    while start - 1 in kept:
        start -= 1
    while end + 1 in kept:
        end += 1
    return reading.words[start : end + 1]


def _trimmed(words: list[Word]) -> list[Word]:
    while words and not words[0].is_word and words[0].text not in "\"“'‘«@#$":
        words = words[1:]
    while words and not words[-1].is_word and words[-1].text not in "\"”'’»)%":
        words = words[:-1]
    if words and words[0].lower in {"and", "but", "or", "that"} and len(words) > 1:
        return _trimmed(words[1:])
    return words


def phrase_before(reading: Reading, word: Word) -> Range | None:
    """The noun phrase that ends right before a word, by order; a short insertion is skipped."""
    last = reading.after(word, -1)
    if last is not None and last.text == ",":
        last = _before_insertion(reading, last)
    if last is None or last.pos not in NOUNS or last.lower in RELATIVES:
        return None
    first = last
    while (previous := reading.after(first, -1)) and _belongs(reading, previous):
        first = previous
    words = reading.words[_first_real(reading, first) : last.index + 1]
    return span(words) if words else None


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
    return word.pos in OF_A_PHRASE or word.lower in JOINS


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
    return span(reading.words[first.index : last.index + 1])


def head_of(reading: Reading, phrase: Range) -> Word | None:
    """The word of a stretch whose head lies outside it."""
    words = reading.at(*phrase)
    inside = {word.index for word in words}
    for word in words:
        if word.is_word and (word.is_root or word.head not in inside) and word.pos in NOUNS:
            return word
    return words[-1] if words else None
