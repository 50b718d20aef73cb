"""What the reader says and keeps when something is not saved, or was changed elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Route, expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import Span
from articles.models import Document
from newsdesk.accounts.models import Membership, Project, Role, User
from tests.annotations.hands import suggest_claim
from tests.browser.conftest import SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

TEXT = (
    "Rex Tillerson said on Monday \U0001f642 that Bob Corker's sales rose in Iran.\n"
    "\u0642\u0627\u0644\u062a \u0645\u0627\u0631\u064a\u0627 \u0641\u064a\u0631\u064a\u0631\u0627"
    " \U0001f4c8 \u064a\u0648\u0645 \u0627\u0644\u062b\u0644\u0627\u062b\u0627\u0621.\n"
    "The family \U0001f468\u200d\U0001f469\u200d\U0001f467 of Zoe\u0308 Mu\u0308ller left.\n"
    "\u05d4\u05d1\u05e0\u05e7 \u05d4\u05de\u05e8\u05db\u05d6\u05d9 \U0001f1eb\U0001f1f7 said."
)


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


def test_a_second_tab_is_told_what_changed_and_loses_nothing(
    page: ReadingPage, open_tab: Open
) -> None:
    other = open_tab()
    page.press("j", "2")
    page.wait_until_saved()

    other.press("j", "3")
    message = other.page.locator("#messages")
    expect(message).to_contain_text("“Rex Tillerson” is now Organisation, confirmed.")
    expect(message).to_contain_text("Country or city on “Rex Tillerson”")
    assert page.confirmed == {"Rex Tillerson": "ORG"}

    message.get_by_role("button", name="Apply again").click()
    other.wait_until_saved()
    expect(message).to_be_empty()
    assert page.confirmed == {"Rex Tillerson": "GPE"}


def test_the_second_tab_may_keep_what_the_first_did(page: ReadingPage, open_tab: Open) -> None:
    other = open_tab()
    page.press("j", "a")
    page.wait_until_saved()

    other.press("j", "x")
    other.page.get_by_role("button", name="Keep theirs").click()

    expect(other.page.locator("mark.confirmed")).to_have_text("Rex Tillerson")
    assert page.rejected == []


def test_what_was_not_saved_is_kept_until_it_is(page: ReadingPage) -> None:
    writes = "**/spans/**"
    page.page.route(writes, lambda route: route.abort())
    page.press("j", "a")
    state = page.page.locator("#save-state")
    expect(state).to_have_text("Not saved – retry")
    expect(page.page.locator("mark.confirmed")).to_have_text("Rex Tillerson")
    assert page.confirmed == {}

    page.page.unroute(writes)
    state.get_by_role("button").click()
    page.wait_until_saved()
    assert page.confirmed == {"Rex Tillerson": "PERSON"}


def test_what_keeps_failing_is_discarded_only_when_asked(page: ReadingPage) -> None:
    page.page.route("**/accept/", lambda route: route.fulfill(status=500, body="broken"))
    page.press("j", "a", "x")
    expect(page.page.locator("#save-state")).to_have_text("Not saved – retry")

    with page.page.expect_response("**/reject/") as rejection:
        page.page.get_by_role("button", name="Discard this change").click()
    page.wait_until_saved()

    assert rejection.value.ok
    assert page.confirmed == {}
    expect(page.page.locator("mark.confirmed")).to_have_count(0)


def test_what_is_not_saved_is_told_in_full(page: ReadingPage) -> None:
    page.page.route("**/spans/**", lambda route: route.abort())
    page.press("j", "a")
    told = page.page.locator("#messages")
    expect(told).to_contain_text("Not saved yet: Accepting “Rex Tillerson”.")
    page.select("Iran")
    page.press("3")
    page.press("j", "a")

    expect(told).to_contain_text(
        "Not saved yet, 1 of 3 changes: Accepting “Rex Tillerson”."
        " After it: Country or city on “Iran”; Accepting “sales rose”."
    )


@pytest.mark.usefixtures("span")
def test_what_went_well_passes_by_itself_and_all_messages_can_be_closed(
    open_tab: Open, project: Project, annotator: User
) -> None:
    Membership.objects.filter(project=project, user=annotator).update(role=Role.MANAGER)
    page = open_tab()
    messages = page.page.locator("#messages .notice")
    page.page.clock.install()
    _save_details(page)
    page.page.clock.run_for(9_000)
    expect(messages).to_have_count(0)

    _save_details(page)
    page.press("Escape")
    expect(messages).to_have_count(0)


def _save_details(page: ReadingPage) -> None:
    page.page.get_by_role("link", name="Details").click()
    page.page.get_by_role("button", name="Save").click()
    message = page.page.locator("#messages .notice")
    expect(message).to_contain_text("The details are saved.")
    expect(message.get_by_role("button", name="Close")).to_be_visible()


def test_who_goes_back_while_finishing_waits_has_not_finished(page: ReadingPage) -> None:
    page.page.route("**/accept/", lambda route: route.fulfill(status=500, body="broken"))
    page.press("j", "a")
    expect(page.page.locator("#save-state")).to_have_text("Not saved – retry")
    dialog = page.page.locator("#finish")
    for _ in range(2):
        page.press("Control+Enter")
        expect(dialog.locator("[data-waits]")).to_be_hidden()
        dialog.get_by_role("button", name="Finish", exact=True).click()
        expect(dialog.locator("[data-waits]")).to_contain_text("Go back to retry")
        page.press("Escape")

    page.page.get_by_role("button", name="Discard this change").click()
    page.wait_until_saved()
    expect(page.page.locator("#text")).to_be_visible()
    assert page.reading.state == ""

    page.page.unroute("**/accept/")
    page.press("Control+Enter")
    dialog.get_by_role("button", name="Finish", exact=True).click()
    expect(page.page.locator("#messages")).to_contain_text("Finished")
    assert page.reading.state == "submitted"


def test_what_was_saved_without_an_answer_is_not_done_twice(page: ReadingPage) -> None:
    page.press("j", "a", "a")
    page.wait_until_saved()
    saved = dict(page.confirmed)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.page.route("**/undo/", lose, times=1)
    page.press("u")
    page.wait_until_saved()

    assert page.confirmed == saved == {"Rex Tillerson": "PERSON"}
    page.press("u")
    page.wait_until_saved()
    assert page.confirmed == {}


def test_leaving_with_unsaved_work_asks(page: ReadingPage) -> None:
    page.page.route("**/spans/**", lambda route: route.abort())
    page.press("j", "a")
    expect(page.page.locator("#save-state")).to_have_text("Not saved – retry")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.page.on("dialog", leave)
    page.page.reload()

    assert asked == ["beforeunload"]


def test_what_another_tab_rejected_is_said_where_a_dialog_cannot_come(
    page: ReadingPage, open_tab: Open
) -> None:
    other = open_tab()
    other.press("j")
    page.press("j", "x")
    page.wait_until_saved()
    other.press("e")

    expect(other.page.locator("#messages")).to_contain_text(
        "This article was changed by you in another tab.“Rex Tillerson” is now rejected."
    )
    expect(other.page.locator("#tie")).to_be_hidden()
    expect(other.page.locator("mark", has_text="Rex Tillerson")).to_have_count(0)
    other.press("j", "a")
    other.wait_until_saved()
    assert [claim.state for claim in other.reading.claims] == ["confirmed"]


def test_the_same_words_tell_only_what_was_done_with_them(
    page: ReadingPage, open_tab: Open
) -> None:
    other = open_tab()
    other.press("j", "p")
    dialog = other.page.locator("#same")
    expect(dialog.locator("[name=places]")).to_have_count(1)
    page.press("j", "x")
    page.wait_until_saved()
    dialog.locator("button.primary").click()
    message = other.page.locator("#messages")
    expect(message).to_contain_text("Not saved: The same words elsewhere.")
    expect(message).not_to_contain_text("at once")
    message.get_by_role("button", name="Apply again").click()

    expect(message).to_contain_text("1 of 1 places of “Rex Tillerson” were decided meanwhile")
    expect(message).not_to_contain_text("at once")
    assert page.rejected == ["Rex Tillerson"]


@pytest.mark.parametrize("key", ["e", "p", "h"])
def test_a_dialog_that_cannot_come_says_so_and_can_be_closed(page: ReadingPage, key: str) -> None:
    page.page.route("**/accept/", lambda route: route.abort())
    page.press("j", "a", "ArrowUp")
    expect(page.page.locator("#save-state")).to_have_text("Not saved – retry")
    page.press(key)
    dialog = page.page.locator("dialog[open]")
    expect(dialog).to_contain_text("The desk cannot be reached. Not all is saved yet")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_a_dialog_whose_script_does_not_come_is_closed(page: ReadingPage) -> None:
    page.page.route("**/tie.js", lambda route: route.abort())
    page.press("j", "e")

    expect(page.page.locator("#messages")).to_contain_text("cannot be reached to load this")
    expect(page.page.locator("dialog[open]")).to_have_count(0)
