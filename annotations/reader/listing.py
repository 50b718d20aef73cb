"""What is marked in an article as a plain list, each item with the words around it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.reader.reading import ClaimItem, Reading, SpanItem

AROUND = 60  # characters shown on each side, within the paragraph


@dataclass(frozen=True, slots=True)
class Listed:
    """One item; `kind` is "spans" or "claims", as in the addresses of its writes."""

    kind: str
    key: int
    start: int
    state: str
    label: str
    name: str
    before: str
    words: str
    after: str
    evidence: str
    roles: tuple[tuple[str, str], ...] = ()
    is_retired: bool = False
    told: str = ""
    is_asked: bool = False

    @property
    def dom_key(self) -> str:
        """Its key on pages: spans and claims are numbered apart."""
        return f"{self.kind[0]}{self.key}"


def listed(reading: Reading) -> list[Listed]:
    """Spans and claims of every state in reading order."""
    names = {label.key: label.name for label in reading.labels}
    return sorted(
        [*_spans(reading, names), *_claims(reading)],
        key=lambda item: (item.start, item.kind, item.key),
    )


def _spans(reading: Reading, names: dict[str, str]) -> Iterator[Listed]:
    for span in (*reading.spans, *reading.rejected_spans):
        yield _item(reading, "spans", span, span.start, span.end, names.get(span.label, span.label))


def _claims(reading: Reading) -> Iterator[Listed]:
    for claim in (*reading.claims, *reading.rejected_claims):
        first = claim.in_role("content")[0]
        if first.start is not None and first.end is not None:
            yield _item(reading, "claims", claim, first.start, first.end, "Claim")


def _item(
    reading: Reading, kind: str, item: SpanItem | ClaimItem, start: int, end: int, name: str
) -> Listed:
    text = reading.text
    before, after = around(text, start, end)
    label = getattr(item, "label", "")
    told = reading.told.get(f"{kind[0]}{item.key}")
    return Listed(
        kind,
        item.key,
        start,
        item.state,
        label,
        name,
        before,
        text[start:end],
        after,
        item.evidence,
        _roles(item) if kind == "claims" else (),
        is_retired=bool(label) and label not in {each.key for each in reading.labels},
        told=told.full if told else "",
        is_asked=item.state != "rejected" and (label or kind) in reading.asked,
    )


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a place, in its paragraph; whole words, if there are any."""
    before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = text[end : end + AROUND].partition("\n")[0]
    if len(before) == AROUND < start and not text[start - AROUND - 1].isspace():
        before = before[before.find(" ") + 1 :]
    if len(after) == AROUND < len(text) - end and not text[end + AROUND].isspace():
        after = after[: after.rfind(" ") + 1] or after
    return before, after


def _roles(claim: SpanItem | ClaimItem) -> tuple[tuple[str, str], ...]:
    if not hasattr(claim, "in_role"):
        return ()
    named = (
        (role, "; ".join(part.text or part.entity_name or "" for part in claim.in_role(role)))
        for role in ("source", "cue", "via")
    )
    return tuple((role, names) for role, names in named if names)
