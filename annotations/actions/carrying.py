"""What people applied to the project, kept among suggestions when an article is read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef

from annotations.models import AnnotationSet, AppliedSpan, Decision, Span

BATCH = 5_000


def over(sets: Iterable[AnnotationSet]) -> None:
    """Give new suggested sets what was applied to their documents before.

    Left behind: what equals a new suggestion, what somebody decided, and labels out of use. Call
    it with the rows of Progress locked, so that nothing is applied to the old sets meanwhile.
    """
    new = {each.document_id: each for each in sets}
    equal = Span.objects.filter(
        annotation_set__in=[each.pk for each in new.values()],
        annotation_set__document=OuterRef("span__annotation_set__document"),
        **{name: OuterRef(f"span__{name}") for name in ("start", "end", "label")},
    )
    applied = (
        AppliedSpan.objects.filter(span__annotation_set__document__in=new)
        .filter(~Exists(equal), ~_decided_there(), span__label__is_retired=False)
        .select_related("span__annotation_set")
        .order_by("span")
    )
    found = {
        (document, each.span.start, each.span.end, each.span.label_id): (
            each.run_id,
            _copy(each.span, new[document]),
        )
        for each in applied
        if (document := each.span.annotation_set.document_id)
    }
    add(list(found.values()))


def add(applied: Sequence[tuple[int, Span]]) -> None:
    """Suggestions that are no model's, each with the run that made it."""
    Span.objects.bulk_create([span for _, span in applied], batch_size=BATCH)
    AppliedSpan.objects.bulk_create(
        [AppliedSpan(run_id=run, span=span) for run, span in applied], batch_size=BATCH
    )


def decided() -> Exists:
    """Whether somebody decided on what a row of AppliedSpan names."""
    return Exists(Decision.objects.filter(on_span=OuterRef("span")))


def _decided_there() -> Exists:
    """Whether somebody decided on that, or on what any set has of that label at that place."""
    document = "annotation_set__document"
    there = {name: OuterRef(f"span__{name}") for name in (document, "start", "end", "label")}
    same = Decision.objects.filter(**{f"on_span__{name}": of for name, of in there.items()})
    return Exists(same)


def _copy(span: Span, annotation_set: AnnotationSet) -> Span:
    return Span(
        annotation_set=annotation_set,
        label_id=span.label_id,
        start=span.start,
        end=span.end,
        attributes=span.attributes,
        evidence=span.evidence,
    )
