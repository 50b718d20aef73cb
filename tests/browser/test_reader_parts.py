"""A very long article is walked through from part to part."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from newsdesk.accounts.models import Project, User
from tests.browser.conftest import CheckAxe, SignIn
from tests.browser.reading_page import ReadingPage
from tests.factories import create_document, suggest_span

TEXT = "Rex Tillerson spoke.\n" + "x\n" * 6_400 + "Bob Corker left.\n"


def test_the_walk_goes_on_in_the_next_part_with_something_undecided(
    sign_in: SignIn,
    live_server: LiveServer,
    annotator: User,
    project: Project,
    check_axe: CheckAxe,
) -> None:
    document = create_document(TEXT, project=project)
    for name in ("Rex Tillerson", "Bob Corker"):
        suggest_span(document, name)
    page = ReadingPage(sign_in(annotator), live_server.url, document, annotator)
    errors: list[str] = []
    page.page.on("pageerror", lambda error: errors.append(error.message))

    page.press("j", "a")
    expect(page.dock).to_contain_text("Bob Corker")
    assert page.page.url.endswith("?part=3")
    expect(page.page.get_by_text("Part 3 of 3").first).to_be_visible()
    check_axe(page.page, explained=("color-contrast",))
    assert page.confirmed == {"Rex Tillerson": "PERSON"}

    page.press("u")
    page.wait_until_saved()
    assert page.confirmed == {}

    page.press("ArrowUp")
    expect(page.dock).to_contain_text("Rex Tillerson")
    assert page.page.url.endswith("?part=1")
    assert errors == []
