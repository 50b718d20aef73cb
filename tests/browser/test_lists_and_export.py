from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from annotations.actions import search
from annotations.models import Progress
from newsdesk.accounts.models import Project, User
from tests import factories
from tests.annotations.hands import Hand
from tests.browser.conftest import CheckAxe, SignIn
from tests.queue import run_jobs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def articles(project: Project, annotator: User) -> Project:
    """Sixty articles of three outlets; in the newest two suggestions are decided."""
    for n in range(60):
        document = factories.create_document(
            f"Rex Tillerson said on Monday that sales in Iran rose by {n} percent.",
            project=project,
            headline=f"Sales of week {n}",
            outlet=("IRNA", "Interfax", "Fars")[n % 3],
        )
        search.index([document.pk])
        factories.suggest_span(document, "Iran", "GPE")
    hand = Hand(document, annotator)
    hand.accept(factories.suggest_span(document, "Rex Tillerson"))
    hand.reject(factories.suggest_span(document, "Monday"))
    return project


@pytest.fixture
def page(sign_in: SignIn, manager: User, articles: Project, live_server: object) -> Page:
    page = sign_in(manager)
    page.goto(f"{live_server}/projects/{articles.slug}/")
    expect(page.locator("#queue tbody tr")).to_have_count(50)
    return page


def test_filters_change_the_list_and_the_address(page: Page) -> None:
    page.get_by_label("Outlet").select_option("IRNA")
    expect(page.get_by_text("20 articles: from IRNA.")).to_be_visible()
    page.get_by_label("Text").press_sequentially("week 57")
    expect(page.locator("#queue tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?text=week\+57&outlet=IRNA$"))

    page.go_back()
    expect(page.get_by_text("20 articles: from IRNA.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Outlet")).to_have_value("IRNA")
    page.get_by_role("link", name="Clear the filters").click()
    expect(page.get_by_text("60 articles", exact=True)).to_be_visible()


def test_pages_lead_there_and_back(page: Page) -> None:
    expect(page.locator("#queue tbody tr")).to_have_count(50)
    page.get_by_role("link", name="Older").click()
    expect(page.locator("#queue tbody tr")).to_have_count(10)
    expect(page.get_by_role("link", name="Sales of week 0", exact=True)).to_be_visible()
    page.get_by_role("link", name="Newest").click()
    expect(page.get_by_role("link", name="Sales of week 59")).to_be_visible()


def test_lists_work_without_scripts(page: Page) -> None:
    plain = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    tab = plain.new_page()
    tab.goto(page.url)
    tab.get_by_label("State").select_option("in_annotation")
    tab.get_by_role("button", name="Filter").click()
    expect(tab.locator("#queue tbody tr")).to_have_count(1)
    tab.get_by_role("link", name="Export these").click()
    expect(tab.get_by_text("1: in annotation")).to_be_visible()
    plain.close()


def test_what_was_decided_is_exported_and_downloaded(page: Page) -> None:
    page.get_by_label("State").select_option("in_annotation")
    page.get_by_role("link", name="Export these").click()
    page.get_by_label("CSV").check()
    expect(page.locator("#dataset_preview")).to_contain_text("spans.csv begins")
    page.get_by_label("JSON Lines").check()
    expect(page.locator("#dataset_preview")).to_contain_text("Rex Tillerson")
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("waiting")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("1 article, 1 span, 0 claims")).to_be_visible(timeout=10_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    line = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))

    assert download.value.suggested_filename.endswith("-annotated.jsonl")
    assert [(each["text"], each["decision"]) for each in line["spans"]] == [
        ("Rex Tillerson", "accepted")
    ]
    assert [each["text"] for each in line["rejected"]["spans"]] == ["Monday"]
    page.get_by_text("Delete the dataset").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("No dataset yet")).to_be_visible()


@pytest.mark.long
def test_lists_and_datasets_are_accessible(page: Page, check_axe: CheckAxe) -> None:
    Progress.objects.filter(outlet__name="Fars").update(state="approved", failure="Too long.")
    page.reload()
    check_axe(page)
    page.goto(f"{page.url}datasets/?set=suggested&format=csv")
    page.get_by_role("button", name="Export").click()
    run_jobs()
    expect(page.get_by_text("60 articles, 62 spans")).to_be_visible(timeout=10_000)
    check_axe(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", "datasets/"):
        page.goto(page.url.split("?")[0].removesuffix("datasets/") + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
