"""The reader as a person meets it: keys, the mouse, and what is on the page."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from annotations.reader import reading
from annotations.reader.reading import Reading
from articles.models import Document
from newsdesk.accounts.models import User

SELECT = """([words, exact]) => {
  for (const paragraph of document.querySelectorAll(".row > p")) {
    const at = paragraph.textContent.indexOf(words);
    if (at < 0) continue;
    const point = (offset) => {
      const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
      let node;
      while ((node = walker.nextNode())) {
        if (offset <= node.data.length) return [node, offset];
        offset -= node.data.length;
      }
    };
    const [from, to] = [point(at), point(at + words.length)];
    getSelection().setBaseAndExtent(...from, ...to);
    paragraph.dispatchEvent(new PointerEvent("pointerup", { bubbles: true, altKey: exact }));
    return;
  }
  throw new Error(`not in the text: ${words}`);
}"""

STATES = """() => {
  const told = (mark) => mark.getAttribute("aria-describedby").split(" ");
  const states = (mark) => mark.dataset.first.split(" ").map((key, at) =>
    [key, told(mark)[at].split("-").at(-1)]);
  return Object.fromEntries([...document.querySelectorAll("mark[data-first]")].flatMap(states));
}"""


class ReadingPage:
    def __init__(self, page: Page, base: str, document: Document, user: User) -> None:
        self.page = page
        self.base = base
        self.document = document
        self.user = user
        self.open()

    def open(self, query: str = "") -> None:
        slug, article = self.document.project.slug, self.document.article_id
        self.page.goto(f"{self.base}/projects/{slug}/articles/{article}/{query}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def select(self, words: str, *, exact: bool = False) -> None:
        """As a mouse does that is let go at the end of these words."""
        self.page.evaluate(SELECT, [words, exact])
        self.settle()

    def go_to(self, words: str) -> None:
        """Walk down until these words are the current item."""
        for _ in range(40):
            self.press("ArrowDown")
            if self.current == words:
                return
        raise AssertionError(f"not met: {words}")

    def settle(self) -> None:
        """Until the page has heard what was done so far, however busy the machine is."""
        self.page.evaluate(
            "new Promise(heard => requestAnimationFrame(() => setTimeout(heard, 20)))"
        )

    def wait_until_saved(self) -> None:
        self.settle()
        expect(self.page.locator("#save-state")).to_have_text("Saved")

    def hold(self, path: str) -> Callable[[], None]:
        """Keep back the next request to this path until what is returned is called."""
        held: list[Route] = []
        self.page.route(path, lambda route: held.append(route), times=1)

        def let_go() -> None:
            while not held:
                self.settle()
            held[0].continue_()

        return let_go

    @property
    def current(self) -> str:
        return self.page.locator("#current b").inner_text()

    @property
    def dock(self) -> Locator:
        return self.page.locator("#dock")

    @property
    def progress(self) -> Locator:
        return self.page.locator("#progress")

    def choose(self, words: str) -> None:
        """Press the digit of this candidate in the editor of a claim."""
        candidate = self.page.locator(".candidates button", has_text=words).first
        self.press(candidate.locator("kbd").inner_text())

    def choose_as_well(self, words: str) -> None:
        """Press its digit with Shift, as one more than what is there."""
        candidate = self.page.locator(".candidates button", has_text=words).first
        self.press(f"Shift+Digit{candidate.locator('kbd').inner_text()}")

    @property
    def reading(self) -> Reading:
        return reading.of(self.document, self.user)

    @property
    def confirmed(self) -> dict[str, str]:
        text = self.document.text
        return {
            text[span.start : span.end]: span.label
            for span in self.reading.spans
            if span.state == "confirmed"
        }

    @property
    def rejected(self) -> list[str]:
        return [self.document.text[each.start : each.end] for each in self.reading.rejected_spans]

    def states_on_page(self) -> dict[str, str]:
        """The state of each item by its key, as the marks tell it."""
        found: dict[str, str] = self.page.evaluate(STATES)
        return found
