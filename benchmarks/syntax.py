"""Tags and trees on the test parts of EWT and GUM: gold words, sentences found by the parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from annotations.suggest.pipeline import load
from annotations.suggest.training.conllu import Word, read
from annotations.suggest.training.sources import files

SENTENCES_A_DOC = 8


@dataclass(slots=True)
class Syntax:
    """Shares of right words, in percent, punctuation included."""

    words: int = 0
    upos: int = 0
    heads: int = 0
    labelled: int = 0
    lemmas: int = 0

    def __str__(self) -> str:
        parts = ("upos", "heads", "labelled", "lemmas")
        names = ("UPOS", "UAS", "LAS", "lemma")
        shares = (100 * getattr(self, part) / max(1, self.words) for part in parts)
        told = " ".join(f"{name} {share:.1f}" for name, share in zip(names, shares, strict=True))
        return f"{told} ({self.words} words)"

    @property
    def las(self) -> float:
        return 100 * self.labelled / max(1, self.words)

    @property
    def tagged(self) -> float:
        return 100 * self.upos / max(1, self.words)


def measure(folder: Path, part: str = "test", limit: int | None = None) -> Syntax:
    """`folder` is ud-ewt or ud-gum; `limit` stops after so many words."""
    result = Syntax()
    nlp = load()
    for words in _stretches(folder, part):
        doc = Doc(nlp.vocab, [w.form for w in words], [w.space for w in words])
        for _, component in nlp.pipeline:
            doc = component(doc)
        _count(result, doc, words)
        if limit and result.words >= limit:
            break
    return result


def _stretches(folder: Path, part: str) -> Iterator[list[Word]]:
    """Some sentences of one document in a row, heads counted from the first word."""
    for path in files(folder, part):
        words: list[Word] = []
        for number, sentence in enumerate(read(path), 1):
            shift = len(words)
            for word in sentence.words:
                word.head = word.head + shift if word.head >= 0 else -1
            words += sentence.words
            if number % SENTENCES_A_DOC == 0:
                yield words
                words = []
        if words:
            yield words


def _count(result: Syntax, doc: Doc, gold: list[Word]) -> None:
    for token, word in zip(doc, gold, strict=True):
        head = -1 if token.head.i == token.i else token.head.i
        relation = "root" if token.dep_ == "ROOT" else token.dep_
        result.words += 1
        result.upos += token.pos_ == word.upos
        result.heads += head == word.head
        result.labelled += head == word.head and relation == word.deprel
        result.lemmas += token.lemma_.casefold() == word.lemma.casefold()
