"""The words of a whole text with their tree, whichever pieces they were parsed in.

Offsets are code points into the whole text, end exclusive; indexes count words of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotations.suggest.pipeline import Piece

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Range = tuple[int, int]
"""Start and end in code points."""

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
STOPS = frozenset({".", "!", "?", "…", "...", "?!", "!!"})
CLOSERS = frozenset({'"', "”", "’", "'", "''", "»", ")", "]", "’’"})
ABBREVIATIONS = frozenset(
    [
        "rep",
        "sen",
        "gov",
        "lt",
        "gen",
        "col",
        "sgt",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "capt",
        "maj",
        "sens",
        "reps",
        "st",
        "adm",
        "cmdr",
        "rev",
        "hon",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "no",
        "vs",
        "inc",
        "co",
        "corp",
        "ltd",
        "brig",
        "messrs",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "a.m",
        "p.m",
        "d.c",
    ]
)
LONGEST = 250
"""Words of a sentence: what is longer is a list or no prose, and is read in pieces."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
LIKE_PRONOUNS = frozenset({"US", "WHO"})
"""Abbreviations that mean something else in small letters."""


@dataclass(slots=True)
class Word:
    """One word; the root of a sentence is its own head. `lower` keeps the capitals of "the US" and
    "the WHO" in a sentence that has small letters elsewhere."""

    index: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    is_word: bool
    children: list[int] = field(default_factory=list)

    @property
    def is_root(self) -> bool:
        return self.head == self.index


@dataclass(slots=True)
class Reading:
    """A text as words and sentences; a sentence is a range of word indexes."""

    text: str
    words: list[Word] = field(default_factory=list)
    sentences: list[range] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, pieces: Sequence[Piece], breaks: Iterable[int] = ()) -> Reading:
        """From parsed pieces, each with the offset of its first character; a sentence also
        begins at each of `breaks`."""
        reading, places = cls(text), frozenset(breaks)
        for piece in pieces:
            reading._add(piece.offset, piece.doc, places)
        return reading

    def _add(self, offset: int, doc: Doc, breaks: frozenset[int]) -> None:
        for tokens in _sentences(doc, offset, breaks):
            self._add_sentence(offset, tokens)

    def _add_sentence(self, offset: int, tokens: list[Token]) -> None:
        first = len(self.words)
        index = {token.i: first + place for place, token in enumerate(tokens)}
        kept = LIKE_PRONOUNS if any(token.text.islower() for token in tokens) else frozenset()
        for token in tokens:
            self.words.append(_word(token, offset, index, len(self.sentences)))
            if token.text in kept:
                self.words[-1].lower = token.text
        for word in self.words[first:]:
            if not word.is_root:
                self.words[word.head].children.append(word.index)
        self.sentences.append(range(first, len(self.words)))

    def sentence_of(self, word: Word) -> list[Word]:
        places = self.sentences[word.sentence]
        return self.words[places.start : places.stop]

    def children(self, word: Word, *deps: str) -> list[Word]:
        """The word's own dependents, of these relations when any are given."""
        words = [self.words[i] for i in word.children]
        return [child for child in words if not deps or child.dep in deps]

    def subtree(self, word: Word, without: frozenset[int] = frozenset()) -> list[Word]:
        """The word and all below it in order, leaving out the branches at `without`."""
        found, open_ = [], [word.index]
        while open_:
            index = open_.pop()
            if index not in without:
                found.append(index)
                open_.extend(self.words[index].children)
        return [self.words[index] for index in sorted(found)]

    def ancestors(self, word: Word) -> Iterator[Word]:
        """From the head upwards; a broken tree ends the walk."""
        for _ in range(60):
            if word.is_root:
                return
            word = self.words[word.head]
            yield word

    def at(self, start: int, end: int) -> list[Word]:
        """The words that begin in [start, end)."""
        first = bisect_left(self.words, start, key=lambda word: word.start)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        return self.words[first:last]

    def after(self, word: Word, steps: int = 1) -> Word | None:
        """The word so many places on in the same sentence (or back, when negative)."""
        place = word.index + steps
        return self.words[place] if place in self.sentences[word.sentence] else None

    def subject(self, verb: Word) -> Word | None:
        """The verb's own subject; of several, by a slip of the parser, the nearest before it."""
        found = self.children(verb, *SUBJECTS)
        before = [word for word in found if word.index < verb.index]
        return before[-1] if before else found[0] if found else None

    def is_passive(self, verb: Word) -> bool:
        return any(child.dep in {"aux:pass", "nsubj:pass"} for child in self.children(verb))

    def is_finite(self, verb: Word) -> bool:
        """A finite verb, or one with a finite auxiliary or copula."""
        return verb.tag in FINITE or any(
            child.tag in FINITE for child in self.children(verb, "aux", "aux:pass", "cop")
        )


def _sentences(doc: Doc, offset: int, breaks: frozenset[int]) -> Iterator[list[Token]]:
    """The parser's sentences, corrected where the letters leave no doubt."""
    sentence: list[Token] = []
    for token in doc:
        if token.is_space:
            if "\n" in token.text and sentence:
                yield sentence
                sentence = []
            continue
        full = len(sentence) == LONGEST
        if sentence and (full or offset + token.idx in breaks or _begins(sentence, token)):
            yield sentence
            sentence = []
        sentence.append(token)
    if sentence:
        yield sentence


def _begins(sentence: list[Token], token: Token) -> bool:
    """Whether a token opens a sentence: never a closing mark, always after a full stop that
    stands alone before a capital, else what the parser says behind some stop."""
    last = sentence[-1]
    if token.text in CLOSERS and not last.whitespace_:
        return False
    place = len(sentence) - 1
    while place and sentence[place].text in CLOSERS:
        place -= 1
    stop = sentence[place]
    if not token.is_sent_start and stop.text not in STOPS:
        return False
    if stop.text in STOPS:
        first = token.text[:1]
        return bool(last.whitespace_) and not first.islower()
    return bool(stop.text[-1:] in ".!?:;…" and stop.lower_.rstrip(".") not in ABBREVIATIONS)


def _word(token: Token, offset: int, index: dict[int, int], sentence: int) -> Word:
    start = offset + token.idx
    return Word(
        index[token.i],
        start,
        start + len(token.text),
        token.text,
        token.lower_.replace("’", "'"),
        token.lemma_.lower(),
        token.pos_,
        token.tag_,
        token.dep_,
        index.get(token.head.i, index[token.i]),
        sentence,
        any(character.isalnum() for character in token.text),
    )


class Stretches:
    """Stretches of a text merged and in order, to ask what overlaps."""

    def __init__(self, places: Iterable[Range]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(places):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def overlap(self, start: int, end: int) -> bool:
        at = bisect_left(self.starts, end)
        return at > 0 and self.ends[at - 1] > start


def span(words: Sequence[Word]) -> Range:
    """From the first word's start to the last word's end."""
    return words[0].start, words[-1].end
