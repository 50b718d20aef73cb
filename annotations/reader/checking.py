"""What a person should look at before finishing an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotations.models import AnnotationSet, Claim
from annotations.reader.highlighting import key_of
from annotations.reader.reading import Reading
from annotations.reader.reading_items import ClaimItem, SpanItem
from annotations.review import rounds

SHOWN_WORDS = 80
ATTRIBUTED = {Claim.Speech.DIRECT, Claim.Speech.INDIRECT, Claim.Speech.MIXED}


@dataclass(frozen=True, slots=True)
class Remark:
    """`key` is that of the item on pages, "" for the article; `words` are the item's."""

    key: str
    words: str
    text: str


def with_changes(seen: Reading) -> Reading:
    """The same with what was changed since it was sent back, if it was; in at most 1 query."""
    if seen.annotation_set is None or seen.state != AnnotationSet.State.SENT_BACK:
        return seen
    set_id = seen.annotation_set.pk
    asked = [note.key for note in seen.notes]
    return replace(seen, mended={set_id: rounds.changed_since(set_id, seen.sent_back_at, asked)})


def remarks(seen: Reading) -> list[Remark]:
    """In reading order after what a reviewer asked for, of a reading `with_changes`."""
    return [*_not_mended(seen), *_of_claims(seen), *_of_spans(seen)]


def _not_mended(seen: Reading) -> Iterator[Remark]:
    """What it was sent back for, where nothing changed since."""
    changed = {each.page_key for of_set in seen.mended.values() for each in of_set}
    if seen.mended and not changed:
        yield Remark("", "", "Nothing has changed since this was sent back.")
    for note in seen.notes:
        if changed and note.key not in changed:
            yield Remark(note.key, note.words, f"has not changed since it was asked: {note.text}")


def _of_claims(seen: Reading) -> Iterator[Remark]:
    for claim in seen.claims:
        text = _missing(claim)
        if claim.state == "confirmed" and text:
            yield Remark(key_of(claim), _words(seen, claim), text)


def _missing(claim: ClaimItem) -> str:
    if not any(part.text and part.text.strip() for part in claim.in_role("content")):
        return "is a claim without content."
    if claim.speech in ATTRIBUTED and not claim.in_role("source"):
        return "is a claim that somebody makes, and has no source."
    if claim.speech == Claim.Speech.INDIRECT and not claim.in_role("cue"):
        return "is reported in indirect speech, and has no cue."
    if claim.speech == Claim.Speech.NONE and claim.in_role("source"):
        return "is in the article’s own voice, and has a source."
    return ""


def _of_spans(seen: Reading) -> Iterator[Remark]:
    places: dict[tuple[int, int], list[SpanItem]] = defaultdict(list)
    for span in seen.spans:
        if span.state == "confirmed":
            places[span.start, span.end].append(span)
    for same in places.values():
        if len(same) > 1:
            yield Remark(key_of(same[0]), _words(seen, same[0]), "has more than one label.")


def _words(seen: Reading, item: SpanItem | ClaimItem) -> str:
    if isinstance(item, SpanItem):
        return seen.text[item.start : item.end][:SHOWN_WORDS]
    return "; ".join(part.text or "" for part in item.in_role("content"))[:SHOWN_WORDS]
