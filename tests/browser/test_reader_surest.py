"""The surest are accepted at once, and taken back at once; an item says why it was suggested."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

SCORES = {"Rex Tillerson": 0.97, "Bob Corker": 0.92, "Iran": 0.4}


@pytest.fixture
def document(project: Project) -> Document:
    text = "Rex Tillerson met Bob Corker 🙂 in Iran."
    return create_document(text, project=project, headline="Visit")


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document
) -> ReadingPage:
    for words, score in SCORES.items():
        row = suggest_span(document, words)
        row.score, row.evidence = score, "model"
        row.save(update_fields=["score", "evidence"])
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


def test_the_surest_are_accepted_by_keys_and_one_undo_takes_them_back(
    page: ReadingPage, check_axe: CheckAxe
) -> None:
    page.press("Shift+a")
    dialog = page.page.locator("#surest")
    expect(dialog).to_contain_text("90 % 2 names, 0 claims")
    check_axe(page.page, explained=("color-contrast",))
    page.press("ArrowDown", "Enter")
    page.wait_until_saved()
    assert page.confirmed == {"Rex Tillerson": "PERSON", "Bob Corker": "PERSON"}

    page.press("u")
    page.wait_until_saved()
    assert page.confirmed == {}


def test_going_back_accepts_nothing(page: ReadingPage) -> None:
    page.page.get_by_role("button", name="Accept the surest").click()
    page.page.get_by_role("button", name="Go back").click()

    expect(page.page.locator("#surest")).to_be_hidden()
    assert page.confirmed == {}


def test_an_item_says_why_it_was_suggested(page: ReadingPage) -> None:
    page.press("j", "y")

    expect(page.page.get_by_text("The model is 97 % sure that this is a")).to_be_visible()
