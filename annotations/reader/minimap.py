"""Where in an article something is undecided, and where all is decided, as strokes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.reader.reading import ClaimItem, Reading, SpanItem

HEIGHT = 400  # strokes that fit; what lies closer together is one


@dataclass(frozen=True, slots=True)
class Minimap:
    """The data of two SVG paths in a box of 1 by `height`."""

    undecided: str
    decided: str
    height: int = HEIGHT


def of(reading: Reading) -> Minimap:
    items: list[SpanItem | ClaimItem] = [*reading.spans, *reading.claims]
    length = max(1, len(reading.text))
    undecided = _strokes((item for item in items if item.state == "suggested"), length)
    decided = _strokes((item for item in items if item.state != "suggested"), length)
    return Minimap(_path(undecided, 1), _path(decided - undecided, 0.6))


def _strokes(items: Iterable[SpanItem | ClaimItem], length: int) -> set[int]:
    return {item.start * HEIGHT // length for item in items}


def _path(strokes: Iterable[int], width: float) -> str:
    return "".join(f"M1 {stroke}h-{width}" for stroke in sorted(strokes))
