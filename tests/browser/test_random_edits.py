"""Random sequences of edits in a browser: the page, the database and a plain model agree."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.annotations.desks import create_article, items_of
from tests.annotations.model import CLAIM, LABELS, TEXT, Extent, Item, Items, run
from tests.browser.conftest import SignIn
from tests.browser.reading_page import ReadingPage

SELECT = """([start, end]) => {
  const row = [...document.querySelectorAll(".row")].find(({ dataset }) => end <= dataset.end);
  const paragraph = row.querySelector("p");
  const point = (offset) => {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); ; offset -= node.data.length, node = walker.nextNode()) {
      if (offset <= node.data.length) return [node, offset];
    }
  };
  const from = Number(row.dataset.start);
  getSelection().setBaseAndExtent(...point(start - from), ...point(end - from));
  paragraph.dispatchEvent(new PointerEvent("pointerup", { bubbles: true, altKey: true }));
  return new Promise((resolve) => setTimeout(resolve, 5));
}"""
SAVED = re.compile("^(Saved)?$")
STATES = """() => Object.fromEntries(
  [...document.querySelectorAll("mark[data-first]")].flatMap((mark) => {
    const told = mark.getAttribute("aria-describedby").split(" ");
    return mark.dataset.first.split(" ").map((key, at) => [key, told[at].slice(2).toLowerCase()]);
  }))"""


class BrowserDesk:
    """Each edit by the keys and dialogs of the reader, items chosen in its list."""

    has_within = False
    marks_once = True

    def __init__(self, sign_in: SignIn, base: str) -> None:
        self.document, self.person = create_article()
        self.page = ReadingPage(sign_in(self.person), base, self.document, self.person)

    def decide(self, verb: str, key: str, item: Item) -> None:
        if verb == "restore":
            self.page.page.locator(f"[data-restore={key}]").first.dispatch_event("click")
        else:
            self._go(key)
            self.page.press({"accept": "a", "reject": "x", "remove": "Delete"}[verb])

    def correct(self, key: str, item: Item, extent: Extent, label: str) -> None:
        self._go(key)
        if extent == item.extent:
            self.page.press(LABELS[label])
        else:
            self.page.press("b")
            self.page.page.evaluate(SELECT, list(extent))
            self.page.press("Enter")

    def correct_claim(
        self, key: str, source: Extent | None, speech: str, within: str | None
    ) -> None:
        self._go(key)
        self.page.press("s")
        expect(self.page.page.locator("#claim-editor")).to_be_visible()
        if source:
            self.page.page.evaluate(SELECT, list(source))
        else:
            self.page.press("0")
        self.page.page.get_by_label("Speech").select_option(speech)
        self.page.page.locator("#claim-editor").get_by_role("button", name="Save").click()

    def add(self, extent: Extent, label: str) -> None:
        self.page.page.evaluate(SELECT, list(extent))
        if label == CLAIM:
            self.page.press("c")
            expect(self.page.page.locator("#claim-editor")).to_be_visible()
            self.page.press("Enter")
        else:
            self.page.press(LABELS[label])

    def mark_same(self, word: str, label: str) -> None:
        start = TEXT.index(word)
        self.page.page.evaluate(SELECT, [start, start + len(word)])
        with self.page.page.expect_response("**/same/?*") as answer:
            self.page.press("p")
        answer.value.finished()
        dialog = self.page.page.locator("#same")
        expect(dialog).not_to_contain_text("Loading")
        if dialog.get_by_role("checkbox", checked=True).count():
            dialog.locator("select").select_option(label)
            dialog.get_by_role("button", name="Mark these").click()
        else:
            dialog.get_by_role("button", name="Go back").click()
        expect(dialog).to_be_hidden()
        self.page.press("Escape")

    def step(self, verb: str) -> None:
        self.page.press({"undo": "u", "redo": "Shift+U"}[verb])

    def seen(self) -> Items:
        """What the database holds, after a look whether the page shows it."""
        expect(self.page.page.locator("#save-state")).to_have_text(SAVED)
        found = items_of(self.document, self.person)
        shown = {
            key: f"{each.label}-{each.state}".lower()
            for key, each in found.items()
            if each.state != "rejected"
        }
        assert self.page.page.evaluate(STATES) == shown
        return found

    def close(self) -> None:
        self.page.page.close()

    def _go(self, key: str) -> None:
        if self.page.page.locator("#list").is_hidden():
            self.page.press("i")
        self.page.page.locator(f"#list-{key}").dispatch_event("click")


def test_random_edits_in_a_browser(sign_in: SignIn, live_server: LiveServer) -> None:
    run(lambda: BrowserDesk(sign_in, live_server.url), sequences=5, is_shrinking=False)
