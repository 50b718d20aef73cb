"""What the reader shows and says of what a person has just done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.browser.conftest import SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

TEXT = "\n".join(
    ["Rex Tillerson met Bob Corker in Iran.", *["Nothing was said of it."] * 60, "Ana Lima left."]
)
Open = Callable[[], ReadingPage]


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project, headline="A meeting")


@pytest.fixture
def open_tab(sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document) -> Open:
    suggest_span(document, "Bob Corker")
    return lambda: ReadingPage(sign_in(annotator), live_server.url, document, annotator)


@pytest.fixture
def page(open_tab: Open) -> ReadingPage:
    return open_tab()


def to_the_end(page: ReadingPage) -> None:
    page.page.keyboard.press("End")
    page.page.wait_for_timeout(500)  # the browser scrolls smoothly


@pytest.mark.parametrize("is_current", [False, True])
def test_a_drag_may_begin_on_the_first_letter_of_a_mark(
    page: ReadingPage, is_current: bool
) -> None:
    mark = page.page.locator("mark", has_text="Bob Corker")
    box = mark.bounding_box()
    assert box
    if is_current:
        mark.click()
        page.page.wait_for_timeout(600)  # or the press below would be a double click
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + 2, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 20, middle, steps=4)
    page.page.mouse.up()
    page.press("2")
    page.wait_until_saved()

    assert page.confirmed["Bob"] == "ORG"


def test_what_was_added_is_current(page: ReadingPage) -> None:
    page.select("Iran")
    page.press("3")
    page.wait_until_saved()

    assert page.current == "Iran"
    page.press("x")
    page.wait_until_saved()
    assert page.confirmed == {}


def test_undo_says_what_it_undid_and_goes_there(page: ReadingPage) -> None:
    page.select("Iran")
    page.press("3")
    page.wait_until_saved()
    to_the_end(page)

    page.press("u")
    expect(page.page.locator("#messages")).to_contain_text("Undone: “Iran” is no longer")
    expect(page.page.locator(".row", has_text="met Bob Corker")).to_be_in_viewport()

    to_the_end(page)
    page.press("Shift+U")
    expect(page.page.locator("#messages")).to_contain_text("Redone: “Iran” is now")
    assert page.current == "Iran"


def test_the_bar_does_not_say_saved_over_a_conflict(page: ReadingPage, open_tab: Open) -> None:
    other = open_tab()
    other.press("j", "x")
    other.wait_until_saved()

    page.press("j", "3")
    again = page.page.get_by_role("button", name="Apply again")
    expect(again).to_be_visible()
    expect(page.page.locator("#save-state")).to_have_text("Not saved")
    again.click()
    page.wait_until_saved()
    assert page.confirmed == {"Bob Corker": "GPE"}


def test_what_another_tab_did_not_touch_is_saved_over_it(page: ReadingPage, open_tab: Open) -> None:
    other = open_tab()
    other.press("j", "x")
    other.wait_until_saved()

    page.select("Iran")
    page.press("3")
    said = page.page.locator("#messages")
    expect(said).to_contain_text("Also changed elsewhere:“Bob Corker” is now rejected.")
    page.wait_until_saved()
    assert (page.confirmed, page.rejected) == ({"Iran": "GPE"}, ["Bob Corker"])

    page.press("1")
    page.wait_until_saved()
    other.select("Rex Tillerson")
    other.press("1")
    other.wait_until_saved()
    other.go_to("Iran")
    other.press("x")
    other.wait_until_saved()
    page.press("2")
    expect(said).to_contain_text("“Iran” was removed by you in another tab.")
    expect(page.page.get_by_role("button", name="Apply again")).to_have_count(0)
    page.page.get_by_role("button", name="Mark it again").click()
    page.wait_until_saved()
    assert page.confirmed == {"Rex Tillerson": "PERSON", "Iran": "ORG"}


def test_j_begins_with_what_is_in_sight(page: ReadingPage, document: Document) -> None:
    suggest_span(document, "Ana Lima")
    page.open()
    to_the_end(page)
    page.press("j")
    assert page.current == "Ana Lima"
    page.press("j")
    assert page.current == "Bob Corker"


def test_an_added_claim_is_current_with_its_card(page: ReadingPage) -> None:
    page.select("met Bob Corker")
    page.press("c", "Enter")
    page.wait_until_saved()

    assert page.current == "met Bob Corker"
    expect(page.page.locator(".claim.on")).to_be_in_viewport()


def test_undoing_what_replaced_a_suggestion_says_one_thing(page: ReadingPage) -> None:
    page.select("Bob Corker")
    page.press("1")
    page.wait_until_saved()
    page.press("u")

    said = page.page.locator("#messages .notice p").first
    expect(said).to_have_text("Undone: “Bob Corker” is now Person, suggested.")


def test_nothing_is_called_saved_while_a_conflict_is_open(
    page: ReadingPage, open_tab: Open
) -> None:
    other = open_tab()
    other.press("j", "x")
    other.wait_until_saved()

    page.press("j", "3")
    expect(page.page.get_by_role("button", name="Keep theirs")).to_be_visible()
    page.select("Rex Tillerson")
    with page.page.expect_response("**/spans/"):
        page.press("1")
    expect(page.page.locator("mark.confirmed")).to_have_text("Rex Tillerson")
    expect(page.page.locator("#save-state")).to_have_text("Not saved")

    page.page.get_by_role("button", name="Keep theirs").click()
    page.wait_until_saved()


def test_leaving_or_finishing_over_a_conflict_a_comment_or_a_claim_loses_nothing(
    page: ReadingPage, open_tab: Open
) -> None:
    asked: list[str] = []
    said = page.page.locator("#messages")

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    def try_to_leave() -> None:
        page.page.evaluate("setTimeout(() => location.reload())")
        page.page.wait_for_timeout(300)

    def try_to_finish() -> None:
        page.press("Control+Enter")
        page.page.locator("#finish").get_by_role("button", name="Finish", exact=True).click()
        expect(page.page.locator("#finish")).to_be_hidden()

    page.page.on("dialog", stay)
    other = open_tab()
    other.press("j", "x")
    other.wait_until_saved()
    page.page.bring_to_front()
    page.press("j", "3")
    expect(page.page.get_by_role("button", name="Keep theirs")).to_be_visible()
    try_to_leave()
    try_to_finish()
    expect(said).to_contain_text("keep theirs. Nothing is finished yet.")
    page.page.get_by_role("button", name="Keep theirs").click()
    page.wait_until_saved()

    page.press("n")
    expect(page.page.get_by_label("Comment on the article")).to_be_focused()
    page.page.keyboard.type("A caption stands twice.")
    page.press("Escape")
    try_to_leave()
    try_to_finish()
    expect(said).to_contain_text("A comment is not sent yet")
    page.press("n", "Control+a", "Delete", "Escape")

    page.select("met Bob Corker")
    page.press("c")
    expect(page.page.locator("#claim-editor")).to_be_visible()
    try_to_leave()
    assert asked == ["beforeunload"] * 3
    assert page.reading.state != "submitted"


def test_what_one_did_oneself_is_not_called_changed_elsewhere(
    page: ReadingPage, open_tab: Open
) -> None:
    other = open_tab()
    other.select("Iran")
    other.press("3")
    other.wait_until_saved()

    page.press("j", "x")
    message = page.page.locator("#messages")
    expect(message).to_contain_text("“Iran” is now Country or city")
    expect(message).not_to_contain_text("“Bob Corker” is now")
