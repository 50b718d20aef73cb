"""A linear layer fitted to words of which it is known what they may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotations.suggest.decoding import Floats
from annotations.suggest.names_head import logits

RATE, STEPS, WORDS_A_STEP = 3e-3, 400, 512
KEPT, KEPT_SQUARES = 0.9, 0.999


@dataclass(frozen=True, slots=True)
class Words:
    """n words: their vectors, n by HIDDEN; which tags each may have, n by tags; how much each
    counts, n."""

    vectors: NDArray[np.float16]
    allowed: NDArray[np.bool_]
    weights: Floats

    def __len__(self) -> int:
        return len(self.vectors)


class Gathered:
    """Words of many texts in one block of memory: among many small ones much is lost."""

    def __init__(self, most: int, size: int, tags: int) -> None:
        self.vectors = np.empty((most, size), np.float16)
        self.allowed = np.empty((most, tags), bool)
        self.weights = np.empty(most, np.float32)
        self.count = 0

    @property
    def is_full(self) -> bool:
        return self.count == len(self.vectors)

    def add(self, words: Words) -> None:
        """What does not fit is left out."""
        end = min(self.count + len(words), len(self.vectors))
        own, given = slice(self.count, end), slice(end - self.count)
        self.vectors[own] = words.vectors[given]
        self.allowed[own] = words.allowed[given]
        self.weights[own] = words.weights[given]
        self.count = end

    def words(self) -> Words:
        own = slice(self.count)
        return Words(self.vectors[own], self.allowed[own], self.weights[own])


def fit(start: Floats, words: Words, *, pull: NDArray[np.float64], seed: int) -> Floats:
    """The layer that makes what is allowed most probable, and stays near `start`.

    Minimises - sum(weight * log p(allowed)) + pull / 2 * |layer - start|², a pull for each tag,
    by Adam (Kingma and Ba 2015). The same seed and words give the same layer.
    """
    layer, mean, square = (start.astype(np.float64) * kept for kept in (1, 0, 0))
    for number, chosen in enumerate(_steps(len(words), np.random.default_rng(seed)), 1):
        slope = _slope(layer, words, chosen) / len(chosen)
        slope += pull / len(words) * (layer - start)
        mean = KEPT * mean + (1 - KEPT) * slope
        square = KEPT_SQUARES * square + (1 - KEPT_SQUARES) * slope**2
        rate = RATE * (1 - (number - 1) / STEPS)
        even = np.sqrt(square / (1 - KEPT_SQUARES**number)) + 1e-8
        layer -= rate / (1 - KEPT**number) * mean / even
    return layer.astype(np.float32)


def _steps(count: int, dice: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """STEPS times some of the words, each as often as the others."""
    left = dice.permutation(count)
    for _ in range(STEPS):
        if len(left) < min(WORDS_A_STEP, count):
            left = dice.permutation(count)
        yield left[:WORDS_A_STEP]
        left = left[WORDS_A_STEP:]


def _slope(layer: NDArray[np.float64], words: Words, chosen: NDArray[np.intp]) -> Floats:
    """Of the summed loss: what is said against what is allowed, a word's weight each."""
    vectors = words.vectors[chosen].astype(np.float32)
    scores = logits(layer.astype(np.float32), vectors)
    said = _softmax(scores)
    wanted = _softmax(np.where(words.allowed[chosen], scores, np.float32(-1e9)))
    error = (said - wanted) * words.weights[chosen, None]
    return np.asarray(np.concatenate([vectors.T @ error, error.sum(0, keepdims=True)]), np.float32)


def _softmax(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(grown / grown.sum(-1, keepdims=True), np.float32)
