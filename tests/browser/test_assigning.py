"""Assigning by hand: ticked in the list, on several pages, and shared out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Assignment
from newsdesk.accounts.models import Project, Role, User
from tests.annotations.hands import Hand
from tests.browser.conftest import CheckAxe, SignIn
from tests.factories import create_document, create_user, join, suggested_set

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def page(sign_in: SignIn, manager: User, project: Project, live_server: object) -> Page:
    for n in range(60):
        outlet = ("IRNA", "Fars")[n % 2]
        headline = f"Sales of week {n}"
        document = create_document(
            f"Text {n}.", project=project, headline=headline, outlet=outlet, places=1
        )
        suggested_set(document)
    page = sign_in(manager)
    page.goto(f"{live_server}/projects/{project.slug}/")
    return page


def tick(page: Page, headline: str) -> None:
    page.get_by_role("checkbox", name=headline, exact=True).check()


def test_articles_of_several_pages_are_ticked_and_assigned(
    page: Page, annotator: User, check_axe: CheckAxe
) -> None:
    tick(page, "Tick Sales of week 59")
    tick(page, "Tick Sales of week 57")
    expect(page.get_by_role("button", name="Assign 2 ticked")).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="Older").click()
    tick(page, "Tick Sales of week 3")
    page.get_by_role("link", name="Newest").click()
    kept = page.get_by_role("checkbox", name="Tick Sales of week 57")
    expect(kept).to_be_checked()
    kept.focus()
    page.evaluate("htmx.ajax('GET', location.href, {target: '#queue', swap: 'outerHTML'})")
    page.wait_for_load_state("networkidle")
    expect(kept).to_be_focused()
    page.get_by_role("button", name="Assign 3 ticked").click()

    expect(page.get_by_role("heading", name="Assign 3 articles")).to_be_visible()
    check_axe(page)
    page.get_by_label("Due").fill("2030-01-02")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("3 assigned.")).to_be_visible()
    headlines = Assignment.objects.of(annotator).values_list("article__headline", flat=True)
    assert set(headlines) == {f"Sales of week {n}" for n in (59, 57, 3)}
    check_axe(page)


def test_without_scripts_those_of_one_page_are(page: Page, annotator: User) -> None:
    plain = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    tab = plain.new_page()
    tab.goto(page.url)
    tick(tab, "Tick Sales of week 40")
    tab.get_by_role("button", name=re.compile("^Assign +ticked$")).click()
    tab.get_by_role("button", name="Assign").click()
    expect(tab.get_by_text("1 assigned.")).to_be_visible()
    plain.close()
    assert Assignment.objects.get().annotator == annotator


def test_a_place_with_begun_work_goes_to_somebody_else(
    page: Page, project: Project, annotator: User, check_axe: CheckAxe
) -> None:
    join(project, create_user("Zoe Zander"), Role.ANNOTATOR)
    document = project.documents.latest("pk")
    Hand(document, annotator).add("Text")
    page.get_by_role("link", name="Assignments").click()
    page.get_by_role("link", name="Ana Annotator").click()
    expect(page.get_by_text("Begun", exact=True)).to_be_visible()
    check_axe(page)

    page.get_by_label("Due date of Sales of week 59").fill("2030-01-02")
    page.get_by_role("button", name="Set the due date").click()
    expect(page.get_by_text("Sales of week 59 is due on 2 Jan 2030.")).to_be_visible()
    page.get_by_label("Who annotates").select_option(label="Zoe Zander")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("Zoe Zander has Sales of week 59 now.")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_juts_out_sideways(
    page: Page, project: Project, annotator: User, width: int
) -> None:
    Hand(project.documents.latest("pk"), annotator).add("Text")
    page.set_viewport_size({"width": width, "height": 800})
    article = project.articles.latest("pk").pk
    base = page.url
    assignments = f"{base}assignments/"
    for address in (base, assignments, f"{assignments}?of={annotator.pk}"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for query in (f"article={article}&article={article - 1}", "all=on&outlet=IRNA"):
        page.goto(f"{assignments}articles/?{query}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
