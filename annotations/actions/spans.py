"""What a person does with spans. Each is one undo group of one event for each key changed.

`key` names the suggestion, or what the person added; `quote` is the stretch as the browser saw
it. All raise StaleSet, SetClosed, ArticleApproved, NotHere and QuoteMismatch. Sent again under
one `idempotency_key` a write changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Unpack

from annotations.actions import called, claim_items, describing, entities, items
from annotations.actions.errors import BadSpan, QuoteMismatch, Undecided, UnknownLabel
from annotations.actions.items import SpanTarget
from annotations.actions.storing import Change
from annotations.actions.writing import Sent, Write, Written, writing
from annotations.models import Label
from annotations.states import DecisionState, Json, Range, SpanState, Standing, valued
from articles.models import Document


def accept(*, key: int, quote: str, **sent: Unpack[Sent]) -> Written:
    """Copy the suggestion into the set, tied to what its entity became. A second time, nothing."""
    with writing("span.accept", **sent) as write:
        item = items.span(write, key)
        items.check_quote(write, item, quote)
        if item.standing.row is None and item.suggestion:
            _decide(write, item, item.equal or _copy(write, item, item.suggestion))
    return write.result()


def reject(*, key: int, quote: str, **sent: Unpack[Sent]) -> Written:
    """Let nothing stand for the suggestion; what the person added is removed."""
    return _take_away("span.reject", key, quote, sent)


def remove(*, key: int, quote: str, **sent: Unpack[Sent]) -> Written:
    """Take out what stands. Where a suggestion is behind it, that is rejected by this."""
    return _take_away("span.remove", key, quote, sent)


def restore(*, key: int, quote: str, **sent: Unpack[Sent]) -> Written:
    """Take back a rejection: the suggestion is undecided again."""
    with writing("span.restore", **sent) as write:
        item = items.span(write, key)
        items.check_quote(write, item, quote)
        if item.standing.is_rejected:
            write.change(_change(item, Standing()))
    return write.result()


def correct(
    *,
    key: int,
    quote: str,
    label_key: str | None = None,
    start: int | None = None,
    end: int | None = None,
    values: Json | None = None,
    **sent: Unpack[Sent],
) -> Written:
    """Change label or boundaries, of a suggestion or of what stands. What is None stays.

    With boundaries, `quote` is the text inside the new ones. `values` are what it had by the
    scheme's attributes: what is not asked of the label is left out. Raises BadSpan, UnknownLabel
    and AlreadyMarked too.
    """
    with writing("span.correct", **sent) as write:
        item = items.span(write, key)
        if start is None or end is None:
            items.check_quote(write, item, quote)
        else:
            _check_extent(write.document, start, end, quote)
        present = _present(item)
        wanted = _changed(write.document, present, label_key, start, end)
        wanted = _described_again(write.document, present, wanted, values)
        if item.standing.row is None:
            equal = item.equal if wanted == item.suggestion else None
            _decide(write, item, equal or _copy(write, item, wanted))
        elif wanted != item.standing.row:
            row = _retied(write, item, wanted)
            for each in (item, *item.others):
                _decide(write, each, row)
        if wanted.label != present.label and write.changes:
            _take_along(write, (wanted.start, wanted.end))
    return write.result()


def add(*, start: int, end: int, label_key: str, quote: str, **sent: Unpack[Sent]) -> Written:
    """Mark a stretch that nothing was suggested for. It has no decision.

    Raises BadSpan, UnknownLabel and AlreadyMarked too.
    """
    with writing("span.add", **sent) as write:
        _check_extent(write.document, start, end, quote)
        write.change(*relabelled(write, [], [(start, end)], label_of(write.document, label_key)))
    return write.result()


def describe(*, key: int, quote: str, values: Mapping[str, str], **sent: Unpack[Sent]) -> Written:
    """Set attributes of the scheme; what is undecided is accepted by it, else it is no decision.

    `values` has those that were said, blank for none. Raises Undecided for what was rejected,
    UnknownAttribute and BadValue too.
    """
    with writing("span.describe", **sent) as write:
        item = items.span(write, key)
        items.check_quote(write, item, quote)
        present = item.standing.row or item.equal or item.suggestion
        if item.standing.is_rejected or not isinstance(present, SpanState):
            raise Undecided
        attributes = describing.given(
            write.document, present.attributes, values, label=present.label
        )
        if attributes != present.attributes:
            write.change(*_described(write, item, attributes))
    return write.result()


def _described(write: Write, item: SpanTarget, attributes: Json) -> Iterator[Change]:
    row = item.standing.row
    if row is None and item.suggestion:
        accepted = _decision_of(write, item, item.equal or _copy(write, item, item.suggestion))
        after = accepted.after.row
        described = replace(after, attributes=attributes) if after else None
        yield replace(accepted, after=replace(accepted.after, row=described))
    elif row:
        row = replace(row, attributes=attributes)
        yield from (_change(each, replace(each.standing, row=row)) for each in (item, *item.others))


def accepted(write: Write, found: list[SpanTarget], became: Mapping[int, int]) -> list[Change]:
    """The changes that accept all of these undecided suggestions, by what `named` became."""
    write.join(*(item.joins for item in found))
    return [
        _change(
            item,
            Standing(replace(row, id=None, entity=became.get(row.entity or 0)), write.decision()),
        )
        for item in found
        if (row := item.suggestion)
    ]


def named(found: Iterable[SpanTarget]) -> dict[int, int | None]:
    """The entities that suggestions name, with what each became; None where that is open."""
    return {
        item.suggestion.entity: item.became
        for item in found
        if item.suggestion and item.suggestion.entity
    }


def rejected(write: Write, found: list[SpanTarget]) -> list[Change]:
    """The changes that reject all of these undecided suggestions."""
    write.join(*(item.joins for item in found))
    return [_change(item, Standing(decision=write.decision())) for item in found]


def relabelled(
    write: Write, found: list[SpanTarget], places: Iterable[Range], label: int
) -> list[Change]:
    """The changes that give these undecided suggestions another label, and mark these places."""
    write.join(*(item.joins for item in found))
    rows = [(item, item.suggestion) for item in found if item.suggestion]
    kept = describing.kept(write.document, (row.attributes for _, row in rows), label)
    new = [
        replace(row, id=None, label=label, attributes=attributes)
        for (_, row), attributes in zip(rows, kept, strict=True)
    ]
    new += [SpanState(None, label, start, end) for start, end in places]
    tied = iter(called.tied(write, new))
    return [
        *(_change(item, Standing(next(tied), write.decision())) for item, _ in rows),
        *(_added(row) for row in tied),
    ]


def _added(row: SpanState) -> Change:
    """The change that marks a stretch for which nothing was suggested."""
    return Change("span", None, Standing(), Standing(row=row))


def _take_away(verb: str, key: int, quote: str, sent: Sent) -> Written:
    with writing(verb, **sent) as write:
        item = items.span(write, key)
        items.check_quote(write, item, quote)
        if not item.standing.is_rejected:
            for each in (item, *item.others):
                _decide(write, each, None)
    return write.result()


def _decide(write: Write, item: SpanTarget, row: SpanState | None) -> None:
    write.change(_decision_of(write, item, row))


def _decision_of(write: Write, item: SpanTarget, row: SpanState | None) -> Change:
    """This row stands for the item, or nothing, by a decision if it has a suggestion."""
    decision: DecisionState | None = None
    if item.suggestion:
        decision = write.decision(item.standing.decision)
        write.join(item.joins)
    before = item.standing if row is None or row is not item.equal else Standing(row=row)
    return Change("span", item.key, before, Standing(row, decision), item.suggested)


def _change(item: SpanTarget, after: Standing) -> Change:
    return Change("span", item.key, item.standing, after, item.suggested)


def _take_along(write: Write, extent: Range) -> None:
    """A source on the words of a name that got another label names what that names now."""
    row = write.changes[-1].after.row
    entity = row.entity if isinstance(row, SpanState) else None
    write.change(*claim_items.tied_on(write, extent, entity))


def _present(item: SpanTarget) -> SpanState:
    row = item.standing.row or item.suggestion
    if not isinstance(row, SpanState):
        raise BadSpan
    return row


def _changed(
    document: Document, row: SpanState, label_key: str | None, start: int | None, end: int | None
) -> SpanState:
    label = label_of(document, label_key) if label_key else row.label
    if start is None or end is None:
        return replace(row, label=label)
    return replace(row, label=label, start=start, end=end)


def _described_again(
    document: Document, before: SpanState, row: SpanState, values: Json | None
) -> SpanState:
    """With these values, else its own, as far as they are asked of the label."""
    if values is None and row.label == before.label:
        return row
    said = row.attributes if values is None else valued(row.attributes, values)
    return replace(row, attributes=next(describing.kept(document, [said], row.label)))


def _copy(write: Write, item: SpanTarget, row: SpanState) -> SpanState:
    """A new row for the set. Its entity is the suggestion's, unless the label is another."""
    return _retied(write, item, replace(row, id=None, entity=None))


def _retied(write: Write, item: SpanTarget, row: SpanState) -> SpanState:
    """An entity has its label, so a mention of another label is not tied to it. Other words call
    another, unless something else names the same.
    """
    standing = item.standing.row
    if isinstance(standing, SpanState) and standing.label == row.label:
        is_other = _is_moved(standing, row) and called.is_named_only_by(standing)
        return called.tied(write, [row])[0] if is_other else replace(row, entity=standing.entity)
    proposed = item.suggestion
    if proposed is None or proposed.label != row.label:
        return called.tied(write, [row])[0]
    if _is_moved(proposed, row) and called.is_named_only_by(proposed):
        return called.tied(write, [row])[0]
    if proposed.entity is None:
        return replace(row, entity=None)
    became = entities.become(named([item]), document=write.document, by=write.by)
    return replace(row, entity=became[proposed.entity])


def _is_moved(before: SpanState, after: SpanState) -> bool:
    return (before.start, before.end) != (after.start, after.end)


def _check_extent(document: Document, start: int, end: int, quote: str) -> None:
    if not 0 <= start < end <= document.length:
        raise BadSpan
    chosen = document.text[start:end]
    if chosen != quote:
        raise QuoteMismatch
    if "\n" in chosen or not chosen.strip():
        raise BadSpan


def label_of(document: Document, key: str) -> int:
    """The id of a label in use; who opened the document to write to it has read them with it.

    Raises UnknownLabel.
    """
    rows = vars(document).get("label_rows")
    if rows is None:
        labels = Label.objects.of_project(document.project_id).in_use()
        rows = [{"id": pk, "key": each} for pk, each in labels.values_list("pk", "key")]
    found = [row["id"] for row in rows if row["key"] == key and not row.get("is_retired")]
    if not found:
        raise UnknownLabel
    return int(found[0])
