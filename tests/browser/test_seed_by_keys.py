"""A real article is brought to gold by keyboard alone, in few writes, with every offset right.

Of claims it is content, source, cue and via. A selection ends with a word, so full stops and
quotation marks at the ends of a claim do not count.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions import suggestions
from annotations.models import Label
from annotations.reader.reading import ClaimItem, SpanItem
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
Part = Extent | str | None
"""Where a part of a claim stands; its name, if it is inferred; None where there is none."""
KEYS = {"source": "s", "cue": "v", "via": "o"}
SHOWN = 40  # letters of an offer

IS_CURRENT = """key => [...document.querySelectorAll("#text mark")].every(
  ({ classList, dataset }) => classList.contains("cur") === dataset.s.split(" ").includes(key))"""

pytestmark = pytest.mark.long


@dataclass(frozen=True)
class GoldClaim:
    content: Extent
    parts: dict[str, Part]
    text: str

    @property
    def words(self) -> str:
        return self.text[slice(*self.content)]

    def wrong_roles(self, found: ClaimItem | None) -> list[str]:
        """The roles in which a claim differs; of a new one, those that are not empty."""
        present = {role: _told(found, role, self.text) if found else [] for role in self.parts}
        return [
            role
            for role, part in self.parts.items()
            if present[role] != ([] if part is None else [part])
        ]


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
        for claim in self.claims["core"]:
            self.claim(claim)

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
            if claim.state == "confirmed" and _content(claim, self.text) not in self.gold_contents:
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

    def claim(self, wanted: GoldClaim) -> None:
        """Accept it if it is right as it is; else set right what is not, in one write."""
        found = self.found(wanted)
        if found is None:
            self.select(wanted.content)
            self.page.press("c")
        elif wanted.wrong_roles(found):
            self.go_to(f"c{found.key}")
            self.page.press("c")
        elif found.state == "confirmed":
            return
        else:
            self.decide(f"c{found.key}", "a")
            return
        expect(self.page.page.locator("#claim-editor")).to_be_visible()
        for role in wanted.wrong_roles(found):
            self.fill(role, wanted.parts[role])
        self.page.press("Enter")
        self.page.wait_until_saved()

    def fill(self, role: str, part: Part) -> None:
        """Type the words and take the first place of them."""
        self.page.press(KEYS[role])
        if part is None:
            self.page.press("0")
            return
        assert not isinstance(part, str), "the model finds who is not named"
        self.page.press("/")
        expect(self.page.page.locator("#claim-editor input")).to_be_focused()
        words = self.text[slice(*part)]
        self.page.page.keyboard.insert_text(words)
        expect(self.page.page.locator(".offers button").first).to_contain_text(words[:SHOWN])
        self.page.press("Enter")

    def found(self, wanted: GoldClaim) -> ClaimItem | None:
        """The claim with this content; of several, the confirmed one or the best."""
        claims = self.page.reading.claims
        same = [each for each in claims if _content(each, self.text) == wanted.content]
        order = {
            each.key: (each.state != "confirmed", len(wanted.wrong_roles(each))) for each in same
        }
        return min(same, key=lambda each: order[each.key], default=None)

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

    def confirmed_claims(self) -> list[ClaimItem]:
        return [each for each in self.page.reading.claims if each.state == "confirmed"]

    @property
    def gold_spans(self) -> set[Marked]:
        return self.spans["core"] | self.spans["optional"]

    @property
    def gold_contents(self) -> set[Extent]:
        return {each.content for each in (*self.claims["core"], *self.claims["optional"])}

    def _note(self, request: Request) -> None:
        if request.method == "POST" and not request.url.endswith("/here/"):
            self.writes.append(request.url)


def _spans(gold: dict[str, Any], tier: str) -> set[Marked]:
    found = (each for each in gold["entities"] if each["tier"] == tier)
    return {(each["start"], each["end"], each["type"]) for each in found}


def _claims(gold: dict[str, Any], tier: str, text: str) -> list[GoldClaim]:
    found = (each for each in gold["claims"] if each["tier"] == tier)
    return [
        GoldClaim(
            _bare(text, each["content"]["start"], each["content"]["end"]),
            {
                "source": _part(text, each, "source"),
                "cue": _part(text, each, "cue"),
                "via": _part(text, each, "via"),
            },
            text,
        )
        for each in found
    ]


def _part(text: str, claim: dict[str, Any], role: str) -> Part:
    """Where it stands, else the name of whom the article does not name there."""
    if claim[role]:
        return _bare(text, claim[role]["start"], claim[role]["end"])
    name: str | None = claim.get(f"{role}_entity")
    return name


def _bare(text: str, start: int, end: int) -> Extent:
    words = text[start:end]
    return start + len(words) - len(words.lstrip(MARKS)), start + len(words.rstrip(MARKS))


def _marked(item: SpanItem) -> Marked:
    return item.start, item.end, item.label


def _told(item: ClaimItem, role: str, text: str) -> list[Part]:
    return [
        part.entity_name
        if part.start is None or part.end is None
        else _bare(text, part.start, part.end)
        for part in item.in_role(role)
    ]


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
    confirmed = corrector.confirmed_claims()
    assert {_content(each, document.text) for each in confirmed} <= corrector.gold_contents
    for wanted in corrector.claims["core"]:
        found = corrector.found(wanted)
        assert found is not None, wanted.words
        assert (found.state, wanted.wrong_roles(found)) == ("confirmed", []), wanted
    assert len(corrector.writes) < MOST_WRITES, corrector.writes
