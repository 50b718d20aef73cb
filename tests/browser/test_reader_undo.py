"""Undo and redo by keys, and what other keys mean while they are on their way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Document
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


def test_keys_after_undo_are_about_what_it_leads_to(page: ReadingPage) -> None:
    page.press("j", "a")
    page.wait_until_saved()
    let_go = page.hold("**/undo/")
    page.press("u", "x", "j", "b", "ArrowRight", "Enter", "Tab")
    expect(page.page.locator("mark:focus")).to_have_count(0)  # the browser's keys do not wait
    page.page.locator("#dock [data-act=accept]").click()
    let_go()
    expect(page.progress).to_contain_text("2 of 5")
    page.wait_until_saved()

    assert page.rejected == ["Rex Tillerson"]
    assert page.confirmed == {"Bob Corker claimed": "PERSON"}


def test_keys_after_undo_do_nothing_if_that_does_nothing(page: ReadingPage) -> None:
    page.page.route("**/undo/", lambda route: route.abort())
    page.press("j", "a", "u", "x", "1")
    messages = page.page.locator("#messages")
    expect(messages).to_contain_text("Not done, since the undo")
    page.press("x", "2", "j")
    assert page.current == "Bob Corker"
    page.page.unroute("**/undo/")
    page.page.get_by_role("button", name="Not saved – retry").click()
    expect(messages).to_contain_text("Undone")
    page.wait_until_saved()
    page.press("u", "j", "x")
    expect(messages).to_contain_text("nothing left to undo")
    page.wait_until_saved()

    assert page.confirmed == {}
    assert page.rejected == []


def test_undo_survives_a_reload_and_redo_does_it_again(page: ReadingPage) -> None:
    page.press("j", "a", "x")
    page.wait_until_saved()
    page.open()

    page.press("u")
    page.wait_until_saved()
    assert page.rejected == []
    page.press("Control+z")
    page.wait_until_saved()
    assert page.confirmed == {}

    page.open()
    page.press("Shift+U", "Control+Shift+Z")
    page.wait_until_saved()
    assert page.confirmed == {"Rex Tillerson": "PERSON"}
    assert page.rejected == ["Monday"]


def test_nothing_to_undo_is_said(page: ReadingPage) -> None:
    errors: list[str] = []
    page.page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.press("u")

    message = page.page.locator("#messages .notice")
    expect(message).to_contain_text("nothing left to undo")
    page.press("Shift+U")
    expect(message).to_contain_text("nothing to redo")
    expect(message).to_have_count(1)
    assert errors == []
