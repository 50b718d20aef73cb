"""JSON Lines: one annotation set a line, exact. docs/export.md says what each key means. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotations.formats.values import ExportedClaim, ExportedSet, ExportedSpan

FILE = "dataset.jsonl"
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def write(sets: Iterable[ExportedSet]) -> Iterator[tuple[str, bytes]]:
    """The name of the file, and a line for it."""
    for each in sets:
        yield FILE, (_encode(to_json(each)) + "\n").encode()


def to_json(each: ExportedSet) -> dict[str, Any]:
    return {
        "id": each.id,
        "project": each.project,
        "headline": each.headline,
        "url": each.url,
        "outlet": each.outlet,
        "authors": each.authors,
        "published_at": each.published_at,
        "language": each.language,
        "sha256": each.sha256,
        "text": each.text,
        "offset_unit": "codepoint",
        "set": each.set,
        "annotated_by": each.annotated_by,
        "approved_by": each.approved_by,
        "model_version": each.model_version,
        "spans": [_span(span) for span in each.spans],
        "claims": [_claim(claim) for claim in each.claims],
        "rejected": {
            "spans": [_span(span) for span in each.rejected_spans],
            "claims": [_claim(claim) for claim in each.rejected_claims],
        },
        "entities": [entity._asdict() for entity in each.entities],
    }


def _span(span: ExportedSpan) -> dict[str, Any]:
    found = {
        "id": span.id,
        "start": span.start,
        "end": span.end,
        "text": span.text,
        "label": span.label,
        "entity": span.entity,
        "origin": span.origin,
        "decision": span.decision,
        "attributes": span.attributes,
    }
    return {**found, "proposed": _span(span.proposed)} if span.proposed else found


def _claim(claim: ExportedClaim) -> dict[str, Any]:
    found = {
        "id": claim.id,
        "content": [part._asdict() for part in claim.content],
        "cue": [part._asdict() for part in claim.cue],
        "source": [part._asdict() for part in claim.source],
        "via": [part._asdict() for part in claim.via],
        "speech": claim.speech,
        "within": claim.within,
        "origin": claim.origin,
        "decision": claim.decision,
        "attributes": claim.attributes,
    }
    return {**found, "proposed": _claim(claim.proposed)} if claim.proposed else found
