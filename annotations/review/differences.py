"""Where a draft differs from the model or from what it was copied from, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotations.models import AnnotationSet, Claim, Label, Span
from annotations.reader import reading_rows
from annotations.reader.highlighting import CHANGED, items_of, key_of, place_of
from annotations.reader.reading import Reading
from annotations.reader.reading_items import ClaimItem, SpanItem
from annotations.reader.reading_rows import Seen
from annotations.review import rounds
from annotations.review.rounds import Reopened
from annotations.verdicts import Verdict

Kind = AnnotationSet.Kind
LONGEST = 160
UNDECIDED, REJECTED, REMOVED, NOTHING = "undecided", "rejected", "removed", ""
Item = SpanItem | ClaimItem


@dataclass(frozen=True, slots=True)
class Difference:
    """One item as each hand has it, in words; "" where it has nothing.

    `words` are those of the place, by which the item is named. `is_changed` says that the
    annotator changed it since it was sent back, `is_mended` that the reviewer has it otherwise.
    """

    key: str
    start: int
    words: str
    suggested: str
    annotated: str
    reviewed: str
    is_changed: bool
    is_mended: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """What the draft was copied from, and the differences in reading order.

    A draft between several annotators has a page of its own for these; `bases` are all of them.
    `reopened` says why gold was.
    """

    bases: tuple[AnnotationSet, ...]
    differences: tuple[Difference, ...]
    undecided_count: int
    reopened: Reopened | None = None

    @property
    def base(self) -> AnnotationSet:
        return self.bases[0]

    @property
    def is_between_several(self) -> bool:
        return are_several(self.bases)


def of(seen: Reading) -> Compared:
    """Of the reading of a draft, in at most 7 queries."""
    draft = seen.annotation_set
    if draft is None:
        raise ValueError("only a draft is compared")
    bases = bases_of(draft)
    rows = () if are_several(bases) else _Sides(seen, bases[0]).rows()
    undecided = sum(item.state == "suggested" for item in items_of(seen))
    ordered = sorted(rows, key=lambda each: (each.start, each.key))
    is_of_gold = bases[0].kind == Kind.GOLD
    reopened = rounds.reopened(seen.document.article_id) if is_of_gold else None
    return Compared(bases, tuple(ordered), undecided, reopened)


def bases_of(draft: AnnotationSet) -> tuple[AnnotationSet, ...]:
    """The gold that was reopened before what people finished, of that the newest first."""
    bases = draft.based_on.exclude(kind=Kind.SUGGESTED).select_related("made_by", "approved_by")
    return tuple(sorted(bases, key=lambda each: (each.kind != Kind.GOLD, -each.pk)))


def are_several(bases: tuple[AnnotationSet, ...]) -> bool:
    """Whether annotators are compared in a draft of these; in gold that was reopened none are."""
    return len(bases) > 1 and bases[0].kind != Kind.GOLD


class _Sides:
    def __init__(self, seen: Reading, base: AnnotationSet) -> None:
        self.seen = seen
        before = Seen(seen.document, base.pk, hides_undecided=base.kind == Kind.GOLD)
        self.items = list(items_of(seen))
        self.before: list[Item] = [
            *reading_rows.spans(before),
            *reading_rows.claims(before),
        ]
        self.names = dict(
            Label.objects.of_project(seen.document.project_id).values_list("key", "name")
        )
        corrected = [
            each for each in (*self.items, *self.before) if each.verdict == Verdict.CORRECTED
        ]
        self.proposed = self._proposed(corrected)

    def rows(self) -> Iterator[Difference]:
        """What people have otherwise than the model, or the reviewer than the annotator."""
        before = {key_of(item): item for item in self.before if item.origin == "model"}
        added = {place_of(item): item for item in self.before if item.origin == "human"}
        for item in self.items:
            if item.origin == "model":
                yield from self._row(item, before.get(key_of(item)))
            else:
                yield from self._row(item, added.pop(place_of(item), None))
        for item in added.values():
            yield self._difference(item, item, None)

    def _row(self, item: Item, before: Item | None) -> Iterator[Difference]:
        row = self._difference(item, before, item)
        is_undecided = {row.annotated, row.reviewed} == {UNDECIDED}
        if len({row.suggested, row.annotated, row.reviewed}) > 1 and not is_undecided:
            yield row

    def _difference(self, item: Item, before: Item | None, after: Item | None) -> Difference:
        annotated = self._told(before) if before else NOTHING
        reviewed = self._told(after) if after else REMOVED
        _, start, end = place_of(item)
        return Difference(
            key=key_of(item),
            start=start,
            words=_short(self.seen.text[start:end]),
            suggested=self._suggested(item),
            annotated=annotated,
            reviewed=reviewed,
            is_changed=CHANGED in self.seen.highlights.get(key_of(item), "").split(),
            is_mended=annotated != reviewed,
        )

    def _told(self, item: Item) -> str:
        if item.state in ("suggested", "hidden"):
            return UNDECIDED
        return REJECTED if item.state == "rejected" else self._described(item)

    def _suggested(self, item: Item) -> str:
        if item.origin == "human":
            return NOTHING
        return self.proposed.get(key_of(item)) or self._described(item)

    def _described(self, item: Item) -> str:
        if isinstance(item, SpanItem):
            return self._span(item.label, item.start, item.end)
        parts = {
            role: [part.text or part.entity_name or "" for part in item.in_role(role)]
            for role in ("content", "cue", "source", "via")
        }
        return _claim(item.speech, parts)

    def _span(self, label: str, start: int, end: int) -> str:
        return f"{self.names.get(label, label)}: “{_short(self.seen.text[start:end])}”"

    def _proposed(self, corrected: Iterable[Item]) -> dict[str, str]:
        """What the model had suggested where people corrected it."""
        keys = {key_of(item) for item in corrected}
        spans = Span.objects.filter(pk__in=[int(key[1:]) for key in keys if key[0] == "s"])
        claims = Claim.objects.with_parts().filter(
            pk__in=[int(key[1:]) for key in keys if key[0] == "c"]
        )
        return {
            **{
                f"s{pk}": self._span(label, start, end)
                for pk, label, start, end in spans.values_list("pk", "label__key", "start", "end")
            },
            **{
                f"c{row['id']}": self._proposed_claim(row)
                for row in claims.values(*reading_rows.CLAIM_FIELDS)
            },
        }

    def _proposed_claim(self, row: reading_rows.Row) -> str:
        parts: dict[str, list[str]] = {}
        for part in row["part_rows"]:
            words = self.seen.text[part["start"] : part["end"]] if part["start"] is not None else ""
            parts.setdefault(part["role"], []).append(words or part["name"] or "")
        return _claim(row["speech"], parts)


def _claim(speech: str, parts: Mapping[str, list[str]]) -> str:
    roles = ("source", "cue", "via")
    named = [f"{role} “{'; '.join(parts[role])}”" for role in roles if parts.get(role)]
    content = " … ".join(parts.get("content", []))
    voice = "the article’s own voice" if speech == Claim.Speech.NONE else speech
    return " · ".join([voice, *named, f"“{_short(content)}”"])


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
