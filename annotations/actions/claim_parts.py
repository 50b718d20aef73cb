"""The parts of a claim as a person gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from annotations.actions.errors import BadClaim
from annotations.reader.inferring import Inferred, Place, Places
from annotations.states import ROLES, PartState, Range

MOST_PARTS = 100
INFERRED_IN = ("source", "via")
EntityOf = Callable[[Inferred], int]


def changed(
    parts: tuple[PartState, ...],
    given: Mapping[str, Places],
    length: int,
    entity_of: EntityOf,
) -> tuple[PartState, ...]:
    """These parts with the roles given replaced, in the order of the roles.

    What was there keeps its row: a stretch with its entity, an inferred part by it. Raises
    BadClaim without content, or outside a text of `length` code points.
    """
    made: list[PartState] = []
    for role in ROLES:
        present = [part for part in parts if part.role == role]
        places = given.get(role)
        made += present if places is None else _replaced(role, present, places, length, entity_of)
    if not any(part.role == "content" for part in made) or len(made) > MOST_PARTS:
        raise BadClaim
    return tuple(made)


def _replaced(
    role: str,
    present: list[PartState],
    places: Sequence[Place],
    length: int,
    entity_of: EntityOf,
) -> list[PartState]:
    wanted = list(dict.fromkeys(places))
    if role == "content":
        wanted.sort(key=_in_text)
    parts = [
        _named(present, role, order, entity_of(place))
        if isinstance(place, Inferred)
        else _in_place(present, role, order, place)
        for order, place in enumerate(wanted)
    ]
    if not all(_is_possible(part, length) for part in parts):
        raise BadClaim
    return parts


def _in_text(place: Place) -> Range:
    return (0, 0) if isinstance(place, Inferred) else place


def _is_possible(part: PartState, length: int) -> bool:
    if part.start is None or part.end is None:
        return part.role in INFERRED_IN
    return 0 <= part.start < part.end <= length


def _in_place(present: list[PartState], role: str, order: int, extent: Range) -> PartState:
    for kept in present:
        if kept.extent == extent:
            return PartState(kept.id, role, order, *extent, kept.entity)
    return PartState(None, role, order, *extent)


def _named(present: list[PartState], role: str, order: int, entity: int) -> PartState:
    kept = (part.id for part in present if part.is_inferred and part.entity == entity)
    return PartState(next(kept, None), role, order, None, None, entity, is_inferred=True)
