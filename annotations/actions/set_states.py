"""What every change of a set's state begins and ends with."""

from __future__ import annotations

from typing import Any

from annotations.actions import progress
from annotations.actions.errors import NotHere, OthersAwaited, StaleSet, UnderReview
from annotations.actions.writing import changed_since
from annotations.models import AnnotationSet, Progress
from annotations.review.awaited import Awaited
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import record

Kind, State = AnnotationSet.Kind, AnnotationSet.State


def locked(document: Document) -> list[AnnotationSet]:
    """The sets that people made of a document, oldest first.

    Of two who approve at once, the second has to see the gold that the first made.
    """
    Progress.objects.select_for_update(no_key=True).only("pk").get(pk=document.article_id)
    people = AnnotationSet.objects.exclude(kind=Kind.SUGGESTED)
    return list(people.filter(document=document).order_by("id"))


def in_state(sets: list[AnnotationSet], state: AnnotationSet.State) -> AnnotationSet | None:
    return next((each for each in sets if each.state == state), None)


def of_id(sets: list[AnnotationSet], set_id: int) -> AnnotationSet:
    """Raises NotHere."""
    found = next((each for each in sets if each.pk == set_id), None)
    if found is None:
        raise NotHere
    return found


def check_version(annotation_set: AnnotationSet, seen_version: int) -> None:
    """Raises StaleSet with what changed since."""
    if annotation_set.version != seen_version:
        changed = changed_since(annotation_set.pk, seen_version)
        raise StaleSet(annotation_set.version, changed)


def check_no_review(sets: list[AnnotationSet]) -> None:
    """Raises UnderReview while there is a draft."""
    if in_state(sets, State.DRAFT):
        raise UnderReview


def check_awaited(awaited: Awaited, without: str) -> None:
    """Raises OthersAwaited unless it was said to go on without all of these."""
    if not awaited.is_settled(without):
        raise OthersAwaited(awaited.told)


def supersede(annotation_set: AnnotationSet | None) -> None:
    if annotation_set:
        annotation_set.state = State.SUPERSEDED
        annotation_set.save(update_fields=["state"])


def note(
    verb: str,
    annotation_set: AnnotationSet,
    document: Document,
    by: User,
    before: AnnotationSet | None = None,
    **after: Any,
) -> None:
    """One event for the set itself, and the article's progress."""
    record(
        verb=verb,
        by=by,
        project_id=document.project_id,
        article_id=document.article_id,
        set_id=annotation_set.pk,
        set_version=annotation_set.version,
        target_kind="set",
        target_id=annotation_set.pk,
        before={"set": before.pk, "version": before.version} if before else None,
        after={"state": annotation_set.state, **after},
    )
    progress.keep_one(document.article_id)
