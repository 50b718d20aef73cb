"""A manager has the model learn, looks at the figures, uses the version and goes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from annotations.actions import learning, suggesting
from annotations.models import Progress
from annotations.suggest import pipeline
from annotations.suggest.heads import Lesson
from newsdesk.accounts.models import Project, User
from tests.annotations.golds import create_gold
from tests.annotations.test_learning import GOOD
from tests.annotations.test_rerunning import marking
from tests.browser.conftest import CheckAxe, SignIn
from tests.factories import create_document
from tests.queue import run_jobs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def page(
    sign_in: SignIn,
    manager: User,
    project: Project,
    live_server: object,
    monkeypatch: pytest.MonkeyPatch,
) -> Page:
    def learn(gold: object, **more: object) -> Lesson:
        return GOOD

    monkeypatch.setattr(pipeline, "can_learn", lambda: True)
    monkeypatch.setattr(learning, "learn", learn)
    create_gold(project, manager)
    page = sign_in(manager)
    page.goto(f"{live_server}/projects/{project.slug}/")
    page.get_by_role("link", name="Model").click()
    return page


def test_from_the_button_to_the_version_in_use_and_back(page: Page, check_axe: CheckAxe) -> None:
    page.get_by_role("button", name="Learn from 5 gold articles").click()
    version = page.locator("#version-1")
    expect(version.get_by_text("Queued")).to_be_visible()
    check_axe(page)

    run_jobs()
    expect(version.get_by_text("Ready")).to_be_visible()
    expect(version.get_by_role("row", name="Person 60 66.7 83.3 +16.6")).to_be_visible()
    expect(page.get_by_role("button", name="Learn from 5 gold articles")).to_be_enabled()
    check_axe(page)

    version.get_by_role("button", name="Use version 1").click()
    expect(page.get_by_text("Version 1 reads this project’s articles now.")).to_be_visible()
    expect(version.get_by_text("In use", exact=True)).to_be_visible()
    page.get_by_role("button", name="Go back to the model as shipped").click()
    expect(version.get_by_text("In use", exact=True)).to_be_hidden()


def test_a_cancelled_version_is_not_made(page: Page) -> None:
    page.get_by_role("button", name="Learn from 5 gold articles").click()
    page.get_by_role("button", name="Cancel").click()
    run_jobs()

    expect(page.locator("#version-1").get_by_text("Cancelled")).to_be_visible()
    expect(page.get_by_role("button", name="Learn from 5 gold articles")).to_be_enabled()


def test_articles_are_read_again(
    page: Page, project: Project, monkeypatch: pytest.MonkeyPatch, check_axe: CheckAxe
) -> None:
    Progress.objects.update(state="approved")
    create_document("Rex Tillerson left.", project=project)
    version = pipeline.shipped_version()
    monkeypatch.setattr(suggesting, "reader_of", lambda _: marking("Rex", version=version))
    page.reload()
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_role("progressbar", name="Articles read again")).to_be_visible()
    check_axe(page)

    run_jobs()
    expect(page.get_by_text("1 article got new suggestions.")).to_be_visible()
    expect(page.get_by_text("Every unfinished article was read by it.")).to_be_visible()
    check_axe(page)
