"""The reader by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.reader import reading
from articles.models import Document
from newsdesk.accounts.actions.preferences import choose_keys
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import suggest_claim
from tests.browser.conftest import SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

TEXT = (
    "Rex Tillerson said on Monday 🙂 that Bob Corker claimed sales rose in Iran.\n"
    "He left with Zoe\u0308 Müller for Paris."
)


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project, headline="Sales")


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document
) -> ReadingPage:
    suggest_span(document, "Rex Tillerson")
    suggest_span(document, "Monday", "DATE")
    suggest_span(document, "Bob Corker")
    suggest_claim(document, "sales rose", source="Bob Corker")
    suggest_span(document, "Paris", "GPE")
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


def test_j_and_a_accept_one_after_the_other(page: ReadingPage) -> None:
    page.press("j", "a", "a", "x", "a")
    page.wait_until_saved()

    assert page.confirmed == {"Rex Tillerson": "PERSON", "Monday": "DATE"}
    assert page.rejected == ["Bob Corker"]
    assert [claim.state for claim in page.reading.claims] == ["confirmed"]
    expect(page.progress).to_contain_text("4 of 5")


def test_k_goes_back_and_the_dock_names_the_current_item(page: ReadingPage) -> None:
    page.press("j", "j", "k")

    expect(page.dock).to_contain_text("Rex Tillerson")
    expect(page.dock).to_contain_text("Person · suggested")
    expect(page.page.locator("mark[aria-current]")).to_have_text("Rex Tillerson")
    expect(page.page.locator(":focus")).to_have_text("Rex Tillerson")


def test_a_digit_gives_a_label_and_confirms(page: ReadingPage) -> None:
    page.press("j", "2")
    page.wait_until_saved()

    assert page.confirmed == {"Rex Tillerson": "ORG"}
    expect(page.page.locator("mark.cur")).to_have_attribute("data-t", "org")


def test_shift_and_a_digit_give_the_labels_after_the_tenth(page: ReadingPage) -> None:
    page.press("j", "Shift+1")
    page.wait_until_saved()

    assert page.confirmed == {"Rex Tillerson": "LAW"}


def test_space_leaves_an_item_undecided(page: ReadingPage) -> None:
    page.press("j", "Space")

    expect(page.dock).to_contain_text("Monday")
    assert page.reading.counts.decided == 0


def test_the_word_cursor_goes_by_paragraphs(page: ReadingPage) -> None:
    page.press("w", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight", "2")
    page.wait_until_saved()

    assert list(page.confirmed.values()) == ["ORG"]
    assert next(iter(page.confirmed)) in TEXT.splitlines()[1]


def test_ctrl_p_prints_the_article(page: ReadingPage) -> None:
    page.page.evaluate("print = () => { document.title = 'printed'; }")
    page.press("Control+p")

    expect(page.page).to_have_title("printed")


def test_boundaries_move_by_words_beyond_an_emoji(page: ReadingPage) -> None:
    page.press("j", "j", "b", "ArrowRight", "ArrowRight", "Shift+ArrowLeft", "Enter")
    page.wait_until_saved()

    assert page.confirmed == {"on Monday 🙂 that Bob": "DATE"}


def test_escape_leaves_boundaries_as_they_were(page: ReadingPage) -> None:
    page.press("j", "b", "ArrowRight")
    spoken = page.page.locator("#spoken")
    expect(spoken).to_have_text("Rex Tillerson said")
    page.page.get_by_role("button", name="Find", exact=True).click()  # is not of this mode
    expect(page.dock.get_by_role("button", name="Save")).to_be_visible()
    page.press("Escape")

    expect(page.page.locator("mark.cur")).to_have_text("Rex Tillerson")
    expect(spoken).to_have_text("")
    assert page.confirmed == {}

    page.press("j", "b", "ArrowRight", "w")
    expect(page.dock).not_to_have_attribute("data-mode", "bounds")
    assert page.current == "Monday"
    page.press("Enter", "Enter", "Escape", "Escape", "w")
    assert page.current == "Monday"
    assert page.confirmed == {}


def test_boundaries_are_left_for_another_item(page: ReadingPage) -> None:
    page.press("j", "b", "ArrowRight")
    page.page.locator("#map").click(position={"x": 4, "y": 600})
    expect(page.dock).not_to_have_attribute("data-mode", "bounds")
    assert page.current == "Paris"


def test_what_is_selected_stays_so_when_an_answer_comes(page: ReadingPage) -> None:
    let_go = page.hold("**/spans/")
    page.select("said")
    page.press("8")
    page.select("Iran")
    let_go()
    page.wait_until_saved()
    page.press("3")
    page.wait_until_saved()
    assert page.confirmed == {"said": "DATE", "Iran": "GPE"}

    let_go = page.hold("**/correct/")
    page.go_to("Rex Tillerson")
    page.press("2", "w", "ArrowRight", "ArrowRight", "ArrowRight")
    let_go()
    page.wait_until_saved()
    page.press("Shift+ArrowRight", "7")
    page.wait_until_saved()
    assert page.confirmed["Rex Tillerson"] == "ORG"
    assert "EVENT" in page.confirmed.values()


def test_words_are_marked_without_a_mouse(page: ReadingPage) -> None:
    page.press("ArrowUp", "w", "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft")
    page.press("1")
    page.wait_until_saved()

    assert page.confirmed == {"Zoe\u0308 Müller for Paris": "PERSON"}


def test_delete_rejects_what_is_suggested_and_the_bar_says_so(page: ReadingPage) -> None:
    page.press("j")
    expect(page.dock.get_by_role("button", name="Reject")).to_have_text("X Del Reject")
    page.press("Delete")
    page.wait_until_saved()

    assert page.rejected == ["Rex Tillerson"]


@pytest.mark.parametrize("key", ["Delete", "Backspace"])
def test_delete_removes_what_was_confirmed(page: ReadingPage, key: str) -> None:
    page.press("j", "a")
    page.go_to("Rex Tillerson")
    page.press(key)
    page.wait_until_saved()

    assert page.confirmed == {}
    assert page.rejected == ["Rex Tillerson"]


def test_a_claim_from_the_sentence_with_its_parts(page: ReadingPage) -> None:
    page.go_to("Paris")
    page.press("c", "0", "v", "0", "o", "0", "Enter")
    page.wait_until_saved()

    (own,) = [claim for claim in page.reading.claims if claim.state == "confirmed"]
    assert own.speech == "none"
    assert own.parts[0].text == "He left with Zoe\u0308 Müller for Paris"


def test_the_parts_of_a_suggested_claim_are_corrected(page: ReadingPage) -> None:
    page.go_to("sales rose")
    page.press("c", "s")
    page.choose("Rex Tillerson")
    page.press("v")
    page.choose("claimed")
    page.press("Enter")
    page.wait_until_saved()

    (claim,) = page.reading.claims
    assert claim.verdict == "corrected"
    assert [(part.role, part.text) for part in claim.parts] == [
        ("content", "sales rose"),
        ("cue", "claimed"),
        ("source", "Rex Tillerson"),
    ]


def test_tags_can_be_turned_off_and_stay_off(page: ReadingPage) -> None:
    page.press("l")
    page.open()

    assert "no-tags" in (page.page.locator("body").get_attribute("class") or "")


def test_keys_belong_to_what_is_typed_in_and_to_dialogs(page: ReadingPage) -> None:
    page.press("?")
    expect(page.page.locator("#help")).to_be_visible()
    page.press("a", "x")
    page.press("Escape")

    expect(page.page.locator("#help")).to_be_hidden()
    assert page.confirmed == {}


def test_ctrl_enter_asks_what_becomes_of_the_rest(page: ReadingPage) -> None:
    page.press("j", "a", "Control+Enter")
    dialog = page.page.locator("#finish")
    expect(dialog).to_contain_text("4 suggestions are undecided")
    dialog.get_by_label("Reject all of them.").check()
    dialog.get_by_role("button", name="Finish", exact=True).click()
    page.page.wait_for_url(re.compile(r"/projects/[^/]+/$"))

    assert page.confirmed == {"Rex Tillerson": "PERSON"}
    assert len(page.rejected) == 3
    assert page.reading.state == "submitted"


def test_a_key_of_ones_own_does_what_the_usual_one_did(page: ReadingPage) -> None:
    choose_keys(keys={"accept": "q", "reject": "Q"}, has_single_keys=True, by=page.user)
    page.open()
    expect(page.dock.get_by_role("button", name="E Accept")).to_have_count(0)
    page.press("j", "a")
    assert page.current == "Rex Tillerson"
    page.press("q", "Shift+Q")
    page.wait_until_saved()

    assert page.confirmed == {"Rex Tillerson": "PERSON"}
    assert page.rejected == ["Monday"]


def test_single_keys_can_be_switched_off(page: ReadingPage) -> None:
    choose_keys(keys={}, has_single_keys=False, by=page.user)
    page.open()
    page.press("j", "ArrowDown", "a", "x", "1")
    assert page.current == "Rex Tillerson"
    page.press("Space")
    assert page.current == "Monday"
    page.press("ArrowUp")
    page.press("Control+k")
    page.page.keyboard.type("accept")
    expect(page.page.locator("#palette [aria-selected=true]")).to_contain_text("Accept")
    page.press("Enter")
    page.wait_until_saved()

    assert page.confirmed == {"Rex Tillerson": "PERSON"}


def test_finishing_opens_the_next_article(page: ReadingPage, project: Project) -> None:
    other = create_document("Nobody came.", project=project)
    suggest_span(other, "Nobody")
    page.press("j", "a", "Control+Enter", "Enter")

    page.page.wait_for_url(f"**/articles/{other.article_id}/")
    assert page.confirmed == {"Rex Tillerson": "PERSON"}
    assert page.reading.state == "submitted"


def test_fast_keys_are_saved_in_order_and_never_flicker(page: ReadingPage) -> None:
    watch_counts(page.page)
    page.press("j", "a", "x", "1", "a", "u", "a")
    page.wait_until_saved()

    counts = page.page.evaluate("window.shownCounts")
    assert page.reading.counts.decided == int(counts[-1])
    assert page.states_on_page() == {
        f"s{span.key}": span.state for span in reading.of(page.document, page.user).spans
    } | {f"c{claim.key}": claim.state for claim in reading.of(page.document, page.user).claims}


def watch_counts(page: Page) -> None:
    page.evaluate(
        """() => {
          window.shownCounts = [];
          new MutationObserver(() => {
            const shown = document.querySelector("#progress progress").value;
            if (window.shownCounts.at(-1) !== shown) window.shownCounts.push(shown);
          }).observe(document.body, { childList: true, subtree: true });
        }"""
    )


def _leave_help(page: ReadingPage) -> None:
    """Keys are the dialog's until the focus is back in the page."""
    page.press("Escape")
    expect(page.page.locator("#help")).to_be_hidden()
    page.page.wait_for_function("!document.activeElement.closest('dialog')")


def test_help_lists_the_keys_of_the_place_one_is_in(page: ReadingPage) -> None:
    listed = page.page.locator("#help .keys dd:visible")
    page.press("?")
    expect(listed.filter(has_text="next suggestion")).to_be_visible()
    expect(listed.filter(has_text="reject, go on")).to_have_count(0)
    _leave_help(page)
    page.press("j", "?")
    expect(listed.filter(has_text="reject, go on")).to_be_visible()
    expect(listed.filter(has_text="source of the claim")).to_have_count(0)
    _leave_help(page)
    page.press("b", "?")
    expect(listed).to_have_text(
        [
            *("move the end by a word", "move the start by a word", "save the boundaries"),
            *("word cursor", "all commands", "keys of this place", "leave what you are in"),
        ]
    )
    page.page.get_by_label("Show all keys").check()
    expect(listed.filter(has_text="source of the claim")).to_be_visible()


def test_help_leaves_out_what_keys_do_not_do_while_words_are_selected(page: ReadingPage) -> None:
    listed = page.page.locator("#help .keys dd:visible")
    page.press("j", "w", "?")
    expect(listed.filter(has_text="a paragraph on or back")).to_be_visible()
    for elsewhere in ("anything marked", "accept, go on", "reject"):
        expect(listed.filter(has_text=elsewhere)).to_have_count(0)
    _leave_help(page)
    page.press("Escape", "?")
    for here in ("next of anything marked", "accept, go on", "reject what is suggested, remove"):
        expect(listed.filter(has_text=here)).to_be_visible()


@pytest.mark.parametrize("key", ["i", "n"])
def test_what_is_not_current_has_no_ring(page: ReadingPage, key: str) -> None:
    page.press("j", key)
    expect(page.page.locator("#list:not([hidden]), #thread-new textarea:focus")).to_be_visible()
    page.press("Escape")
    expect(page.page.locator("mark:focus")).to_have_text("Rex Tillerson")
    page.press("Escape")
    expect(page.dock).to_contain_text("goes to the next suggestion")
    expect(page.page.locator("mark:focus")).to_have_count(0)


def test_a_part_of_a_claim_is_asked_for_by_its_own_key(page: ReadingPage) -> None:
    page.go_to("sales rose")
    page.press("v")
    expect(page.page.locator(".slot[aria-pressed=true]")).to_contain_text("Cue")
    page.choose("claimed")
    page.press("Enter")
    page.wait_until_saved()

    (claim,) = page.reading.claims
    assert [part.text for part in claim.in_role("cue")] == ["claimed"]
