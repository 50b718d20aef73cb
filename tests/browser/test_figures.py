"""The pages of figures: what is plotted can be seen, read as a table, and narrowed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from annotations.actions import figures
from newsdesk import context
from newsdesk.accounts.models import Project, User
from tests.annotations.compared import annotate, compute
from tests.annotations.hands import Hand
from tests.browser.conftest import CheckAxe, SignIn
from tests.factories import create_document, create_user, suggest_span
from tests.queue import run_jobs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def hand(project: Project, annotator: User) -> Hand:
    document = create_document("Rex Tillerson said sales rose in Iran.", project=project)
    hand = Hand(document, annotator)
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.reject(suggest_span(document, "Iran", "GPE"))
    return hand


@pytest.fixture
def page(sign_in: SignIn, manager: User, project: Project, hand: Hand, live_server: object) -> Page:
    page = sign_in(manager)
    page.goto(f"{live_server}/projects/{project.slug}/")
    return page


def test_figures_come_as_soon_as_they_are_counted(
    page: Page, check_axe: CheckAxe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "is_worker_missing", lambda: False)
    page.get_by_role("link", name="Dashboard").click()
    expect(page.get_by_text("Counting what happened since")).to_be_visible()
    check_axe(page)

    run_jobs()
    expect(page.get_by_role("row", name="Ana Annotator 0 0 – 2 50 % 0 % 50 %")).to_be_visible()
    expect(page.get_by_text("Counting what happened since")).to_be_hidden()
    check_axe(page)


def test_what_is_plotted_stands_in_a_table_too(
    page: Page, check_axe: CheckAxe, project: Project
) -> None:
    figures.count(project.pk)
    page.get_by_role("link", name="Dashboard").click()
    page.get_by_role("link", name="Suggestions by label").click()

    columns = page.locator(".plot-shapes rect")
    boxes = [columns.nth(i).bounding_box() for i in range(columns.count())]
    assert [box["height"] for box in boxes if box] == [pytest.approx(100, abs=2)] * 2
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("cell", name="50 %").first).to_be_visible()
    check_axe(page)


def test_a_label_can_be_looked_at_alone_and_all_again(page: Page, project: Project) -> None:
    figures.count(project.pk)
    page.get_by_role("link", name="Dashboard").click()
    page.get_by_role("link", name="Suggestions by label").click()
    labels = page.get_by_role("region", name="By label")

    labels.get_by_role("link", name="Person").click()
    expect(labels.get_by_role("link", name="Country or city")).to_be_hidden()
    expect(labels.get_by_role("row", name="Person 1 100 % 0 % 0 %")).to_be_visible()

    labels.get_by_role("link", name="Person").click()
    expect(labels.get_by_role("link", name="Country or city")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_juts_out_sideways(page: Page, project: Project, width: int) -> None:
    figures.count(project.pk)
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("dashboard/?period=year", "dashboard/suggestions/?period=days"):
        page.goto(f"{page.url.split('/projects/')[0]}/projects/{project.slug}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        labels = page.locator(".plot-shapes").first.locator(".plot-tick[text-anchor=middle]")
        boxes = [labels.nth(i).bounding_box() for i in range(labels.count())]
        places = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
        assert len(places) > 1
        assert all(end < begin for (_, end), (begin, _) in pairwise(places))


def test_of_each_person_a_phone_shows_all_figures(page: Page, project: Project) -> None:
    figures.count(project.pk)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{page.url.rstrip('/')}/dashboard/?period=year")
    people = page.get_by_role("region", name="People")
    expect(people).to_contain_text("Ana Annotator")
    assert people.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_agreement_is_drawn_label_by_label_and_leads_to_its_places(
    page: Page, check_axe: CheckAxe, project: Project, manager: User
) -> None:
    ana, rui = create_user("Ana"), create_user("Rui")
    for n in range(6):
        document = create_document(f"Week {n} began.\nSales rose in Iran.", project=project)
        annotate(document, ana, ("Iran", "GPE"), ("Sales", "ORG"))
        annotate(document, rui, ("Iran", "GPE" if n % 3 else "ORG"))
    compute(project, manager)
    page.get_by_role("link", name="Dashboard").click()
    page.get_by_role("link", name="Agreement").click()
    bars = page.locator(".ranges li").filter(has_text="Country or city")
    expect(bars).to_contain_text("0.80")
    assert bars.locator(".whisker").count() == 3
    check_axe(page)

    page.get_by_role("link", name="Country or city").click()
    page.get_by_role("link", name="0.80").first.click()
    expect(page.get_by_label("Show")).to_have_value("GPE")
    check_axe(page)
    page.get_by_role("link", name="Name: label").first.click()
    expect(page).to_have_url(re.compile("#p1$"))
    expect(page.locator(".row:target")).to_contain_text("Sales rose in Iran.")
