"""Annotation sets as the frozen values that formats write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from annotations import verdicts
from annotations.datasets import export_rows
from annotations.datasets.export_rows import Batch, ClaimRow, SetRow, SpanRow, tied
from annotations.filters import ArticleFilter
from annotations.formats.values import (
    Decided,
    ExportedClaim,
    ExportedEntity,
    ExportedPart,
    ExportedSet,
    ExportedSpan,
    Origin,
)
from annotations.models import AnnotationSet
from annotations.reader.reading_rows import part_state
from annotations.states import ROLES, ClaimState, values_of
from annotations.verdicts import Verdict

Spans = tuple[ExportedSpan, ...]
Claims = tuple[ExportedClaim, ...]
Kind = AnnotationSet.Kind
KINDS = {
    Kind.GOLD: ("Gold", "what was approved"),
    Kind.ANNOTATED: ("Annotated", "what each person decided so far"),
    Kind.SUGGESTED: ("Suggested", "what the model proposes, undecided"),
}


def sets(kind: str, asked: ArticleFilter) -> QuerySet[AnnotationSet]:
    """Of the articles asked for: current gold, people's sets, or the newest suggested sets."""
    if kind == Kind.SUGGESTED:
        return AnnotationSet.objects.filter(pk__in=asked.qs.values("suggested_set"))
    of_articles = AnnotationSet.objects.filter(
        document__is_current=True, document__article__in=asked.qs.values("article")
    )
    return of_articles.gold() if kind == Kind.GOLD else of_articles.annotated()


def read(found: QuerySet[AnnotationSet]) -> Iterator[ExportedSet]:
    """The sets in the order of their articles, in constant memory.

    Call it inside a transaction; REPEATABLE READ makes all of it one moment.
    """
    for batch in export_rows.batches(found):
        for row in batch.sets:
            yield _set(row, batch)


def _set(row: SetRow, batch: Batch) -> ExportedSet:
    spans, rejected_spans = _spans(row, batch)
    claims, rejected_claims = _claims(row, batch)
    all_spans = (*spans, *rejected_spans)
    all_claims = (*claims, *rejected_claims)
    return ExportedSet(
        id=row.id,
        project=row.project,
        headline=row.headline,
        url=row.url or None,
        outlet=row.outlet,
        authors=tuple(row.authors),
        published_at=row.published_at.isoformat() if row.published_at else None,
        language=row.language or None,
        sha256=row.sha256,
        text=row.text,
        set=row.kind,
        annotated_by=_annotated_by(row, batch),
        approved_by=row.imported_from.get("approved_by") or row.approved_by,
        model_version=_model_version(row, batch),
        spans=spans,
        claims=claims,
        rejected_spans=rejected_spans,
        rejected_claims=rejected_claims,
        entities=_entities(all_spans, all_claims, batch),
    )


def _annotated_by(row: SetRow, batch: Batch) -> str | None:
    if known := row.imported_from.get("annotated_by"):
        return str(known)
    if row.kind == Kind.GOLD:
        return ", ".join(batch.annotators.get(row.id, [])) or row.made_by
    return row.made_by


def _model_version(row: SetRow, batch: Batch) -> str | None:
    """The model's, or those of the models whose suggestions were decided."""
    if row.model_version:
        return row.model_version
    spans = (each for each in batch.decided_spans.get(row.id, ()) if not each.is_applied)
    decided = (*spans, *batch.decided_claims.get(row.id, ()))
    return ", ".join(sorted({each.model_version for each in decided})) or None


def _spans(row: SetRow, batch: Batch) -> tuple[Spans, Spans]:
    """What stands, and what was rejected, each in reading order."""
    decided = batch.decided_spans.get(row.id, [])
    proposed = {each.result: each for each in reversed(decided) if each.result}
    standing = tuple(
        _standing_span(row, each, proposed.get(each.id)) for each in batch.spans.get(row.id, [])
    )
    rejected: dict[tuple[int, int, str], SpanRow] = {}
    for each in decided:
        if not each.result:  # two models may have proposed the same
            rejected.setdefault((each.start, each.end, each.label), each)
    out = (_span(row.text, each, _suggested_by(each), "rejected") for each in rejected.values())
    return standing, tuple(out)


def _standing_span(row: SetRow, span: SpanRow, proposed: SpanRow | None) -> ExportedSpan:
    if proposed is None:
        origin = _suggested_by(span) if row.kind == Kind.SUGGESTED else "human"
        return _span(row.text, span, origin, None)
    origin = _suggested_by(proposed)
    if verdicts.of_span(proposed, span) == Verdict.ACCEPTED:
        return _span(row.text, span, origin, "accepted")
    was = _span(row.text, proposed, origin, None)
    return _span(row.text, span, origin, "corrected", was)


def _suggested_by(span: SpanRow) -> Origin:
    """A suggestion is the model's, unless somebody applied it from another article."""
    return "human" if span.is_applied else "model"


def _span(
    text: str,
    span: SpanRow,
    origin: Origin,
    decision: Decided | None,
    proposed: ExportedSpan | None = None,
) -> ExportedSpan:
    start, end = span.start, span.end
    return ExportedSpan(
        span.id,
        start,
        end,
        text[start:end],
        span.label,
        span.entity,
        origin,
        decision,
        values_of(span.attributes),
        proposed,
    )


def _claims(row: SetRow, batch: Batch) -> tuple[Claims, Claims]:
    """What stands, and what was rejected, each in the order of its content."""
    decided = batch.decided_claims.get(row.id, [])
    proposed = {each.result: each for each in reversed(decided) if each.result}
    ties = Ties(decided)
    standing = (
        _standing_claim(row, each, proposed.get(each.id), ties)
        for each in batch.claims.get(row.id, [])
    )
    rejected = (
        _claim(row.text, each, ties.place(each.within), "model", "rejected")
        for each in decided
        if not each.result
    )
    return tuple(sorted(standing, key=_position)), tuple(sorted(rejected, key=_position))


class Ties:
    """What became of the suggested claims, so that `within` names a claim of the same line."""

    def __init__(self, decided: Iterable[ClaimRow]) -> None:
        self.results = {each.id: each.result for each in decided}

    def place(self, suggested: int | None) -> int | None:
        """The id under which a suggested claim is in the line: its result's, or its own."""
        if suggested not in self.results:
            return None
        return self.results[suggested] or suggested


def _standing_claim(
    row: SetRow, claim: ClaimRow, proposed: ClaimRow | None, ties: Ties
) -> ExportedClaim:
    text, within = row.text, claim.within
    if proposed is None:
        origin: Origin = "model" if row.kind == Kind.SUGGESTED else "human"
        return _claim(text, claim, within, origin, None)
    if claim_verdict(proposed, claim, ties) == Verdict.ACCEPTED:
        return _claim(text, claim, within, "model", "accepted")
    was = _claim(text, proposed, ties.place(proposed.within), "model", None)
    return _claim(text, claim, within, "model", "corrected", was)


def claim_verdict(proposed: ClaimRow, claim: ClaimRow, ties: Ties) -> Verdict:
    return verdicts.of_claim(
        _state(proposed),
        _state(claim),
        became={part["entity"]: part["became"] for part in proposed.parts},
        outer=ties.results.get(proposed.within or 0),
    )


def _state(claim: ClaimRow) -> ClaimState:
    parts = tuple(part_state(part) for part in claim.parts)
    return ClaimState(claim.id, claim.speech, parts, claim.within)


def _claim(
    text: str,
    claim: ClaimRow,
    within: int | None,
    origin: Origin,
    decision: Decided | None,
    proposed: ExportedClaim | None = None,
) -> ExportedClaim:
    parts: dict[str, list[ExportedPart]] = {role: [] for role in ROLES}
    for part in claim.parts:
        parts[part["role"]].append(_part(text, part))
    content, cue, source, via = (tuple(parts[role]) for role in ROLES)
    return ExportedClaim(
        claim.id,
        content,
        cue,
        source,
        via,
        claim.speech,
        within,
        origin,
        decision,
        values_of(claim.attributes),
        proposed,
    )


def _part(text: str, part: dict[str, Any]) -> ExportedPart:
    start, end = part["start"], part["end"]
    words = None if part["is_inferred"] else text[start:end]
    return ExportedPart(start, end, words, tied(part), part["is_inferred"])


def _position(claim: ExportedClaim) -> tuple[int, int, int]:
    first = claim.content[0] if claim.content else None
    return (first.start or 0, -(first.end or 0), claim.id) if first else (0, 0, claim.id)


def _entities(
    spans: Iterable[ExportedSpan], claims: Iterable[ExportedClaim], batch: Batch
) -> tuple[ExportedEntity, ...]:
    """The entities that the items name, what was proposed among them, by name."""
    named = {each.entity for span in spans for each in (span, span.proposed) if each}
    named |= {
        part.entity
        for claim in claims
        for each in (claim, claim.proposed)
        if each
        for part in each.parts
    }
    found = (batch.entities[entity] for entity in named if entity in batch.entities)
    return tuple(sorted(found, key=lambda entity: (entity.name, entity.label, entity.id)))
