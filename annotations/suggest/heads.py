"""A learned names head as the desk hands it on; nothing here loads the model before it learns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.suggest.gold import Gold

Tell = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Head:
    """`number` is that of the version in its project; `data` as NamesHead.to_bytes writes it."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Lesson:
    """A head as bytes, its figures, and why it may not be used ("" if it may).

    `figures` has "learned_from" {"articles", "names": {label: count}}, "held_out" (articles),
    "new_labels", and the figures of `gate` for "gold" and "rehearsal".
    """

    head: bytes
    figures: dict[str, Any]
    refusal: str


def learn(
    gold: Sequence[Gold], *, labels: frozenset[str], in_use: Head | None, tell: Tell
) -> Lesson:
    """Fit a head to the gold texts but those held out, and measure it on these.

    `labels` are those of the project; on its gold the new head is compared with the one in use,
    on what it rehearses with the shipped one. `tell` is called with how many texts there are to
    read and how many have been, and may raise to end it.
    """
    from annotations.suggest import learning  # noqa: PLC0415

    return learning.learn(gold, labels=labels, in_use=in_use, tell=tell)
