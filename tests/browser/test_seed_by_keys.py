"""A real article is brought to gold by keyboard alone, in few writes, with every offset right.

Of claims it is the content. A selection ends with a word, so full stops and quotation marks at the
ends of a claim do not count.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions import suggestions
from annotations.models import Label
from annotations.reading import ClaimItem, SpanItem
from articles.models import Document
from benchmarks.seed import suggested
from newsdesk.accounts.models import Project, User
from tests.browser.conftest import SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document

MOST_WRITES = 60
SURE = 0.6
MARKS = '."'
Extent = tuple[int, int]
Marked = tuple[int, int, str]

IS_CURRENT = """key => [...document.querySelectorAll("#text mark")].every(
  ({ classList, dataset }) => classList.contains("cur") === dataset.s.split(" ").includes(key))"""

pytestmark = pytest.mark.long


class Corrector:
    """Knows the gold, and presses keys until the article has it."""

    def __init__(self, page: ReadingPage, gold: dict[str, Any]) -> None:
        self.page = page
        self.text = page.document.text
        self.spans = {tier: _spans(gold, tier) for tier in ("core", "optional")}
        self.claims = {tier: _claims(gold, tier, self.text) for tier in ("core", "optional")}
        labels = Label.objects.of_project(page.document.project)
        self.digits = dict(labels.values_list("key", "shortcut"))
        self.writes: list[str] = []
        page.page.on("request", self._note)

    def correct(self) -> None:
        self.move_boundaries()
        self.accept_the_surest()
        self.take_back()
        for span in sorted(self.spans["core"] - self.confirmed_spans()):
            self.mark(span)
        for extent in sorted(self.claims["core"] - self.confirmed_claims()):
            self.claim(extent)

    def move_boundaries(self) -> None:
        """Of suggestions that are a part of what they should be."""
        for item in self.page.reading.spans:
            wanted = [
                span
                for span in self.spans["core"]
                if span[2] == item.label and span[0] <= item.start and item.end <= span[1]
            ]
            if wanted and _marked(item) not in wanted:
                (start, end, _) = wanted[0]
                self.go_to(f"s{item.key}")
                before, after = self.text[start : item.start], self.text[item.end : end]
                self.page.press("b", *["Shift+ArrowLeft"] * len(before.split()))
                self.page.press(*["ArrowRight"] * len(after.split()), "Enter")
                self.page.wait_until_saved()

    def accept_the_surest(self) -> None:
        dialog = self.page.page.locator("#surest")
        self.page.press("Shift+a")
        chosen = dialog.locator("input:checked")
        expect(chosen).to_be_focused()
        scores = [float(each.input_value()) for each in dialog.get_by_role("radio").all()]
        self.page.press(*["ArrowDown"] * (sum(score >= SURE for score in scores) - 1))
        self.page.press("Enter")
        self.page.wait_until_saved()

    def take_back(self) -> None:
        """What is none of the gold's."""
        for span in self.page.reading.spans:
            if span.state == "confirmed" and _marked(span) not in self.gold_spans:
                self.decide(f"s{span.key}", "Delete")
        for claim in self.page.reading.claims:
            if claim.state == "confirmed" and _content(claim, self.text) not in self.gold_claims:
                self.decide(f"c{claim.key}", "Delete")

    def mark(self, span: Marked) -> None:
        start, end, label = span
        found = [item for item in self.page.reading.spans if _marked(item) == span]
        if found:
            self.decide(f"s{found[0].key}", "a")
        else:
            self.select((start, end))
            self.page.press(self.digits[label])
            self.page.wait_until_saved()

    def claim(self, extent: Extent) -> None:
        found = [item for item in self.page.reading.claims if _content(item, self.text) == extent]
        if found:
            self.decide(f"c{found[0].key}", "a")
        else:
            self.select(extent)
            self.page.press("c", "Enter")
            self.page.wait_until_saved()

    def select(self, extent: Extent) -> None:
        """Find the words, and go on to the place that is meant."""
        words = self.text[slice(*extent)]
        self.page.press("Escape", "Escape", "/")
        output = self.page.page.locator("#find output")
        expect(self.page.page.locator("#find input")).to_be_focused()
        self.page.press("Control+a")
        self.page.page.keyboard.insert_text(words)
        number = self.text[: extent[1]].lower().count(words.lower())
        for _ in range(50):
            if output.inner_text().startswith(f"{number} of"):
                break
            self.page.press("Enter")
        self.page.press("Escape")

    def decide(self, key: str, press: str) -> None:
        self.go_to(key)
        self.page.press(press)
        self.page.wait_until_saved()

    def go_to(self, key: str) -> None:
        """Down, or up where that is nearer, until this is the current item."""
        self.page.press("Escape")
        for _ in range(200):
            self.page.press("ArrowDown")
            if self.page.page.evaluate(IS_CURRENT, key):
                return
        raise AssertionError(f"not met: {key}")

    def confirmed_spans(self) -> set[Marked]:
        return {_marked(each) for each in self.page.reading.spans if each.state == "confirmed"}

    def confirmed_claims(self) -> set[Extent | None]:
        return {
            _content(each, self.text)
            for each in self.page.reading.claims
            if each.state == "confirmed"
        }

    @property
    def gold_spans(self) -> set[Marked]:
        return self.spans["core"] | self.spans["optional"]

    @property
    def gold_claims(self) -> set[Extent]:
        return self.claims["core"] | self.claims["optional"]

    def _note(self, request: Request) -> None:
        if request.method == "POST" and "/articles/" in request.url:
            self.writes.append(request.url)


def _spans(gold: dict[str, Any], tier: str) -> set[Marked]:
    found = (each for each in gold["entities"] if each["tier"] == tier)
    return {(each["start"], each["end"], each["type"]) for each in found}


def _claims(gold: dict[str, Any], tier: str, text: str) -> set[Extent]:
    found = (each["content"] for each in gold["claims"] if each["tier"] == tier)
    return {_bare(text, each["start"], each["end"]) for each in found}


def _bare(text: str, start: int, end: int) -> Extent:
    words = text[start:end]
    return start + len(words) - len(words.lstrip(MARKS)), start + len(words.rstrip(MARKS))


def _marked(item: SpanItem) -> Marked:
    return item.start, item.end, item.label


def _content(item: ClaimItem, text: str) -> Extent | None:
    """Of a claim in one piece."""
    (start, end), *more = [(part.start, part.end) for part in item.in_role("content")]
    return None if more or start is None or end is None else _bare(text, start, end)


@pytest.fixture
def gold(shared: Path) -> dict[str, Any]:
    text = (shared / "seeds" / "article.gold.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture
def document(project: Project, shared: Path) -> Document:
    text = (shared / "seeds" / "article.txt").read_text(encoding="utf-8")
    made = create_document(text, project=project, headline="Seed")
    suggestions.save(made, suggested(shared / "seeds"))
    return made


def test_core_items_by_keys_alone(
    sign_in: SignIn,
    live_server: LiveServer,
    annotator: User,
    document: Document,
    gold: dict[str, Any],
) -> None:
    page: Page = sign_in(annotator)
    corrector = Corrector(ReadingPage(page, live_server.url, document, annotator), gold)

    corrector.correct()

    assert corrector.spans["core"] <= corrector.confirmed_spans() <= corrector.gold_spans
    assert corrector.claims["core"] <= corrector.confirmed_claims() <= corrector.gold_claims
    assert len(corrector.writes) < MOST_WRITES, corrector.writes
