"""Where an entity is named: its mentions and the claims it makes, as one person may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, Least, Substr

from annotations.models import AnnotationSet, ClaimPart, Entity, ProposedMerge, Span
from annotations.models.entities import tied_now
from articles.models import Document
from newsdesk.accounts.models import Membership, Project, Role, User

MOST_COUNTED = 1_000
AROUND = 60  # characters shown on each side
MOST_WORDS = 300  # characters shown of a claim
SIDES = ("first", "second")
FEW_SETS = 500


def current_sets(project: Project | int, user: User) -> QuerySet[AnnotationSet]:
    """What people marked on current documents: gold, and before there is any their own sets."""
    gold = AnnotationSet.objects.gold().filter(document=OuterRef("document"))
    annotated = Q(kind=AnnotationSet.Kind.ANNOTATED) & ~Exists(gold)
    approved = Q(kind=AnnotationSet.Kind.GOLD, state=AnnotationSet.State.APPROVED)
    sets = AnnotationSet.objects.filter(document__project=project, document__is_current=True)
    return sets.visible_to(user).filter(annotated | approved)


def visible(
    project: Project | int, user: User, here: Collection[int] | QuerySet[Any] = ()
) -> QuerySet[Any]:
    """The project's entities that somebody named where this person may read it, and those of
    these ids. What only others' sets name, nobody else is told of: not by name, not by id.

    They are gone through until there are enough, so that a page's time does not grow with the
    project: hence subqueries for one row, which the database cannot answer for all at once.
    """
    sets = current_sets(project, user)
    parts = _in_one_of(
        sets, ClaimPart.objects.filter(entity__in=_family("pk")), "claim__annotation_set"
    )
    named = Coalesce(a_mention(project, user, "pk"), Subquery(parts.order_by().values("pk")[:1]))
    rows = Entity.objects.of_project(project).annotate(named=named)
    found: QuerySet[Any] = rows.filter(Q(named__isnull=False) | Q(pk__in=here))
    return found


def read_in(document: Document, user: User) -> QuerySet[Any]:
    """The ids of what the sets of a document that this person may read, suggested ones among
    them, are tied to now.
    """
    sets = AnnotationSet.objects.filter(document=document).visible_to(user)
    spans = Span.objects.filter(annotation_set__in=sets).exclude(entity=None)
    parts = ClaimPart.objects.filter(claim__annotation_set__in=sets).exclude(entity=None)
    found: QuerySet[Any] = spans.values_list(tied_now()).union(parts.values_list(tied_now()))
    return found


def listed(project: Project, user: User, near: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """Those that are visible, by name, with `mention_count`; looked for among those `near`."""
    rows = visible(project, user)
    rows = rows if near is None else rows.filter(pk__in=near)
    rows = rows.annotate(mention_count=mention_count(project, user, "pk"))
    found: QuerySet[Any] = rows.select_related("label").order_by("normalised_name", "pk")
    return found


def proposed_merges(
    project: Project, user: User, state: str, near: QuerySet[Any] | None = None
) -> QuerySet[Any]:
    """The surest first, with a mention of each side: only where this person sees one of both;
    looked for among those `near`.
    """
    rows = ProposedMerge.objects.filter(project=project, state=state)
    found: QuerySet[Any] = rows if state == ProposedMerge.State.YES else rows.standing()
    if near is not None:
        found = found.filter(first__in=near, second__in=near)
    for side in SIDES:
        found = found.annotate(**{f"{side}_mention": a_mention(project, user, side)})
    found = found.filter(first_mention__isnull=False, second_mention__isnull=False)
    return found.order_by("-score", "pk")


def near(membership: Membership) -> QuerySet[Any] | None:
    """The ids of all that is named where this member may read it, None where that is much.

    Who sees few sets sees few of a large project's entities; each of the others would be looked
    for in all its mentions, and never be found.
    """
    if membership.may(Role.REVIEWER):
        return None
    readable = current_sets(membership.project, membership.user)
    sets = list(readable.values_list("pk", flat=True)[: FEW_SETS + 1])
    if len(sets) > FEW_SETS:
        return None
    spans = Span.objects.filter(annotation_set__in=sets).exclude(entity=None)
    parts = ClaimPart.objects.filter(claim__annotation_set__in=sets).exclude(entity=None)
    ends = ("entity", "entity__became")
    first, *others = (rows.values_list(end) for rows in (spans, parts) for end in ends)
    found: QuerySet[Any] = first.union(*others)
    return found


def a_mention(project: Project | int, user: User, entity: str) -> Subquery:
    """The id of one mention of each row's `entity`, None where there is none."""
    return Subquery(_spans(project, user, entity).values("pk")[:1])


def mention_count(project: Project, user: User, entity: str) -> Func:
    """How many mentions each row's `entity` has, counted to one more than MOST_COUNTED."""
    counted = ArraySubquery(_spans(project, user, entity).values("pk")[: MOST_COUNTED + 1])
    return Func(counted, function="cardinality", output_field=IntegerField())


def _spans(project: Project | int, user: User, entity: str) -> QuerySet[Any]:
    spans = Span.objects.filter(entity__in=_family(entity)).order_by()
    return _in_one_of(current_sets(project, user), spans, "annotation_set")


def _family(entity: str) -> QuerySet[Any]:
    """The ids of each row's entity and of those that were merged into it."""
    own = OuterRef(OuterRef(entity))
    rows = Entity.objects.filter(Q(pk=own) | Q(became=own, proposed_in=None))
    return rows.values("pk")


def _in_one_of(sets: QuerySet[AnnotationSet], rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    """The rows of a span or claim part that lie in one of these sets."""
    found = Subquery(sets.filter(pk=OuterRef(path)).values("pk")[:1])
    found_in: QuerySet[Any] = rows.annotate(current_set=found).filter(current_set__isnull=False)
    return found_in


def family(entity: Entity) -> list[int]:
    """Its id and those of what was merged into it."""
    merged = entity.proposals.filter(proposed_in=None).order_by("pk")
    return [entity.pk, *merged.values_list("pk", flat=True)]


def with_words(mentions: Iterable[int]) -> dict[int, Any]:
    """Mentions by their ids, each with its words and what stands around them."""
    spans = Span.objects.filter(pk__in=mentions)
    rows = _with_words(spans, F("start"), F("end"), "annotation_set")
    return {row["pk"]: row for row in rows}


def of_entity(entity: Entity, user: User) -> QuerySet[Any]:
    """Its mentions, each with the words and what stands around them; the newest first."""
    sets = current_sets(entity.project, user)
    spans = Span.objects.filter(entity__in=family(entity), annotation_set__in=sets)
    return _with_words(spans, F("start"), F("end"), "annotation_set")


def claims_of(entity: Entity, user: User) -> QuerySet[Any]:
    """The parts in which it is the source, each with the first words of its claim's content."""
    content = ClaimPart.objects.filter(claim=OuterRef("claim"), role="content").order_by("order")
    parts = ClaimPart.objects.filter(
        entity__in=family(entity),
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
