"""A review in a browser: what differs stands above the text and follows what is written."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions import review
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand, suggest_claim
from tests.browser.conftest import CheckAxe, SignIn
from tests.factories import create_document, suggest_span


@pytest.fixture
def document(project: Project) -> Document:
    text = "Rex Tillerson met Bob Corker 🙂 in Iran.\nHe said sales rose."
    return create_document(text, project=project, headline="Visit")


@pytest.fixture
def finished(document: Document, annotator: User) -> Hand:
    hand = Hand(document, annotator)
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.relabel(suggest_span(document, "Bob Corker", "ORG"), "PERSON")
    hand.accept(suggest_claim(document, "sales rose"))
    suggest_span(document, "Iran", "GPE")
    return hand


def address(live_server: LiveServer, document: Document, path: str = "") -> str:
    project = document.project.slug
    return f"{live_server.url}/projects/{project}/articles/{document.article_id}/{path}"


@pytest.fixture
def page(
    sign_in: SignIn, live_server: LiveServer, reviewer: User, finished: Hand, document: Document
) -> Page:
    finished.submit()
    review.begin(
        document=document,
        set_id=finished.set.pk,
        seen_version=finished.version,
        by=reviewer,
    )
    page = sign_in(reviewer)
    page.goto(address(live_server, document, "review/"))
    return page


def test_what_differs_follows_what_is_written(page: Page, check_axe: CheckAxe) -> None:
    differences = page.locator("#differences")
    expect(differences).to_contain_text("1 differs from the model or from Ana Annotator")
    check_axe(page, explained=("color-contrast",))

    differences.get_by_role("button", name="Bob Corker").click()
    page.keyboard.press("3")

    expect(differences.locator("tbody tr")).to_contain_text("Country or city: “Bob Corker”")
    page.keyboard.press("u")
    expect(differences.locator("tbody tr")).to_contain_text("kept")


def test_the_rest_is_accepted_and_the_draft_approved(page: Page) -> None:
    page.get_by_role("button", name="Accept all the rest").click()
    expect(page.locator("#differences")).to_contain_text("0 undecided")
    page.get_by_role("button", name="Approve as gold").click()

    expect(page.locator("main")).to_contain_text("approved by Rui Reviewer")


def test_reasons_arrive_where_they_are_about(
    page: Page,
    sign_in: SignIn,
    live_server: LiveServer,
    document: Document,
    annotator: User,
    check_axe: CheckAxe,
) -> None:
    page.get_by_role("link", name="Send back …").click()
    page.locator("summary", has=page.locator("mark", has_text="Bob Corker")).click()
    page.get_by_label("Why, for “Bob Corker”").fill("Is he one?")
    check_axe(page, explained=("color-contrast",))
    page.get_by_role("button", name="Send back").click()

    theirs = sign_in(annotator)
    theirs.goto(address(live_server, document))
    expect(theirs.locator(".row .notes")).to_contain_text("Bob Corker Is he one?")
    check_axe(theirs, explained=("color-contrast",))
    theirs.locator(".sent-back").get_by_role("link", name="Bob Corker").click()
    expect(theirs.locator("mark.objected.cur")).to_have_text("Bob Corker")


@pytest.mark.parametrize("width", [1280, 390])
def test_an_open_card_covers_no_reason(
    sign_in: SignIn,
    live_server: LiveServer,
    finished: Hand,
    document: Document,
    annotator: User,
    reviewer: User,
    width: int,
) -> None:
    finished.submit()
    claim = finished.reading.claims[0]
    review.send_back(
        document=document,
        set_id=finished.set.pk,
        reasons=[Reason("Who says so?", f"c{claim.key}", claim.start, claim.start + 10)],
        seen_version=finished.version,
        by=reviewer,
    )
    page = sign_in(annotator)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address(live_server, document))
    page.locator(f"#card-c{claim.key}").click()
    card = page.locator(".claim.on .claim-body").bounding_box()
    reason = page.locator(".row .notes").bounding_box()
    assert card
    assert reason
    assert reason["y"] + reason["height"] <= card["y"]


def test_what_to_look_at_is_told_before_the_end(
    sign_in: SignIn, live_server: LiveServer, finished: Hand, document: Document, annotator: User
) -> None:
    finished.accept(suggest_span(document, "sales", "ORG"))  # begins where the claim does
    page = sign_in(annotator)
    page.goto(address(live_server, document))
    page.keyboard.press("Control+Enter")

    dialog = page.locator("#finish")
    expect(dialog).to_contain_text("sales rose is a claim that somebody makes, and has no source")
    dialog.get_by_role("button", name="sales rose").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#current b")).to_have_text("sales rose")
