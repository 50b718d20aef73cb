"""What the reporter puts between commas into somebody's claim is not the speaker's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotations.suggest.attribution import Attribution, Scene
from annotations.suggest.words import FINITE, Range, Reading, Word

RELATIVES = frozenset({"which", "who", "whose", "where"})
LONGEST = 40


def split_off(scene: Scene, found: Sequence[Attribution]) -> list[Attribution]:
    """Cuts ", which have …," out of indirect claims, in place; returns the cut clauses as the
    article's own."""
    own = []
    for one in found:
        for place in list(_insertions(scene, one)):
            one.content = [part for whole in one.content for part in _without(whole, place)]
            verb = scene.reading.at(*place)[0]
            own.append(Attribution([], [], [place], "own voice, inserted", 0.45, verb, "own"))
    return own


def _insertions(scene: Scene, one: Attribution) -> Iterator[Range]:
    """Relative clauses between two commas after which the claim goes on with its verb."""
    for start, end in one.content:
        words = scene.reading.at(start, end)
        for before, word in pairwise(words):
            opens = before.text == "," and word.lower in RELATIVES
            if opens and not scene.quotations.around(word.start):
                last = _last(scene.reading, word, end)
                if last is not None:
                    yield word.start, last.end


def _last(reading: Reading, relative: Word, end: int) -> Word | None:
    """The word before the closing comma, behind which a finite verb follows."""
    finite = False
    for word in reading.words[relative.index : relative.index + LONGEST]:
        following = reading.after(word)
        if following is None or word.start >= end:
            return None
        finite = finite or word.tag in FINITE
        if word.text == "," and finite and following.tag in FINITE:
            return reading.words[word.index - 1]
    return None


def _without(whole: Range, place: Range) -> list[Range]:
    """The stretch without an insertion and its commas."""
    if not whole[0] <= place[0] < place[1] <= whole[1]:
        return [whole]
    parts = [(whole[0], place[0] - 2), (place[1] + 2, whole[1])]
    return [part for part in parts if part[0] < part[1]]
