"""The reader by mouse, in every script, and on any screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import suggest_claim
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

TEXT = (
    "Rex Tillerson said on Monday \U0001f642 that Bob Corker's sales rose in Iran.\n"
    "\u0642\u0627\u0644\u062a \u0645\u0627\u0631\u064a\u0627 \u0641\u064a\u0631\u064a\u0631\u0627"
    " \U0001f4c8 \u064a\u0648\u0645 \u0627\u0644\u062b\u0644\u0627\u062b\u0627\u0621.\n"
    "The family \U0001f468\u200d\U0001f469\u200d\U0001f467 of Zoe\u0308 Mu\u0308ller left.\n"
    "\u05d4\u05d1\u05e0\u05e7 \u05d4\u05de\u05e8\u05db\u05d6\u05d9 \U0001f1eb\U0001f1f7 said."
)


MARIA = "\u0645\u0627\u0631\u064a\u0627 \u0641\u064a\u0631\u064a\u0631\u0627"


BANK = "\u05d4\u05d1\u05e0\u05e7 \u05d4\u05de\u05e8\u05db\u05d6\u05d9"


FAMILY = "family \U0001f468\u200d\U0001f469\u200d\U0001f467 of"


Open = Callable[[], ReadingPage]


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project, headline="Sales")


@pytest.fixture
def span(document: Document) -> Span:
    suggest_claim(document, "sales rose", source="Rex Tillerson")
    return suggest_span(document, "Rex Tillerson")


@pytest.fixture
def open_tab(sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document) -> Open:
    return lambda: ReadingPage(sign_in(annotator), live_server.url, document, annotator)


@pytest.fixture
def page(span: Span, open_tab: Open) -> ReadingPage:
    return open_tab()


def test_a_click_makes_current_and_the_dock_decides(page: ReadingPage) -> None:
    page.page.locator("mark", has_text="Rex Tillerson").click()
    page.dock.get_by_role("button", name="Reject").click()
    page.wait_until_saved()

    assert page.rejected == ["Rex Tillerson"]
    expect(page.page.locator("mark", has_text="Rex Tillerson")).to_have_count(0)

    page.page.locator("summary", has_text="Rejected (1)").click()
    page.page.get_by_role("button", name="Restore").click()
    expect(page.page.locator("mark", has_text="Rex Tillerson")).to_have_count(1)
    assert page.rejected == []


@pytest.mark.long
def test_what_is_restored_or_sent_again_leaves_the_focus_where_it_was(
    page: ReadingPage, document: Document
) -> None:
    suggest_span(document, "Bob Corker")
    page.open()
    page.press("j", "x", "x")
    page.wait_until_saved()
    page.page.locator("summary", has_text="Rejected (").click()
    restore = page.page.locator("#rejected [data-restore]")
    left = restore.count() - 1
    restore.first.focus()
    page.press("Enter")
    expect(restore).to_have_count(left)
    expect(restore.first).to_be_focused()

    page.page.route("**/reject/", lambda route: route.abort())
    page.press("j", "x")
    retry = page.page.locator("#save-state button")
    retry.focus()
    page.press("Enter")
    expect(page.page.get_by_role("button", name="Discard this change")).to_be_visible()
    expect(retry).to_be_focused()
    page.page.unroute("**/reject/")
    page.press("Enter")
    page.wait_until_saved()


def test_a_card_is_accepted_by_its_button(page: ReadingPage) -> None:
    card = page.page.locator(".claim")
    card.click()
    card.get_by_role("button", name="Accept").click()

    expect(page.page.locator(".claim.confirmed")).to_contain_text("accepted")
    assert [claim.state for claim in page.reading.claims] == ["confirmed"]


def test_the_bar_at_a_selection_marks_whole_words(page: ReadingPage) -> None:
    page.select("ob Corker's")
    expect(page.page.locator(".pick")).to_be_visible()
    page.page.locator(".pick").get_by_role("button", name="Person").click()
    page.wait_until_saved()

    assert page.confirmed == {"Bob Corker": "PERSON"}
    expect(page.page.locator(".pick")).to_be_hidden()

    page.page.locator("mark.p-content").first.dblclick()
    expect(page.dock).to_contain_text("choose a label, or make a claim")
    expect(page.dock.get_by_role("button", name="Claim")).to_be_visible()


def test_alt_selects_exact_characters(page: ReadingPage) -> None:
    page.select("ob Cork", exact=True)
    page.press("1")
    page.wait_until_saved()

    assert page.confirmed == {"ob Cork": "PERSON"}


@pytest.mark.parametrize(
    "words",
    ["Zoe\u0308 Mu\u0308ller", MARIA, BANK, "family \U0001f468\u200d\U0001f469\u200d\U0001f467 of"],
)
def test_offsets_are_exact_in_every_script(page: ReadingPage, words: str) -> None:
    page.select(words)
    page.press("2")
    page.wait_until_saved()

    assert page.confirmed == {words: "ORG"}
    expect(page.page.locator("mark", has_text=words)).to_have_count(1)


def test_a_claim_from_selected_words_and_a_clicked_name(page: ReadingPage) -> None:
    page.select("sales rose in Iran")
    page.press("c")
    expect(page.page.locator(".slots")).to_be_visible()
    page.page.locator("mark", has_text="Rex Tillerson").click()
    page.select("said on")
    page.page.get_by_role("button", name="Save").click()
    page.wait_until_saved()

    (added,) = [claim for claim in page.reading.claims if claim.origin == "human"]
    assert [(part.role, part.text) for part in added.parts] == [
        ("content", "sales rose in Iran"),
        ("cue", "said on"),
        ("source", "Rex Tillerson"),
    ]
    assert added.speech == "indirect"


def test_a_selection_over_two_paragraphs_is_no_span_but_a_claim(page: ReadingPage) -> None:
    page.page.evaluate(
        """() => {
          const [first, second] = document.querySelectorAll(".row > p");
          getSelection().setBaseAndExtent(first.lastChild, 1, second, 1);
          second.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
        }"""
    )
    page.page.wait_for_timeout(50)
    page.press("1")
    expect(page.page.locator("#messages")).to_contain_text("inside one paragraph")
    assert page.confirmed == {}

    copied = page.page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          document.body.dispatchEvent(new ClipboardEvent("copy", { bubbles: true, clipboardData }));
          return clipboardData.getData("text/plain");
        }"""
    )
    assert copied == "\n".join(["in Iran.", *TEXT.splitlines()[1:2]])
    page.press("c")
    expect(page.page.locator(".slot", has_text="Content")).to_contain_text("in Iran")


def test_boundaries_by_the_docks_buttons(page: ReadingPage) -> None:
    page.page.locator("mark", has_text="Rex Tillerson").click()
    page.dock.get_by_role("button", name="Boundaries").click()
    page.dock.get_by_role("button", name="Start a word later").click()
    page.dock.get_by_role("button", name="End a word later").click()
    page.dock.get_by_role("button", name="Save").click()
    page.wait_until_saved()

    assert page.confirmed == {"Tillerson said": "PERSON"}


def test_nothing_scrolls_sideways_on_a_narrow_screen(page: ReadingPage) -> None:
    page.page.set_viewport_size({"width": 320, "height": 640})
    page.press("j")
    for query in ("", "?list"):
        page.open(query)
        width = page.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320


def test_the_current_item_is_never_under_the_dock(page: ReadingPage) -> None:
    page.page.set_viewport_size({"width": 390, "height": 500})
    for _ in range(4):
        page.press("ArrowDown")
        shown = page.page.locator("mark.cur").last.bounding_box()
        dock = page.dock.bounding_box()
        assert shown
        assert dock
        assert shown["y"] + shown["height"] <= dock["y"]
        assert shown["y"] >= 50


def test_the_reader_passes_axe_in_light_and_dark(page: ReadingPage, check_axe: CheckAxe) -> None:
    # Of marks with lines as background images axe cannot tell the contrast; tests/test_tokens.py
    # does. A footnote-sized tag is generated content over such a line.
    check_axe(page.page, explained=("color-contrast",))
    page.press("j")
    check_axe(page.page, explained=("color-contrast",))
    page.press("c")
    check_axe(page.page, explained=("color-contrast",))
    page.press("Escape", "?")
    check_axe(page.page, explained=("color-contrast",))
    page.open("?list")
    check_axe(page.page)


def test_suggestions_appear_by_themselves_when_they_are_ready(
    open_tab: Open, document: Document
) -> None:
    page = open_tab()
    expect(page.page.locator("#waiting")).to_contain_text("being made")

    suggest_span(document, "Rex Tillerson")

    expect(page.page.locator("mark")).to_have_text("Rex Tillerson", timeout=10_000)
    expect(page.page.locator("#waiting")).to_have_count(0)


@pytest.mark.long
def test_suggestions_that_are_ready_wait_for_what_is_typed(
    open_tab: Open, document: Document
) -> None:
    page = open_tab()
    box = page.page.get_by_label("Comment on the article")
    page.press("n")
    expect(box).to_be_focused()
    page.page.keyboard.type("Two cap")
    suggest_span(document, "Rex Tillerson")

    expect(page.page.locator("#waiting")).to_contain_text("are ready", timeout=10_000)
    expect(box).to_have_value("Two cap")


def test_a_finished_article_can_be_read_and_not_written(page: ReadingPage) -> None:
    page.press("j", "a")
    page.wait_until_saved()
    page.press("Control+Enter")
    page.page.locator("#finish").get_by_role("button", name="Finish", exact=True).click()
    page.page.wait_for_url("**/projects/*/")
    page.open()

    expect(page.page.locator("#save-state")).to_have_text("Read only")
    page.press("ArrowDown", "x")
    expect(page.dock).to_contain_text("Rex Tillerson")
    assert page.confirmed == {"Rex Tillerson": "PERSON"}

    page.page.get_by_role("button", name="Reopen").click()
    expect(page.page.get_by_role("button", name="Finish", exact=True).first).to_be_visible()
    assert page.reading.state == "open"


def test_a_double_click_decides_on_one_item(page: ReadingPage) -> None:
    page.press("j")
    page.dock.get_by_role("button", name="Accept").dblclick()
    page.wait_until_saved()

    assert len(page.confirmed) == 1


def test_marked_words_that_are_selected_get_another_label_not_one_more(page: ReadingPage) -> None:
    page.select("Rex Tillerson")
    page.press("2")
    page.wait_until_saved()
    assert [(each.label, each.state) for each in page.reading.spans] == [("ORG", "confirmed")]

    page.select("Rex Tillerson")
    page.press("2")
    page.select("Tillerson said")
    page.press("7")
    page.wait_until_saved()
    page.select("Rex Tillerson")
    page.page.locator(".pick").get_by_role("button", name="Person").click()
    page.wait_until_saved()
    assert page.confirmed == {"Rex Tillerson": "PERSON", "Tillerson said": "EVENT"}
