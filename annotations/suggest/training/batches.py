"""Examples as tensors of few fixed shapes (a new shape costs the CPU a new plan)."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from annotations.suggest import pieces
from annotations.suggest.training.examples import ANY, Example
from annotations.suggest.training.swapping import pool_of, swapped

PIECES_A_BATCH = 1536
LENGTHS = (24, 32, 48, 64, 96, 128, 160)
IGNORE = -100
HABITS = ("", "gum", "re3d", "wnut")
"""Sets that mark names in a way of their own; all others mark them alike."""
REPEATED = {"wikigold": 2, "politics": 2}
"""Small sets full of names, next to large ones with few."""
CURLY = {"'s": "’s", "n't": "n’t", "'re": "’re", "'ve": "’ve", "'ll": "’ll", "'": "’"}


@dataclass(frozen=True, slots=True)
class Labels:
    """What each head can say, in the order of its logits."""

    names: list[str]
    upos: list[str]
    xpos: list[str]
    relations: list[str]


@dataclass(slots=True)
class Row:
    """Some sentences in a row; index 0 of every word axis is the root. `habit` is an index."""

    habit: int
    ids: list[int]
    cases: list[int]
    first: list[int]
    allowed: list[list[int]]
    upos: list[int]
    xpos: list[int]
    starts: list[int]
    heads: list[int]
    relations: list[int]


@dataclass(frozen=True, slots=True)
class Batch:
    habit: Tensor
    ids: Tensor
    cases: Tensor
    mask: Tensor
    first: Tensor
    allowed: Tensor
    upos: Tensor
    xpos: Tensor
    starts: Tensor
    heads: Tensor
    relations: Tensor


def rows(
    sets: dict[str, list[Example]], tokenizer: Tokenizer, labels: Labels, dice: random.Random
) -> list[Row]:
    """One pass over every set, one to four neighbouring sentences a row, slightly disguised."""
    pool = pool_of(example for examples in sets.values() for example in examples)
    result = []
    for name, examples in sets.items():
        examples = examples * REPEATED.get(name, 1)
        i = 0
        while i < len(examples):
            count = dice.choice((1, 1, 2, 3, 4))
            chosen = [swapped(example, pool, dice) for example in examples[i : i + count]]
            row = _row(HABITS.index(name) if name in HABITS else 0, chosen, tokenizer, labels, dice)
            i += count
            if row:
                result.append(row)
    return result


def batches(all_rows: list[Row], labels: Labels, dice: random.Random) -> list[Batch]:
    dice.shuffle(all_rows)
    pools: dict[int, list[Row]] = {length: [] for length in LENGTHS}
    result = []
    for row in all_rows:
        length = next(length for length in LENGTHS if length >= len(row.ids))
        pools[length].append(row)
        if len(pools[length]) == PIECES_A_BATCH // length:
            result.append(_batch(pools[length], length, len(labels.names)))
            pools[length] = []
    dice.shuffle(result)
    return result


def _disguised(words: list[str], dice: random.Random) -> list[str]:
    """Now and then a headline's capitals, or the printer's quotation marks."""
    chance = dice.random()
    if chance < 0.04:
        words = [word[:1].upper() + word[1:] for word in words]
    elif chance < 0.055:
        words = [word.upper() for word in words]
    if dice.random() < 0.25:
        quotes = iter("“”" * len(words))
        words = [CURLY.get(word, next(quotes) if word == '"' else word) for word in words]
    return words


def _row(
    habit: int,
    examples: list[Example],
    tokenizer: Tokenizer,
    labels: Labels,
    dice: random.Random,
) -> Row | None:
    row = Row(habit, [pieces.CLS], [pieces.SPECIAL_CASE], [0], [[]], [IGNORE], [IGNORE], [IGNORE],
              [IGNORE], [IGNORE])  # fmt: skip
    for example in examples:
        cut = pieces.split(tokenizer, _disguised(example.words, dice))
        if len(row.ids) + len(cut.ids) >= LENGTHS[-1]:
            break
        shift, words_before = len(row.ids), len(row.first)
        row.ids += cut.ids
        row.cases += cut.cases
        row.first += [shift + piece for piece in cut.first]
        row.allowed += allowed_tags(example, labels.names)
        row.starts += [1] + [0] * (len(example.words) - 1)
        _add_tree(row, example, labels, words_before)
    row.ids.append(pieces.SEP)
    row.cases.append(pieces.SPECIAL_CASE)
    return row if len(row.first) > 1 else None


def _add_tree(row: Row, example: Example, labels: Labels, words_before: int) -> None:
    if example.tree is None:
        for column in (row.upos, row.xpos, row.heads, row.relations):
            column += [IGNORE] * len(example.words)
        return
    for word in example.tree:
        row.upos.append(labels.upos.index(word.upos))
        row.xpos.append(labels.xpos.index(word.xpos) if word.xpos in labels.xpos else IGNORE)
        row.heads.append(words_before + word.head if word.head >= 0 else 0)
        row.relations.append(labels.relations.index(known_relation(word.deprel, labels.relations)))


def known_relation(relation: str, known: list[str]) -> str:
    return relation if relation in known else relation.partition(":")[0]


def allowed_tags(example: Example, tags: list[str]) -> list[list[int]]:
    """The name tags each word may have; where a set marks nothing, several."""
    index = {tag: i for i, tag in enumerate(tags)}
    free = [0] + [index[f"{p}-{label}"] for label in example.unmarked for p in "BI"]
    result = [list(free) for _ in example.words]
    for start, end, label in example.names:
        for i in range(start, end):
            prefix = "B" if i == start else "I"
            result[i] = list(index.values()) if label == ANY else [index[f"{prefix}-{label}"]]
    return result


def _batch(chosen: list[Row], length: int, name_count: int) -> Batch:
    shape = (len(chosen), length)
    tensors = {name: np.zeros(shape, np.int64) for name in ("ids", "cases", "mask", "first")}
    for name in ("upos", "xpos", "starts", "heads", "relations"):
        tensors[name] = np.full(shape, IGNORE, np.int64)
    allowed = np.zeros((*shape, name_count), bool)
    for r, row in enumerate(chosen):
        tensors["mask"][r, : len(row.ids)] = 1
        for name in tensors:
            if name != "mask":
                values = getattr(row, name)
                tensors[name][r, : len(values)] = values
        for w, tags in enumerate(row.allowed):
            allowed[r, w, tags] = True
    parts = {name: torch.from_numpy(values) for name, values in tensors.items()}
    habit = torch.tensor([row.habit for row in chosen])
    return Batch(habit, **parts, allowed=torch.from_numpy(allowed))


def label_sets(sets: dict[str, list[Example]], types: tuple[str, ...]) -> Labels:
    """The tags and relations of the trees; a rare subtype of a relation counts as its type."""
    words = [word for examples in sets.values() for e in examples for word in e.tree or ()]
    counts: dict[str, int] = {}
    for word in words:
        counts[word.deprel] = counts.get(word.deprel, 0) + 1
    relations = {name for name, n in counts.items() if n >= 20 or ":" not in name}
    relations |= {name.partition(":")[0] for name in counts}
    return Labels(
        ["O", *(f"{prefix}-{kind}" for kind in types for prefix in "BI")],
        sorted({word.upos for word in words}),
        sorted({word.xpos for word in words}),
        sorted(relations),
    )
