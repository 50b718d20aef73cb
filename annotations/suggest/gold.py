"""Texts with what people decided about the names in them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from annotations.suggest.gate import Name

ONE_IN = 5
"""So many articles are held out: one in five, always the same."""


@dataclass(frozen=True, slots=True)
class Gold:
    """`names` are all that the text has; `undecided` are stretches that were left open."""

    text: str
    names: tuple[Name, ...]
    undecided: tuple[tuple[int, int], ...] = ()
    is_held_out: bool = False

    def piece(self, begin: int, end: int) -> Gold:
        """The part `[begin, end)` of the text, with what lies in it or reaches into it."""
        names = ((first - begin, last - begin, label) for first, last, label in self.names)
        opened = ((first - begin, last - begin) for first, last in self.undecided)
        length = end - begin
        return replace(
            self,
            text=self.text[begin:end],
            names=tuple(name for name in names if name[0] < length and name[1] > 0),
            undecided=tuple(each for each in opened if each[0] < length and each[1] > 0),
        )

    def is_judged(self, name: Name) -> bool:
        """Whether it is known if this is a name: not where people left it open."""
        if name in self.names:
            return True
        return not any(start < name[1] and name[0] < end for start, end in self.undecided)


def held_out(texts: Sequence[str]) -> set[int]:
    """The places of the texts to hold out, chosen by what they say: one in five, as luck has it.

    At least one is held out, and at least one is not.
    """
    keys = [int.from_bytes(sha256(text.encode()).digest()[:8]) for text in texts]
    chosen = {i for i, key in enumerate(keys) if key % ONE_IN == 0}
    order = sorted(range(len(keys)), key=lambda i: (keys[i] % ONE_IN, keys[i]))
    return (chosen or set(order[:1])) - set(order[-1:])
