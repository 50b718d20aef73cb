"""Bringing articles in, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django import Settings

from articles.models import Document, ImportRun
from newsdesk.accounts.models import Project, User
from tests.browser.conftest import CheckAxe, SignIn
from tests.queue import run_jobs

pytestmark = pytest.mark.django_db(transaction=True)
DROP = """(zone, files) => {
  const data = new DataTransfer();
  for (const {name, text} of [files].flat()) data.items.add(new File([text], name));
  zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def page(sign_in: SignIn, manager: User, settings: Settings, tmp_path: Path) -> Page:
    settings.MEDIA_ROOT = tmp_path
    return sign_in(manager)


@pytest.fixture
def address(live_server: Any, project: Project) -> str:
    return f"{live_server.url}/projects/{project.slug}/import/"


def lines(*texts: str) -> str:
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def test_a_pasted_article_is_previewed_and_then_read(
    page: Page, address: str, check_axe: CheckAxe
) -> None:
    page.goto(address)
    page.get_by_label("Text, with its headline line").fill("Sales rise 😀\n\nSales rose, Ann said.")
    expect(page.locator("#preview")).to_contain_text("2 paragraphs, 7 words")
    check_axe(page)
    page.get_by_role("button", name="Import and read").click()

    expect(page.locator("h1")).to_have_text("Sales rise 😀")
    assert Document.objects.get().text == "Sales rise 😀\n\nSales rose, Ann said."


def test_a_preview_that_cannot_be_had_says_why(
    page: Page, address: str, settings: Settings
) -> None:
    page.goto(address)
    text = page.get_by_label("Text, with its headline line")
    messages = page.locator("#messages")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    text.fill("Sales rose. " * 100)
    expect(messages).to_contain_text("more than it can take at once")

    page.route("**/preview/", lambda route: route.abort())
    text.fill("Sales rose.")
    expect(messages).to_contain_text("cannot be reached")

    page.unroute("**/preview/")
    text.fill("Sales fell.")
    expect(page.locator("#preview")).to_contain_text("1 paragraph")
    expect(messages).to_be_empty()


def test_the_preview_of_a_text_that_is_here_links_to_it(page: Page, address: str) -> None:
    for _ in range(2):
        page.goto(address)
        page.get_by_label("Text, with its headline line").fill("Sales rose.")
        page.get_by_role("button", name="Import, paste another").click()

    expect(page.locator("#preview").get_by_role("link", name="Sales rose.")).to_be_visible()
    assert Document.objects.count() == 1


def test_broken_lines_are_offered_to_be_joined(page: Page, address: str) -> None:
    wrapped = "\n".join(f"line {n} of a text broken for width, which goes on" for n in range(9))
    page.goto(address)
    page.get_by_label("Text, with its headline line").fill(wrapped)
    page.get_by_label("The lines look broken for width").check()
    expect(page.locator("#preview")).to_contain_text("1 paragraph,")
    page.get_by_role("button", name="Import, paste another").click()
    expect(page.get_by_text("Imported:")).to_be_visible()

    assert "\n" not in Document.objects.get().text


def test_a_dropped_file_is_looked_at_then_imported_and_its_problems_shown(
    page: Page, address: str, check_axe: CheckAxe
) -> None:
    page.goto(address)
    text = lines("Sales rose.", "Sales fell.") + "{broken\n"
    page.locator("[data-dropzone]").evaluate(DROP, {"name": "a.jsonl", "text": text})
    expect(page.get_by_role("heading", name="What will come")).to_be_visible()
    expect(page.get_by_text("Line 3 is not JSON")).to_be_visible()
    check_axe(page)
    assert not Document.objects.exists()

    page.get_by_role("button", name="Import 2 articles").click()
    expect(page.get_by_text("No worker is running")).to_be_visible()
    check_axe(page)
    run_jobs()
    expect(page.get_by_text("Done.")).to_be_visible()
    expect(page.locator("dl.facts")).to_contain_text("Articles added2")
    check_axe(page)


def test_too_large_a_file_is_refused_before_it_travels(
    page: Page, address: str, settings: Settings
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    page.goto(address)
    text = "x" * (1024 * 1024 * 3 // 2)
    page.locator("[data-dropzone]").evaluate(DROP, {"name": "a.txt", "text": text})

    expect(page.get_by_text("a.txt has 1.5 MB; 1.0 MB is the most here.")).to_be_visible()
    assert not ImportRun.objects.exists()


def test_several_files_become_an_import_each(page: Page, address: str, check_axe: CheckAxe) -> None:
    page.goto(address)
    files = [{"name": f"{name}.jsonl", "text": lines(name)} for name in "abc"]
    page.locator("[data-dropzone]").evaluate(DROP, files)

    expect(page.get_by_role("heading", name="Imports")).to_be_visible()
    expect(page.locator("tbody td:first-child a")).to_have_text(["c.jsonl", "b.jsonl", "a.jsonl"])
    check_axe(page)


def test_of_several_files_the_good_are_taken_and_the_others_named(
    page: Page, address: str, settings: Settings, check_axe: CheckAxe
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    page.goto(address)
    files = [
        {"name": "a.jsonl", "text": lines("Sales rose.")},
        {"name": "b.csv", "text": "title\nSales"},
        {"name": "c.txt", "text": "x" * (1024 * 1024 * 3 // 2)},
        {"name": "d.pdf", "text": "%PDF"},
    ]
    page.locator("[data-dropzone]").evaluate(DROP, files)

    problem = page.locator("[data-problem]")
    expect(problem).to_contain_text("b.csv cannot be read. There is no column named text")
    expect(problem).to_contain_text("c.txt has 1.5 MB")
    expect(problem).to_contain_text("d.pdf: this kind of file cannot be read")
    check_axe(page)
    problem.get_by_role("link", name="The other file is here").click()
    expect(page.locator("tbody td:first-child a")).to_have_text(["a.jsonl"])


def test_it_works_without_scripts(
    live_server: Any,
    context: BrowserContext,
    page: Page,
    address: str,
    browser: Any,
) -> None:
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())
    tab = plain.new_page()
    tab.goto(address)
    tab.get_by_label("Text, with its headline line").fill("Sales rise\n\nSales rose.")
    tab.get_by_role("button", name="Look at it first").click()
    expect(tab.locator("#preview")).to_contain_text("2 paragraphs, 4 words")
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"text\nSales fell.\n"}
    tab.get_by_label("File").set_input_files(file)
    tab.get_by_role("button", name="Look at it").last.click()
    tab.get_by_role("button", name="Import 1 article").click()
    run_jobs()
    tab.get_by_role("link", name="Look again").click()
    expect(tab.get_by_text("Done.")).to_be_visible()
    plain.close()
