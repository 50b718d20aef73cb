"""Words as the encoder reads them: word pieces, and the case the uncased vocabulary drops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

CLS, SEP, UNKNOWN = 101, 102, 100
CASES = 8
SPECIAL_CASE = 7
PIECES_A_WORD = 12


@dataclass(frozen=True, slots=True)
class Pieces:
    """`ids` and `cases` a piece; `first` says where each word begins."""

    ids: list[int]
    cases: list[int]
    first: list[int]


def load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def case_of(word: str) -> int:
    """0 lower, 1 Title, 2 UPPER, 3 one capital, 4 mIxed, 5 with a digit, 6 no letter."""
    if any(character.isdigit() for character in word):
        return 5
    if not any(character.isalpha() for character in word):
        return 6
    if word.islower():
        return 0
    if word.isupper():
        return 3 if len(word) == 1 else 2
    return 1 if word[0].isupper() and word[1:].islower() else 4


def split(tokenizer: Tokenizer, words: Sequence[str]) -> Pieces:
    """Every word gets one to PIECES_A_WORD pieces, whatever characters it is made of."""
    encoding = tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
    of_word: list[list[int]] = [[] for _ in words]
    for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None and len(of_word[word]) < PIECES_A_WORD:
            of_word[word].append(piece)
    ids: list[int] = []
    cases: list[int] = []
    first: list[int] = []
    for word_text, pieces in zip(words, of_word, strict=True):
        first.append(len(ids))
        ids += pieces or [UNKNOWN]
        cases += [case_of(word_text)] * (len(pieces) or 1)
    return Pieces(ids, cases, first)
