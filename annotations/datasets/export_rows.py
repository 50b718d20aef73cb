"""What an export reads: rows of a batch of annotation sets, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import Any, NamedTuple, TypeVar

from django.db.models import Case, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf

from annotations.formats.values import ExportedEntity
from annotations.models import AnnotationSet, Claim, Entity, Span
from annotations.models.entities import tied_now
from annotations.states import APPLIED

OF_A_MODEL = {"annotation_set__kind": AnnotationSet.Kind.SUGGESTED}
"""What an adjudication decided on annotators' items is no verdict on a suggestion."""
BATCH_SETS = 200
BATCH_CHARACTERS = 1_000_000
SIZES_AT_ONCE = 2_000


class SetRow(NamedTuple):
    """A set with its article; its people's names are those it was imported with, if it was."""

    id: int
    kind: str
    made_by: str | None
    approved_by: str | None
    model_version: str
    imported_from: dict[str, Any]
    project: str
    headline: str
    url: str
    outlet: str | None
    authors: list[str]
    published_at: datetime | None
    language: str
    sha256: str
    text: str


class SpanRow(NamedTuple):
    """A span by its label's key. Of a suggestion, `set_id` is the set that decided on it.

    `is_applied` of a suggestion that a person made, in another article or another desk.
    """

    set_id: int
    id: int
    start: int
    end: int
    label: str
    entity: int | None
    attributes: dict[str, Any]
    result: int | None = None
    model_version: str = ""
    is_applied: bool = False


class ClaimRow(NamedTuple):
    """A claim with its parts as dicts. Of a suggestion, `set_id` is the set that decided on it."""

    set_id: int
    id: int
    speech: str
    within: int | None
    parts: list[dict[str, Any]]
    attributes: dict[str, Any]
    result: int | None = None
    model_version: str = ""


AnyRow = TypeVar("AnyRow", SpanRow, ClaimRow)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows by set: what stands, and the suggestions decided. `annotators` is of gold sets."""

    sets: list[SetRow]
    spans: dict[int, list[SpanRow]]
    claims: dict[int, list[ClaimRow]]
    decided_spans: dict[int, list[SpanRow]]
    decided_claims: dict[int, list[ClaimRow]]
    annotators: dict[int, list[str]]
    entities: dict[int, ExportedEntity]


def batches(sets: QuerySet[AnnotationSet]) -> Iterator[Batch]:
    """The sets in reading order, through a cursor on the server: memory for one batch only."""
    ordered = sets.order_by("document__article", "pk")
    sized = ordered.values_list("pk", "document__length").iterator(chunk_size=SIZES_AT_ONCE)
    return map(read, _groups(sized))


def _groups(sized: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Ids, as many together as a batch may hold; a long text is a batch of its own."""
    group: list[int] = []
    characters = 0
    for pk, length in sized:
        if group and (len(group) == BATCH_SETS or characters + length > BATCH_CHARACTERS):
            yield group
            group, characters = [], 0
        group.append(pk)
        characters += length
    if group:
        yield group


def read(ids: Sequence[int]) -> Batch:
    """These sets with all that belongs to them, in 7 queries."""
    spans = [*_spans(ids)]
    claims = [*claims_of(ids)]
    decided_spans = [*_decided_spans(ids)]
    decided_claims = [*decided_claims_of(ids)]
    named = {row.entity for row in (*spans, *decided_spans) if row.entity}
    named |= {
        entity for row in (*claims, *decided_claims) for part in row.parts if (entity := tied(part))
    }
    return Batch(
        sets=_sets(ids),
        spans=_by_set(spans),
        claims=_by_set(claims),
        decided_spans=_by_set(decided_spans),
        decided_claims=_by_set(decided_claims),
        annotators=_annotators(ids),
        entities=_entities(named),
    )


def tied(part: dict[str, Any]) -> int | None:
    """The entity that a part stands for: what its entity became, else that itself."""
    found: int | None = part["now"]
    return found


def _by_set(rows: Iterable[AnyRow]) -> dict[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[row.set_id].append(row)
    return found


def _person(path: str) -> Coalesce:
    named = NullIf(f"{path}__name", Value(""))
    return Coalesce(named, f"{path}__email", output_field=TextField())


def _sets(ids: Sequence[int]) -> list[SetRow]:
    rows = AnnotationSet.objects.filter(pk__in=ids).order_by("document__article", "pk")
    return [
        SetRow._make(row)
        for row in rows.values_list(
            "pk",
            "kind",
            _person("made_by"),
            _person("approved_by"),
            "model_version",
            "imported_from",
            "document__project__name",
            "document__article__headline",
            "document__article__url",
            "document__article__outlet__name",
            "document__article__authors",
            "document__article__published_at",
            "document__article__language",
            "document__sha256",
            "document__text",
        )
    ]


def _spans(ids: Sequence[int]) -> Iterator[SpanRow]:
    rows = Span.objects.filter(annotation_set__in=ids).order_by("start", "-end", "label__key")
    fields = ("annotation_set_id", "pk", "start", "end", "label__key", tied_now(), "attributes")
    nothing = (Value(None, IntegerField()), Value(""))
    return starmap(SpanRow, rows.values_list(*fields, *nothing, is_applied()))


def _decided_spans(ids: Sequence[int]) -> Iterator[SpanRow]:
    """The suggestions that these sets decided on."""
    rows = Span.objects.filter(decisions__annotation_set__in=ids, **OF_A_MODEL)
    found = rows.order_by("start", "-end", "label__key", "pk").values_list(
        "decisions__annotation_set_id",
        "pk",
        "start",
        "end",
        "label__key",
        tied_now(),
        "attributes",
        "decisions__result_span_id",
        "annotation_set__model_version",
        is_applied(),
    )
    return starmap(SpanRow, found)


def is_applied(span: str = "") -> Case:
    """Whether people made a suggestion, and no model: of spans, or of what leads to them."""
    by_people = Q((f"{span}applied__isnull", False)) | Q((f"{span}attributes__has_key", APPLIED))
    is_suggestion = Q(**{f"{span}{name}": kind for name, kind in OF_A_MODEL.items()})
    return Case(When(by_people & is_suggestion, then=True), default=False)


def claims_of(ids: Sequence[int]) -> Iterator[ClaimRow]:
    """The claims that stand in these sets."""
    rows = Claim.objects.filter(annotation_set__in=ids).with_parts().order_by("pk")
    fields = ("annotation_set_id", "pk", "speech", "within_id", "part_rows", "attributes")
    return starmap(ClaimRow, rows.values_list(*fields))


def decided_claims_of(ids: Sequence[int]) -> Iterator[ClaimRow]:
    """The suggested claims that these sets decided on."""
    rows = Claim.objects.filter(decisions__annotation_set__in=ids, **OF_A_MODEL)
    found = (
        rows.with_parts()
        .order_by("pk")
        .values_list(
            "decisions__annotation_set_id",
            "pk",
            "speech",
            "within_id",
            "part_rows",
            "attributes",
            "decisions__result_claim_id",
            "annotation_set__model_version",
        )
    )
    return starmap(ClaimRow, found)


def _annotators(ids: Sequence[int]) -> dict[int, list[str]]:
    """Whose annotated sets these are based on."""
    rows = AnnotationSet.objects.annotated().filter(bases__in=ids).order_by("pk")
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.values_list("bases", _person("made_by")):
        found[pk].append(name)
    return found


def _entities(ids: Iterable[int]) -> dict[int, ExportedEntity]:
    rows = Entity.objects.filter(pk__in=list(ids))
    return {
        pk: ExportedEntity(pk, name, label, tuple(aliases), wikidata or None)
        for pk, name, label, aliases, wikidata in rows.values_list(
            "pk", "name", "label__key", "aliases", "wikidata"
        )
    }
