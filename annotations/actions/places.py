"""How many places articles have left, told afresh from who holds one."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from annotations.actions import progress
from annotations.models import AnnotationSet, Assignment, Progress
from newsdesk.accounts.models import Project

BATCH = 500


def recount(project_id: int) -> None:
    """Derive places, state and counts of every article of a project, batch by batch."""
    rows = Progress.objects.filter(project=project_id).order_by("pk")
    after = 0
    while keys := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            keep(keys)
            progress.keep(keys, is_locked=True)
        after = keys[-1]


def keep(article_ids: Collection[int]) -> None:
    """As many as the project wants, less those held, never below none. Locks the rows first."""
    rows = Progress.objects.filter(pk__in=article_ids)
    # Who waits for a row counts as of before the wait, so the wait is a statement of its own.
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    held = Assignment.objects.filter(article=OuterRef("article")).order_by().values("article")
    wanted = Project.objects.filter(pk=OuterRef("project")).values("annotators_per_article")
    count = Coalesce(Subquery(held.annotate(count=Count("pk")).values("count")), 0)
    rows.annotate(left=Greatest(Subquery(wanted) - count, 0)).update(places=F("left"))


def begun_sets() -> Exists:
    """Whether the annotator of an assignment has written anything in its article."""
    return Exists(sets_of_holders())


def sets_of_holders() -> QuerySet[AnnotationSet]:
    """Of an assignment in an outer query: what its annotator has written in its article."""
    return AnnotationSet.objects.annotated().filter(
        made_by=OuterRef("annotator"),
        document__article=OuterRef("article"),
        document__is_current=True,
        imported_from={},
    )


@transaction.atomic
def free(*, project_id: int, user_id: int) -> None:
    """Give back what somebody who has left held and never began."""
    held = Assignment.objects.filter(project=project_id, annotator=user_id)
    unbegun = held.exclude(begun_sets())
    articles = list(unbegun.values_list("article", flat=True))
    unbegun.delete()
    keep(articles)
