"""What one person sees of one article: their set over the newest suggestions, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from annotations import permissions, reading_rows
from annotations.actions.errors import NotHere
from annotations.models import AnnotationSet, Claim, Label
from annotations.reading_items import ClaimItem, PartItem, SpanItem
from annotations.reading_rows import USUAL, Seen, Shown
from articles.models import Document
from newsdesk.accounts.models import Role, User

if TYPE_CHECKING:
    from annotations.actions.writing import Written

__all__ = ["ClaimItem", "Counts", "PartItem", "Reading", "SpanItem", "after", "of"]

State = AnnotationSet.State
GONE = ("rejected", "hidden")


class Counts(NamedTuple):
    """Suggestions, spans and claims together: all that are or were shown, and those decided."""

    total: int
    decided: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with what one set holds and, unless it is gold, what is still undecided.

    `version` is what the next write must have seen, 0 before the first. `state` is that of the
    set, "" before the first write. `labels` are those in use, in the scheme's order. `is_full`
    says that others have all places of the article. `weak_count` and `own_voice_count` are of
    those that are undecided and not shown.
    """

    document: Document
    annotation_set: AnnotationSet | None
    version: int
    state: str
    is_writable: bool
    is_full: bool
    may_finish: bool
    may_reopen: bool
    may_approve: bool
    spans: tuple[SpanItem, ...]
    claims: tuple[ClaimItem, ...]
    rejected_spans: tuple[SpanItem, ...]
    rejected_claims: tuple[ClaimItem, ...]
    labels: tuple[Label, ...]
    weak_count: int
    own_voice_count: int
    counts: Counts

    @property
    def text(self) -> str:
        return self.document.text


def of(
    document: Document, user: User, set_id: int | None = None, showing: Shown = USUAL
) -> Reading:
    """What this person sees, in at most 6 queries. `set_id` picks another set they may see.

    Raises NotHere for somebody who is not in the project, and for a set they may not see.
    """
    role = permissions.role_in(document.project_id, user)
    if role is None:
        raise NotHere
    sets = list(
        AnnotationSet.objects.filter(document=document)
        .visible_to(user)
        .select_related("made_by", "approved_by")
        .order_by("-id")
    )
    shown = _picked(sets, set_id) if set_id else _shown(sets, user, role)
    is_approved = any(each.state == State.APPROVED for each in sets)
    is_own = shown is None or _is_own(shown, user)
    may_write = is_own and not is_approved and permissions.includes(role, Role.ANNOTATOR)
    is_full = may_write and shown is None and not permissions.has_place(document, user)
    is_writable = may_write and not is_full and (shown is None or shown.is_open)
    labels = Label.objects.of_project(document.project_id).in_use()
    return _reading(
        document,
        shown,
        showing=showing,
        labels=tuple(labels),
        is_writable=is_writable,
        is_full=is_full,
        may_reopen=may_write and not is_writable and not is_full,
        may_approve=_may_approve(document, shown, user, role),
    )


def after(written: Written, showing: Shown = USUAL) -> Reading:
    """What the writer sees now, in 2 queries; without labels, for painting paragraphs again."""
    annotation_set = written.annotation_set if written.annotation_set.pk else None
    is_writable = annotation_set is None or annotation_set.is_open
    return _reading(
        written.document, annotation_set, showing=showing, labels=(), is_writable=is_writable
    )


def _reading(
    document: Document,
    shown: AnnotationSet | None,
    *,
    showing: Shown,
    labels: tuple[Label, ...],
    is_writable: bool,
    is_full: bool = False,
    may_reopen: bool = False,
    may_approve: bool = False,
) -> Reading:
    is_gold = shown is not None and shown.kind == AnnotationSet.Kind.GOLD
    seen = Seen(document, shown.pk if shown else None, hides_undecided=is_gold, shown=showing)
    spans, claims = reading_rows.spans(seen), reading_rows.claims(seen)
    items: list[SpanItem | ClaimItem] = [*spans, *claims]
    hidden = [item for item in items if item.state == "hidden"]
    own_voice = [item for item in hidden if not showing.own_voice and _is_own_voice(item)]
    return Reading(
        document=document,
        annotation_set=shown,
        version=shown.version if shown else 0,
        state=shown.state if shown else "",
        is_writable=is_writable,
        is_full=is_full,
        may_finish=is_writable,
        may_reopen=may_reopen,
        may_approve=may_approve,
        spans=tuple(item for item in spans if item.state not in GONE),
        claims=tuple(item for item in claims if item.state not in GONE),
        rejected_spans=tuple(item for item in spans if item.state == "rejected"),
        rejected_claims=tuple(item for item in claims if item.state == "rejected"),
        labels=labels,
        weak_count=len(hidden) - len(own_voice),
        own_voice_count=len(own_voice),
        counts=_counts([item for item in items if item.state != "hidden"]),
    )


def _is_own_voice(item: SpanItem | ClaimItem) -> bool:
    return isinstance(item, ClaimItem) and item.speech == Claim.Speech.NONE


def _counts(items: Sequence[SpanItem | ClaimItem]) -> Counts:
    suggestions = [item for item in items if item.origin == "model"]
    decided = [item for item in suggestions if item.state != "suggested"]
    return Counts(len(suggestions), len(decided))


def _picked(sets: list[AnnotationSet], set_id: int) -> AnnotationSet:
    kinds = {AnnotationSet.Kind.ANNOTATED, AnnotationSet.Kind.GOLD}
    found = [each for each in sets if each.pk == set_id and each.kind in kinds]
    if not found:
        raise NotHere
    return found[0]


def _shown(sets: list[AnnotationSet], user: User, role: Role | None) -> AnnotationSet | None:
    """The person's own set, else gold; who reviews sees gold, then what others submitted."""
    own = next((each for each in sets if _is_own(each, user)), None)
    gold = next((each for each in sets if each.state == State.APPROVED), None)
    if not permissions.includes(role, Role.REVIEWER):
        return own or gold
    if own and own.is_open and gold is None:
        return own
    submitted = [each for each in sets if each.state == State.SUBMITTED]
    others = [each for each in submitted if not _is_own(each, user)]
    return gold or next(iter(others or submitted), None) or own


def _is_own(annotation_set: AnnotationSet, user: User) -> bool:
    return (
        annotation_set.kind == AnnotationSet.Kind.ANNOTATED
        and annotation_set.made_by_id == user.pk
        and not annotation_set.imported_from
    )


def _may_approve(
    document: Document, shown: AnnotationSet | None, user: User, role: Role | None
) -> bool:
    if shown is None or shown.state != State.SUBMITTED:
        return False
    if not permissions.includes(role, Role.REVIEWER):
        return False
    return permissions.may_approve(shown, document.project, user)
