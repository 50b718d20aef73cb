"""Keeps the row that tells how far an article is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least, Now
from django.db.models.sql import UpdateQuery
from django.utils import timezone

from annotations import doubt
from annotations.models import AnnotationSet, Assignment, Claim, Decision, Progress, Span
from annotations.reader.reading_rows import is_weak
from annotations.review import waiting
from articles.models import Article
from newsdesk.accounts.models import Project

State = AnnotationSet.State
_FINISHED = ~Q(annotation_set__state__in=[State.OPEN, State.SENT_BACK])
NOBODYS = -1  # the id of no article


def start(document_ids: Iterable[int]) -> None:
    """A row for the article of each document, where there is none."""
    articles = Article.objects.filter(documents__in=document_ids)
    columns = ("pk", "project", "outlet", "project__annotators_per_article")
    Progress.objects.bulk_create(
        [
            Progress(article_id=pk, project_id=project, outlet_id=outlet, places=places)
            for pk, project, outlet, places in articles.values_list(*columns)
        ],
        ignore_conflicts=True,
    )


def move(*, article_id: int, outlet_id: int | None) -> None:
    """Note which outlet published it."""
    Progress.objects.filter(pk=article_id).update(outlet=outlet_id, changed_at=timezone.now())


def fail(document_ids: Iterable[int], reason: str) -> None:
    """Why these documents have no suggestions, for a person to read."""
    Progress.objects.filter(article__documents__in=document_ids).update(
        failure=reason, changed_at=timezone.now()
    )


def weigh(article_ids: Collection[int] | QuerySet[Any]) -> None:
    """Note how unsure the model is of what it suggests, once that stands in Progress.

    The claims that the article makes itself are scored otherwise, and left out.
    """
    shown = Progress.objects.filter(pk__in=article_ids).exclude(suggested_set=None)
    sums = {article: (0.0, 0) for article in shown.values_list("pk", flat=True)}
    for items in (Span.objects.all(), Claim.objects.exclude(speech=Claim.Speech.NONE)):
        scored = items.filter(annotation_set__in=shown.values("suggested_set")).order_by()
        of_article = scored.exclude(score=None).values_list("annotation_set__document__article")
        for article, total, count in of_article.annotate(Sum("score"), Count("score")):
            sums[article] = sums[article][0] + total, sums[article][1] + count
    rows = [
        Progress(article_id=article, doubt=doubt.key(doubt.of(*sums[article]), article))
        for article in sums
    ]
    Progress.objects.bulk_update(rows, ["doubt"])


def keep(article_ids: Collection[int] | QuerySet[Any], *, is_locked: bool = False) -> None:
    """Derive state and counts afresh from the sets: two queries, right whatever was there.

    One if the rows `is_locked` already.
    `decided_count` is that of the person who is furthest. The unfinished set of who gave their
    place back keeps nobody waiting and counts for nothing.
    """
    if not is_locked:
        lock(article_ids)
    derived, values = _derived(Progress.objects.filter(pk__in=article_ids))
    derived.update(**values)


def lock(article_ids: Collection[int] | QuerySet[Any]) -> None:
    """Let nobody write to these articles. Who waits for a row counts as of before the wait, so
    the wait is a statement of its own.
    """
    rows = Progress.objects.select_for_update(no_key=True).filter(pk__in=article_ids)
    list(rows.order_by("pk").values_list("pk"))


def keep_one(article_id: int) -> None:
    """The same of an article whose row is locked, as it is in whatever a person writes."""
    sql, values = _statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [article_id if value == NOBODYS else value for value in values])


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """What updates one article, NOBODYS. Putting it together takes longer than running it."""
    rows, columns = _derived(Progress.objects.filter(pk=NOBODYS))
    query: Any = rows.query.chain(UpdateQuery)  # from here on as in QuerySet.update
    query.add_update_values(columns)
    query.annotations = {}
    sql, values = query.get_compiler(connection=connection).as_sql()
    return sql, tuple(values)


def _derived(rows: QuerySet[Progress]) -> tuple[QuerySet[Any], dict[str, Any]]:
    """The rows with what is derived, and what each of their columns becomes."""
    sets = _sets(OuterRef("pk"))
    derived = rows.annotate(
        newest=Subquery(_newest(OuterRef("pk"))),
        suggested=_count(Span) + _count(Claim),
        decided=_decided(),
        submitted=_counted(sets.annotated().filter(state=State.SUBMITTED), "document"),
        required=Subquery(
            Project.objects.filter(pk=OuterRef("project")).values("annotators_per_article")
        ),
    ).annotate(reached=_state(sets))
    return derived, {
        "state": F("reached"),
        "waiting": _waiting(sets),
        "suggested_set": F("newest"),
        "suggestion_count": F("suggested"),
        "decided_count": Least(F("decided"), F("suggested")),
        "changed_at": Now(),
    }


def _state(sets: Any) -> Case:
    annotated = sets.annotated()
    holds = Assignment.objects.filter(
        article=OuterRef(OuterRef("pk")), annotator=OuterRef("made_by")
    )
    unfinished = annotated.filter(Exists(holds), state__in=[State.OPEN, State.SENT_BACK])
    return Case(
        When(Exists(sets.gold()), then=Value(Progress.State.APPROVED)),
        When(Exists(unfinished), then=Value(Progress.State.IN_ANNOTATION)),
        When(submitted__gte=F("required"), then=Value(Progress.State.SUBMITTED)),
        When(Exists(annotated), then=Value(Progress.State.IN_ANNOTATION)),
        When(newest__isnull=False, then=Value(Progress.State.SUGGESTED)),
        default=Value(Progress.State.NEW),
    )


def _waiting(sets: Any) -> Case:
    """Of what is submitted by all, since the last did; of gold under review, since that began."""
    finished = sets.annotated().filter(state=State.SUBMITTED)
    dated = finished.annotate(at=Coalesce("submitted_at", "made_at")).order_by("-at")
    drafts = sets.filter(state=State.DRAFT)
    return Case(
        When(
            reached=Progress.State.SUBMITTED,
            then=waiting.key(Subquery(dated.values("at")[:1])),
        ),
        When(Exists(drafts), then=waiting.key(Subquery(drafts.values("made_at")[:1]))),
    )


def _sets(article: Any) -> Any:
    return AnnotationSet.objects.filter(document__article=article, document__is_current=True)


def _newest(article: Any) -> Any:
    return _sets(article).suggested().order_by("-id").values("pk")[:1]


def _count(model: type[Span] | type[Claim]) -> Coalesce:
    """The newest suggestions that are not too weak to be shown."""
    newest = _newest(OuterRef(OuterRef("pk")))
    weak = is_weak("span" if model is Span else "claim", OuterRef(OuterRef("project")))
    rows: QuerySet[Any] = model._default_manager.filter(annotation_set__in=newest)
    return _counted(rows.annotate(weak=weak).filter(weak=False), "annotation_set")


def _decided() -> Coalesce:
    people = ~Q(annotation_set__kind=AnnotationSet.Kind.SUGGESTED)
    made = Decision.objects.filter(
        people,
        annotation_set__document__article=OuterRef("pk"),
        annotation_set__document__is_current=True,
    )
    return _counted(made.filter(_FINISHED | _is_held()), "annotation_set")


def _is_held() -> Exists:
    """Whether whoever made a decision's set holds a place in the article still."""
    return Exists(
        Assignment.objects.filter(
            article=OuterRef("annotation_set__document__article"),
            annotator=OuterRef("annotation_set__made_by"),
        )
    )


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    """The number of rows; of the largest group, where there are several."""
    counts = rows.order_by().values(by).annotate(rows=Count("pk")).order_by("-rows")
    return Coalesce(Subquery(counts.values("rows")[:1]), 0)
