"""The one shape in which every training set arrives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import spacy
from spacy.language import Language

from annotations.suggest.training.conllu import Word

Name = tuple[int, int, str]
"""First word, word after the last, label; "?" as label: something, nobody says what."""
ANY = "?"


@dataclass(slots=True)
class Example:
    """A sentence. `unmarked` are labels its set does not mark: there "no name" is no evidence."""

    words: list[str]
    names: list[Name] = field(default_factory=list)
    unmarked: tuple[str, ...] = ()
    tree: list[Word] | None = None


@cache
def blank() -> Language:
    return spacy.blank("en")


def resplit(words: Sequence[str], tags: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tokens of a set as spaCy would cut them, so that training and use see the same words."""
    out_words: list[str] = []
    out_tags: list[str] = []
    for word, tag in zip(words, tags, strict=True):
        parts = [token.text for token in blank().tokenizer(word) if not token.is_space]
        out_words += parts
        out_tags += [tag] + [tag.replace("B-", "I-")] * (len(parts) - 1) if parts else []
    return out_words, out_tags


def names_of(tags: Sequence[str]) -> Iterator[Name]:
    """The spans of IOB1 or IOB2 tags."""
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, here = tag.partition("-")
        if label and (prefix != "I" or here != label):
            yield start, i, label
            label = ""
        if here and not label:
            start, label = i, here
