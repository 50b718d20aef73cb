"""Where an entity is named: its mentions and the claims it makes, as one person may see them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Least, Substr

from annotations.models import AnnotationSet, ClaimPart, Entity, Span
from newsdesk.accounts.models import Project, User

MOST_COUNTED = 1_000
AROUND = 60  # characters shown on each side
MOST_WORDS = 300  # characters shown of a claim


def current_sets(project: Project, user: User) -> QuerySet[AnnotationSet]:
    """What people marked on current documents: gold, and before there is any their own sets."""
    gold = AnnotationSet.objects.gold().filter(document=OuterRef("document"))
    annotated = Q(kind=AnnotationSet.Kind.ANNOTATED) & ~Exists(gold)
    approved = Q(kind=AnnotationSet.Kind.GOLD, state=AnnotationSet.State.APPROVED)
    sets = AnnotationSet.objects.filter(document__project=project, document__is_current=True)
    return sets.visible_to(user).filter(annotated | approved)


def listed(project: Project, user: User) -> QuerySet[Any]:
    """The project's entities that somebody named, by name, with `mention_count`.

    They are gone through by name until the page is full, so that its time does not grow with
    the project: hence subqueries for one row, which the database cannot answer for all at once.
    """
    sets = current_sets(project, user)
    spans = _in_one_of(sets, Span.objects.filter(entity=OuterRef("pk")), "annotation_set")
    parts = _in_one_of(
        sets, ClaimPart.objects.filter(entity=OuterRef("pk")), "claim__annotation_set"
    )
    counted = ArraySubquery(spans.order_by().values("pk")[: MOST_COUNTED + 1])
    found: QuerySet[Any] = (
        Entity.objects.of_project(project)
        .annotate(
            named=Coalesce(Subquery(spans.values("pk")[:1]), Subquery(parts.values("pk")[:1]))
        )
        .filter(named__isnull=False)
        .annotate(mention_count=Func(counted, function="cardinality", output_field=IntegerField()))
        .select_related("label")
    )
    return found.order_by("normalised_name", "pk")


def _in_one_of(sets: QuerySet[AnnotationSet], rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    """The rows of a span or claim part that lie in one of these sets."""
    found = Subquery(sets.filter(pk=OuterRef(path)).values("pk")[:1])
    found_in: QuerySet[Any] = rows.annotate(current_set=found).filter(current_set__isnull=False)
    return found_in


def of_entity(entity: Entity, user: User) -> QuerySet[Any]:
    """Its mentions, each with the words and what stands around them; the newest first."""
    spans = entity.mentions.filter(annotation_set__in=current_sets(entity.project, user))
    return _with_words(spans, F("start"), F("end"), "annotation_set")


def claims_of(entity: Entity, user: User) -> QuerySet[Any]:
    """The parts in which it is the source, each with the first words of its claim's content."""
    content = ClaimPart.objects.filter(claim=OuterRef("claim"), role="content").order_by("order")
    parts = ClaimPart.objects.filter(
        entity=entity,
        role="source",
        claim__annotation_set__in=current_sets(entity.project, user),
    )
    found = parts.annotate(
        first=Subquery(content.values("start")[:1]), last=Subquery(content.values("end")[:1])
    )
    return _with_words(found, F("first"), F("last"), "claim__annotation_set")


def _with_words(rows: QuerySet[Any], start: F, end: F, path: str) -> QuerySet[Any]:
    """Rows as `before`, `words` and `after`, with `article`, `headline`, `outlet` and `on`."""
    document = f"{path}__document"
    text = F(f"{document}__text")
    found: QuerySet[Any] = rows.annotate(
        before=Substr(text, Greatest(start - AROUND, 0) + 1, Least(start, AROUND)),
        words=Substr(text, start + 1, Least(end - start, MOST_WORDS)),
        after=Substr(text, end + 1, AROUND),
        article=F(f"{document}__article"),
        headline=F(f"{document}__article__headline"),
        outlet=F(f"{document}__article__outlet__name"),
        on=F(f"{document}__article__published_at"),
    )
    names = ("pk", "before", "words", "after", "article", "headline", "outlet", "on")
    return found.order_by("-pk").values(*names)
