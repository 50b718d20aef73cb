from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from annotations.suggest import softmax
from annotations.suggest.names_head import NamesHead, from_bytes, logits
from annotations.suggest.softmax import Gathered, Words

Layer = NDArray[np.float32]
TAGS = ("O", "B-ORG", "I-ORG")
NOTHING = np.zeros((9, 3), np.float32)
SHIPPED = np.random.default_rng(5).normal(0, 1, (9, 3)).astype(np.float32)


def words(count: int, seed: int = 1) -> Words:
    """Words whose tag is told by the greatest of their first three numbers."""
    vectors = np.random.default_rng(seed).normal(0, 1, (count, 8)).astype(np.float16)
    allowed = np.eye(3, dtype=bool)[vectors[:, :3].argmax(1)]
    return Words(vectors, allowed, np.ones(count, np.float32))


def fit(start: Layer, seen: Words, pull: float, seed: int = 0) -> Layer:
    return softmax.fit(start, seen, pull=np.full(3, pull), seed=seed)


def gathered(*parts: Words, most: int = 2000) -> Words:
    found = Gathered(most, 8, 3)
    for part in parts:
        found.add(part)
    return found.words()


def right(layer: Layer, seen: Words) -> float:
    """The share of words whose best tag is allowed."""
    best = logits(layer, seen.vectors.astype(np.float32)).argmax(1)
    return float(seen.allowed[np.arange(len(seen)), best].mean())


def test_it_learns_what_tells_the_tags_apart() -> None:
    layer = fit(NOTHING, words(4000), 1.0)

    assert right(NOTHING, words(1000, seed=2)) < 0.5
    assert right(layer, words(1000, seed=2)) > 0.9


def test_the_same_seed_and_words_give_the_same_layer() -> None:
    first, again = (fit(SHIPPED, words(600), 1.0, seed=3) for _ in range(2))

    assert (first == again).all()
    assert (first != fit(SHIPPED, words(600), 1.0, seed=4)).any()


def test_a_stronger_pull_keeps_it_nearer_to_where_it_began() -> None:
    loose, tight = (fit(SHIPPED, words(600), pull) for pull in (0.1, 1e4))

    assert np.abs(tight - SHIPPED).mean() < np.abs(loose - SHIPPED).mean() / 5


def test_where_all_is_allowed_nothing_is_learned() -> None:
    open_ = words(600)
    everything = Words(open_.vectors, np.ones_like(open_.allowed), open_.weights)

    assert fit(SHIPPED, everything, 1.0) == pytest.approx(SHIPPED, abs=1e-5)


def test_words_that_count_for_more_win() -> None:
    one, other = words(600), words(600)
    against = Words(other.vectors, np.roll(other.allowed, 1, axis=1), other.weights * 9)
    layer = fit(NOTHING, gathered(one, against), 1.0)

    assert right(layer, against) > 0.9 > 0.1 > right(layer, one)


def test_words_are_gathered_until_there_is_no_room() -> None:
    one, other = words(300), words(300, seed=2)
    found = gathered(one, other, most=450)

    assert (found.vectors == np.concatenate([one.vectors, other.vectors])[:450]).all()
    assert (found.allowed[300:] == other.allowed[:150]).all()
    assert len(gathered(one, other)) == 600


def test_a_head_is_the_same_after_the_database() -> None:
    head = NamesHead(TAGS, SHIPPED)
    again = from_bytes(head.to_bytes())

    assert again.tags == TAGS
    assert again.layer is not None
    assert (again.layer == SHIPPED).all()
    assert head.to_bytes() == head.to_bytes()
