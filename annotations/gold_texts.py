"""What a project's people decided about names, as texts to learn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import accumulate

from django.db.models import QuerySet

from annotations.models import AnnotationSet, Decision, Span
from annotations.suggest.gate import Name
from annotations.suggest.gold import Gold, held_out
from newsdesk.accounts.models import Project

MOST_ARTICLES = 2_000
MOST_CHARACTERS = 20_000_000  # of all together, held in memory at once
SETS_AT_ONCE = 100


def gold_sets(project: Project) -> QuerySet[AnnotationSet]:
    """The current gold of the project's current documents, newest first."""
    gold = AnnotationSet.objects.gold().filter(document__project=project)
    return gold.filter(document__is_current=True).order_by("-id")


def read(project: Project) -> list[Gold]:
    """The newest articles with gold, some of them held out: so many, and of so many characters."""
    newest = gold_sets(project)[:MOST_ARTICLES].values_list("pk", "document__length")
    read = accumulate((length for _, length in newest))
    wanted = [pk for (pk, _), total in zip(newest, read, strict=True) if total <= MOST_CHARACTERS]
    sets = list(gold_sets(project).filter(pk__in=wanted).select_related("document"))
    kept_apart = held_out([each.document.text for each in sets])
    names, undecided = _names(sets), _undecided(sets)
    return [
        Gold(
            each.document.text,
            tuple(sorted(names[each.pk])),
            tuple(sorted({name[:2] for name in undecided[each.pk] - names[each.pk]})),
            place in kept_apart,
        )
        for place, each in enumerate(sets)
    ]


def _names(sets: Sequence[AnnotationSet]) -> defaultdict[int, set[Name]]:
    """By set, each with its label's key."""
    found: defaultdict[int, set[Name]] = defaultdict(set)
    for batch in _batches(sets):
        spans = Span.objects.filter(annotation_set__in=batch)
        rows = spans.values_list("annotation_set", "start", "end", "label__key")
        for pk, start, end, label in rows:
            found[pk].add((start, end, label))
    return found


def _undecided(sets: Sequence[AnnotationSet]) -> defaultdict[int, set[Name]]:
    """By gold set, what had been suggested before its approval and nobody decided on."""
    found: defaultdict[int, set[Name]] = defaultdict(set)
    for batch in _batches(sets):
        decided = _decided(batch)
        of_document = {each.document_id: each for each in batch}
        for document, made_at, name in _suggested(batch):
            gold = of_document[document]
            is_seen = gold.approved_at is not None and made_at <= gold.approved_at
            if is_seen and name not in decided[gold.pk]:
                found[gold.pk].add(name)
    return found


def _decided(batch: Sequence[AnnotationSet]) -> defaultdict[int, set[Name]]:
    found: defaultdict[int, set[Name]] = defaultdict(set)
    suggested = AnnotationSet.Kind.SUGGESTED
    decisions = Decision.objects.filter(
        annotation_set__in=batch, on_span__annotation_set__kind=suggested
    )
    for pk, start, end, label in decisions.values_list(
        "annotation_set", "on_span__start", "on_span__end", "on_span__label__key"
    ):
        found[pk].add((start, end, label))
    return found


def _suggested(batch: Sequence[AnnotationSet]) -> Iterator[tuple[int, datetime, Name]]:
    """The document, when it was suggested, and the name."""
    suggested = AnnotationSet.objects.suggested().filter(
        document__in=[each.document_id for each in batch], imported_from={}
    )
    spans = Span.objects.filter(annotation_set__in=suggested).values_list(
        "annotation_set__document", "annotation_set__made_at", "start", "end", "label__key"
    )
    for document, made_at, start, end, label in spans:
        yield document, made_at, (start, end, label)


def _batches(sets: Sequence[AnnotationSet]) -> Iterator[Sequence[AnnotationSet]]:
    for start in range(0, len(sets), SETS_AT_ONCE):
        yield sets[start : start + SETS_AT_ONCE]
