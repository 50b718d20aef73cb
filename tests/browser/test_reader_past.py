"""Undo, redo and an item's history, in two windows of one person and for what was rejected."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.long


@pytest.fixture
def document(project: Project) -> Document:
    return create_document("Rex Tillerson said sales rose in Iran.", project=project)


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document
) -> ReadingPage:
    suggest_span(document, "Rex Tillerson")
    suggest_span(document, "Iran", "GPE")
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


def test_an_earlier_state_is_restored_and_undone(page: ReadingPage, check_axe: CheckAxe) -> None:
    page.press("j", "2", "1")
    page.wait_until_saved()
    page.press("h")
    past = page.page.get_by_role("dialog", name="What became of this")
    expect(past.get_by_role("listitem")).to_have_count(3)  # the model's first
    expect(past).to_contain_text("Organisation → Person")
    check_axe(page.page, explained=("color-contrast",))
    past.get_by_role("button", name="Restore Organisation").click()
    expect(page.page.locator("mark.cur")).to_have_attribute("data-t", "org")
    page.wait_until_saved()
    assert page.confirmed == {"Rex Tillerson": "ORG"}

    page.press("u")
    expect(page.page.locator("mark.cur")).to_have_attribute("data-t", "per")
    page.page.wait_for_load_state("networkidle")
    assert page.confirmed == {"Rex Tillerson": "PERSON"}


def test_a_session_that_ended_puts_no_sign_in_page_into_the_article(page: ReadingPage) -> None:
    page.press("j", "h")
    expect(page.page.locator("#past li").first).to_be_visible()
    page.press("Escape")
    page.page.context.clear_cookies(name="sessionid")
    for key, dialog in (("h", "#past"), ("e", "#tie"), ("Control+Enter", "#finish [data-check]")):
        page.press(key)
        expect(page.page.locator(dialog)).to_contain_text("You are signed out. Sign in again")
        expect(page.page.get_by_label("Password")).to_have_count(0)
        page.press("Escape")
    page.press("?", "Escape", "y")
    expect(page.page.locator("#messages")).to_contain_text("You are signed out. Sign in again")


def test_what_is_gone_comes_back_by_its_history_alone(page: ReadingPage) -> None:
    errors: list[str] = []
    page.page.on("pageerror", lambda error: errors.append(error.message))
    page.press("j", "j", "x", "2", "x")  # nothing is left that could become current
    page.wait_until_saved()
    dialogs = page.page.locator("dialog[open]")
    for key in ("e", "p", "d", "b", "x", "3"):
        page.press(key)
        expect(page.dock).to_contain_text("This is gone. H tells what became of it.")
        expect(dialogs).to_have_count(0)

    page.press("h")
    dialogs.get_by_role("button", name="Restore").first.click()
    page.wait_until_saved()
    assert page.confirmed == {"Rex Tillerson": "ORG"}
    assert errors == []


def test_restoring_over_a_later_change_asks_first(
    page: ReadingPage, document: Document, annotator: User
) -> None:
    page.press("j", "2", "1")
    page.wait_until_saved()
    page.press("h")
    restore = page.page.get_by_role("button", name="Restore Organisation")
    expect(restore).to_be_visible()
    span = next(each for each in page.reading.spans if each.label == "PERSON")
    Hand(document, annotator, page.reading.version).reject(Span.objects.get(pk=span.key))
    restore.click()

    notice = page.page.locator("#messages .conflict")
    expect(notice).to_contain_text("changed elsewhere")
    assert page.rejected == ["Rex Tillerson"]
    notice.get_by_role("button", name="Apply again").click()
    page.wait_until_saved()
    assert page.confirmed == {"Rex Tillerson": "ORG"}


def test_undo_says_when_the_thing_was_changed_since(
    page: ReadingPage, document: Document, annotator: User
) -> None:
    page.press("j", "a")
    page.wait_until_saved()
    Span.objects.filter(annotation_set__kind="annotated").update(
        end=3
    )  # as a merge of entities or another tool may do
    page.press("u")

    expect(page.page.locator("#messages")).to_contain_text("was changed since")
    assert page.reading.spans[0].end == 3


def test_undo_and_redo_reach_across_reloads(page: ReadingPage) -> None:
    page.press("j", "a", "x")
    page.wait_until_saved()
    page.open()
    for key, sentence in (("u", "Undone"), ("u", "Undone"), ("Shift+U", "Redone")):
        page.press(key)
        expect(page.page.locator("#messages .notice").last).to_contain_text(sentence)
        page.page.wait_for_load_state("networkidle")
    assert page.confirmed == {"Rex Tillerson": "PERSON"}
    assert page.rejected == []


def test_what_is_rejected_is_restored_from_the_list_at_the_end(page: ReadingPage) -> None:
    page.press("j", "x")
    page.wait_until_saved()
    page.page.get_by_text("Rejected (1)").click()
    page.page.locator("#rejected").get_by_role("button", name="Restore").click()
    expect(page.page.locator("mark.suggested")).to_have_count(2)
    page.page.wait_for_load_state("networkidle")
    assert page.rejected == []
