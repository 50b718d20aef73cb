"""The queues of a project: what waits for whom, how much of it, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import make_aware

from annotations import paging
from annotations.models import AnnotationSet, Assignment, Progress
from annotations.review import waiting
from newsdesk.accounts.models import Membership, Project, Role

IS_APPROVED = Q(article__progress__state=Progress.State.APPROVED)


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and since when; `oldest` is None if nothing does. Articles are counted to
    one more than paging.MOST_COUNTED.
    """

    name: str
    title: str
    count: int
    oldest: datetime | None

    @property
    def is_more(self) -> bool:
        return self.count > paging.MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Reviewer:
    """How many reviews and adjudications somebody began in a time; how many of theirs are open,
    and since when the oldest is.
    """

    name: str
    begun: int
    drafts: int
    oldest: datetime | None


def of(membership: Membership) -> list[Queue]:
    """Those that this person has a use for, in at most 3 queries."""
    found: list[Queue] = []
    if membership.may(Role.ANNOTATOR):
        found += _assigned(membership)
    if membership.may(Role.REVIEWER):
        found.insert(1, _to_review(membership))
    everything = Progress.objects.filter(project=membership.project)
    return [*found, Queue("queue", "All", paging.count(everything), None)]


def waiting_for(membership: Membership) -> list[Queue]:
    """What waits for reviewers; for who does not review, what waits for them. In one query."""
    if membership.may(Role.REVIEWER):
        return [_to_review(membership)]
    return _assigned(membership) if membership.may(Role.ANNOTATOR) else []


def reviewers(project: Project, since: date) -> list[Reviewer]:
    """Everybody who may review, those with the most open and begun first, in one query."""
    gold = AnnotationSet.objects.filter(
        kind=AnnotationSet.Kind.GOLD, document__project=project, made_by=OuterRef("user")
    )
    # What is handed in with an import was not begun here; a review's draft is never handed in.
    here = gold.filter(submitted_at=None)
    begun = here.filter(made_at__gte=make_aware(datetime.combine(since, time.min)))
    made = begun.order_by().values("made_by")
    counted = gold.filter(state=AnnotationSet.State.DRAFT).order_by().values("made_by")
    members = Membership.objects.active().filter(project=project)
    rows = (
        members.filter(role__in=Role.REVIEWER.and_above)
        .annotate(
            begun=Coalesce(Subquery(made.annotate(n=Count("pk")).values("n")), 0),
            drafts=Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0),
            oldest=Subquery(counted.annotate(at=Min("made_at")).values("at")),
        )
        .order_by("-drafts", "-begun", "user__name", "user")
    )
    return [Reviewer(*row) for row in rows.values_list("user__name", "begun", "drafts", "oldest")]


def to_review(membership: Membership) -> QuerySet[Progress]:
    """What all annotators of an article have submitted, and gold that is under review again."""
    return Progress.objects.filter(project=membership.project, waiting__isnull=False)


def sent_back(membership: Membership) -> QuerySet[Assignment]:
    """One's own; everybody's for who reviews."""
    found = Assignment.objects.filter(project=membership.project, state=Assignment.State.SENT_BACK)
    return found if membership.may(Role.REVIEWER) else found.filter(annotator=membership.user_id)


def drafts(rows: list[Progress]) -> dict[int, AnnotationSet]:
    """The drafts of reviews that are going on, by article, in one query."""
    sets = AnnotationSet.objects.filter(
        document__article__in=[row.pk for row in rows],
        document__is_current=True,
        state=AnnotationSet.State.DRAFT,
    )
    return {each.document.article_id: each for each in sets.select_related("document", "made_by")}


def annotators(rows: list[Progress]) -> dict[int, list[str]]:
    """Who finished each of these articles, by article, in the order of their names wherever the
    same people did; in one query.
    """
    found: dict[int, list[str]] = {row.pk: [] for row in rows}
    finished = Assignment.objects.filter(article__in=found, state=Assignment.State.SUBMITTED)
    for article, name in finished.order_by("id").values_list("article", "annotator__name"):
        found[article].append(name)
    return {article: sorted(names, key=str.casefold) for article, names in found.items()}


def told(membership: Membership, rows: list[Progress]) -> dict[int, list[str]]:
    """What the states of these articles do not say: who has to mend what came back, and that this
    person has done their part where others have not. By article, in one query.
    """
    back = Assignment.objects.filter(state=Assignment.State.SENT_BACK)
    theirs = back if membership.may(Role.REVIEWER) else back.none()
    held = theirs | Assignment.objects.filter(annotator=membership.user_id)
    unfinished = [row.pk for row in rows if row.state == Progress.State.IN_ANNOTATION]
    found: dict[int, list[str]] = {pk: [] for pk in unfinished}
    for each in held.filter(article__in=unfinished).select_related("annotator").order_by("id"):
        if words := _words(each, is_own=each.annotator_id == membership.user_id):
            found[each.article_id].append(words)
    return found


def _words(held: Assignment, *, is_own: bool) -> str:
    if held.state == Assignment.State.SENT_BACK:
        return f"Sent back to {'you' if is_own else held.annotator}"
    return "Finished by you, waits for others" if held.state == Assignment.State.SUBMITTED else ""


def _assigned(membership: Membership) -> list[Queue]:
    own, back = Q(annotator=membership.user_id), Q(state=Assignment.State.SENT_BACK)
    unfinished = own & Q(state__in=[Assignment.State.OPEN, Assignment.State.SENT_BACK])
    mine = unfinished & ~IS_APPROVED
    theirs = back if membership.may(Role.REVIEWER) else own & back
    counted = Assignment.objects.filter(unfinished | theirs, project=membership.project).aggregate(
        mine=Count("pk", filter=mine),
        mine_since=Min("changed_at", filter=mine),
        back=Count("pk", filter=theirs),
        back_since=Min("changed_at", filter=theirs),
    )
    return [
        Queue("assignments", "Mine", counted["mine"], counted["mine_since"]),
        Queue("sent-back", "Sent back", counted["back"], counted["back_since"]),
    ]


def _to_review(membership: Membership) -> Queue:
    counted = to_review(membership).aggregate(Count("pk"), first=Min("waiting"))
    first = counted["first"]
    oldest = None if first is None else waiting.since(first)
    return Queue("to-review", "To review", counted["pk__count"], oldest)
