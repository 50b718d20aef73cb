"""The last step to names: from what the encoder saw in a word to its tag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO

import numpy as np

from annotations.suggest.decoding import Floats, best_tags, log_softmax, transitions
from annotations.suggest.encoder import Scores


@dataclass(frozen=True)
class NamesHead:
    """A linear layer over the vectors of words: HIDDEN rows and one of biases, a column a tag.

    Without a layer it is the reader's own, which has been applied already.
    """

    tags: tuple[str, ...]
    layer: Floats | None = None

    @cached_property
    def order(self) -> tuple[Floats, Floats]:
        return transitions(list(self.tags))

    def scores(self, read: Scores) -> Floats:
        """Log probabilities, words by tags."""
        return log_softmax(read.names if self.layer is None else logits(self.layer, read.words))

    def spans(self, scores: Floats) -> Iterator[tuple[int, int, str]]:
        """(first word, after the last, kind) of the most probable tags."""
        return spans([self.tags[tag] for tag in best_tags(scores, *self.order)])

    def to_bytes(self) -> bytes:
        """As a project's database keeps it: about 1.5 KB a tag."""
        file = BytesIO()
        np.savez(file, tags=np.array(self.tags), layer=np.asarray(self.layer, np.float32))
        return file.getvalue()


@lru_cache(maxsize=8)
def from_bytes(data: bytes) -> NamesHead:
    with np.load(BytesIO(data), allow_pickle=False) as kept:
        tags = tuple(str(tag) for tag in kept["tags"])
        return NamesHead(tags, kept["layer"])


def logits(layer: Floats, vectors: Floats) -> Floats:
    return np.asarray(vectors @ layer[:-1] + layer[-1], np.float32)


def spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first, after last, kind) of well-formed BIO tags."""
    start = 0
    for i, tag in enumerate([*tags, "O"]):
        if i and tags[i - 1] != "O" and not tag.startswith("I-"):
            yield start, i, tags[i - 1][2:]
        if tag.startswith("B-"):
            start = i
