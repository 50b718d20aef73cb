"""The parts of a claim as a person gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotations.actions.errors import BadClaim
from annotations.states import ROLES, PartState, Range

MOST_PARTS = 100


def changed(
    parts: tuple[PartState, ...], given: Mapping[str, Sequence[Range] | None], length: int
) -> tuple[PartState, ...]:
    """These parts with the roles given replaced, in the order of the roles.

    A stretch that was there keeps its row and its entity; an inferred part goes when its role
    is replaced. Raises BadClaim without content, or outside a text of `length` code points.
    """
    made: list[PartState] = []
    for role in ROLES:
        present = [part for part in parts if part.role == role]
        stretches = given.get(role)
        made += present if stretches is None else _replaced(role, present, stretches, length)
    if not any(part.role == "content" for part in made) or len(made) > MOST_PARTS:
        raise BadClaim
    return tuple(made)


def _replaced(
    role: str, present: list[PartState], stretches: Sequence[Range], length: int
) -> list[PartState]:
    if any(not 0 <= start < end <= length for start, end in stretches):
        raise BadClaim
    kept = {part.extent: part for part in present}
    wanted = list(dict.fromkeys(stretches))
    if role == "content":
        wanted.sort()
    return [_in_place(kept.get(extent), role, order, extent) for order, extent in enumerate(wanted)]


def _in_place(kept: PartState | None, role: str, order: int, extent: Range) -> PartState:
    if kept is None:
        return PartState(None, role, order, *extent)
    return PartState(kept.id, role, order, *extent, kept.entity)
