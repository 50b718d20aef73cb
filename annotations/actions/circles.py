"""A claim lies within another of its set, which stands, and never in the end within itself."""

from __future__ import annotations

from annotations.actions.storing import gone_rows
from annotations.actions.writing import Write
from annotations.models import Claim
from annotations.states import ClaimState


def may_stand(write: Write) -> bool:
    """Whether that holds after the changes of this write: one query, none if no `within` is set."""
    rows = [row for each in write.changes if isinstance(row := each.after.row, ClaimState)]
    tied = [row for row in rows if row.within]
    if not tied:
        return True
    present = Claim.objects.filter(annotation_set=write.set_id).values_list("pk", "within")
    gone = gone_rows([each for each in write.changes if each.kind == "claim"])
    outer = {pk: within for pk, within in present if pk not in gone}
    outer |= {row.id or 0: row.within for row in rows}
    return all(_ends(row.id or 0, outer) for row in tied)


def _ends(claim: int, outer: dict[int, int | None]) -> bool:
    """Whether the way outwards from a claim leads to one that lies within none."""
    met: set[int] = set()
    at: int | None = claim
    while at is not None:
        if at in met or at not in outer:
            return False
        met.add(at)
        at = outer[at]
    return True
