"""What people see of a span or claim in a set, to tell whether two states say the same. Pure."""

from __future__ import annotations

from annotations.states import SpanState, Standing, values_of


def says(standing: Standing) -> object:
    """None where nothing stood; a row without its ids and ties. An inferred part has no words of
    its own, so it is the entity that it stands for.
    """
    row = standing.row
    if row is None:
        return "rejected" if standing.is_rejected else None
    values = values_of(row.attributes)
    if isinstance(row, SpanState):
        return row.label, row.start, row.end, values
    parts = [(part.role, part.extent, part.is_inferred and part.entity) for part in row.parts]
    return row.speech, row.within, parts, values


def ties(standing: Standing) -> list[int | None]:
    """Whom a row names, part by part: what `says` leaves out."""
    return [] if standing.row is None else standing.row.ties
