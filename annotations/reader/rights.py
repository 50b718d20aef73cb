"""What one person may do with the set they see of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations import permissions
from annotations.models import AnnotationSet
from articles.models import Document
from newsdesk.accounts.models import Role, User

State = AnnotationSet.State


@dataclass(frozen=True, kw_only=True)
class Rights:
    """`is_full` says that others have all places of the article, `is_under_review` that a
    reviewer has begun with it, `hides_others` that others have finished it, which is shown once
    this person has, too. What several finished is adjudicated, not reviewed or approved.
    """

    is_writable: bool = False
    is_full: bool = False
    is_under_review: bool = False
    hides_others: bool = False
    may_finish: bool = False
    may_reopen: bool = False
    may_review: bool = False
    may_adjudicate: bool = False
    may_approve: bool = False
    may_send_back: bool = False
    may_reopen_gold: bool = False


def of(
    document: Document,
    sets: Sequence[AnnotationSet],
    shown: AnnotationSet | None,
    user: User,
    role: Role,
) -> Rights:
    """Of somebody who sees these sets and is shown one of them, or none."""
    states = {each.state for each in sets}
    may_write = _may_write(states, shown, user, role)
    needs_place = shown is None or (shown.is_open and is_own(shown, user))
    is_full = may_write and needs_place and not permissions.has_place(document, user)
    is_writable = may_write and not is_full and (shown is None or shown.is_open)
    is_reviewer = permissions.includes(role, Role.REVIEWER)
    is_under_review, is_approved = State.DRAFT in states, State.APPROVED in states
    is_draft, is_among_several = _is(shown, State.DRAFT), _are_several(sets)
    is_finished = _is(shown, State.SUBMITTED) and not (is_under_review or is_approved)
    may_end = is_reviewer and (is_finished or is_draft)
    return Rights(
        is_writable=is_writable,
        is_full=is_full,
        is_under_review=is_under_review,
        hides_others=is_reviewer and shown is None and State.SUBMITTED in states,
        may_finish=is_writable and not is_draft,
        may_reopen=may_write and not (is_writable or is_full or is_under_review),
        may_review=may_end and not (is_draft or is_among_several),
        may_adjudicate=may_end and not is_approved and is_among_several,
        may_approve=bool(
            may_end
            and shown
            and (is_draft or not is_among_several)
            and permissions.may_approve(shown, document.project, user)
        ),
        may_send_back=may_end and not is_approved,
        may_reopen_gold=is_reviewer and _is(shown, State.APPROVED) and not is_under_review,
    )


def _are_several(sets: Sequence[AnnotationSet]) -> bool:
    """Whether more than one annotator has finished."""
    return sum(each.state == State.SUBMITTED for each in sets) > 1


def after_writing(annotation_set: AnnotationSet | None) -> Rights:
    """Of whoever has just written to it."""
    is_writable = annotation_set is None or annotation_set.is_open
    is_draft = _is(annotation_set, State.DRAFT)
    return Rights(is_writable=is_writable, may_finish=is_writable and not is_draft)


def is_own(annotation_set: AnnotationSet, user: User) -> bool:
    return (
        annotation_set.kind == AnnotationSet.Kind.ANNOTATED
        and annotation_set.made_by_id == user.pk
        and not annotation_set.imported_from
    )


def _may_write(states: set[str], shown: AnnotationSet | None, user: User, role: Role) -> bool:
    """To what is theirs until there is gold; reviewers to the draft of a review."""
    if _is(shown, State.DRAFT):
        return permissions.includes(role, Role.REVIEWER)
    is_theirs = shown is None or is_own(shown, user)
    return is_theirs and State.APPROVED not in states and permissions.includes(role, Role.ANNOTATOR)


def _is(annotation_set: AnnotationSet | None, state: AnnotationSet.State) -> bool:
    return annotation_set is not None and annotation_set.state == state
