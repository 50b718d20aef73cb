"""Finishing an article, and making what was finished gold."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from annotations import permissions
from annotations.actions import assigning, progress, rest
from annotations.actions.copying import copy_into
from annotations.actions.errors import (
    AlreadyApproved,
    ArticleApproved,
    NotFinished,
    NotHere,
    OwnWork,
    StaleSet,
)
from annotations.actions.writing import Written, changed_since, writing
from annotations.models import AnnotationSet, Progress
from annotations.reading_rows import USUAL, Shown
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import record

Kind, State = AnnotationSet.Kind, AnnotationSet.State
DECIDED_VERBS = {"accept": "set.accept_rest", "reject": "set.reject_rest"}
DECIDE = {"accept": rest.accept, "reject": rest.reject}


def submit(
    *,
    document: Document,
    seen_version: int,
    by: User,
    undecided: str = "leave",
    showing: Shown = USUAL,
) -> Written:
    """Close this person's set. Suggestions shown and undecided are left, accepted or rejected.

    `undecided` is "leave", "accept" or "reject"; what is decided here is one undo group.
    Raises StaleSet, SetClosed and ArticleApproved.
    """
    verb = DECIDED_VERBS.get(undecided, "set.submit")
    with writing(
        verb, document=document, seen_version=seen_version, by=by, is_closing=True
    ) as write:
        if undecided in DECIDE:
            DECIDE[undecided](write, showing)
    return write.result()


@transaction.atomic
def reopen(*, document: Document, seen_version: int, by: User) -> Written:
    """Open this person's finished set again, while the article is not approved."""
    sets = _locked(document)
    own = next((each for each in sets if _is_finished_by(each, by)), None)
    if any(each.state == State.APPROVED for each in sets):
        raise ArticleApproved
    if own is None:
        raise NotFinished
    _check_version(own, seen_version)
    own.state, own.submitted_at, own.version = State.OPEN, None, seen_version + 1
    own.save(update_fields=["state", "submitted_at", "version"])
    assigning.follow(own, document.article_id)
    _record("set.reopen", own, document, by)
    return Written(document, own, own.version, [])


@transaction.atomic
def approve(*, document: Document, set_id: int, seen_version: int, by: User) -> Written:
    """Copy a finished set with its Decisions into gold, which nothing changes from then on.

    `by` and `at` of each Decision are kept; its result is the copy. The gold there was is
    superseded. Raises StaleSet unless `seen_version` is the set's, NotHere, NotFinished,
    OwnWork and AlreadyApproved.
    """
    sets = _locked(document)
    finished = next((each for each in sets if each.pk == set_id), None)
    if finished is None or finished.kind != Kind.ANNOTATED:
        raise NotHere
    if finished.state != State.SUBMITTED:
        raise NotFinished
    _check_version(finished, seen_version)
    if not permissions.may_approve(finished, document.project, by):
        raise OwnWork
    _supersede([each for each in sets if each.state == State.APPROVED], finished)
    gold = copy_into(_new_gold(document, finished, by), finished)
    _record("set.approve", gold, document, by, before=finished)
    return Written(document, gold, gold.version, [])


def _locked(document: Document) -> list[AnnotationSet]:
    # Of two who approve at once, the second has to see the gold that the first made.
    Progress.objects.select_for_update(no_key=True).only("pk").get(pk=document.article_id)
    people = AnnotationSet.objects.exclude(kind=Kind.SUGGESTED)
    return list(people.filter(document=document).order_by("id"))


def _is_finished_by(annotation_set: AnnotationSet, by: User) -> bool:
    is_own = annotation_set.made_by_id == by.pk and not annotation_set.imported_from
    return is_own and annotation_set.state == State.SUBMITTED


def _check_version(annotation_set: AnnotationSet, seen_version: int) -> None:
    if annotation_set.version != seen_version:
        changed = changed_since(annotation_set.pk, seen_version)
        raise StaleSet(annotation_set.version, changed)


def _supersede(gold: list[AnnotationSet], finished: AnnotationSet) -> None:
    for each in gold:
        if each.based_on.filter(pk=finished.pk).exists():
            raise AlreadyApproved
        each.state = State.SUPERSEDED
        each.save(update_fields=["state"])


def _new_gold(document: Document, finished: AnnotationSet, by: User) -> AnnotationSet:
    return AnnotationSet.objects.create(
        document=document,
        kind=Kind.GOLD,
        state=State.APPROVED,
        made_by=by,
        approved_by=by,
        approved_at=timezone.now(),
        scheme_version=finished.scheme_version,
        imported_from=finished.imported_from,
        version=1,
    )


def _record(
    verb: str,
    annotation_set: AnnotationSet,
    document: Document,
    by: User,
    before: AnnotationSet | None = None,
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
        after={"state": annotation_set.state},
    )
    progress.keep([document.article_id], is_locked=True)
