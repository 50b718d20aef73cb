"""Giving a place back, handing it over, and until when its annotator has it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from annotations.actions import assigning, places, progress
from annotations.actions.errors import ArticleFull, HasBegun, HasFinished, NotAssigned
from annotations.models import Assignment, Progress
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.history.models import record


@transaction.atomic
def release(*, article_id: int, annotator: User, by: User, takes_begun: bool = False) -> None:
    """Give a place back. What its annotator has begun stays as it is: nobody else writes to it,
    nor do they themselves until they get a place again.

    Raises NotAssigned, HasFinished, and HasBegun where something is written, unless it
    `takes_begun`, as managers may, or the annotator no longer annotates in the project.
    """
    row = assigning.locked(article_id)
    _movable(article_id, annotator, takes_begun).delete()
    _keep(row)
    assigning.note("assignment.release", [(row, annotator.pk)], by)


@transaction.atomic
def hand_over(
    *, article_id: int, annotator: User, to: User, by: User, takes_begun: bool = False
) -> None:
    """Let another annotator have a place. They begin with nothing, or go on with what they had
    begun themselves: a set is the work of one hand.

    Raises what `release` raises, and ArticleFull where the other has a place already.
    """
    row = assigning.locked(article_id)
    held = _movable(article_id, annotator, takes_begun)
    if Assignment.objects.of(to).filter(article=article_id).exists():
        raise ArticleFull
    if not assigning.annotators([row], {to.pk: 1}):
        raise NotAssigned
    Assignment.objects.filter(pk=held.pk).update(
        annotator=to, made_by=by, state=Assignment.State.OPEN
    )
    assigning.take_up_again([(row, to.pk)])
    _keep(row)
    assigning.note("assignment.hand_over", [(row, to.pk)], by, before=annotator, due_on=held.due_on)


@transaction.atomic
def set_due(*, assignment: Assignment, due_on: date | None, by: User) -> None:
    """Until when its annotator should finish; None for whenever."""
    held = Assignment.objects.select_for_update().filter(pk=assignment.pk).first()
    if held is None:
        raise NotAssigned
    if held.due_on == due_on:
        return
    before, held.due_on = held.due_on, due_on
    held.save(update_fields=["due_on"])
    record(
        verb="assignment.due",
        by=by,
        project_id=held.project_id,
        article_id=held.article_id,
        target_kind="person",
        target_id=held.annotator_id,
        before={"due_on": before and before.isoformat()},
        after={"due_on": due_on and due_on.isoformat()},
    )


def _keep(row: Progress) -> None:
    places.keep([row.pk])
    progress.keep_one(row.pk)


def _movable(article_id: int, annotator: User, takes_begun: bool) -> Assignment:
    """The place, if it may be given to somebody else."""
    held = Assignment.objects.of(annotator).filter(article=article_id).first()
    if held is None:
        raise NotAssigned
    if held.state == Assignment.State.SUBMITTED:
        raise HasFinished
    if not takes_begun and _is_begun(held) and not _has_left(held):
        raise HasBegun
    return held


def _is_begun(held: Assignment) -> bool:
    return Assignment.objects.filter(places.begun_sets(), pk=held.pk).exists()


def _has_left(held: Assignment) -> bool:
    members = Membership.objects.active().filter(project=held.project_id, user=held.annotator_id)
    return not members.filter(role__in=Role.ANNOTATOR.and_above).exists()
