"""Some words marked alike in all articles of a project that have them: one job, and its undo.

Each article is a transaction of its own, in the order of their ids, so that nobody waits for more
than one, and a run that was killed goes on behind the last.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from annotations import permissions
from annotations.actions import applied, spans
from annotations.actions.errors import BadSpan
from annotations.models import ApplyOutcome, ApplyRun
from annotations.reader import elsewhere
from articles.models import Document
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.errors import Refused
from newsdesk.history.models import record

State = ApplyRun.State
IS_APPLYING = "is applying something in this project already. Wait for it, or cancel it."
UNDOABLE = (State.DONE, State.CANCELLED, State.FAILED, State.UNDONE)
NO_RIGHT = "You may no longer annotate in this project."
NO_RIGHT_TO_UNDO = "Who asked to have it undone may no longer do that in this project."
NO_LABEL = "The label is no longer in use."


class AlreadyApplying(Refused):
    """You are applying something in this project already. Wait for it, or cancel it."""


class NotApplying(Refused):
    """This has ended already."""


class NotUndoable(Refused):
    """There is nothing left to undo here, or it is being done still."""


@transaction.atomic
def request(
    *,
    document: Document,
    quote: str,
    label_key: str,
    has_near: bool = False,
    left_out: Collection[str] = (),
    by: User,
) -> ApplyRun:
    """A run that waits for its job. Raises AlreadyApplying, UnknownLabel and BadSpan."""
    if not quote.strip() or "\n" in quote:
        raise BadSpan
    _wait_for_own(document.project_id, by, by)
    run = ApplyRun.objects.create(
        project_id=document.project_id,
        from_article_id=document.article_id,
        label_id=spans.label_of(document, label_key),
        quote=quote,
        has_near=has_near,
        left_out=sorted(left_out),
        made_by=by,
    )
    _record("apply.request", run, by)
    return run


def go_on(run_id: int, most: int) -> bool:
    """Apply it to the next articles, at most so many; whether there may be more."""
    run = _found(run_id, *ApplyRun.APPLYING)
    if run is None:
        return False
    if reason := _why_not(run):
        return _end(run_id, State.FAILED, reason)
    if run.state == State.QUEUED:
        _begin(run, articles(run).count())
    but, batch = frozenset(run.left_out), list(_left(run)[:most])
    for article_id in batch:
        if not _apply(run, article_id, but):
            return False
    return len(batch) == most or _end(run_id, State.DONE)


def articles(run: ApplyRun) -> QuerySet[Any, int]:
    return elsewhere.articles(
        run.project_id, run.quote, has_near=run.has_near, but=run.from_article_id
    )


@transaction.atomic
def cancel(*, run: ApplyRun, by: User) -> None:
    """What was written until now stays, and can be undone. Raises NotApplying."""
    rows = ApplyRun.objects.filter(pk=run.pk, state__in=ApplyRun.APPLYING)
    if not rows.update(state=State.CANCELLED, finished_at=timezone.now()):
        raise NotApplying
    _record("apply.cancel", run, by)


@transaction.atomic
def undo(*, run: ApplyRun, by: User) -> None:
    """Have it taken back, by a job. Raises NotUndoable and AlreadyApplying."""
    _wait_for_own(run.project_id, run.made_by, by)
    total = written(run, by).count()
    begun = {"state": State.UNDOING, "position": 0, "done_count": 0, "total_count": total}
    rows = ApplyRun.objects.filter(pk=run.pk, state__in=UNDOABLE)
    if not (total and rows.update(**begun, undone_by=by)):
        raise NotUndoable
    _record("apply.undo", run, by)


def written(run: ApplyRun, by: User) -> QuerySet[ApplyOutcome]:
    """What this person can undo of it, article by article: what is suggested, and what stands in
    their own sets, never in another's. What an undo that has ended had to leave stays.
    """
    rows = run.outcomes.filter(place_count__gt=0, undone_count=0)
    if run.state == State.UNDONE:
        rows = rows.filter(kept_count=0)
    return rows if by.pk == run.made_by_id else rows.filter(kind=ApplyOutcome.Kind.SUGGESTED)


def undo_next(run_id: int, most: int) -> bool:
    """Take it back in the next articles, at most so many; whether there may be more."""
    run = _found(run_id, State.UNDOING)
    if run is None:
        return False
    if not _may_undo(run):
        return _end(run_id, State.FAILED, NO_RIGHT_TO_UNDO)
    outcomes = list(_to_undo(run)[:most])
    for outcome in outcomes:
        if not _undo(run, outcome):
            return False
    return len(outcomes) == most or _end(run_id, State.UNDONE)


def pass_over(run_id: int) -> bool:
    """Go on behind the next article, with which the job was given up; whether there is one."""
    run = _found(run_id, State.RUNNING, State.UNDOING)
    if run is None:
        return False
    if run.state == State.UNDOING:
        return _pass_over_undo(run)
    article_id = _left(run).first()
    if article_id is None:
        return False
    outcome = ApplyOutcome(run=run, article_id=article_id, kind=ApplyOutcome.Kind.FAILED)
    with transaction.atomic():
        return _step(run, article_id, outcome)


def fail(run_id: int, reason: str) -> None:
    _end(run_id, State.FAILED, reason)


def stop(*, project_id: int, reason: str) -> None:
    """End the runs of a project; a job notices at its next article."""
    for run in ApplyRun.objects.unfinished().filter(project=project_id).only("pk"):
        _end(run.pk, State.CANCELLED, reason)


def _wait_for_own(project_id: int, owner: User, by: User) -> None:
    """Two requests for one person's runs go one after the other. Raises AlreadyApplying."""
    held = Membership.objects.select_for_update(no_key=True).filter(project=project_id, user=owner)
    list(held.values_list("pk"))
    if ApplyRun.objects.unfinished().filter(project=project_id, made_by=owner).exists():
        raise AlreadyApplying("" if owner == by else f"{owner} {IS_APPLYING}")


def _found(run_id: int, *states: str) -> ApplyRun | None:
    runs = ApplyRun.objects.select_related("label", "made_by", "undone_by")
    return runs.filter(pk=run_id, state__in=states).first()


def _why_not(run: ApplyRun) -> str:
    """Why it cannot go on, though it could when it was asked for."""
    if not _may_annotate(run):
        return NO_RIGHT
    return NO_LABEL if run.label.is_retired else ""


def _may_annotate(run: ApplyRun) -> bool:
    role = permissions.role_in(run.project_id, run.made_by)
    return permissions.includes(role, Role.ANNOTATOR)


def _may_undo(run: ApplyRun) -> bool:
    by = _undoing(run)
    needed = Role.ANNOTATOR if by == run.made_by else Role.MANAGER
    return permissions.includes(permissions.role_in(run.project_id, by), needed)


def _undoing(run: ApplyRun) -> User:
    return run.undone_by or run.made_by


def _begin(run: ApplyRun, total: int) -> None:
    waiting = ApplyRun.objects.filter(pk=run.pk, state=State.QUEUED)
    waiting.update(state=State.RUNNING, total_count=total)


def _left(run: ApplyRun) -> QuerySet[Any, int]:
    return articles(run).filter(article__gt=run.position).order_by("article")


def _to_undo(run: ApplyRun) -> QuerySet[ApplyOutcome]:
    return written(run, _undoing(run)).filter(article__gt=run.position).order_by("article")


@transaction.atomic
def _apply(run: ApplyRun, article_id: int, but: Collection[str]) -> bool:
    outcome = applied.to_article(run, article_id, but)
    return _step(run, article_id, outcome)


@transaction.atomic
def _undo(run: ApplyRun, outcome: ApplyOutcome) -> bool:
    applied.take_back(run, outcome)
    return _step(run, outcome.article_id, outcome)


def _pass_over_undo(run: ApplyRun) -> bool:
    outcome = _to_undo(run).first()
    if outcome is None:
        return False
    outcome.kept_count = outcome.place_count
    with transaction.atomic():
        return _step(run, outcome.article_id, outcome)


def _step(run: ApplyRun, article_id: int, outcome: ApplyOutcome | None) -> bool:
    """Keep what came of this article, unless the run was ended meanwhile: whether it was not."""
    rows = ApplyRun.objects.filter(pk=run.pk, position__lt=article_id)
    here = ApplyRun.APPLYING if run.state != State.UNDOING else (State.UNDOING,)
    is_wanted = rows.filter(state__in=here).update(
        position=article_id, done_count=F("done_count") + 1
    )
    if is_wanted and outcome:
        outcome.save()
    transaction.set_rollback(not is_wanted)
    return bool(is_wanted)


def _end(run_id: int, state: State, failure: str = "") -> bool:
    """False, since nothing is left to do."""
    waiting = ApplyRun.objects.unfinished().filter(pk=run_id)
    waiting.update(state=state, failure=failure, finished_at=timezone.now())
    return False


def _record(verb: str, run: ApplyRun, by: User) -> None:
    record(
        verb=verb,
        by=by,
        project_id=run.project_id,
        article_id=run.from_article_id,
        target_kind="apply_run",
        target_id=run.pk,
        after={"quote": run.quote},
    )
