"""Who else has the article open, as the page tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from annotations.actions import presence
from newsdesk.accounts.models import Project, Role, User
from tests.browser.conftest import SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, create_user, join

HIDE = """() => {
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One of its own: a clock that is held is held for all pages."""
    own = browser.new_context(**browser_context_args)
    yield own
    own.close()


def test_names_come_and_nobody_asks_in_a_tab_out_of_sight(
    sign_in: SignIn, live_server: LiveServer, annotator: User, project: Project
) -> None:
    document = create_document(project=project)
    ilse = create_user("Ilse Berg")
    join(project, ilse, Role.ANNOTATOR)
    presence.see(document=document, by=ilse)
    tab = sign_in(annotator)
    tab.clock.install()
    page = ReadingPage(tab, live_server.url, document, annotator)
    asked: list[str] = []
    tab.on("request", lambda each: asked.append(each.url) if "/here/" in each.url else None)
    before = tab.locator(".row > p").bounding_box()

    tab.clock.run_for(1100)
    tab.wait_for_timeout(300)
    tab.clock.run_for(2100)
    expect(page.dock).to_contain_text("Ilse Berg is here, too.")
    assert tab.locator(".row > p").bounding_box() == before
    tab.clock.run_for(20_100)
    tab.wait_for_load_state("networkidle")
    assert len(asked) == 2

    tab.evaluate(HIDE)
    tab.clock.run_for(60_000)
    assert len(asked) == 2
