"""spaCy's tokenizer with an upper bound: a run without a space costs it quadratic time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.vocab import Vocab

RUN = 120
LONG_RUN = re.compile(rf"\S{{{RUN}}}")


class BoundedTokenizer:
    """Cuts what no language writes in one piece before the rules see it."""

    def __init__(self, vocab: Vocab, inner: Callable[[str], Doc]) -> None:
        self.vocab = vocab
        self.inner = inner

    def __call__(self, text: str) -> Doc:
        if not LONG_RUN.search(text):
            return self.inner(text)
        words: list[str] = []
        spaces: list[bool] = []
        for stretch in _stretches(text):
            for token in self.inner(stretch):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self.vocab, words=words, spaces=spaces)


def _stretches(text: str) -> Iterator[str]:
    start = 0
    for match in LONG_RUN.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    if start < len(text):
        yield text[start:]
