"""What a page points out: why a set came back, where people differ from the model, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Exists

from annotations.models import AnnotationSet
from annotations.reader.reading import Reading
from annotations.reader.reading_items import ClaimItem, Note, SpanItem
from annotations.review import rounds
from annotations.review.rounds import Changed, Reason, SentBack
from annotations.verdicts import Verdict

State = AnnotationSet.State
DIFFERS, CHANGED, OBJECTED = "differs", "changed", "objected"
Place = tuple[str, int, int]
"""Kind and extent, by which an item is known in a copy of its set."""


def highlighted(seen: Reading) -> Reading:
    """The same with highlights and notes, in at most 2 queries; none of what is open. What came
    back before it was gold is no part of why gold was reopened.
    """
    if seen.annotation_set and seen.state == State.SENT_BACK:
        return _objected(seen, rounds.sent_back([seen.annotation_set.pk]))
    if seen.annotation_set and seen.state == State.DRAFT:
        bases = seen.annotation_set.based_on
        is_of_gold = Exists(bases.filter(kind=AnnotationSet.Kind.GOLD))
        return _compared(seen, rounds.mended(bases.exclude(is_of_gold).values("pk")))
    if seen.annotation_set and seen.state == State.SUBMITTED:
        return _compared(seen, rounds.mended([seen.annotation_set.pk]))
    return seen


def place_of(item: SpanItem | ClaimItem) -> Place:
    if isinstance(item, SpanItem):
        return "span", item.start, item.end
    return "claim", item.start, max(part.end or 0 for part in item.in_role("content"))


def key_of(item: SpanItem | ClaimItem) -> str:
    return f"{'s' if isinstance(item, SpanItem) else 'c'}{item.key}"


def items_of(seen: Reading) -> Iterable[SpanItem | ClaimItem]:
    """All that is read, what was rejected too."""
    return (*seen.spans, *seen.claims, *seen.rejected_spans, *seen.rejected_claims)


def _objected(seen: Reading, back: SentBack | None) -> Reading:
    about_items = [each for each in (back.reasons if back else ()) if each.key]
    keys = Keys(seen)
    found = [(keys.of(each.key, _place(each)), each) for each in about_items]
    notes = [_note(seen, key or each.key, each, back) for key, each in found]
    return replace(
        seen,
        highlights={key: OBJECTED for key, _ in found if key},
        notes=tuple(note for note in notes if note),
        reasons=tuple(each.text for each in (back.reasons if back else ()) if not each.key),
        sent_back_by=back.name if back else "",
        sent_back_at=back.version if back else 0,
    )


def _place(reason: Reason) -> Place:
    return ("span" if reason.key[0] == "s" else "claim"), reason.start or 0, reason.end or 0


def _note(seen: Reading, key: str, reason: Reason, back: SentBack | None) -> Note | None:
    if reason.start is None or back is None:
        return None
    words = seen.text[reason.start : reason.end]
    return Note(key, reason.start, words, reason.text, back.name)


def _compared(seen: Reading, changes: Mapping[int, list[Changed]]) -> Reading:
    found: dict[str, str] = {key_of(item): DIFFERS for item in items_of(seen) if _differs(item)}
    keys = Keys(seen)
    changed = {keys.of(each.page_key, each.place) for of_set in changes.values() for each in of_set}
    for key in changed:
        if key:
            found[key] = f"{found[key]} {CHANGED}" if key in found else CHANGED
    return replace(seen, highlights=found, mended=changes)


def _differs(item: SpanItem | ClaimItem) -> bool:
    """Whether people have it otherwise than the model."""
    return item.origin == "human" or item.verdict in (Verdict.CORRECTED, Verdict.REJECTED)


class Keys:
    """The key of an item on this page, by its key in the set that this one was copied from."""

    def __init__(self, seen: Reading) -> None:
        self.places = {key_of(item): place_of(item) for item in items_of(seen)}
        self.keys = {place: key for key, place in self.places.items()}

    def of(self, key: str, place: Place | None) -> str | None:
        return key if key in self.places else self.keys.get(place) if place else None
