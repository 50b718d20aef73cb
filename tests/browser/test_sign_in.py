"""The first person, a colleague by invitation, and signing in and out, as people do it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings

from newsdesk.accounts.actions import links
from newsdesk.accounts.models import Membership, Project, Role, User
from tests.browser.conftest import CheckAxe, SignIn
from tests.factories import create_user, join

PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(live_server: Any, settings: Settings) -> str:
    settings.NEWSDESK_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def strict(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own that holds to the pages' policy."""
    context = browser.new_context()
    yield context
    context.close()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def test_the_first_person_comes_signs_out_and_comes_back(desk: str, strict: BrowserContext) -> None:
    page = strict.new_page()
    blocked: list[str] = []
    page.on("console", lambda line: blocked.append(line.text) if "Policy" in line.text else None)
    page.goto(desk)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody has an account here yet")

    page.goto(str(links.welcome_link(desk)))
    fill(page, email="ana@example.org", name="Ana", password="12345678")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("This password is too common.")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("link", name="Look at the sample")).to_be_visible()

    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{desk}/projects/sample-project/")
    fill(page, login="ana@example.org", password="wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    fill(page, password=PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{desk}/projects/sample-project/")
    expect(page.get_by_role("link", name="Harbour strike")).to_be_visible()
    assert blocked == []


def test_a_colleague_joins_by_an_invitation(
    desk: str, sign_in: SignIn, strict: BrowserContext
) -> None:
    project, manager = _managed()
    page = sign_in(manager)
    page.goto(f"{desk}/projects/{project.slug}/members/")
    page.locator("#id_role").select_option("reviewer")
    page.get_by_role("button", name="Make an invitation link").click()
    link = page.get_by_label("Invitation link").input_value()

    guest = strict.new_page()
    guest.goto(link)
    fill(guest, email="lea@example.org", name="Lea", password=PASSWORD)
    guest.get_by_role("button", name="Join").click()
    expect(guest).to_have_url(f"{desk}/projects/{project.slug}/")

    page.goto(f"{desk}/projects/{project.slug}/members/")
    expect(page.get_by_label("Role of Lea")).to_have_value("reviewer")
    page.get_by_role("button", name="Suspend Lea").click()
    guest.reload()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Sign in")
    held = Membership.objects.get(user__email="lea@example.org")
    assert (held.role, held.is_suspended) == (Role.REVIEWER, True)


def test_a_project_is_deleted_only_by_its_name(desk: str, sign_in: SignIn) -> None:
    project, manager = _managed()
    page = sign_in(manager)
    page.goto(f"{desk}/projects/{project.slug}/settings/")
    page.get_by_label("Type the project’s name").fill("something else")
    page.get_by_role("button", name="Delete the project").click()
    expect(page.get_by_text("That is not the project’s name")).to_be_visible()

    page.get_by_label("Type the project’s name").fill("Gulf watch")
    page.get_by_role("button", name="Delete the project").click()
    expect(page.get_by_text("Gulf watch is deleted.")).to_be_visible()
    expect(page.get_by_role("heading", name="You are in no project yet")).to_be_visible()


@pytest.mark.long
def test_the_pages_of_strangers_are_accessible(desk: str, page: Page, check_axe: CheckAxe) -> None:
    welcome = links.welcome_link(desk)
    for address in ("/accounts/login/", str(welcome).removeprefix(desk)):
        page.goto(desk + address)
        check_axe(page)
    project, manager = _managed()
    invitation = links.invite(project=project, role=Role.VIEWER, email="", by=manager)
    signing_in = links.sign_in_link(desk, manager).removeprefix(desk)
    used = "/in/used/"
    paths = ("/accounts/login/", "/accounts/forgotten/", f"/invite/{invitation}/", signing_in, used)
    for address in paths:
        page.goto(desk + address)
        check_axe(page)
    page.goto(f"{desk}/accounts/login/")
    fill(page, login="a@example.org", password="wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    check_axe(page)


@pytest.mark.long
def test_the_pages_of_people_are_accessible(
    desk: str, sign_in: SignIn, check_axe: CheckAxe
) -> None:
    project, manager = _managed()
    User.objects.filter(pk=manager.pk).update(is_staff=True)
    Membership.objects.filter(user=join(project, create_user("Lea")).user).update(is_suspended=True)
    invitation = links.invite(project=project, role=Role.VIEWER, email="", by=manager)
    other, its_manager = _managed("Other", slug="other")
    elsewhere = links.invite(project=other, role=Role.VIEWER, email="", by=its_manager)
    page = sign_in(manager)
    place = f"/projects/{project.slug}"
    for address in (
        "/",
        f"{place}/members/",
        f"{place}/settings/",
        "/accounts/password/",
        "/accounts/logout/",
        f"/invite/{elsewhere}/",
        f"/invite/{invitation}/",
    ):
        page.goto(desk + address)
        check_axe(page)


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_has_to_be_scrolled_sideways(desk: str, sign_in: SignIn, width: int) -> None:
    project, manager = _managed(name="A project with quite a long name for such a small telephone")
    join(project, create_user("Bartholomew-Maximilian Featherstonehaugh"))
    page = sign_in(manager)
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/", f"/projects/{project.slug}/members/", "/accounts/password/"):
        page.goto(desk + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def _managed(name: str = "Gulf watch", slug: str = "gulf-watch") -> tuple[Project, User]:
    project = Project.objects.create(slug=slug, name=name)
    return project, join(project, create_user("Mia Manager"), Role.MANAGER).user
