"""What an annotator changed since their set came back, before and after, as pages list it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from annotations.extents import Extent
from annotations.history.telling import Telling
from annotations.models import ClaimPart, Label, Span
from annotations.reader import inferred, parts
from annotations.reader.highlighting import Keys, Place
from annotations.reader.reading import Reading
from annotations.review import rounds
from annotations.review.bench import Bench
from annotations.review.rounds import Changed, Reason
from annotations.states import ClaimState, Row, Standing
from articles.models import Document
from articles.text import paragraphs_at

LONGEST = 80
Piece = tuple[str, bool]
NOWHERE: Mapping[str, Place] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Line:
    """One item, named by its `words`. `number` is that of its paragraph, in the `part` of the
    text; `key` is its key on the page, or that of its place in an adjudication. `was` and `now`
    are `before` and `after` piece by piece, each with whether the other has it not; `reason` is
    why it was sent back. Before and after are "" where nothing changed.
    """

    words: str
    start: int
    number: int
    part: int
    before: str = ""
    after: str = ""
    was: tuple[Piece, ...] = ()
    now: tuple[Piece, ...] = ()
    reason: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """Whose set came back, why as a whole, what is otherwise in it since, in reading order, and
    what is not though there was a reason to.
    """

    name: str
    lines: tuple[Line, ...]
    reasons: tuple[str, ...] = ()
    left: tuple[Line, ...] = ()


def of(seen: Reading, names: Mapping[int, str]) -> list[Mended]:
    """Of what is read: each set that came back, by its name. In at most 4 queries,
    and one for the names of inferred parts.
    """
    keys = Keys(seen)
    changes = (each for of_set in seen.mended.values() for each in of_set)
    found = _Lines(seen.document, changes, keys.places)
    asked = rounds.reasons(seen.mended) if seen.mended else {}
    return [
        found.of(
            name,
            seen.mended[pk],
            asked.get(pk, ()),
            lambda each: keys.of(each.page_key, each.place) or "",
        )
        for pk, name in names.items()
        if pk in seen.mended
    ]


def on(bench: Bench, changes: Mapping[int, Sequence[Changed]], names: list[str]) -> list[Mended]:
    """The same of the sets of an adjudication, each with the place where it is decided on."""
    places = {
        (place.kind, item.key): place.key for place in bench.differing for item in place.present
    }
    found = _Lines(bench.document, [each for of_set in changes.values() for each in of_set])
    asked = rounds.reasons(changes)
    told = (
        found.of(
            name,
            changes[each.pk],
            asked.get(each.pk, ()),
            lambda line: places.get((line.kind, _row(line)), ""),
        )
        for each, name in zip(bench.sets, names, strict=True)
        if each.pk in changes
    )
    return sorted(told, key=lambda each: each.name)


class _Lines:
    """`places` are known of the items that are read, by their keys on the page."""

    def __init__(
        self, document: Document, found: Iterable[Changed], places: Mapping[str, Place] = NOWHERE
    ) -> None:
        self.document = document
        changes = list(found)
        self.known = {key: (start, end) for key, (_, start, end) in places.items()}
        self.suggested = _suggested([each for each in changes if self._where(each) is None])
        rows: list[dict[str, Any]] | None = getattr(document, "label_rows", None)
        names = {row["id"]: row["name"] for row in rows} if rows is not None else _labels(document)
        self.tell = Telling(self._short, names, _names(changes))

    def of(
        self,
        name: str,
        changes: Iterable[Changed],
        reasons: Sequence[Reason],
        key: Callable[[Changed], str],
    ) -> Mended:
        about = {each.key: each for each in reasons if each.key}
        lines = []
        for changed in changes:
            reason = about.pop(changed.page_key, None)
            told = reason.text if reason else ""
            lines.append(replace(self._line(changed), key=key(changed), reason=told))
        left = [
            replace(self._at(each.start or 0, each.end or 0), reason=each.text, key=self._key(each))
            for each in about.values()
        ]
        whole = tuple(each.text for each in reasons if not each.key)
        return Mended(name, _in_order(lines), whole, _in_order(left))

    def _key(self, reason: Reason) -> str:
        return reason.key if reason.key in self.known else ""

    def _line(self, changed: Changed) -> Line:
        start, end = self._where(changed) or self.suggested.get(changed.page_key, (0, 0))
        nothing = "undecided" if changed.before.decision or changed.after.decision else "not there"
        tell = replace(self.tell, says_ties=changed.is_retied)
        was, now = (_pieces(tell, each, nothing) for each in (changed.before, changed.after))
        return replace(
            self._at(start, end),
            before=tell.of(changed.before, nothing),
            after=tell.of(changed.after, nothing),
            was=_beside(was, now),
            now=_beside(now, was),
        )

    def _at(self, start: int, end: int) -> Line:
        number = next(iter(paragraphs_at(self.document.text, [(start, start)])), 0)
        return Line(self._short(start, end), start, number, number // parts.ROWS + 1)

    def _where(self, changed: Changed) -> Extent | None:
        return _extent(changed) or self.known.get(changed.page_key)

    def _short(self, start: int, end: int) -> str:
        words = self.document.text[start:end]
        return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (line.start, line.words)))


def _beside(pieces: Sequence[str], others: Sequence[str]) -> tuple[Piece, ...]:
    """Each with whether it is otherwise there; all are where that is in words left out."""
    is_told = set(pieces) != set(others)
    return tuple((each, not is_told or each not in others) for each in pieces)


def _pieces(tell: Telling, standing: Standing, nothing: str) -> list[str]:
    return tell.pieces(standing.row) if standing.row else [tell.of(standing, nothing)]


def _names(changes: Sequence[Changed]) -> dict[int, str]:
    """Of the entities that are told: those without words of their own, and where they changed."""
    return inferred.names(_rows(changes), tied=_rows(each for each in changes if each.is_retied))


def _rows(changes: Iterable[Changed]) -> list[Row | None]:
    return [standing.row for each in changes for standing in (each.before, each.after)]


def _row(changed: Changed) -> int:
    return (changed.after.row.id if changed.after.row else None) or 0


def _extent(changed: Changed) -> Extent | None:
    """Where what stands, or stood before, begins and ends; a claim, its content."""
    found = (_extents(each) for each in (changed.after, changed.before))
    extents = next((each for each in found if each), None)
    return (min(extents)[0], max(end for _, end in extents)) if extents else None


def _extents(standing: Standing) -> list[Extent]:
    row = standing.row
    if not isinstance(row, ClaimState):
        return row.ranges if row else []
    return replace(row, parts=row.in_role("content")).ranges


def _suggested(changes: list[Changed]) -> dict[str, Extent]:
    """Where the suggestions are that nothing stood for, before or after, and that are not read."""
    return {**dict(_spans(changes)), **dict(_claims(changes))} if changes else {}


def _spans(changes: list[Changed]) -> Iterator[tuple[str, Extent]]:
    keys = [each.key for each in changes if each.kind == "span"]
    for pk, start, end in Span.objects.filter(pk__in=keys).values_list("pk", "start", "end"):
        yield f"s{pk}", (start, end)


def _claims(changes: list[Changed]) -> Iterator[tuple[str, Extent]]:
    keys = [each.key for each in changes if each.kind == "claim"]
    rows = ClaimPart.objects.filter(claim__in=keys, role=ClaimPart.Role.CONTENT, order=0)
    for pk, start, end in rows.values_list("claim", "start", "end"):
        if start is not None and end is not None:
            yield f"c{pk}", (start, end)


def _labels(document: Document) -> dict[int, str]:
    return dict(Label.objects.of_project(document.project_id).values_list("pk", "name"))
