"""Work shared out among people by weight, as evenly as whole pieces allow. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class Shares(Generic[T]):
    """Each person's weight, and how many pieces they have so far.

    The next piece goes to whom it brings least far over their share (the D'Hondt method), the
    first named among equals.
    """

    def __init__(self, weights: Mapping[T, int]) -> None:
        self.weights = {person: weight for person, weight in weights.items() if weight > 0}
        self.given = dict.fromkeys(self.weights, 0)

    def pick(self, excluded: Collection[T] = ()) -> T | None:
        """Who gets the next piece; None if everybody is excluded."""
        free = [person for person in self.weights if person not in excluded]
        if not free:
            return None
        person = min(free, key=lambda each: (self.given[each] + 1) / self.weights[each])
        self.given[person] += 1
        return person
