"""Stretches of a text, start and end in code points, and the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annotations.suggest.values import Part

Range = tuple[int, int]


def words(text: str, ranges: Iterable[Range]) -> set[int]:
    """Where the words of these stretches begin."""
    return {
        start + m.start() for start, end in ranges for m in re.finditer(r"\w+", text[start:end])
    }


def places(parts: Sequence[Part]) -> tuple[Range, ...]:
    """The stretches of the parts that have one; inferred parts have none."""
    return tuple((p.start, p.end) for p in parts if p.start is not None and p.end is not None)


def overlap(one: Iterable[Range], other: Iterable[Range]) -> float:
    """Intersection over union of characters."""
    own = {i for start, end in one for i in range(start, end)}
    their = {i for start, end in other for i in range(start, end)}
    return len(own & their) / max(1, len(own | their))
