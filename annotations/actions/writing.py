"""One write to one person's set: version check, undo group, events, progress."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NotRequired, TypedDict

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from annotations.actions import opening, progress
from annotations.actions.errors import (
    AlreadyMarked,
    ArticleApproved,
    ArticleFull,
    NotUnderReview,
    PlaceLost,
    SetClosed,
    StaleSet,
)
from annotations.actions.storing import Change, store
from annotations.models import AnnotationSet, ClaimPart, Span
from annotations.states import DecisionState, Json, Kind, Range, Since, from_json, merged, to_json
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.errors import Refused
from newsdesk.history.models import Event, record_all


@dataclass(frozen=True, slots=True)
class Written:
    """What a write left behind: paragraphs that touch `ranges` look different now."""

    document: Document
    annotation_set: AnnotationSet
    version: int
    ranges: list[Range]


class Sent(TypedDict):
    """What comes with every write. `seen_version` is 0 before the first one to a set.

    What `is_review` is written to the draft of a review, not to a set of one's own.
    """

    document: Document
    seen_version: int
    by: User
    idempotency_key: NotRequired[str]
    is_review: NotRequired[bool]


@dataclass(slots=True)
class Write:
    """Collects the changes of one write; `writing` stores them when the block ends.

    `beside` is what the events of items keep with what stands after them.
    """

    document: Document
    by: User
    verb: str
    annotation_set: AnnotationSet | None = None
    changes: list[Change] = field(default_factory=list)
    joined: set[int] = field(default_factory=set)
    beside: dict[tuple[Kind, int | None], Json] = field(default_factory=dict)
    idempotency_key: str = ""
    undoes: uuid.UUID | None = None
    is_closing: bool = False
    is_review: bool = False
    conflict: type[Refused] = AlreadyMarked
    written: Written | None = None

    @property
    def set_id(self) -> int | None:
        return self.annotation_set.pk if self.annotation_set else None

    def change(self, *changes: Change) -> None:
        """Take note of what changes; what stays as it was is no change."""
        self.changes += [change for change in changes if change.before != change.after]

    def join(self, *suggested: int | None) -> None:
        """These suggested sets belong to the set's `based_on` from now on."""
        self.joined |= {each for each in suggested if each}

    def decision(self, standing: DecisionState | None = None) -> DecisionState:
        """This person's decision, made now; over one that stands, if given."""
        return DecisionState(
            standing.id if standing else None, self.by.pk, timezone.now().isoformat()
        )

    def result(self) -> Written:
        if self.written is None:
            raise RuntimeError("the write has not ended")
        return self.written


@contextmanager
def writing(
    verb: str,
    *,
    document: Document,
    seen_version: int,
    by: User,
    idempotency_key: str = "",
    is_closing: bool = False,
    is_review: bool = False,
) -> Iterator[Write]:
    """Lock this person's set, let the caller change things, then store them as one undo group.

    The set is made at the first change; with `is_closing` it is finished by this, changed or not.
    Raises ArticleApproved, SetClosed, NotUnderReview, ArticleFull, PlaceLost or StaleSet before the
    block is entered, and the write's `conflict` if an equal span stands already.
    """
    with transaction.atomic():
        write = Write(document, by, verb, idempotency_key=idempotency_key)
        write.is_closing, write.is_review = is_closing, is_review
        _open(write, seen_version)
        try:
            yield write
        except Refused:
            if write.written is None:
                raise  # else it is refused for what it did itself when it came first
        if write.written or not (write.changes or is_closing):
            transaction.set_rollback(True)  # the version was raised for nothing
        write.written = write.written or _finished(write, seen_version)


def _open(write: Write, seen_version: int) -> None:
    """Raise the version of the set that is written to, unless this write was sent before."""
    write.annotation_set = opening.raised(
        write.document,
        write.by,
        seen_version,
        is_closing=write.is_closing,
        is_review=write.is_review,
    )
    if write.annotation_set:
        return  # nobody wrote since, so this write did not either
    write.annotation_set = _draft(write) if write.is_review else _present(write.document, write.by)
    write.written = _sent_before(write)
    if write.written:
        return
    raise _why_not(write.annotation_set, seen_version)


def _why_not(present: AnnotationSet | None, seen_version: int) -> Refused:
    if present is None and not seen_version:
        return ArticleFull()
    version = present.version if present else 0
    if version == seen_version:
        return PlaceLost()
    return StaleSet(version, changed_since(present.pk if present else None, seen_version))


def _draft(write: Write) -> AnnotationSet:
    """The draft as it is. Raises NotUnderReview if there is none any more."""
    drafts = AnnotationSet.objects.filter(document=write.document, state=AnnotationSet.State.DRAFT)
    draft = drafts.first()
    if draft is None:
        raise NotUnderReview
    return draft


def _present(document: Document, by: User) -> AnnotationSet | None:
    """The same set as it is. Raises ArticleApproved or SetClosed if that is why."""
    own = Q(kind=AnnotationSet.Kind.ANNOTATED, made_by=by, imported_from={})
    gold = Q(kind=AnnotationSet.Kind.GOLD, state=AnnotationSet.State.APPROVED)
    sets = AnnotationSet.objects.filter(own | gold, document=document)
    found = {each.kind: each for each in sets.order_by("id")}
    if AnnotationSet.Kind.GOLD in found:
        raise ArticleApproved
    annotation_set = found.get(AnnotationSet.Kind.ANNOTATED)
    if annotation_set and not annotation_set.is_open:
        raise SetClosed
    return annotation_set


def _sent_before(write: Write) -> Written | None:
    """What this very write left behind when it came the first time."""
    if not (write.idempotency_key and write.annotation_set):
        return None
    events = Event.objects.in_set(write.annotation_set.pk)
    first = events.filter(idempotency_key=write.idempotency_key)
    sent = list(events.filter(group__in=first.values("group")))
    if not sent or sent[0].set_version is None:
        return None
    ranges = _touched(sent)
    return Written(write.document, write.annotation_set, sent[0].set_version, ranges)


def _finished(write: Write, seen_version: int) -> Written:
    annotation_set = write.annotation_set
    if annotation_set is None or not (write.changes or write.is_closing):
        return _unchanged(write, seen_version)
    changes = _stored(write, annotation_set)
    progress.keep_one(write.document.article_id)
    ranges = merged(found for change in changes for found in change.ranges)
    return Written(write.document, annotation_set, annotation_set.version, ranges)


def _stored(write: Write, annotation_set: AnnotationSet) -> list[Change]:
    try:
        with transaction.atomic():
            changes = store(annotation_set.pk, write.changes)
    except IntegrityError as error:
        raise write.conflict from error
    _join(annotation_set, write.joined)
    record_all(_events(write, annotation_set, changes))
    return changes


def _unchanged(write: Write, seen_version: int) -> Written:
    """What there was before the version was raised, which is rolled back."""
    annotation_set = write.annotation_set
    if annotation_set is None or not seen_version:
        annotation_set = AnnotationSet(
            document=write.document, kind=AnnotationSet.Kind.ANNOTATED, made_by=write.by
        )
    annotation_set.version = seen_version
    return Written(write.document, annotation_set, seen_version, [])


def _join(annotation_set: AnnotationSet, suggested: set[int]) -> None:
    if not suggested:
        return
    through = AnnotationSet.based_on.through
    through.objects.bulk_create(
        [
            through(from_annotationset_id=annotation_set.pk, to_annotationset_id=each)
            for each in suggested
        ],
        ignore_conflicts=True,
    )


def _events(write: Write, annotation_set: AnnotationSet, changes: list[Change]) -> list[Event]:
    group, at = uuid.uuid4(), timezone.now()
    events = [
        Event(
            actor_id=write.by.pk,
            at=at,
            verb=write.verb,
            project_id=write.document.project_id,
            article_id=write.document.article_id,
            set_id=annotation_set.pk,
            set_version=annotation_set.version,
            target_kind=change.kind,
            target_id=change.key,
            before=to_json(change.kind, change.before),
            after=_after(write, change),
            group=group,
            undoes=write.undoes,
        )
        for change in changes
    ]
    if write.is_closing:
        events.append(_closing(write, annotation_set))
    events[0].idempotency_key = write.idempotency_key
    return events


def _after(write: Write, change: Change) -> Json | None:
    after = to_json(change.kind, change.after)
    return after and {**after, **write.beside.get((change.kind, change.key), {})}


def _closing(write: Write, annotation_set: AnnotationSet) -> Event:
    """In a group of its own: undo takes back what was decided, never that it was finished."""
    return Event(
        actor_id=write.by.pk,
        verb="set.submit",
        project_id=write.document.project_id,
        article_id=write.document.article_id,
        set_id=annotation_set.pk,
        set_version=annotation_set.version,
        target_kind="set",
        target_id=annotation_set.pk,
        after={"state": annotation_set.state},
    )


def changed_since(set_id: int | None, version: int) -> Since:
    """What writes after this version changed."""
    if set_id is None:
        return Since()
    events = list(Event.objects.in_set(set_id).filter(set_version__gt=version).order_by("id"))
    last = {
        f"{event.target_kind[0]}{event.target_id}": event
        for event in events
        if event.target_kind in ("span", "claim")
    }
    gone = tuple(key for key, event in last.items() if _took_away(event))
    by = dict.fromkeys(event.actor_id for event in events if event.actor_id)
    spans = merged(
        extent for event in events if event.target_kind == "span" for extent in _ranges(event)
    )
    return Since(_touched(events), spans, tuple(last), gone, tuple(by))


def _took_away(event: Event) -> bool:
    """Whether nothing is left of what a person had added; of a suggestion there always is."""
    return event.after is None and event.before is not None and event.before["decision"] is None


def _touched(events: list[Event]) -> list[Range]:
    found = [extent for event in events for extent in _ranges(event)]
    return merged([*found, *_suggested_ranges(events)])


def _ranges(event: Event) -> list[Range]:
    if event.target_kind == "span":
        return _ranges_of("span", event)
    return _ranges_of("claim", event) if event.target_kind == "claim" else []


def _ranges_of(kind: Kind, event: Event) -> list[Range]:
    rows = (from_json(kind, state).row for state in (event.before, event.after))
    return merged(extent for row in rows if row for extent in row.ranges)


def _suggested_ranges(events: list[Event]) -> list[Range]:
    """Where the suggestions lie that were decided without a result."""
    keys = {
        kind: [event.target_id or 0 for event in events if event.target_kind == kind]
        for kind in ("span", "claim")
    }
    spans = Span.objects.filter(pk__in=keys["span"]).values_list("start", "end")
    parts = ClaimPart.objects.filter(claim__in=keys["claim"]).values_list("start", "end")
    return [*spans, *((start, end) for start, end in parts if start is not None and end)]
