"""Three people at three browsers: two articles from import through two annotators to gold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from annotations.models import AnnotationSet, Progress, Span
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests import factories
from tests.browser.reading_page import ReadingPage
from tests.queue import run_jobs

TEXTS = (
    'Ferry talks resume\n\n"We sign on Friday," said Inês Carvalho 🚢 in Lisbon.',
    "Rates are held\n\nThe bank waits for spring, Yusuf Demir said in Ankara.",
)
Person = Callable[[User], Page]


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.fixture
def person(
    browser: Browser, browser_context_args: dict[str, Any], live_server: LiveServer
) -> Iterator[Person]:
    """Somebody signed in at a browser of their own; it fails if a script of any broke."""
    contexts, broken = [], list[str]()

    def open_page(user: User) -> Page:
        client = Client()
        client.force_login(user)
        context = browser.new_context(**browser_context_args)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not broken


@pytest.fixture
def other(project: Project) -> User:
    user = factories.create_user("Otto Other")
    factories.join(project, user, Role.ANNOTATOR)
    return user


def test_two_articles_from_import_to_gold(
    person: Person,
    live_server: LiveServer,
    project: Project,
    manager: User,
    annotator: User,
    other: User,
) -> None:
    project.annotators_per_article = 2
    project.save()
    base = f"{live_server.url}/projects/{project.slug}"
    mia, ana, otto = person(manager), person(annotator), person(other)
    for text in TEXTS:
        _paste(mia, base, text)
    run_jobs()
    ferry, rates = (Document.objects.get(project=project, text=text) for text in TEXTS)

    for page, user in ((ana, annotator), (otto, other)):
        met = {_annotate_next(page, base, live_server.url, user) for _ in TEXTS}
        assert met == {ferry.article_id, rates.article_id}

    _send_back(mia, base, ferry, annotator)
    _mend(ana, base, live_server.url, ferry, annotator)
    for document in (ferry, rates):
        _adjudicate(mia, base, document)

    states = Progress.objects.filter(project=project).values_list("state", flat=True)
    assert set(states) == {Progress.State.APPROVED}
    assert _words(ferry) >= {("Inês Carvalho", "ORG")}


def _paste(page: Page, base: str, text: str) -> None:
    page.goto(f"{base}/import/")
    page.get_by_label("Text", exact=False).first.fill(text)
    expect(page.locator("#preview")).to_contain_text(text[:10])
    page.get_by_role("button", name="Import and read").click()
    expect(page.locator("#text")).to_contain_text(text[-20:])


def _annotate_next(page: Page, base: str, server: str, user: User) -> int:
    """Take the next article, mark what the others may mark otherwise, and finish."""
    page.goto(f"{base}/")
    page.get_by_role("button", name="Next article").click()
    expect(page.locator("#text")).to_be_visible()
    article = int(re.findall(r"/articles/(\d+)/", page.url)[0])
    document = Document.objects.get(article=article, is_current=True)
    reader = ReadingPage(page, server, document, user)
    if "Ferry" in document.text:
        reader.select("Friday", exact=True)
        reader.press("1" if user.name.startswith("Ana") else "2")
        reader.wait_until_saved()
    _finish(page)
    return article


def _send_back(page: Page, base: str, document: Document, to: User) -> None:
    page.goto(f"{base}/to-review/")
    page.locator("td.article a", has_text=document.article.headline).click()
    page.get_by_role("link", name="Send back …").click()
    page.get_by_role("navigation", name="Whose annotations").get_by_text(to.name).click()
    page.get_by_label("Why, for the whole article").fill("Who leads the union?")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_text(f"Sent back to {to.name}.")).to_be_visible()


def _mend(page: Page, base: str, server: str, document: Document, user: User) -> None:
    """What was asked for stands above the text; the answer goes back to the reviewer."""
    page.goto(f"{base}/sent-back/")
    page.get_by_role("link", name=document.article.headline).first.click()
    expect(page.locator("main")).to_contain_text("Who leads the union?")
    reader = ReadingPage(page, server, document, user)
    reader.select("Inês Carvalho", exact=True)
    reader.press("2")
    reader.wait_until_saved()
    _finish(page)


def _adjudicate(page: Page, base: str, document: Document) -> None:
    """The first annotator is followed in whatever differs, by one key each."""
    page.goto(f"{base}/to-review/")
    row = page.locator("tbody tr", has_text=document.article.headline)
    row.get_by_role("button", name="Adjudicate").click()
    told = page.locator(".told")
    count = page.locator(".differences > ol > li").count()
    for decided in range(count):
        expect(told).to_contain_text(f"{decided} of {count}")
        page.wait_for_load_state()  # then its keys are heard
        page.keyboard.press("1")
    page.get_by_role("button", name="Approve as gold").click()
    expect(page.locator("main")).to_contain_text("approved by Mia Manager")


def _finish(page: Page) -> None:
    page.get_by_role("button", name="Finish", exact=True).first.click()
    rest = page.get_by_label("Accept all of them.")
    if rest.is_visible():
        rest.check()
    page.locator("dialog[open]").get_by_role("button", name="Finish", exact=True).click()
    expect(page.get_by_text("Finished:")).to_be_visible()


def _words(document: Document) -> set[tuple[str, str]]:
    gold = AnnotationSet.objects.get(document=document, state=AnnotationSet.State.APPROVED)
    rows = Span.objects.filter(annotation_set=gold).values_list("start", "end", "label__key")
    return {(document.text[start:end], label) for start, end, label in rows}
