"""Attributes by keys in the reader, and as a scheme is changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions import schemes
from annotations.attribute_shape import AttributeShape
from annotations.models import Attribute, Label
from annotations.scheme_presets import ADMIRALTY
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import suggest_claim
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.long

ROLE = AttributeShape("ROLE", "Role", "text", on=("PERSON",))
CHECKABLE = AttributeShape("CHECKABLE", "Checkable", "yesno")


@pytest.fixture
def document(project: Project) -> Document:
    return create_document("Rex Tillerson said sales rose in Iran.", project=project)


@pytest.fixture
def page(
    sign_in: SignIn,
    live_server: LiveServer,
    annotator: User,
    manager: User,
    project: Project,
    document: Document,
) -> ReadingPage:
    present = schemes.shape_of(project.scheme)
    asking = (CHECKABLE, *ADMIRALTY, ROLE)
    shape = type(present)(present.labels, attributes=asking, named=present.named)
    schemes.change(project=project, shape=shape, seen_number=1, by=manager)
    suggest_claim(document, "sales rose in Iran", source="Rex Tillerson")
    suggest_span(document, "Rex Tillerson")
    return ReadingPage(sign_in(annotator), live_server.url, document, annotator)


COLOURED = "[...(CSS.highlights.get('source') ?? [])].map(String)"


def test_what_is_described_in_the_editor_keeps_the_colours_of_its_parts(page: ReadingPage) -> None:
    page.go_to("sales rose in Iran")
    page.press("a")
    page.wait_until_saved()
    page.go_to("sales rose in Iran")
    page.press("c", "d")
    expect(page.page.locator("#attributes").get_by_label("Not said").first).to_be_focused()
    page.press("y", "Enter")
    expect(page.page.locator(".claim .told-fully")).to_contain_text("Checkable: yes")

    assert page.page.evaluate(COLOURED) == ["Rex Tillerson"]


def test_a_claim_is_described_by_keys_undone_and_seen_in_full(
    page: ReadingPage, check_axe: CheckAxe
) -> None:
    page.go_to("sales rose in Iran")
    page.press("d")
    dialog = page.page.get_by_role("dialog", name="Attributes")
    expect(dialog.get_by_label("Not said").first).to_be_focused()
    check_axe(page.page, explained=("color-contrast",))
    page.press("y", "b", "2", "Enter")
    page.wait_until_saved()

    expect(page.page.locator(".claim .told-fully")).to_have_text(
        "Checkable: yes; Source reliability: B (Usually reliable); "
        "Information credibility: 2 (Probably true)"
    )
    expect(page.dock.locator("#current")).to_contain_text("confirmed · Checkable yes · B2")
    page.press("d")
    expect(dialog.get_by_label("B Usually reliable")).to_be_checked()
    page.press("Escape", "u")
    expect(page.page.locator(".claim.suggested")).to_be_visible()
    expect(page.page.locator(".told-fully")).to_have_count(0)


def test_a_choice_is_taken_back_and_a_text_is_typed(page: ReadingPage) -> None:
    page.go_to("Rex Tillerson")
    page.press("d")
    role = page.page.get_by_role("textbox", name="Role")
    expect(role).to_be_focused()
    page.page.keyboard.type("Said 2 b true")
    page.press("Enter")
    page.wait_until_saved()
    expect(page.page.get_by_role("list", name="Attributes")).to_contain_text("Role Said 2 b true")

    page.press("d")
    expect(role).to_be_focused()
    role.fill("")
    page.press("Enter")
    page.wait_until_saved()
    expect(page.page.get_by_role("list", name="Attributes")).to_have_count(0)
    assert page.confirmed == {"Rex Tillerson": "PERSON"}


def test_the_editor_of_a_claim_asks_too(page: ReadingPage) -> None:
    page.go_to("sales rose in Iran")
    page.press("c")
    page.page.get_by_role("form", name="Parts of the claim").get_by_role(
        "button", name="Attributes"
    ).click()
    expect(
        page.page.get_by_role("dialog", name="Attributes").get_by_role("radio").first
    ).to_be_attached()
    page.press("n", "Enter")
    page.wait_until_saved()
    page.press("Enter")
    page.wait_until_saved()
    [claim] = page.reading.claims
    assert (claim.state, claim.values) == ("confirmed", {"CHECKABLE": False})


def test_a_manager_adds_attributes_a_layer_and_a_colour_of_their_own(
    sign_in: SignIn, live_server: LiveServer, manager: User, project: Project, check_axe: CheckAxe
) -> None:
    page = sign_in(manager)
    page.goto(f"{live_server.url}/projects/{project.slug}/scheme/")
    page.get_by_label("Tag of Person").fill("HUM")
    page.get_by_role("button", name="Add Admiralty code").click()
    expect(page.locator(".changes li")).to_have_count(3)
    expect(page.get_by_label("Tag of Person")).to_have_value("HUM")
    check_axe(page)
    colour = page.locator("#id_labels-0-colour")
    colour.select_option("own")
    page.locator("#id_labels-0-own_light").fill("#999999")
    page.locator("#id_labels-1-layer").fill("Bodies")
    look = page.get_by_role("button", name="Look at the changes").last
    look.click()
    expect(page.get_by_role("alert")).to_contain_text(
        "#999999, has a contrast of 2.72 to 1 on paper"
    )

    page.locator("#id_labels-0-own_light").fill("#6b2fa0")
    page.get_by_role("button", name="Look at the changes").last.click()
    expect(page.locator(".changes")).to_contain_text("becomes #6b2fa0 in light and #cd99ff in dark")
    expect(page.locator(".changes")).to_contain_text("The layer Bodies is added.")
    check_axe(page)
    page.get_by_role("button", name="Save as the next version").click()
    expect(page.locator("#messages")).to_contain_text("version 2")

    dot = page.locator(".dot").first
    page.emulate_media(color_scheme="light")
    assert dot.evaluate("dot => getComputedStyle(dot).backgroundColor") == "rgb(107, 47, 160)"
    assert Label.objects.of_project(project).get(key="ORG").layer.name == "Bodies"
    assert Attribute.objects.of_project(project).count() == 2
