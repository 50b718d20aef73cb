"""The rows behind a reading, one query for spans and one for claims, made into items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from django.db.models import Case, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When

from annotations import verdicts
from annotations.models import AnnotationSet, Claim, Scheme, Span
from annotations.models.entities import name_now, tied_now
from annotations.reader.prepared import Prepared, prepare
from annotations.reader.reading_items import ClaimItem, ItemState, PartItem, SpanItem
from annotations.states import ClaimState, PartState, SpanState, values_of
from annotations.verdicts import Verdict
from articles.models import Document

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which undecided suggestions are shown: weak ones, those of a score under the threshold that
    the scheme has for them, and the claims that the article makes in its own voice.
    """

    weak: bool = False
    own_voice: bool = True

    def has(self, row: Row) -> bool:
        is_own_voice = row.get("speech") == Claim.Speech.NONE
        return (self.weak or not row["is_weak"]) and (self.own_voice or not is_own_voice)


USUAL = Shown()


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose marks are read: those of a set, over the suggestions of the document.

    `hides_undecided` for gold, which holds what was decided and nothing else.
    """

    document: Document
    set_id: int | None
    hides_undecided: bool = False
    shown: Shown = USUAL


DOCUMENT, PROJECT, SET = -1, -2, -3
"""The numbers of nothing, in place of those that a query is asked with."""
PREPARED = Seen(Document(pk=DOCUMENT, project_id=PROJECT), SET)


def numbers(document: Document, set_id: int | None) -> dict[int, int | None]:
    """What a query prepared for PREPARED is asked with."""
    return {DOCUMENT: document.pk, PROJECT: document.project_id, SET: set_id}


Identity = tuple[Any, ...]
_FIELDS = (
    *("id", "annotation_set_id", "score", "evidence"),
    *("newest", "decision", "result", "is_weak"),
)
SPAN_FIELDS = (*_FIELDS, "start", "end", "label_id", "label_key")


def spans(seen: Seen) -> list[SpanItem]:
    """All spans this person sees, in reading order, the rejected ones among them."""
    found = _rows("span", seen)
    items = [_span_item(*layered) for layered in _layers(found, seen, span_identity)]
    return sorted(items, key=lambda item: (item.start, -item.end, item.key))


def _rows(kind: Literal["span", "claim"], seen: Seen) -> list[Row]:
    has_set = seen.set_id is not None
    return _prepared(kind, has_set).rows(numbers(seen.document, seen.set_id))


@cache
def _prepared(kind: Literal["span", "claim"], has_set: bool) -> Prepared:
    seen = PREPARED if has_set else replace(PREPARED, set_id=None)
    return prepare(_span_values(seen) if kind == "span" else _claim_values(seen))


def _span_values(seen: Seen) -> QuerySet[Any]:
    rows = span_rows(seen).annotate(tied=tied_now(), name=name_now())
    found: QuerySet[Any] = rows.values(*SPAN_FIELDS, "tied", "name", "attributes")
    return found


def _claim_values(seen: Seen) -> QuerySet[Any]:
    rows = with_decisions(Claim.objects.with_parts(), seen, "claim")
    found: QuerySet[Any] = rows.values(*_FIELDS, "speech", "within", "attributes", "part_rows")
    return found


def span_rows(seen: Seen) -> QuerySet[Any]:
    """SPAN_FIELDS of the spans of the set and of all suggested sets."""
    rows = with_decisions(Span.objects.all(), seen, "span")
    labelled: QuerySet[Any] = rows.annotate(label_key=F("label__key"))
    return labelled


def claims(seen: Seen) -> list[ClaimItem]:
    """All claims this person sees, in the order of their content."""
    found = _rows("claim", seen)
    ties = Ties.of(found)
    layers = list(_layers(found, seen, claim_identity))
    shown = {key for key, _, state, _ in layers if state not in ("rejected", "hidden")}
    items = [_claim_item(seen.document.text, *layered, ties, shown) for layered in layers]
    return sorted(items, key=lambda item: (item.start, item.key))


def with_decisions(
    rows: QuerySet[Any], seen: Seen, kind: Literal["span", "claim"]
) -> QuerySet[Any]:
    """The rows of the set and of all suggested sets, with what the set decided on them."""
    sets = AnnotationSet.objects.filter(document=seen.document)
    read = sets.filter(Q(kind=AnnotationSet.Kind.SUGGESTED) | Q(pk=seen.set_id))
    layered: QuerySet[Any] = (
        rows.filter(annotation_set__in=read)
        .annotate(
            newest=Subquery(sets.suggested().order_by("-id").values("pk")[:1]),
            own=FilteredRelation("decisions", condition=Q(decisions__annotation_set=seen.set_id)),
        )
        .annotate(decision=F("own__id"), result=F(f"own__result_{kind}"))
        .annotate(is_weak=is_weak(kind, seen.document.project_id))
        .order_by("id")
    )
    return layered


def is_weak(kind: Literal["span", "claim"], project: int | OuterRef) -> Case:
    """Whether the score of a row is under the threshold of its scheme."""
    threshold: Any = F("label__hides_below")
    if kind == "claim":
        scheme = Scheme.objects.filter(project=project)
        threshold = Case(
            When(speech=Claim.Speech.NONE, then=Subquery(scheme.values("own_voice_hides_below"))),
            default=Subquery(scheme.values("claims_hide_below")),
        )
    return Case(When(score__lt=threshold, then=True), default=False)


def _layers(
    rows: list[Row], seen: Seen, identity: Callable[[Row], Identity]
) -> Iterator[tuple[int, Row, ItemState, Row | None]]:
    """Each visible item as its key, the row that shows it, its state and its suggestion."""
    standing = {row["id"]: row for row in rows if row["annotation_set_id"] == seen.set_id}
    decided = [row for row in rows if row["decision"]]
    with_suggestion: set[int] = set()
    for proposed in decided:
        if not proposed["result"]:
            yield proposed["id"], proposed, "rejected", proposed
        elif proposed["result"] not in with_suggestion:
            with_suggestion.add(proposed["result"])
            yield proposed["id"], standing[proposed["result"]], "confirmed", proposed
    for key in standing.keys() - with_suggestion:
        yield key, standing[key], "confirmed", None
    if not seen.hides_undecided:
        for row in undecided(rows, seen.set_id, identity):
            yield row["id"], row, "suggested" if seen.shown.has(row) else "hidden", row


def undecided(
    rows: list[Row], set_id: int | None, identity: Callable[[Row], Identity]
) -> Iterator[Row]:
    """Of the newest suggested set, what says nothing that was decided or stands, be it weak."""
    known = {identity(row) for row in rows if row["decision"] or row["annotation_set_id"] == set_id}
    for row in rows:
        is_newest = row["annotation_set_id"] == row["newest"]
        if is_newest and not row["decision"] and identity(row) not in known:
            yield row


def span_identity(row: Row) -> Identity:
    return row["start"], row["end"], row["label_key"]


def claim_identity(row: Row) -> Identity:
    """Equal claims have the same content and source, an inferred source by its name."""
    parts = row["part_rows"]
    content = [(part["start"], part["end"]) for part in parts if part["role"] == "content"]
    source = [
        (part["label"], part["normalised"]) if part["is_inferred"] else (part["start"], part["end"])
        for part in parts
        if part["role"] == "source"
    ]
    return frozenset(content), frozenset(source)


def _span_item(key: int, row: Row, state: ItemState, proposed: Row | None) -> SpanItem:
    return SpanItem(
        key=key,
        start=row["start"],
        end=row["end"],
        label=row["label_key"],
        state=state,
        origin="model" if proposed else "human",
        verdict=_span_verdict(row, state, proposed),
        score=proposed["score"] if proposed else None,
        evidence=proposed["evidence"] if proposed else "",
        entity_id=row["tied"],
        entity_name=row["name"],
        values=values_of(row["attributes"]),
    )


def _span_verdict(row: Row, state: ItemState, proposed: Row | None) -> Verdict | None:
    if proposed is None or state in ("suggested", "hidden"):
        return None
    result = None if state == "rejected" else _span_state(row)
    return verdicts.of_span(_span_state(proposed), result)


def _span_state(row: Row) -> SpanState:
    return SpanState(row["id"], row["label_id"], row["start"], row["end"])


@dataclass(frozen=True, slots=True)
class Ties:
    """How claims hang together: the key of each result, and the result of each suggestion."""

    keys: Mapping[int, int]
    results: Mapping[int, int | None]

    @classmethod
    def of(cls, rows: list[Row]) -> Ties:
        decided = [row for row in rows if row["decision"]]
        return cls(
            keys={row["result"]: row["id"] for row in reversed(decided) if row["result"]},
            results={row["id"]: row["result"] for row in decided},
        )


def _claim_item(
    text: str,
    key: int,
    row: Row,
    state: ItemState,
    proposed: Row | None,
    ties: Ties,
    shown: set[int],
) -> ClaimItem:
    within = ties.keys.get(row["within"], row["within"])
    return ClaimItem(
        key=key,
        state=state,
        speech=row["speech"],
        parts=tuple(_part_item(text, part) for part in row["part_rows"]),
        within=within if within in shown else None,
        score=proposed["score"] if proposed else None,
        evidence=proposed["evidence"] if proposed else "",
        repeats=row["attributes"].get("repeats"),
        origin="model" if proposed else "human",
        verdict=_claim_verdict(row, state, proposed, ties),
        zone=row["attributes"].get("zone", ""),
        values=values_of(row["attributes"]),
    )


def _part_item(text: str, part: Row) -> PartItem:
    start, end = part["start"], part["end"]
    return PartItem(
        role=part["role"],
        start=start,
        end=end,
        text=None if part["is_inferred"] else text[start:end],
        entity_id=part["now"],
        entity_name=part["name"],
        is_inferred=part["is_inferred"],
    )


def _claim_verdict(row: Row, state: ItemState, proposed: Row | None, ties: Ties) -> Verdict | None:
    if proposed is None or state in ("suggested", "hidden"):
        return None
    return verdicts.of_claim(
        claim_state(proposed),
        None if state == "rejected" else claim_state(row),
        became={part["entity"]: part["became"] for part in proposed["part_rows"]},
        outer=ties.results.get(proposed["within"]),
    )


CLAIM_FIELDS = ("id", "speech", "within", "attributes", "score", "evidence", "part_rows")
MARK_FIELDS = {"span": ("id", "label", "start", "end", "attributes"), "claim": CLAIM_FIELDS}


def mark_state(kind: Literal["span", "claim"], row: Row) -> SpanState | ClaimState:
    """What a suggestion says, of the values of its `MARK_FIELDS`."""
    if kind == "claim":
        return claim_state(row)
    return SpanState(**{field: row[field] for field in MARK_FIELDS["span"]})


def claim_state(row: Row) -> ClaimState:
    return ClaimState(
        id=row["id"],
        speech=row["speech"],
        parts=tuple(part_state(part) for part in row["part_rows"]),
        within=row["within"],
        attributes=row["attributes"],
        score=row["score"],
        evidence=row["evidence"],
    )


def part_state(part: Row) -> PartState:
    return PartState(
        part["id"],
        part["role"],
        part["order"],
        part["start"],
        part["end"],
        part["entity"],
        part["is_inferred"],
    )
