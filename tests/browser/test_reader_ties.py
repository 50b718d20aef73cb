"""Whom a name means: chosen in the reader by one key and a number, and followed to the card."""

from __future__ import annotations

from time import sleep

import pytest
from playwright.sync_api import Route, expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import Entity
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import project_entity, suggest_claim
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.long

TEXT = "Rex Tillerson met Bob Corker in Iran. Mr Tillerson left, and Tillerson said sales rose."


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project, headline="Visit")


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, annotator: User, document: Document
) -> ReadingPage:
    suggest_span(document, "Rex Tillerson")
    suggest_span(document, "Bob Corker")
    suggest_claim(document, "sales rose", source="Rex Tillerson")
    other = project_entity(document, "Rex W. Tillerson")
    Entity.objects.filter(pk=other.pk).update(aliases=["Secretary Tillerson"], wikidata="Q27")
    project_entity(document, "Ann Lee")
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


def entities(page: ReadingPage) -> dict[str, str | None]:
    text = page.document.text
    spans = page.reading.spans
    return {text[one.start : one.end]: one.entity_name for one in spans if one.state == "confirmed"}


def test_a_number_ties_and_the_bar_leads_to_the_card(
    page: ReadingPage, check_axe: CheckAxe
) -> None:
    page.press("j", "e")
    dialog = page.page.locator("#tie")
    choices = dialog.locator(".choice")
    expect(choices).to_have_count(2)
    expect(choices.first).to_contain_text("Rex W. Tillerson")
    check_axe(page.page, explained=("color-contrast",))
    page.press("1")
    page.wait_until_saved()

    assert entities(page) == {"Rex Tillerson": "Rex W. Tillerson"}
    link = page.page.locator("#current a")
    expect(link).to_have_text("Rex W. Tillerson")
    check_axe(page.page, explained=("color-contrast",))
    page.press("u")
    page.wait_until_saved()
    assert entities(page) == {}
    page.press("Shift+U")
    page.wait_until_saved()
    assert entities(page) == {"Rex Tillerson": "Rex W. Tillerson"}
    expect(link).to_have_text("Rex W. Tillerson")
    link.click()
    expect(page.page.locator("h1")).to_have_text("Rex W. Tillerson")


def test_what_is_typed_is_found_and_none_makes_its_own(page: ReadingPage) -> None:
    page.go_to("Bob Corker")
    page.press("e")
    expect(page.page.locator("#tie .choice")).to_have_count(1)
    page.page.keyboard.type("lee")
    expect(page.page.locator("#tie .choice").first).to_contain_text("Ann Lee")
    page.press("Enter")
    page.wait_until_saved()
    assert entities(page) == {"Bob Corker": "Ann Lee"}

    page.press("e")
    expect(page.page.locator("#tie [aria-current]")).to_contain_text("tied now")
    page.press("0")
    page.wait_until_saved()
    assert entities(page) == {"Bob Corker": "Bob Corker"}
    page.press("u")
    page.wait_until_saved()
    assert entities(page) == {"Bob Corker": "Ann Lee"}
    expect(page.page.locator("#messages")).to_contain_text("Undone")
    expect(page.page.locator("#current a")).to_have_text("Ann Lee")


def test_a_list_that_comes_too_late_is_not_that_of_another_name(page: ReadingPage) -> None:
    let_go = page.hold("**/entities/?**")
    page.press("j", "e")
    expect(page.page.locator("#tie")).to_contain_text("Loading")
    page.press("Escape", "j", "e")
    current = page.page.locator("#tie h2")
    told = current.inner_text()
    let_go()
    page.page.wait_for_load_state("networkidle")

    assert current.inner_text() == told
    assert "Bob Corker" in told


def test_enter_waits_for_the_list_of_what_is_typed(page: ReadingPage) -> None:
    def late(route: Route) -> None:
        sleep(0.5)
        route.continue_()

    page.page.route("**/entities/?part=&text=*lee*", late)
    page.press("j", "e")
    expect(page.page.locator("#tie .choice").first).to_contain_text("Rex W. Tillerson")
    page.page.keyboard.type("lee")
    page.press("Enter")
    page.wait_until_saved()

    expect(page.page.locator("#current a")).to_have_text("Ann Lee")
    assert entities(page) == {"Rex Tillerson": "Ann Lee"}


def test_a_list_that_does_not_come_ties_nothing_and_says_so(
    page: ReadingPage, check_axe: CheckAxe
) -> None:
    page.page.route("**/entities/?part=&text=*lee*", lambda route: route.abort())
    page.press("j", "e")
    expect(page.page.locator("#tie .choice").first).to_contain_text("Rex W. Tillerson")
    page.page.keyboard.type("lee")
    page.press("Enter")

    expect(page.page.locator("#tie [role=alert]")).to_contain_text("cannot be reached")
    expect(page.page.locator("#tie .choice")).to_have_count(0)
    check_axe(page.page, explained=("color-contrast",))
    page.page.unroute_all()
    page.page.keyboard.type(" ")
    expect(page.page.locator("#tie .choice").first).to_contain_text("Ann Lee")
    assert entities(page) == {}


def test_enter_ties_nothing_where_nobody_is_called_so(page: ReadingPage) -> None:
    page.press("j", "e")
    expect(page.page.locator("#tie .choice").first).to_contain_text("Rex W. Tillerson")
    page.page.keyboard.type("qqqq")
    page.press("Enter")
    expect(page.page.locator("#tie .choices")).to_contain_text("is called so")
    expect(page.page.locator("#tie")).to_be_visible()
    assert entities(page) == {}


def test_the_source_of_a_claim_is_tied_as_well(page: ReadingPage) -> None:
    page.go_to("sales rose")
    page.press("e")
    expect(page.page.locator("#tie h2")).to_contain_text("Rex Tillerson")
    page.page.set_viewport_size({"width": 390, "height": 800})
    name = page.page.locator("#tie .choice [dir]").first.bounding_box()
    assert name
    assert name["width"] > 200  # what is said of it stands below
    page.press("ArrowDown", "ArrowDown", "Enter")
    page.wait_until_saved()

    (claim,) = page.reading.claims
    assert claim.state == "confirmed"
    assert claim.in_role("source")[0].entity_name == "Rex W. Tillerson"
