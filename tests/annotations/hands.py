"""One person's hand on one article, as the browser is: it remembers the version it saw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotations.actions import claims, history, rest, review, same, spans
from annotations.actions.writing import Written
from annotations.entities import likeness
from annotations.entities.naming import normalise
from annotations.models import AnnotationSet, Claim, ClaimPart, Entity, Span
from annotations.reader import reading, same_words
from annotations.reader.reading import ClaimItem, Reading, SpanItem
from articles.models import Document
from newsdesk.accounts.models import User
from tests.annotations.golds import approve
from tests.factories import create_document, create_user, label_of, suggested_set

Extent = tuple[int, int]


class Hand:
    def __init__(self, document: Document, by: User, version: int = 0) -> None:
        self.document = document
        self.by = by
        self.version = version

    def accept(self, row: Span | Claim) -> Written:
        return self._decide("accept", row)

    def reject(self, row: Span | Claim) -> Written:
        return self._decide("reject", row)

    def remove(self, row: Span | Claim) -> Written:
        return self._decide("remove", row)

    def restore(self, row: Span | Claim) -> Written:
        return self._decide("restore", row)

    def relabel(self, span: Span, label: str) -> Written:
        return self._write(spans.correct, key=span.pk, quote=self._text(span), label_key=label)

    def stretch(self, span: Span, quote: str) -> Written:
        """Move the boundaries of the span to the first place where these words stand."""
        start, end = self.find(quote)
        return self._write(spans.correct, key=span.pk, quote=quote, start=start, end=end)

    def add(self, quote: str, label: str = "PERSON", idempotency_key: str = "") -> Span:
        start, end = self.find(quote)
        self._write(
            spans.add,
            start=start,
            end=end,
            quote=quote,
            label_key=label,
            idempotency_key=idempotency_key,
        )
        return Span.objects.get(annotation_set=self.set, start=start, end=end, label__key=label)

    def describe(self, row: Span | Claim, **values: str) -> Written:
        if isinstance(row, Claim):
            return self._write(claims.describe, key=row.pk, values=values)
        return self._write(spans.describe, key=row.pk, quote=self._text(row), values=values)

    def mark_same(self, quote: str, label: str = "PERSON", *places: Extent) -> Written:
        """At these places, by default wherever these very words stand."""
        wanted = places or tuple(same_words.exact(self.document.text, quote))
        return self._write(same.mark, quote=quote, places=wanted, label_key=label)

    def reject_same(self, quote: str, *places: Extent) -> Written:
        wanted = places or tuple(same_words.exact(self.document.text, quote))
        return self._write(same.reject, quote=quote, places=wanted)

    def change_claim(self, claim: Claim, **changes: Any) -> Written:
        return self._write(claims.correct, key=claim.pk, **changes)

    def add_claim(self, content: str, **parts: Any) -> Claim:
        self._write(claims.add, content=[self.find(content)], **{"speech": "direct", **parts})
        return Claim.objects.filter(annotation_set=self.set).latest("pk")

    def undo(self) -> Written:
        return self._write(history.undo)

    def redo(self) -> Written:
        return self._write(history.redo)

    def accept_above(self, score: float) -> Written:
        return self._write(rest.accept_above, score=score)

    def submit(self, undecided: str = "leave") -> Written:
        return self._write(review.submit, undecided=undecided)

    def reopen(self) -> Written:
        return self._write(review.reopen)

    @property
    def set(self) -> AnnotationSet:
        return AnnotationSet.objects.annotated().get(document=self.document, made_by=self.by)

    @property
    def reading(self) -> Reading:
        return reading.of(self.document, self.by)

    def span(self, row: Span) -> SpanItem:
        """What is read under this row's key, rejected ones among them."""
        seen = self.reading
        return next(each for each in (*seen.spans, *seen.rejected_spans) if each.key == row.pk)

    def claim(self, row: Claim) -> ClaimItem:
        seen = self.reading
        return next(each for each in (*seen.claims, *seen.rejected_claims) if each.key == row.pk)

    def find(self, quote: str) -> Extent:
        start = self.document.text.index(quote)
        return start, start + len(quote)

    def _decide(self, verb: str, row: Span | Claim) -> Written:
        if isinstance(row, Claim):
            return self._write(getattr(claims, verb), key=row.pk)
        return self._write(getattr(spans, verb), key=row.pk, quote=self._text(row))

    def _text(self, span: Span) -> str:
        return self.document.text[span.start : span.end]

    def _write(self, action: Callable[..., Written], **values: Any) -> Written:
        written = action(document=self.document, by=self.by, seen_version=self.version, **values)
        self.version = written.version
        return written


def suggest_claim(
    document: Document,
    content: str,
    *,
    source: str = "",
    inferred: Entity | None = None,
    within: Claim | None = None,
    speech: str = "indirect",
) -> Claim:
    """A model's claim; its source is words of the text, or inferred."""
    claim = Claim.objects.create(
        annotation_set=suggested_set(document), speech=speech, within=within, score=0.8
    )
    start = document.text.index(content)
    ClaimPart.objects.create(
        claim=claim, role="content", order=0, start=start, end=start + len(content)
    )
    if source:
        start = document.text.index(source)
        ClaimPart.objects.create(
            claim=claim, role="source", order=0, start=start, end=start + len(source)
        )
    if inferred:
        ClaimPart.objects.create(
            claim=claim, role="source", order=1, entity=inferred, is_inferred=True
        )
    return claim


def suggest_entity(document: Document, name: str, *mentions: Span, label: str = "PERSON") -> Entity:
    """An entity of the suggested set, tied to these mentions."""
    entity = Entity.objects.create(
        project=document.project,
        proposed_in=suggested_set(document),
        label=label_of(document, label),
        name=name,
        normalised_name=normalise(name),
        keys=likeness.keys([name]),
    )
    Span.objects.filter(pk__in=[mention.pk for mention in mentions]).update(entity=entity)
    return entity


def project_entity(document: Document, name: str, label: str = "PERSON") -> Entity:
    """An entity of the project's own, named in gold that everybody reads."""
    made = bare_entity(document, name, label)
    article = create_document(f"{name} in article {made.pk}.", project=document.project)
    gold = approve(article, create_user("Gil"), (name, label))
    gold.spans.update(entity=made)
    return made


def bare_entity(document: Document, name: str, label: str = "PERSON") -> Entity:
    """An entity of the project's own that nothing is tied to."""
    return Entity.objects.create(
        project=document.project,
        label=label_of(document, label),
        name=name,
        normalised_name=normalise(name),
        keys=likeness.keys([name]),
    )
