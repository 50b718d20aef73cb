"""What a person added and took out again, which they can still bring back."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.models import AnnotationSet, Claim, Span
from annotations.states import Kind, from_json
from newsdesk.accounts.models import User
from newsdesk.history.models import Event

KINDS: tuple[Kind, ...] = ("span", "claim")


def restorable(events: Sequence[Event], user: User) -> dict[int, int]:
    """By the event that took it out, the version of the set, in at most 3 queries.

    Of several events of one item the newest counts. What is in a set of somebody else, in one
    that is closed, or stands, is not among them.
    """
    gone: dict[tuple[str, int], Event] = {}
    for event in sorted(events, key=lambda each: -each.pk):
        if event.target_kind in KINDS and event.target_id:
            gone.setdefault((event.target_kind, event.target_id), event)
    taken = [event for event in gone.values() if takes_out(event)]
    versions = _open_sets({event.set_id or 0 for event in taken}, user) if taken else {}
    ours = [event for event in taken if event.set_id in versions]
    standing = _standing("span", ours) | _standing("claim", ours)
    return {
        event.pk: versions[event.set_id]
        for event in ours
        if (event.target_kind, event.target_id) not in standing
    }


def takes_out(event: Event) -> bool:
    """Whether nothing is left of what a person had added."""
    if event.target_kind not in KINDS or event.after is not None:
        return False
    before = from_json("span" if event.target_kind == "span" else "claim", event.before)
    return before.row is not None and before.decision is None


def _open_sets(set_ids: set[int], user: User) -> dict[int | None, int]:
    """This person's own, with their versions."""
    state = AnnotationSet.State
    own = AnnotationSet.objects.annotated().filter(made_by=user, imported_from={})
    opened = own.filter(state__in=[state.OPEN, state.SENT_BACK], document__is_current=True)
    gold = AnnotationSet.objects.gold().values("document")
    rows = opened.filter(pk__in=set_ids).exclude(document__in=gold)
    return dict(rows.values_list("pk", "version"))


def _standing(kind: Kind, events: Sequence[Event]) -> set[tuple[str, int | None]]:
    ids = [event.target_id or 0 for event in events if event.target_kind == kind]
    rows = Span.objects.all() if kind == "span" else Claim.objects.all()
    return (
        {(kind, pk) for pk in rows.filter(pk__in=ids).values_list("pk", flat=True)}
        if ids
        else set()
    )
