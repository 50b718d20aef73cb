"""On the way to gold in a browser: who is left out is named, who finished late is taken in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions import assigning, review
from annotations.models import Progress
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests.annotations.hands import Hand
from tests.browser.conftest import CheckAxe, SignIn
from tests.factories import create_document, create_user, join, suggest_span


@pytest.fixture
def document(project: Project) -> Document:
    project.annotators_per_article = 2
    project.save()
    text = "Rex Tillerson met Bob Corker 🙂 in Iran.\nHe said sales rose."
    return create_document(text, project=project, headline="Visit", places=2)


@pytest.fixture
def hands(document: Document, annotator: User) -> list[Hand]:
    """Ana and Otto hold the places; Ana has finished."""
    other = create_user("Otto Other")
    join(document.project, other, Role.ANNOTATOR)
    rows = Progress.objects.filter(article=document.article)
    assigning.assign(rows=rows, shares={annotator.pk: 1, other.pk: 1}, by=annotator)
    suggestion = suggest_span(document, "Rex Tillerson", "ORG")
    found = [Hand(document, annotator), Hand(document, other)]
    found[0].relabel(suggestion, "PERSON")
    found[0].add("Iran", "GPE")
    found[0].submit()
    return found


def address(live_server: LiveServer, document: Document, path: str = "") -> str:
    project = document.project.slug
    return f"{live_server.url}/projects/{project}/articles/{document.article_id}/{path}"


@pytest.fixture
def page(sign_in: SignIn, reviewer: User, live_server: LiveServer, document: Document) -> Page:
    page = sign_in(reviewer)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    return page


def test_who_has_not_finished_is_left_out_knowingly_and_taken_in_late(
    page: Page,
    live_server: LiveServer,
    document: Document,
    hands: list[Hand],
    check_axe: CheckAxe,
) -> None:
    page.goto(address(live_server, document))
    onward = page.get_by_role("form", name="On to gold")
    expect(onward).to_contain_text("Otto Other has not finished this article.")
    check_axe(page, explained=("color-contrast",))
    page.get_by_role("link", name="On to gold …").click()
    onward.get_by_role("button", name="Review").click()
    expect(page.locator("#differences")).to_have_count(0)  # the box has to be ticked
    onward.get_by_label("Go on without them.").check()
    onward.get_by_role("button", name="Review").click()
    expect(page.locator("#differences")).to_contain_text("What Ana Annotator finished")

    hands[1].add("Iran", "ORG")
    hands[1].submit()
    page.reload()
    expect(onward).to_contain_text("Otto Other finished after this began.")
    check_axe(page, explained=("color-contrast",))
    onward.get_by_role("button", name="Adjudicate").click()
    expect(page.locator(".told")).to_contain_text("0 of 2")
    for decided in range(2):
        expect(page.locator(".told")).to_contain_text(f"{decided} of 2")
        page.wait_for_load_state()
        page.keyboard.press("1")
    page.get_by_role("button", name="Approve as gold").click()
    expect(page.locator("main")).to_contain_text("approved by Rui Reviewer")

    page.locator("#text mark", has_text="Iran").click()
    page.keyboard.press("h")
    told = page.get_by_role("dialog", name="What became of this")
    expect(told).to_contain_text("Rui Reviewer followed Ana Annotator")
    expect(told).to_contain_text("Ana Annotator added a name")
    check_axe(page, explained=("color-contrast",))


def test_what_was_mended_leads_to_its_place_and_comes_back_from_the_history(
    sign_in: SignIn,
    live_server: LiveServer,
    document: Document,
    hands: list[Hand],
    reviewer: User,
    annotator: User,
    check_axe: CheckAxe,
) -> None:
    hand = hands[0]
    hand.version = review.send_back(
        document=document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        reasons=[Reason("Look again.")],
        by=reviewer,
    ).version
    span = hand.set.spans.get(label__key="GPE")
    hand.remove(span)
    hand.add("Bob Corker")

    theirs = sign_in(annotator)
    theirs.goto(f"{live_server.url}/projects/{document.project.slug}/history/")
    check_axe(theirs, explained=("color-contrast",))
    theirs.get_by_role("button", name="Restore “Iran”").click()
    expect(theirs.get_by_text("Restored.")).to_be_visible()
    assert hand.set.spans.filter(pk=span.pk).exists()
    hand.version = hand.set.version
    hand.remove(span)

    theirs.goto(address(live_server, document))
    theirs.keyboard.press("Control+Enter")
    expect(theirs.locator("#finish")).to_contain_text("Country or city on “Iran” → not there")
    theirs.locator("#finish").get_by_role("link", name="Iran").click()
    expect(theirs.locator("#finish")).to_be_hidden()
    hand.submit()

    page = sign_in(reviewer)
    page.goto(address(live_server, document))
    section = page.get_by_role("region", name="Changed since it was sent back")
    expect(section).to_contain_text("Country or city on “Iran”")
    check_axe(page, explained=("color-contrast",))
    section.get_by_role("link", name="Bob Corker").click()
    expect(page.locator("mark.changed.cur")).to_have_text("Bob Corker")
