"""An article before a person's hand, without a browser: the actions, and what is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction

from annotations.actions import claims, history, same, spans
from annotations.reader import reading, same_words
from annotations.reader.reading import ClaimItem, SpanItem
from articles.models import Document
from newsdesk.accounts.models import Role, User
from tests.annotations.hands import suggest_claim
from tests.annotations.model import CLAIM, CLAIMED, NAMES, OWN, TEXT, Extent, Item, Items
from tests.factories import create_document, create_project, create_user, join, suggest_span


def create_article() -> tuple[Document, User]:
    """With a suggestion for each name, where it stands first, and for two claims."""
    person, project = create_user(), create_project()
    join(project, person, Role.ANNOTATOR)
    document = create_document(TEXT, project=project)
    for name, label in NAMES.items():
        suggest_span(document, name, label)
    for words in CLAIMED:
        suggest_claim(document, words)
    return document, person


def items_of(document: Document, person: User) -> Items:
    """As they are read from the database, rejected ones among them."""
    seen = reading.of(document, person)
    spans_seen = (*seen.spans, *seen.rejected_spans)
    claims_seen = (*seen.claims, *seen.rejected_claims)
    return {f"s{each.key}": _span(each) for each in spans_seen} | {
        f"c{each.key}": _claim(each) for each in claims_seen
    }


def _span(seen: SpanItem) -> Item:
    return _item((seen.start, seen.end), seen.label, seen.state)


def _claim(seen: ClaimItem) -> Item:
    (content,) = seen.in_role("content")
    sources = seen.in_role("source")
    places = [(part.start, part.end) for part in sources if part.start is not None and part.end]
    assert content.start is not None
    assert content.end is not None
    return replace(
        _item((content.start, content.end), CLAIM, seen.state),
        speech=seen.speech,
        source=next(iter(places), None),
        within=f"c{seen.within}" if seen.within else None,
    )


def _item(extent: Extent, label: str, state: str) -> Item:
    return Item(extent, label, state, (extent, label) if state == "suggested" else None)


class ActionDesk:
    has_within = True
    marks_once = False

    def __init__(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.document, self.person = create_article()
        self.version = 0

    def decide(self, verb: str, key: str, item: Item) -> None:
        self._write(getattr(claims if item.is_claim else spans, verb), key, item.extent)

    def correct(self, key: str, item: Item, extent: Extent, label: str) -> None:
        start, end = extent
        self._write(spans.correct, key, extent, label_key=label, start=start, end=end)

    def correct_claim(
        self, key: str, source: Extent | None, speech: str, within: str | None
    ) -> None:
        told = {"source": [source] if source else [], "speech": speech}
        outer = int(within[1:]) if within else 0
        self._act(claims.correct, key=int(key[1:]), within=outer, **told)

    def add(self, extent: Extent, label: str) -> None:
        start, end = extent
        if label == CLAIM:
            self._act(claims.add, content=[extent], speech=OWN, quote=TEXT[start:end])
        else:
            self._act(spans.add, start=start, end=end, label_key=label, quote=TEXT[start:end])

    def mark_same(self, word: str, label: str) -> None:
        found = same_words.exact(TEXT, word)
        self._act(same.mark, quote=word, places=found, label_key=label)

    def step(self, verb: str) -> None:
        self._act(getattr(history, verb))

    def seen(self) -> Items:
        return items_of(self.document, self.person)

    def close(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def _write(self, action: Any, key: str, extent: Extent, **values: Any) -> None:
        self._act(action, key=int(key[1:]), quote=TEXT[slice(*extent)], **values)

    def _act(self, action: Any, **values: Any) -> None:
        sent = {"document": self.document, "by": self.person, "seen_version": self.version}
        self.version = action(**sent, **values).version
