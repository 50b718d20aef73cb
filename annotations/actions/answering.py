"""What people say of proposed merges, and undoing what they did to entities."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from annotations.actions import merging, splitting
from annotations.actions.errors import AnsweredAlready, ChangedSince, NothingToUndo
from annotations.models import ProposedMerge
from newsdesk.accounts.models import User
from newsdesk.history.models import Event, record

State = ProposedMerge.State


@transaction.atomic
def answer(*, proposal: ProposedMerge, says: str, seen: str, by: User, kept: int = 0) -> None:
    """Yes merges the two, into `kept` or else the older one; no is remembered.

    `seen` is the state that was answered. Raises AnsweredAlready, and as merging does.
    """
    held = ProposedMerge.objects.select_for_update(of=["self"]).get(pk=proposal.pk)
    if held.state != seen or held.state == State.YES:
        raise AnsweredAlready
    group = uuid.uuid4()
    if says == State.YES:
        pair = (held.first_id, held.second_id)
        first, second = reversed(pair) if kept == held.second_id else pair
        merging.merge(kept=first, gone=second, by=by, group=group)
    _store(held, says, by)
    record(
        verb="entity.answer",
        by=by,
        project_id=held.project_id,
        target_kind="merge",
        target_id=held.pk,
        before={"state": seen},
        after={"state": says, "name": held.first.name, "other": held.second.name},
        group=group,
    )


def _store(held: ProposedMerge, state: str, by: User) -> None:
    held.state = state
    held.by = None if state == State.OPEN else by
    held.at = timezone.now()
    held.save(update_fields=["state", "by", "at"])


def _ask_again(event: Event, *, by: User) -> None:
    """Undo an answer. Raises ChangedSince if it is another by now."""
    rows = ProposedMerge.objects.select_for_update(of=["self"])
    held = rows.filter(pk=event.target_id or 0).first()
    before, after = event.before or {}, event.after or {}
    if held is None or held.state != after["state"]:
        raise ChangedSince
    _store(held, before["state"], by)
    record(
        verb="entity.ask_again",
        by=by,
        project_id=held.project_id,
        target_kind="merge",
        target_id=held.pk,
        before={"state": after["state"]},
        after={**after, **before},
        undoes=event.group,
    )


UNDO: dict[str, Callable[..., None]] = {
    "entity.merge": merging.part,
    "entity.split": splitting.join,
    "entity.answer": _ask_again,
}


@transaction.atomic
def undo(*, project_id: int, event_id: int, by: User) -> None:
    """Take back a merge, a split or an answer, all that was one step. Raises NothingToUndo."""
    steps = Event.objects.filter(project_id=project_id, verb__in=UNDO)
    step = steps.filter(pk=event_id).first()
    if step is None:
        raise NothingToUndo("There is nothing to undo.")
    group = list(steps.filter(group=step.group).order_by("pk").select_for_update())
    if Event.objects.filter(undoes=step.group).exists():
        raise NothingToUndo("This was undone already.")
    for each in group:
        UNDO[each.verb](each, by=by)
