"""The main job, end to end: paste, correct by keyboard, finish, approve, export, compare."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from annotations.reader.reading import Reading
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.browser.conftest import SignIn
from tests.browser.reading_page import ReadingPage
from tests.queue import run_jobs

TEXT = "\n\n".join(
    (
        "Ferry talks resume in Lisbon 🚢",
        '"We will not sign before Friday," said Inês Carvalho, who leads the union. '
        "She added that two members had been dismissed.",
        "Yusuf Demir (يوسف دمير) rejected the demand, the Lusitania news agency reported. "
        "The offer was worth €1,150 a month.",
    )
)


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "files")


def test_from_a_pasted_article_to_a_dataset(
    sign_in: SignIn, live_server: LiveServer, manager: User, project: Project
) -> None:
    page = sign_in(manager)
    document = _paste(page, live_server.url, project)
    run_jobs()

    reader = ReadingPage(page, live_server.url, document, manager)
    _correct(reader)
    decided = reader.reading
    reader.open()
    assert reader.reading == decided

    _finish_and_approve(page)
    record = _export_jsonl(page, live_server.url, project)
    _compare(record, decided, document)
    _compare_tables(_export_csv(page), decided)


def _paste(page: Page, base: str, project: Project) -> Document:
    page.goto(f"{base}/projects/{project.slug}/import/")
    page.get_by_label("Text", exact=False).first.fill(TEXT)
    expect(page.locator("#preview")).to_contain_text("Ferry talks resume in Lisbon 🚢")
    page.get_by_role("button", name="Import and read").click()
    expect(page.locator("#text")).to_contain_text("Yusuf Demir (يوسف دمير)")
    document = Document.objects.get(project=project)
    assert document.text == TEXT
    return document


def _correct(reader: ReadingPage) -> None:
    """Accept, reject, relabel, add, claim and undo, all by keys but for two selections."""
    reader.press("j", "a", "a", "x")
    reader.press("j", "2")
    reader.select("يوسف دمير")
    reader.press("1")
    reader.wait_until_saved()
    reader.press("u", "u")
    reader.wait_until_saved()
    reader.press("Shift+U")
    reader.wait_until_saved()
    reader.select("€1,150 a month")
    reader.press("9")
    reader.wait_until_saved()


def _finish_and_approve(page: Page) -> None:
    page.get_by_role("button", name="Finish", exact=True).first.click()
    page.get_by_label("Accept all of them.").check()
    page.locator("dialog[open]").get_by_role("button", name="Finish", exact=True).click()
    page.get_by_role("link", name="Ferry talks").first.click()
    page.get_by_role("button", name="Approve").first.click()
    expect(page.locator("main")).to_contain_text("Gold")


def _export_jsonl(page: Page, base: str, project: Project) -> dict[str, Any]:
    page.goto(f"{base}/projects/{project.slug}/datasets/")
    page.get_by_role("button", name="Export").click()
    raw = _downloaded(page)
    assert hashlib.sha256(raw).hexdigest() in page.locator(".checksum").first.inner_text()
    (line,) = raw.decode().splitlines()
    record: dict[str, Any] = json.loads(line)
    return record


def _export_csv(page: Page) -> dict[str, list[dict[str, str]]]:
    page.get_by_label("CSV").check()
    page.get_by_role("button", name="Export").click()
    with zipfile.ZipFile(io.BytesIO(_downloaded(page))) as tables:
        return {
            name: list(csv.DictReader(io.StringIO(tables.read(name).decode("utf-8-sig"))))
            for name in tables.namelist()
            if name.endswith(".csv")
        }


def _downloaded(page: Page) -> bytes:
    """The bytes of the newest dataset, once its job is done and the page has seen it."""
    run_jobs()
    newest = page.locator(".dataset").first
    expect(newest).to_contain_text("SHA-256", timeout=10_000)
    with page.expect_download() as download:
        newest.get_by_role("link", name="Download").click()
    return Path(download.value.path()).read_bytes()


def _compare(record: dict[str, Any], decided: Reading, document: Document) -> None:
    """What was decided is in the dataset, exactly, and all that was left was accepted."""
    text = record["text"]
    assert text == TEXT
    assert record["sha256"] == document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (record["set"], record["offset_unit"]) == ("gold", "codepoint")
    for span in record["spans"]:
        assert span["text"] == text[span["start"] : span["end"]]

    exported = {(each["start"], each["end"], each["label"]) for each in record["spans"]}
    assert exported == {(each.start, each.end, each.label) for each in decided.spans}
    rejected = {(each["start"], each["end"]) for each in record["rejected"]["spans"]}
    assert rejected == {(each.start, each.end) for each in decided.rejected_spans}
    words = {each["text"]: each for each in record["spans"]}
    assert words["€1,150 a month"]["origin"] == "human"
    assert len(record["claims"]) == len(decided.claims)
    for claim in record["claims"]:
        for part in claim["content"]:
            assert part["text"] == text[part["start"] : part["end"]]


def _compare_tables(tables: dict[str, list[dict[str, str]]], decided: Reading) -> None:
    spans = {(int(row["start"]), int(row["end"])) for row in tables["spans.csv"]}
    assert spans >= {(each.start, each.end) for each in decided.spans}
    assert len(tables["claims.csv"]) >= len(decided.claims)
