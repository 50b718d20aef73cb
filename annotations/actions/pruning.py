"""Suggestions that a later reading replaced and nobody decided on go after a day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from annotations.models import AnnotationSet, Progress

SETS_AT_ONCE = 200


def prune(*, before: datetime) -> None:
    """Delete suggested sets that were replaced earlier than this and are in no set's `based_on`.

    Pages that were open then still name them for a while; imported ones stay.
    """
    after = 0
    replaced = _replaced(before).values_list("pk", flat=True)
    while keys := list(replaced.filter(pk__gt=after)[:SETS_AT_ONCE]):
        _delete(keys, before)
        after = keys[-1]


@transaction.atomic
def _delete(keys: list[int], before: datetime) -> None:
    """Nobody decides on them meanwhile: every write waits for the lock of its article."""
    locked = Progress.objects.select_for_update(no_key=True).order_by("pk")
    articles = AnnotationSet.objects.filter(pk__in=keys).values("document__article")
    list(locked.filter(article__in=articles).values_list("pk"))
    _replaced(before).filter(pk__in=keys).delete()


def _replaced(before: datetime) -> QuerySet[AnnotationSet]:
    suggested = AnnotationSet.objects.suggested()
    later = suggested.filter(document=OuterRef("document"), pk__gt=OuterRef("pk"))
    decided = AnnotationSet.based_on.through.objects.filter(to_annotationset=OuterRef("pk"))
    return (
        suggested.filter(Exists(later.filter(made_at__lt=before)), ~Exists(decided))
        .filter(imported_from={})
        .order_by("pk")
    )
