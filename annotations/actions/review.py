"""Finishing an article, sending it back, and making it gold by way of a reviewer's draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations import permissions
from annotations.actions import assigning, rest
from annotations.actions.copying import copy_into
from annotations.actions.errors import (
    AlreadyApproved,
    ArticleApproved,
    DifferencesLeft,
    NoReason,
    NotFinished,
    NotHere,
    NotMendable,
    NotUnderReview,
    OwnWork,
    SeveralFinished,
)
from annotations.actions.set_states import (
    check_awaited,
    check_no_review,
    check_version,
    in_state,
    locked,
    note,
    of_id,
    supersede,
)
from annotations.actions.writing import Written, writing
from annotations.models import AnnotationSet
from annotations.reader.reading_rows import USUAL, Shown
from annotations.review import adjudicated, awaited, rounds
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import User

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
    """Open this person's finished set again, while nobody reviews or has approved the article.

    What had come back is back again, with its reasons.
    """
    sets = locked(document)
    own = next((each for each in sets if _is_finished_by(each, by)), None)
    if in_state(sets, State.APPROVED):
        raise ArticleApproved
    if own is None:
        raise NotFinished
    check_no_review(sets)
    check_version(own, seen_version)
    _open(own, State.SENT_BACK if rounds.came_back(own.pk) else State.OPEN, document)
    note("set.reopen", own, document, by)
    return Written(document, own, own.version, [])


@transaction.atomic
def send_back(
    *,
    document: Document,
    set_id: int,
    seen_version: int,
    reasons: Sequence[Reason],
    by: User,
    draft_version: int = 0,
) -> Written:
    """Give a finished set back to its annotator, and say why. A draft is superseded by it.

    `draft_version` is that of the draft which was read, 0 without one. Raises StaleSet unless
    both versions are as they were seen, NotHere, NotFinished, ArticleApproved, NoReason, and
    NotMendable for a set that came with an import.
    """
    sets = locked(document)
    finished, draft = of_id(sets, set_id), in_state(sets, State.DRAFT)
    if in_state(sets, State.APPROVED):
        raise ArticleApproved
    _check_mendable(finished, reasons)
    check_version(finished, seen_version)
    if draft:
        check_version(draft, draft_version)
    _open(finished, State.SENT_BACK, document)
    supersede(draft)
    told = [asdict(reason) for reason in reasons]
    note("set.send_back", finished, document, by, before=draft, reasons=told)
    return Written(document, finished, finished.version, [])


@transaction.atomic
def begin(
    *, document: Document, set_id: int, seen_version: int, by: User, without: str = ""
) -> AnnotationSet:
    """The draft in which a finished set is reviewed: a copy with its Decisions, made if needed.

    `without` names who is not waited for (annotations.review.awaited). Raises NotHere, NotFinished,
    StaleSet, ArticleApproved, UnderReview where the draft there is was made of something else,
    SeveralFinished, and OthersAwaited.
    """
    sets = locked(document)
    finished, draft = of_id(sets, set_id), in_state(sets, State.DRAFT)
    if in_state(sets, State.APPROVED):
        raise ArticleApproved
    _check_finished(finished)
    if draft and draft.based_on.filter(pk=set_id).exists():
        return draft
    check_no_review(sets)
    check_version(finished, seen_version)
    _check_alone(sets)
    left = awaited.of(document)
    check_awaited(left, without)
    return _copied("review.begin", finished, document, by, **left.kept)


@transaction.atomic
def reopen_gold(
    *, document: Document, set_id: int, seen_version: int, reason: str, by: User
) -> AnnotationSet:
    """A draft copied from gold, which stays current until the draft is approved.

    Raises NotHere where this is not the gold, StaleSet, UnderReview and NoReason.
    """
    sets = locked(document)
    gold = in_state(sets, State.APPROVED)
    if gold is None or gold.pk != set_id:
        raise NotHere
    check_no_review(sets)
    check_version(gold, seen_version)
    if not reason.strip():
        raise NoReason
    draft = _copied("set.reopen_gold", gold, document, by, reason=reason)
    draft.based_on.add(*gold.based_on.all())
    return draft


@transaction.atomic
def discard(*, document: Document, seen_version: int, by: User) -> None:
    """End a review without approving: what was finished or gold stays so.

    Raises NotUnderReview and StaleSet.
    """
    draft = in_state(locked(document), State.DRAFT)
    if draft is None:
        raise NotUnderReview
    check_version(draft, seen_version)
    supersede(draft)
    note("review.discard", draft, document, by)


@transaction.atomic
def approve(
    *, document: Document, set_id: int, seen_version: int, by: User, without: str = ""
) -> Written:
    """Make a draft gold, which nothing changes from then on; or a finished set, by a copy of it.

    `by` and `at` of each Decision are kept; its result is the copy. The gold there was is
    superseded. `without` names who is not waited for (annotations.review.awaited). Raises StaleSet
    unless `seen_version` is the set's, NotHere, NotFinished, OwnWork, AlreadyApproved,
    UnderReview for a finished set that has a draft, SeveralFinished for one of several that is
    not adjudicated, DifferencesLeft for an adjudication that has not come to its end, and
    OthersAwaited.
    """
    sets = locked(document)
    read, gold = of_id(sets, set_id), in_state(sets, State.APPROVED)
    is_draft = read.state == State.DRAFT
    if not is_draft:
        _check_finished(read)
    check_version(read, seen_version)
    if not permissions.may_approve(read, document.project, by):
        raise OwnWork
    if gold and gold.based_on.filter(pk=read.pk).exists():
        raise AlreadyApproved
    _check_way(document, sets, read)
    left = awaited.of(document, read if is_draft else None)
    check_awaited(left, without)
    draft = read if is_draft else _draft(document, read, by)
    copied = {} if is_draft else _copy(draft, read)
    supersede(gold)
    _freeze(draft, by)
    note("set.approve", draft, document, by, before=read, **copied, **left.kept)
    return Written(document, draft, draft.version, [])


def _is_finished_by(annotation_set: AnnotationSet, by: User) -> bool:
    is_own = annotation_set.made_by_id == by.pk and not annotation_set.imported_from
    return is_own and annotation_set.state == State.SUBMITTED


def _check_finished(annotation_set: AnnotationSet) -> None:
    if annotation_set.kind != Kind.ANNOTATED:
        raise NotHere
    if annotation_set.state != State.SUBMITTED:
        raise NotFinished


def _check_way(document: Document, sets: list[AnnotationSet], read: AnnotationSet) -> None:
    """What several finished becomes gold by an adjudication, or as gold that was reopened."""
    if read.state != State.DRAFT:
        check_no_review(sets)
        _check_alone(sets)
    elif not (_is_adjudicated(document, read) or in_state(sets, State.APPROVED)):
        _check_alone(sets)


def _check_alone(sets: list[AnnotationSet]) -> None:
    if sum(each.state == State.SUBMITTED for each in sets) > 1:
        raise SeveralFinished


def _is_adjudicated(document: Document, draft: AnnotationSet) -> bool:
    """Whether the draft is between several. Then nothing undecided may drop out of gold without a
    word: raises DifferencesLeft.
    """
    if draft.based_on.annotated().count() < 2:
        return False
    bench = adjudicated.read(document)
    if not all(bench.is_decided(place) for place in bench.differing):
        raise DifferencesLeft
    return True


def _check_mendable(finished: AnnotationSet, reasons: Sequence[Reason]) -> None:
    _check_finished(finished)
    if finished.imported_from:
        raise NotMendable
    if not any(reason.text.strip() for reason in reasons):
        raise NoReason


def _open(annotation_set: AnnotationSet, state: AnnotationSet.State, document: Document) -> None:
    annotation_set.state, annotation_set.submitted_at = state, None
    annotation_set.version += 1
    annotation_set.save(update_fields=["state", "submitted_at", "version"])
    assigning.follow(annotation_set, document.article_id)


def _copied(
    verb: str, source: AnnotationSet, document: Document, by: User, **after: Any
) -> AnnotationSet:
    draft = _draft(document, source, by)
    note(verb, draft, document, by, before=source, **_copy(draft, source), **after)
    return draft


def _copy(draft: AnnotationSet, source: AnnotationSet) -> dict[str, Any]:
    """What the history keeps of a copy: of what each added item was made."""
    copied = copy_into(draft, source)
    return {"copied": copied} if copied else {}


def _draft(document: Document, source: AnnotationSet, by: User) -> AnnotationSet:
    return AnnotationSet.objects.create(
        document=document,
        kind=Kind.GOLD,
        state=State.DRAFT,
        made_by=by,
        scheme_version=source.scheme_version,
        imported_from=source.imported_from,
        version=1,
    )


def _freeze(draft: AnnotationSet, by: User) -> None:
    draft.state, draft.approved_by, draft.approved_at = State.APPROVED, by, timezone.now()
    draft.save(update_fields=["state", "approved_by", "approved_at"])
