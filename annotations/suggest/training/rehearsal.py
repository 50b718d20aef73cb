"""Makes `model/rehearsal.npz`, which learning from corrections starts from:

    python -m annotations.suggest.training.rehearsal --data ../shared/data

Needs requirements-training.txt and a model whose reader gives its `words`. Two minutes; the same
model and sets give the same file. Read again whenever the model was trained again.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.suggest import gate, rehearsal
from annotations.suggest.decoding import Floats, log_softmax
from annotations.suggest.encoder import Encoder
from annotations.suggest.names_head import NamesHead
from annotations.suggest.pipeline import MODEL
from annotations.suggest.rehearsal import Rehearsal
from annotations.suggest.softmax import Words
from annotations.suggest.training.batches import HABITS, allowed_tags
from annotations.suggest.training.examples import ANY, Example
from annotations.suggest.training.sources import ewt, politics, training_examples

REHEARSED, HELD_OUT = 5_500, 5_500
"""Words of each part: together less than 4 MB."""
JUDGED = 2 * gate.ENOUGH
SURE = 0.98


def write(data: Path, folder: Path, seed: int) -> None:
    encoder, dice = Encoder(folder), random.Random(seed)
    tags = encoder.labels["names"]
    sets = training_examples(data)
    marked_alike = [e for name, each in sets.items() if name not in HABITS for e in each]
    unseen = [*ewt(data, "dev"), *politics(data, "test")]
    rehearsed = _some(dice.sample(marked_alike, len(marked_alike)), 12 * REHEARSED)
    held_out = _some(_rare_first(unseen, dice), HELD_OUT)
    words, names = _read(encoder, rehearsed, tags)
    part, _ = _read(encoder, held_out, tags)
    head = NamesHead(tuple(tags), _layer(words.vectors, names))
    lengths = [len(example.words) for example in held_out]
    starts = np.cumsum([0, *lengths[:-1]])
    rehearsal.save(Rehearsal(head, _telling(words, names), part, starts), folder)


def _rare_first(examples: Sequence[Example], dice: random.Random) -> list[Example]:
    """Those with names by lot, but first so many that every kind can be judged by the gate."""
    kinds = {id(e): {kind for _, _, kind in e.names} - {ANY} for e in examples}
    mixed = [e for e in dice.sample(examples, len(examples)) if kinds[id(e)]]
    counts: Counter[str] = Counter()
    needed: list[Example] = []
    for example in mixed:
        if any(counts[kind] < JUDGED for kind in kinds[id(example)]):
            counts.update(kind for _, _, kind in example.names)
            needed.append(example)
    taken = {id(example) for example in needed}
    return needed + [example for example in mixed if id(example) not in taken]


def _some(examples: Sequence[Example], words: int) -> list[Example]:
    """The first of these, as many as have so many words in all."""
    chosen: list[Example] = []
    for example in examples:
        words -= len(example.words)
        if words < 0:
            break
        chosen.append(example)
    return chosen


def _read(encoder: Encoder, examples: list[Example], tags: list[str]) -> tuple[Words, Floats]:
    """The words of the examples in their order, and the logits of their names."""
    vectors: dict[tuple[int, int], Floats] = {}
    names: dict[tuple[int, int], Floats] = {}
    for window, scores in encoder.read([example.words for example in examples]):
        place = window.paragraph, window.start
        vectors[place], names[place] = scores.words, scores.names
    order = sorted(vectors)
    rows = [row for example in examples for row in allowed_tags(example, tags)]
    allowed = np.zeros((len(rows), len(tags)), bool)
    for i, row in enumerate(rows):
        allowed[i, row] = True
    found = np.concatenate([vectors[place] for place in order]).astype(np.float16)
    words = Words(found, allowed, np.ones(len(found), np.float32))
    return words, np.concatenate([names[place] for place in order])


def _layer(vectors: NDArray[np.float16], names: Floats) -> Floats:
    """The reader's own head, by least squares: what makes these names of these vectors."""
    with_one = np.concatenate([vectors.astype(np.float32), np.ones((len(vectors), 1))], 1)
    return np.linalg.lstsq(with_one, names, rcond=1e-5)[0].astype(np.float32)


def _telling(words: Words, names: Floats) -> Words:
    """Those that a change of the head would hurt first: names, and what is nearly one."""
    is_sure = words.allowed[:, 0] & (np.exp(log_softmax(names)[:, 0]) > SURE)
    telling = np.flatnonzero(~is_sure & ~words.allowed.all(1))[: REHEARSED * 4 // 5]
    sure = np.flatnonzero(is_sure)[: REHEARSED - len(telling)]
    share = is_sure.sum() / max(1, (~is_sure).sum()) * len(telling) / len(sure)
    chosen = np.concatenate([telling, sure])
    weights = np.where(is_sure[chosen], share, 1).astype(np.float32)
    return Words(words.vectors[chosen], words.allowed[chosen], weights)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m annotations.suggest.training.rehearsal")
    parser.add_argument("--data", type=Path, required=True, help="the folder of the free sets")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    write(options.data, options.model, options.seed)


if __name__ == "__main__":
    main()
