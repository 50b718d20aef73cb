"""The inbox of pairs that may be one, answered by keys; merging and splitting on a card."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions import proposing
from annotations.models import Entity
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand, suggest_entity
from tests.browser.conftest import CheckAxe, SignIn
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.long

NAMES = ("Sergei Shoigu", "Sergey Shoygu", "Sergei Lavrov", "Shoigu")


@pytest.fixture
def document(project: Project, annotator: User) -> Document:
    text = "\n".join(f"On Monday {name} left for Tehran, officials said." for name in NAMES)
    document = create_document(text, project=project, headline="Ministers travel")
    hand = Hand(document, annotator)
    for name in NAMES:
        mention = suggest_span(document, f"{name} left")
        mention.end -= len(" left")
        mention.save()
        suggest_entity(document, name, mention)
        hand.accept(mention)
    proposing.find(project.pk)
    return document


@pytest.fixture
def page(sign_in: SignIn, reviewer: User, document: Document) -> Page:
    return sign_in(reviewer)


def test_pairs_are_answered_by_keys_and_taken_back(
    page: Page, live_server: LiveServer, project: Project, check_axe: CheckAxe
) -> None:
    page.goto(f"{live_server.url}/projects/{project.slug}/entities/")
    page.get_by_role("link", name="Are these one?").click()
    pairs = page.locator(".pair")
    expect(pairs).to_have_count(3)
    check_axe(page, explained=("color-contrast",))

    page.keyboard.press("y")
    expect(page.locator(".told")).to_contain_text("You said yes to Sergei Shoigu and Sergey Shoygu")
    expect(pairs).to_have_count(1)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Nothing to answer")).to_be_visible()
    page.keyboard.press("z")
    expect(pairs).to_have_count(1)
    page.keyboard.press("z")
    expect(pairs).to_have_count(3)
    assert not Entity.objects.filter(proposed_in=None).exclude(became=None).exists()
    check_axe(page, explained=("color-contrast",))


def test_a_card_merges_and_splits(
    page: Page, live_server: LiveServer, project: Project, check_axe: CheckAxe
) -> None:
    shoigu = Entity.objects.of_project(project).get(name="Sergei Shoigu")
    page.goto(f"{live_server.url}/projects/{project.slug}/entities/{shoigu.pk}/")
    page.get_by_role("link", name="Merge").click()
    check_axe(page, explained=("color-contrast",))
    page.get_by_role("radio", name="Sergey Shoygu").check()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", name="Merged and split")).to_be_visible()
    expect(page.locator(".concordance tr")).to_have_count(2)

    page.get_by_label("Choose “Sergey Shoygu”").check()
    page.get_by_text("Split chosen mentions off").click()
    expect(page.get_by_label("Its name")).to_have_value("Sergey Shoygu")
    page.get_by_label("Its name").fill("Another Shoygu")
    check_axe(page, explained=("color-contrast",))
    page.get_by_role("button", name="Split off").click()
    expect(page.locator("h1")).to_have_text("Another Shoygu")
    expect(page.locator(".concordance tr")).to_have_count(1)
