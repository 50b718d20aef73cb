"""Who annotates what: by hand, or the next article that has a place left.

An article has as many places as its project wants annotators; `Progress.places` counts those
left. Whoever takes or gives one locks that row, so a place is never given twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from annotations.actions import places, progress
from annotations.models import AnnotationSet, Assignment, Progress
from annotations.review.shares import Shares
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.history.models import Event, record_all

ORDERS: Mapping[str, tuple[str | OrderBy, ...]] = {
    "newest": ("-article_id",),
    "oldest": ("article_id",),
    "least sure": (F("doubt").desc(nulls_last=True), "-article_id"),
    "latest published": (F("article__published_at").desc(nulls_last=True), "-article_id"),
    "earliest published": (F("article__published_at").asc(nulls_last=True), "article_id"),
}
# A text that the model could not read is annotated without suggestions.
OPEN = Q(state__in=[Progress.State.SUGGESTED, Progress.State.IN_ANNOTATION]) | (
    Q(state=Progress.State.NEW) & ~Q(failure="")
)
Pair = tuple[Progress, int]
"""An article's row, and the id of who holds a place in it."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many places were given, and how many of the articles had none for these people."""

    given: int
    passed_over: int


@transaction.atomic
def next_article(
    *, rows: QuerySet[Progress], by: User, order: str = "newest", after: int | None = None
) -> int | None:
    """The article this person goes on with: one they hold already, else one of `rows` they take.

    `rows` are Progress of one project, filtered as the person likes; `after` is the article they
    come from. None where nothing is left. Two people at once never get the same place.
    """
    held = Assignment.objects.of(by).unfinished().filter(article__in=rows.values("article"))
    mine = held.exclude(article=after).order_by(F("due_on").asc(nulls_last=True), "id").first()
    if mine:
        return mine.article_id
    free = _free(rows, by).exclude(article=after).order_by(*ORDERS[order])
    found = _locked_first(free, skip_locked=True) or _locked_first(free, skip_locked=False)
    if found and not Assignment.objects.of(by).filter(article=found.article_id).exists():
        _give([(found, by.pk)], by=by)
    return found.article_id if found else None


def is_any_left(*, rows: QuerySet[Progress], by: User) -> bool:
    """Whether this person could take one of `rows`."""
    return _free(rows, by).exists()


def _locked_first(free: QuerySet[Progress], *, skip_locked: bool) -> Progress | None:
    """What others write to just now is worth waiting for only where nothing else is left. Who
    waited may have taken a place there meanwhile, in another tab.
    """
    return free.select_for_update(no_key=True, skip_locked=skip_locked, of=["self"]).first()


# Part of the statement that writes to a person's set: `placed` has a row if they hold a place in
# the article or take one by it. Who gave a place back takes it again with the state of their set.
PLACED = """
wanted AS (
    SELECT article_id, project_id, places FROM annotations_progress
     WHERE article_id = %(article)s FOR NO KEY UPDATE
), held AS (
    SELECT FROM annotations_assignment WHERE article_id = %(article)s AND annotator_id = %(by)s
), given AS (
    INSERT INTO annotations_assignment (project_id, article_id, annotator_id, made_at, state)
    SELECT project_id, article_id, %(by)s, now(), coalesce((
           SELECT own.state FROM annotations_annotationset AS own
            WHERE own.document_id = %(document)s AND own.made_by_id = %(by)s
              AND own.kind = 'annotated' AND own.imported_from = '{}'), 'open')
      FROM wanted
     WHERE places > 0 AND NOT EXISTS (SELECT FROM held)
        ON CONFLICT DO NOTHING
 RETURNING article_id
), counted AS (
    UPDATE annotations_progress SET places = places - 1
     WHERE article_id IN (SELECT article_id FROM given)
), placed AS (
    SELECT FROM held UNION ALL SELECT FROM given
)
"""


def follow(annotation_set: AnnotationSet, article_id: int) -> None:
    """Let the assignment have the state of its annotator's set, which has just changed."""
    held = Assignment.objects.filter(article=article_id, annotator=annotation_set.made_by_id)
    held.update(state=annotation_set.state, changed_at=timezone.now())


@transaction.atomic
def assign(
    *,
    rows: QuerySet[Progress],
    shares: Mapping[int, int],
    by: User,
    due_on: date | None = None,
) -> Assigned:
    """Give every place left in `rows` to these people (ids), in proportion to their shares.

    Nobody gets an article twice; whoever may not annotate in the project gets none.
    """
    found = list(rows.select_for_update(no_key=True, of=["self"]).order_by("article_id"))
    people = Shares(annotators(found, shares))
    held = _held(found)
    given = [pair for row in found for pair in _fill(row, held[row.article_id], people)]
    _give(given, by=by, made_by=by, due_on=due_on)
    return Assigned(len(given), len({row.pk for row in found} - {row.pk for row, _ in given}))


def locked(article_id: int) -> Progress:
    """The article's row, which whoever takes or gives a place there locks."""
    return Progress.objects.select_for_update(no_key=True, of=["self"]).get(article=article_id)


def _free(rows: QuerySet[Progress], by: User) -> QuerySet[Progress]:
    own = Assignment.objects.of(by).filter(article=OuterRef("article"))
    return rows.filter(OPEN, places__gt=0).exclude(Exists(own))


def annotators(rows: Sequence[Progress], shares: Mapping[int, int]) -> dict[int, int]:
    """The shares of those who may annotate where these rows are."""
    active = Membership.objects.active().filter(role__in=Role.ANNOTATOR.and_above)
    members = active.filter(project__in={row.project_id for row in rows})
    allowed = set(members.values_list("user", flat=True))
    return {user: share for user, share in shares.items() if user in allowed}


def _held(rows: Sequence[Progress]) -> dict[int, set[int]]:
    """Who holds a place, by article."""
    found: dict[int, set[int]] = defaultdict(set)
    assignments = Assignment.objects.filter(article__in=[row.article_id for row in rows])
    for article, annotator in assignments.values_list("article", "annotator"):
        found[article].add(annotator)
    return found


def _fill(row: Progress, held: set[int], people: Shares[int]) -> list[Pair]:
    """The places left in one article, each for somebody who does not hold one there. In gold
    nothing is left to do.
    """
    given: list[Pair] = []
    if row.state == Progress.State.APPROVED:
        return given
    while len(given) < row.places:
        person = people.pick(excluded=held)
        if person is None:
            break
        held.add(person)
        given.append((row, person))
    return given


def _give(
    given: Sequence[Pair], *, by: User, made_by: User | None = None, due_on: date | None = None
) -> None:
    Assignment.objects.bulk_create(
        Assignment(
            project_id=row.project_id,
            article_id=row.article_id,
            annotator_id=annotator,
            made_by=made_by,
            due_on=due_on,
        )
        for row, annotator in given
    )
    _take(given)
    take_up_again(given)
    note("assignment.make", given, by, due_on=due_on)


def _take(given: Sequence[Pair]) -> None:
    """A place less in an article for each pair."""
    changed: dict[int, Progress] = {}
    for row, _ in given:
        row.places -= 1
        changed[row.pk] = row
    Progress.objects.bulk_update(changed.values(), ["places"], batch_size=1000)


def take_up_again(given: Sequence[Pair]) -> None:
    """Let those who had begun before they lost their place go on where they stopped."""
    pairs = {
        "article__in": [row.pk for row, _ in given],
        "annotator__in": [who for _, who in given],
    }
    begun = Assignment.objects.filter(places.begun_sets(), **pairs)
    articles = list(begun.values_list("article", flat=True))
    if articles:
        begun.update(state=Subquery(places.sets_of_holders().values("state")[:1]))
        progress.keep(articles, is_locked=True)


def note(
    verb: str,
    pairs: Iterable[Pair],
    by: User,
    *,
    before: User | None = None,
    due_on: date | None = None,
) -> None:
    """One event for each place: whose it is now, or was, and until when; `before` had it, if it is
    handed on.
    """
    record_all(
        Event(
            verb=verb,
            actor_id=by.pk,
            project_id=row.project_id,
            article_id=row.article_id,
            target_kind="person",
            target_id=annotator,
            before={"annotator": before.pk} if before else None,
            after={"due_on": due_on.isoformat()} if due_on else None,
        )
        for row, annotator in pairs
    )
