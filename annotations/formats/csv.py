"""CSV for spreadsheets: one row a span, one row a claim, each with its article. Pure.

Lossy where JSON Lines is exact: cells that a spreadsheet could run are prefixed, and the parts
of a claim are joined. Rejected suggestions are rows too, with the decision "rejected".
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from annotations.formats.values import (
    ExportedClaim,
    ExportedEntity,
    ExportedPart,
    ExportedSet,
    ExportedSpan,
    Values,
)
from annotations.states import ROLES
from articles.spreadsheets import Cell, safe_cell

SPANS, CLAIMS = "spans.csv", "claims.csv"
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else
BETWEEN = " … "
SAFE_CELLS = (
    "Cells that begin with = + - @, a tab or a carriage return have a ' in front, "
    "so that no spreadsheet runs them."
)

Row = list[Cell]
Names = dict[int | None, ExportedEntity]

ARTICLE_COLUMNS = [
    "set_id",
    "project",
    "headline",
    "url",
    "outlet",
    "authors",
    "published_at",
    "language",
    "sha256",
    "set",
    "annotated_by",
    "approved_by",
    "model_version",
]
SPAN_COLUMNS = [
    "span_id",
    "start",
    "end",
    "text",
    "label",
    "entity_id",
    "entity",
    "wikidata",
    "origin",
    "decision",
    "attributes",
    "proposed_start",
    "proposed_end",
    "proposed_text",
    "proposed_label",
]
CLAIM_COLUMNS = [
    "claim_id",
    *(f"{role}{what}" for role in ROLES for what in ("", "_offsets")),
    "source_entities",
    "via_entities",
    "speech",
    "within",
    "origin",
    "decision",
    "attributes",
    *(f"proposed_{role}" for role in ROLES),
    "proposed_speech",
]


def write(sets: Iterable[ExportedSet]) -> Iterator[tuple[str, bytes]]:
    """The name of a file, and rows for it; first the head of each file."""
    yield SPANS, (BYTE_ORDER_MARK + _text([[*ARTICLE_COLUMNS, *SPAN_COLUMNS]])).encode()
    yield CLAIMS, (BYTE_ORDER_MARK + _text([[*ARTICLE_COLUMNS, *CLAIM_COLUMNS]])).encode()
    for each in sets:
        article = [safe_cell(cell) for cell in _article(each)]
        names: Names = {entity.id: entity for entity in each.entities}
        spans = [[*article, *_span(span, names)] for span in (*each.spans, *each.rejected_spans)]
        claims = [
            [*article, *_claim(claim, names)] for claim in (*each.claims, *each.rejected_claims)
        ]
        if spans:
            yield SPANS, _text(spans).encode()
        if claims:
            yield CLAIMS, _text(claims).encode()


def _article(each: ExportedSet) -> Row:
    return [
        each.id,
        each.project,
        each.headline,
        each.url,
        each.outlet,
        "; ".join(each.authors),
        each.published_at,
        each.language,
        each.sha256,
        each.set,
        each.annotated_by,
        each.approved_by,
        each.model_version,
    ]


def _span(span: ExportedSpan, names: Names) -> Row:
    entity, was = names.get(span.entity), span.proposed
    return [
        span.id,
        span.start,
        span.end,
        safe_cell(span.text),
        safe_cell(span.label),
        span.entity,
        safe_cell(entity.name) if entity else None,
        safe_cell(entity.wikidata) if entity else None,
        span.origin,
        span.decision,
        _attributes(span.attributes),
        *((was.start, was.end, safe_cell(was.text), safe_cell(was.label)) if was else (None,) * 4),
    ]


def _claim(claim: ExportedClaim, names: Names) -> Row:
    was = claim.proposed
    roles = (claim.content, claim.cue, claim.source, claim.via)
    return [
        claim.id,
        *(cell for parts in roles for cell in (safe_cell(_words(parts, names)), _offsets(parts))),
        safe_cell(_entities(claim.source, names)),
        safe_cell(_entities(claim.via, names)),
        claim.speech,
        claim.within,
        claim.origin,
        claim.decision,
        _attributes(claim.attributes),
        *(_proposed(was, names) if was else (None,) * 5),
    ]


def _proposed(was: ExportedClaim, names: Names) -> Row:
    roles = (was.content, was.cue, was.source, was.via)
    return [*(safe_cell(_words(parts, names)) for parts in roles), was.speech]


def _attributes(values: Values) -> str | None:
    """As JSON, so that a column stands for all of any scheme."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else None


def _words(parts: Sequence[ExportedPart], names: Names) -> str:
    """The words of the parts; of an inferred one the entity's name in brackets."""
    return BETWEEN.join(part.text or f"[{_name(part, names)}]" for part in parts)


def _offsets(parts: Sequence[ExportedPart]) -> str:
    return "; ".join(f"{part.start}-{part.end}" for part in parts if part.start is not None)


def _entities(parts: Sequence[ExportedPart], names: Names) -> str:
    return "; ".join(filter(None, (_name(part, names) for part in parts)))


def _name(part: ExportedPart, names: Names) -> str:
    entity = names.get(part.entity)
    return entity.name if entity else ""


def _text(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
