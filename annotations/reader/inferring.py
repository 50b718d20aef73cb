"""A source or via that no words of the article stand for, as a person names it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.states import Range


@dataclass(frozen=True, slots=True)
class Inferred:
    """An entity by its id; one that is new by its name and the key of its label.

    One that `stood` here before is known, whatever else is tied to it by now.
    """

    entity: int | None = None
    label: str = ""
    name: str = ""
    stood: bool = False


Place = Range | Inferred
Places = Sequence[Place] | None
"""What a role is given: None leaves it as it is."""
