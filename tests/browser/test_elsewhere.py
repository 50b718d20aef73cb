"""From a name in one article to the same words in all others, and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.reader import reading
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.applies import make
from tests.annotations.hands import Hand
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import suggest_span
from tests.queue import run_jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def first(project: Project) -> Document:
    document = make(project, "Rex Tillerson spoke.")
    suggest_span(document, "Rex Tillerson")
    return document


def words(document: Document, user: User) -> list[str]:
    spans = reading.of(document, user).spans
    return [f"{document.text[span.start : span.end]}: {span.state}" for span in spans]


def start(page: Page) -> None:
    page.get_by_role("button", name="Apply to what is ticked").click()
    page.wait_for_url(re.compile(r"/applied/\d+/$"))


def test_from_the_key_to_the_last_article_and_back(
    sign_in: SignIn,
    live_server: LiveServer,
    project: Project,
    first: Document,
    annotator: User,
    check_axe: CheckAxe,
) -> None:
    mine = make(project, "Bob met Rex Tillerson here.")
    other, spared = make(project, "Rex Tillerson left."), make(project, "Rex Tillerson slept.")
    Hand(mine, annotator).add("Bob")
    page = ReadingPage(sign_in(annotator), live_server.url, first, annotator)
    page.press("j", "p")
    page.page.get_by_role("link", name="Look in the project’s other articles").click()

    browser = page.page
    expect(browser.get_by_role("status").first).to_contain_text("3 other articles have")
    browser.get_by_role("checkbox", name="Rex Tillerson slept", exact=False).first.press("Space")
    check_axe(browser)
    browser.get_by_label("Near forms too").check()
    expect(browser.get_by_role("status").first).to_contain_text("near forms of them")
    expect(browser.locator(".whole input:checked")).to_have_count(2)
    start(browser)
    expect(browser.get_by_role("progressbar", name="Articles gone through")).to_be_visible()
    check_axe(browser)

    run_jobs()
    expect(browser.get_by_role("button", name="Undo all of it")).to_be_visible()
    check_axe(browser)
    assert words(mine, annotator) == ["Bob: confirmed", "Rex Tillerson: confirmed"]
    assert words(other, annotator) == ["Rex Tillerson: suggested"]
    assert words(spared, annotator) == []

    run_page = browser.url
    there = ReadingPage(browser, live_server.url, other, annotator)
    there.press("j", "y")
    expect(browser.locator("#messages")).to_contain_text("Ana Annotator marked these words")
    browser.goto(run_page)
    browser.get_by_role("button", name="Undo all of it").click()
    run_jobs()
    expect(browser.get_by_text("Undone: 2 places are as they were.")).to_be_visible()
    assert words(mine, annotator) == ["Bob: confirmed"]
    assert words(other, annotator) == []
    browser.get_by_role("link", name="All that you applied").click()
    expect(browser.get_by_role("cell", name="Undone")).to_be_visible()
    check_axe(browser)
