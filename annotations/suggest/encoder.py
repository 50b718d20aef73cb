"""The model in `model/` through onnxruntime: words in, scores out. Knows nothing of spaCy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from annotations.suggest import pieces
from annotations.suggest.decoding import Floats

PIECES_A_WINDOW = 156
PIECES_A_BATCH = 1536
SENTENCE_ENDS = frozenset(".!?…\"'”’»")


class Scores(NamedTuple):
    """Of the n words of one window. `arcs` is n by n+1, the last column the root's.

    `words` are the vectors that the rest was made of, n by HIDDEN; none from a reader that keeps
    them to itself.
    """

    names: Floats
    upos: Floats
    xpos: Floats
    starts: Floats
    arcs: Floats
    dependents: Floats
    heads: Floats
    words: Floats


@dataclass(frozen=True, slots=True)
class Window:
    """Words [start, end) of paragraph `paragraph`, and their pieces."""

    paragraph: int
    start: int
    end: int
    pieces: pieces.Pieces


class Encoder:
    """Reads paragraphs in windows; one thread, so that workers scale by processes."""

    def __init__(self, folder: Path) -> None:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        self.labels: dict[str, list[str]] = meta["labels"]
        self.tokenizer = pieces.load_tokenizer(folder / "tokenizer.json")
        self.reader = _session(folder / "reader.onnx")
        self.has_words = "words" in {output.name for output in self.reader.get_outputs()}
        self.relation_scorer = _session(folder / "relations.onnx")

    def read(self, paragraphs: Sequence[Sequence[str]]) -> Iterator[tuple[Window, Scores]]:
        """Every window of every paragraph, in no particular order."""
        windows = [w for i, words in enumerate(paragraphs) for w in self._windows(i, words)]
        for batch in _batches(windows):
            yield from zip(batch, self._run(batch), strict=True)

    def relations(self, dependents: Floats, heads: Floats) -> Floats:
        """Scores of every relation for n pairs of a dependent and its head."""
        pairs = {"dependents": dependents, "heads": heads}
        return np.asarray(self.relation_scorer.run(None, pairs)[0], np.float32)

    def _windows(self, paragraph: int, words: Sequence[str]) -> Iterator[Window]:
        split = pieces.split(self.tokenizer, words)
        bounds = [*split.first, len(split.ids)]
        start = 0
        while start < len(words):
            end = _window_end(words, bounds, start)
            a, b = bounds[start], bounds[end]
            first = [piece - a for piece in bounds[start:end]]
            yield Window(
                paragraph, start, end, pieces.Pieces(split.ids[a:b], split.cases[a:b], first)
            )
            start = end

    def _run(self, batch: list[Window]) -> Iterator[Scores]:
        length = max(len(window.pieces.ids) for window in batch) + 2
        width = max(len(window.pieces.first) for window in batch) + 1
        feed = {name: np.zeros((len(batch), length), np.int64) for name in ("ids", "cases", "mask")}
        feed["first"] = np.zeros((len(batch), width), np.int64)
        for row, window in enumerate(batch):
            _fill(feed, row, window.pieces)
        outputs = self.reader.run(None, feed)
        for row, window in enumerate(batch):
            yield _scores([output[row] for output in outputs], len(window.pieces.first))


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = True
    providers = ["CPUExecutionProvider"]
    return onnxruntime.InferenceSession(str(path), options, providers=providers)


def _scores(outputs: list[NDArray[np.float32]], count: int) -> Scores:
    """Word 0 of the network is the root: moved behind the words as a head, dropped elsewhere."""
    names, upos, xpos, starts, arcs, dependents, heads, *words = outputs
    own = slice(1, count + 1)
    return Scores(
        names[own],
        upos[own],
        xpos[own],
        starts[own],
        np.concatenate([arcs[own, own], arcs[own, :1]], 1),
        dependents[own],
        np.concatenate([heads[own], heads[:1]]),
        words[0][own] if words else np.zeros((count, 0), np.float32),
    )


def _fill(feed: dict[str, NDArray[np.int64]], row: int, window: pieces.Pieces) -> None:
    size = len(window.ids)
    feed["ids"][row, : size + 2] = [pieces.CLS, *window.ids, pieces.SEP]
    special = pieces.SPECIAL_CASE
    feed["cases"][row, : size + 2] = [special, *window.cases, special]
    feed["mask"][row, : size + 2] = 1
    feed["first"][row, 1 : len(window.first) + 1] = np.array(window.first) + 1


def _window_end(words: Sequence[str], bounds: list[int], start: int) -> int:
    """As many words as fit, cut behind a sentence where one ends in the last two thirds."""
    end = start + 1
    while end < len(words) and bounds[end + 1] - bounds[start] <= PIECES_A_WINDOW:
        end += 1
    if end == len(words):
        return end
    for cut in range(end, start + (end - start) // 3, -1):
        if words[cut - 1][-1:] in SENTENCE_ENDS and not words[cut][:1].islower():
            return cut
    return end


def _batches(windows: list[Window]) -> Iterator[list[Window]]:
    batch: list[Window] = []
    for window in sorted(windows, key=lambda window: len(window.pieces.ids)):
        if batch and (len(batch) + 1) * (len(window.pieces.ids) + 2) > PIECES_A_BATCH:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
