"""Copies one set's spans, claims and decisions into another: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models.functions import Coalesce

from annotations.actions.items import state_of
from annotations.actions.storing import Change, store
from annotations.models import AnnotationSet, Claim, Decision, Span
from annotations.reader.reading_rows import CLAIM_FIELDS, claim_state
from annotations.states import ClaimState, Kind, Row, SpanState, Standing
from articles.bulk import new_ids


def copy_into(target: AnnotationSet, source: AnnotationSet) -> dict[str, str]:
    """Let the target have all that stands in the source, and its decisions on the copies.

    Who decided and when is kept. The target is based on the source and on the suggested sets
    that it decided on. The answer is for the event: by the key on pages of each copy ("s12",
    "c7") that of its original, of what has no decision by which it could be followed back.
    """
    spans = [state_of(row) for row in Span.objects.filter(annotation_set=source).order_by("id")]
    claims = [
        claim_state(row)
        for row in Claim.objects.with_parts()
        .filter(annotation_set=source)
        .order_by("id")
        .values(*CLAIM_FIELDS)
    ]
    made, claimed = _copied(target, spans, claims)
    decisions = _copy_decisions(target, source, made, claimed)
    _base(target, {source.pk, *(each.suggested for each in decisions)})
    spans_decided = {each.result_span_id for each in decisions}
    claims_decided = {each.result_claim_id for each in decisions}
    return {
        **{f"s{new}": f"s{old}" for old, new in made.items() if new not in spans_decided},
        **{f"c{new}": f"c{old}" for old, new in claimed.items() if new not in claims_decided},
    }


def _copied(
    target: AnnotationSet, spans: list[SpanState], claims: list[ClaimState]
) -> tuple[dict[int, int], dict[int, int]]:
    """The id of each copy, by that of its original: of spans, and of claims."""
    ids = dict(zip([row.id or 0 for row in claims], new_ids(Claim, len(claims)), strict=True))
    stored = store(
        target.pk,
        [
            *(_new("span", replace(row, id=None)) for row in spans),
            *(_new("claim", _copy(row, ids)) for row in claims),
        ],
    )
    made = [each.key or 0 for each in stored if each.kind == "span"]
    return dict(zip([row.id or 0 for row in spans], made, strict=True)), ids


def _new(kind: Kind, row: Row) -> Change:
    return Change(kind, None, Standing(), Standing(row))


def _copy(row: ClaimState, ids: Mapping[int, int]) -> ClaimState:
    return replace(
        row,
        id=ids[row.id or 0],
        within=ids.get(row.within or 0),
        parts=tuple(replace(part, id=None) for part in row.parts),
    )


def _copy_decisions(
    target: AnnotationSet,
    source: AnnotationSet,
    spans: Mapping[int, int],
    claims: Mapping[int, int],
) -> list[Any]:
    """Those of the target, each with the `suggested` set that was decided on."""
    decisions: list[Any] = list(
        Decision.objects.filter(annotation_set=source)
        .annotate(suggested=Coalesce("on_span__annotation_set", "on_claim__annotation_set"))
        .order_by("id")
    )
    for each in decisions:
        each.pk = None
        each.annotation_set = target
        each.result_span_id = spans.get(each.result_span_id or 0)
        each.result_claim_id = claims.get(each.result_claim_id or 0)
    Decision.objects.bulk_create(decisions)
    return decisions


def _base(target: AnnotationSet, sets: set[int]) -> None:
    through = AnnotationSet.based_on.through
    through.objects.bulk_create(
        [
            through(from_annotationset_id=target.pk, to_annotationset_id=each)
            for each in sorted(sets)
        ]
    )
