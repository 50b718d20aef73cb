"""From scores to structures: name tags that make sense, and one tree a sentence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
NEVER = np.float32(-1e9)


def log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)


def transitions(tags: list[str]) -> tuple[Floats, Floats]:
    """What may follow what, and what may begin: I-X only after B-X or I-X."""
    follow = np.zeros((len(tags), len(tags)), np.float32)
    for i, before in enumerate(tags):
        for j, tag in enumerate(tags):
            if tag.startswith("I-") and before[1:] != tag[1:]:
                follow[i, j] = NEVER
    begin = np.array([NEVER if tag.startswith("I-") else 0 for tag in tags], np.float32)
    return follow, begin


def best_tags(scores: Floats, follow: Floats, begin: Floats) -> list[int]:
    """Viterbi over log probabilities, words by tags."""
    if (scores.argmax(-1) == 0).all():
        return [0] * len(scores)
    best, back = scores[0] + begin, []
    for row in scores[1:]:
        through = best[:, None] + follow
        back.append(through.argmax(0))
        best = through.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def best_tree(scores: Floats) -> list[int]:
    """The heads of one sentence: n by n+1 scores, the last column the root's; -1 for the root.

    Exactly one word hangs on the root. Greedy first; where that makes a cycle, Chu-Liu/Edmonds.
    """
    own = scores[:, :-1].copy()
    np.fill_diagonal(own, NEVER)
    if len(own) == 1:
        return [-1]
    root = int((scores[:, -1] - own.max(1)).argmax())
    own[root] = NEVER
    heads = own.argmax(1)
    if _cycle(heads, root):
        heads = _arborescence(own.astype(np.float64), root)
    result = [int(head) for head in heads]
    result[root] = -1
    return result


def _cycle(heads: NDArray[np.intp], root: int) -> list[int]:
    """The words of one cycle, or nothing."""
    colour = np.zeros(len(heads), np.int64)
    colour[root] = -1
    for start in range(len(heads)):
        word, walk = start, start + 1
        while colour[word] == 0:
            colour[word] = walk
            word = int(heads[word])
        if colour[word] == walk:
            cycle = [word]
            while heads[cycle[-1]] != word:
                cycle.append(int(heads[cycle[-1]]))
            return cycle
    return []


def _arborescence(scores: NDArray[np.float64], root: int) -> NDArray[np.intp]:
    """Chu-Liu/Edmonds: contract a cycle into one word, solve, break the cycle where it entered."""
    heads: NDArray[np.intp] = scores.argmax(1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if not cycle:
        return heads
    inside = np.zeros(len(scores), bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    enter = scores[cycle][:, outside] - kept[:, None]
    leave = scores[outside][:, cycle]
    size = len(outside)
    small = np.full((size + 1, size + 1), float(NEVER))
    small[:size, :size] = scores[np.ix_(outside, outside)]
    small[size, :size] = enter.max(0)
    small[:size, size] = leave.max(1)
    solved = _arborescence(small, int(np.flatnonzero(outside == root)[0]))
    return _expanded(heads, cycle, outside, solved, enter.argmax(0), leave.argmax(1))


def _expanded(
    heads: NDArray[np.intp],
    cycle: list[int],
    outside: NDArray[np.intp],
    solved: NDArray[np.intp],
    entered_at: NDArray[np.intp],
    left_from: NDArray[np.intp],
) -> NDArray[np.intp]:
    size = len(outside)
    result = heads.copy()
    for i, word in enumerate(outside):
        head = solved[i]
        result[word] = cycle[left_from[i]] if head == size else outside[head]
    entry = int(solved[size])
    result[cycle[int(entered_at[entry])]] = outside[entry]
    return result
