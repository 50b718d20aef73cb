"""Deciding between two annotators by keys, in a browser, until gold."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import AnnotationSet
from annotations.review import adjudicated
from articles.models import Document
from newsdesk.accounts.actions.preferences import choose_keys
from newsdesk.accounts.models import Project, Role, User
from tests import factories
from tests.annotations import benches
from tests.annotations.hands import Hand, suggest_claim
from tests.browser.conftest import CheckAxe, SignIn

TEXT = "Rex Tillerson met Bob Corker 🙂 in Iran.\nHe said sales rose, the agency reported."


@pytest.fixture
def document(project: Project, annotator: User) -> Document:
    project.annotators_per_article = 2
    project.save()
    document = factories.create_document(TEXT, project=project, headline="Visit")
    document.article.progress.places = 2
    document.article.progress.save()
    other = factories.create_user("Otto Other")
    factories.join(project, other, Role.ANNOTATOR)
    claim = suggest_claim(document, "sales rose")
    first, second = Hand(document, annotator), Hand(document, other)
    for hand, label in ((first, "PERSON"), (second, "ORG")):
        hand.add("Rex Tillerson", "PERSON")
        hand.add("Bob Corker", label)
    first.add("Iran", "GPE")
    first.accept(claim)
    second.reject(claim)
    first.submit()
    second.submit()
    return document


@pytest.fixture
def page(sign_in: SignIn, live_server: LiveServer, reviewer: User, document: Document) -> Page:
    page = sign_in(reviewer)
    page.goto(f"{live_server.url}/projects/{document.project.slug}/to-review/")
    page.get_by_role("button", name="Adjudicate").click()
    page.wait_for_url("**/adjudicate/")  # loaded, so that its keys are heard
    return page


def test_difference_by_difference_until_gold(
    page: Page, document: Document, check_axe: CheckAxe
) -> None:
    told = page.locator(".told")

    def press(key: str) -> None:
        page.wait_for_load_state()  # then its keys are heard
        page.keyboard.press(key)

    expect(told).to_contain_text("0 of 3 differences decided · 1 the same in both")
    expect(page.locator("#place-head")).to_have_text("Name: label")
    check_axe(page)

    press("2")
    expect(told).to_contain_text("1 of 3")
    press("u")
    expect(told).to_contain_text("0 of 3")
    press("1")
    expect(told).to_contain_text("1 of 3")
    expect(page.locator("#place-head")).to_have_text("Name: one annotator only")
    press("0")
    expect(page.locator("#place-head")).to_have_text("Claim: one annotator only")
    press("m")
    expect(told).to_contain_text("3 of 3")
    check_axe(page)
    expect(page.locator("#place-head")).to_have_text("All decided")
    expect(page.locator("#place-head")).to_be_focused()
    expect(page).to_have_url(re.compile("/adjudicate/$"))

    press("Control+Enter")
    expect(page.locator("main")).to_contain_text(
        "Gold of Ana Annotator and Otto Other, approved by"
    )
    gold = AnnotationSet.objects.get(document=document, state="approved")
    words = {TEXT[each.start : each.end] for each in gold.spans.all()}
    assert words == {"Rex Tillerson", "Bob Corker"}
    assert gold.claims.count() == 1


def test_a_held_key_decides_once_and_the_focus_goes_on_with_the_places(page: Page) -> None:
    told = page.locator(".told")
    expect(told).to_contain_text("0 of 3")
    page.wait_for_load_state()
    said = page.locator("#told").element_handle()
    for _ in range(30):  # as a key that is held for a second
        page.keyboard.down("2")
        page.wait_for_timeout(30)
    page.keyboard.up("2")
    expect(told).to_contain_text("1 of 3")
    expect(page.locator("#place-head")).to_be_focused()
    assert "1 of 3 differences decided" in (said.text_content() or "")

    # Faster than the answer.
    page.locator("#choose-1").evaluate("each => { each.focus(); each.click(); each.click(); }")
    expect(told).to_contain_text("2 of 3")
    expect(page.locator("#choose-1")).to_be_focused()
    page.keyboard.press("u")
    expect(told).to_contain_text("1 of 3")
    expect(page.locator("#choose-1")).to_be_focused()
    assert "undone" in (said.text_content() or "")


def test_names_are_hidden_and_differences_skipped_by_key(page: Page) -> None:
    first = page.locator(".version .who").first
    expect(first).to_contain_text("Ana")
    page.wait_for_load_state()  # then its keys are heard
    page.keyboard.press("d")
    expect(first).to_contain_text("Annotator 1")
    page.wait_for_load_state()
    page.keyboard.press("Space")
    expect(page.locator("#place-head")).to_have_text("Name: one annotator only")


def test_single_keys_are_off_for_who_wants_none(
    page: Page, reviewer: User, document: Document
) -> None:
    choose_keys(keys={}, has_single_keys=False, by=reviewer)
    page.reload()
    for key in ("1", "a", "j"):
        page.keyboard.press(key)
    expect(page.locator(".told")).to_contain_text("0 of 3")
    expect(page.locator("#place-head")).to_have_text("Name: label")
    assert page.locator("kbd:visible").count() == 0
    page.keyboard.press("Space")  # no letter, as in the reader
    expect(page.locator("#place-head")).to_have_text("Name: one annotator only")


def test_what_another_reviewer_decided_meanwhile_is_shown(
    page: Page, document: Document, reviewer: User
) -> None:
    expect(page.locator(".told")).to_contain_text("0 of 3")
    draft = AnnotationSet.objects.get(document=document, state="draft")
    place = adjudicated.read(document).differing[0]
    benches.decide(draft, reviewer, {place.key: "2"})

    page.keyboard.press("1")
    told = "decided on “Bob Corker” meanwhile: Otto Other’s version."
    expect(page.locator("#adjudication [role=alert]")).to_contain_text(told)
    expect(page.locator(".told")).to_contain_text("1 of 3")
    expect(page.locator("#place-head")).to_have_text("Name: label")
    page.keyboard.press("1")
    expect(page.locator("#place-head")).to_have_text("Name: one annotator only")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_it_fits_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    is_over = page.locator(".choices").evaluate("each => getComputedStyle(each).position")
    assert is_over == ("sticky" if width == 1280 else "static")


def test_a_difference_is_edited_in_the_reader_and_counts(
    page: Page, document: Document, reviewer: User, check_axe: CheckAxe
) -> None:
    page.wait_for_load_state()  # then its keys are heard
    page.keyboard.press("1")
    expect(page.locator(".told")).to_contain_text("1 of 3")
    page.keyboard.press("k")
    expect(page.locator("#place-head")).to_have_text("Name: label")
    page.wait_for_load_state()
    assert page.locator(".choices").bounding_box()["y"] < page.viewport_size["height"]  # type: ignore[index]
    page.keyboard.press("e")
    expect(page.locator("#current b")).to_have_text("Bob Corker")
    page.keyboard.press("3")
    expect(page.locator("#save-state")).to_have_text("Saved")
    page.get_by_role("link", name="Back to adjudicating").click()
    expect(page.locator(".told")).to_contain_text("1 of 3")
    expect(page.locator(".version.chosen .who")).to_contain_text(f"As edited by {reviewer}")
    check_axe(page)


def test_reasons_that_are_typed_are_not_lost_without_a_word(page: Page, document: Document) -> None:
    page.goto(page.url.replace("adjudicate", "send-back"))
    page.wait_for_load_state()
    page.get_by_label("Show only those").fill("corker")
    expect(page.locator(".items > li:visible")).to_have_count(1)
    page.get_by_label("Why, for the whole article").fill("Look again.")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator(".whose a:not([aria-current])").click(no_wait_after=True)
    expect(page.get_by_label("Why, for the whole article")).to_have_value("Look again.")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Send back").click()
    expect(page.locator("#messages")).to_contain_text("Sent back to")
    assert asked == ["beforeunload"]
