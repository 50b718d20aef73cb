"""What the shipped head must not forget: words of its training sets, and sentences it never saw.

`model/rehearsal.npz` holds vectors, never words, so no text of a set is passed on. It is made by
`annotations.suggest.training.rehearsal` from the reader beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotations.suggest import gate
from annotations.suggest.decoding import log_softmax
from annotations.suggest.names_head import NamesHead, logits, spans
from annotations.suggest.pipeline import REHEARSAL
from annotations.suggest.softmax import Words

UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`shipped` is the reader's own head as a layer; `starts` says where each sentence of
    `held_out` begins."""

    shipped: NamesHead
    words: Words
    held_out: Words
    starts: NDArray[np.int64]


def load(folder: Path) -> Rehearsal:
    """Raises ValueError if it was made for another reader: vectors of two readers differ."""
    with np.load(folder / REHEARSAL, allow_pickle=False) as kept:
        if str(kept["reader"]) != _checksum(folder):
            raise ValueError(f"{REHEARSAL} was made for another reader: make it again")
        head = NamesHead(tuple(str(tag) for tag in kept["tags"]), kept["layer"])
        words, held_out = (
            Words(
                _unpacked(kept[f"{part}_vectors"], float(kept["step"])),
                kept[f"{part}_allowed"],
                kept[f"{part}_weights"],
            )
            for part in ("rehearsed", "held_out")
        )
        return Rehearsal(head, words, held_out, kept["starts"])


def save(rehearsal: Rehearsal, folder: Path) -> None:
    """Vectors in 8 bits each."""
    parts = {"rehearsed": rehearsal.words, "held_out": rehearsal.held_out}
    step = max(float(np.abs(part.vectors).max()) for part in parts.values()) / 127
    arrays: dict[str, Any] = {"reader": _checksum(folder), "tags": list(rehearsal.shipped.tags)}
    arrays |= {"layer": rehearsal.shipped.layer, "starts": rehearsal.starts, "step": step}
    for name, part in parts.items():
        vectors = part.vectors.astype(np.float32)
        arrays[f"{name}_vectors"] = np.round(vectors / step).astype(np.int8)
        arrays[f"{name}_allowed"] = part.allowed
        arrays[f"{name}_weights"] = part.weights
    np.savez_compressed(folder / REHEARSAL, **arrays)


def _checksum(folder: Path) -> str:
    return sha256((folder / "reader.onnx").read_bytes()).hexdigest()


def widened(words: Words, new_tags: int) -> Words:
    """For a head that knows more: what is no name here may be one of the new kinds."""
    may = np.repeat(words.allowed[:, :1], new_tags, 1)
    return Words(words.vectors, np.concatenate([words.allowed, may], 1), words.weights)


def counts(rehearsal: Rehearsal, head: NamesHead) -> gate.Counts:
    """Names of the sentences held out, by kind; what a set leaves open counts for nothing."""
    assert head.layer is not None
    part, begins = rehearsal.held_out, rehearsal.starts
    scores = log_softmax(logits(head.layer, part.vectors.astype(np.float32)))
    known = rehearsal.shipped.tags
    total: list[gate.Counts] = []
    for a, b in zip(begins, [*begins[1:], len(part)], strict=True):
        allowed = part.allowed[a:b]
        gold = [name for name in spans(_tags(allowed, known)) if name[2] != UNKNOWN]
        found = _comparable(head.spans(scores[a:b]), gold, known)
        judged = [name for name in found if name in gold or _is_judged(name, allowed, known)]
        total.append(gate.count(gold, judged))
    return gate.added(total)


def _tags(allowed: NDArray[np.bool_], known: tuple[str, ...]) -> list[str]:
    """The gold tag of each word; where any is allowed, an unknown name."""
    one = [known[int(tags.argmax())] for tags in allowed]
    return [f"B-{UNKNOWN}" if tags.all() else tag for tag, tags in zip(one, allowed, strict=True)]


def _comparable(
    found: Iterable[gate.Name], gold: list[gate.Name], known: tuple[str, ...]
) -> Iterator[gate.Name]:
    """A name that the project has a label of its own for is as good as under the shipped one."""
    kinds = {(start, end): kind for start, end, kind in gold}
    for start, end, kind in found:
        if f"B-{kind}" in known:
            yield start, end, kind
        elif (start, end) in kinds:
            yield start, end, kinds[start, end]


def _is_judged(name: gate.Name, allowed: NDArray[np.bool_], known: tuple[str, ...]) -> bool:
    """Not where the set leaves open whether these words are just such a name."""
    start, end, kind = name
    tags = [known.index(f"B-{kind}")] + [known.index(f"I-{kind}")] * (end - start - 1)
    own = allowed[start:end]
    is_open = (own.sum(1) > 1) & own[np.arange(len(own)), tags]
    return not bool(is_open.any())


def _unpacked(vectors: NDArray[np.int8], step: float) -> NDArray[np.float16]:
    return (vectors.astype(np.float32) * step).astype(np.float16)
