"""The names of what a claim's parts stand for that have no words in the article, and of others."""

from __future__ import annotations

from collections.abc import Iterable

from annotations.models import Entity
from annotations.states import ClaimState, Row


def names(rows: Iterable[Row | None], tied: Iterable[Row | None] = ()) -> dict[int, str]:
    """Of the entities of these rows' inferred parts, and of all that others are `tied` to, by their
    ids; in one query at most.
    """
    claims = [row for row in rows if isinstance(row, ClaimState)]
    wanted = {
        part.entity for claim in claims for part in claim.parts if part.is_inferred and part.entity
    }
    wanted |= {entity for row in tied if row for entity in row.ties if entity}
    return dict(Entity.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
