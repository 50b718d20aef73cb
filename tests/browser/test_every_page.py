"""Every page of the table of roles: no fault that axe knows, and no sideways scroll on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from annotations.actions import comments
from annotations.models import Thread
from newsdesk.accounts.models import Role, User
from tests.browser.conftest import CheckAxe, SignIn
from tests.factories import create_user, join
from tests.rights import TABLE
from tests.routes import ROUTES, Place, address, create_place

pytestmark = pytest.mark.long
GOT = [name for name, verbs in TABLE.items() if "get" in dict(verbs)]
# A page's look is that of its kind of address; each kind is looked at by one process.
KINDS = ("annotations:", "articles:", "accounts:", "account_", "mfa_")


@pytest.fixture
def reader(db: None) -> User:
    reader = create_user("Mia Manager")
    reader.is_staff = True
    reader.save()
    return reader


@pytest.fixture
def place(reader: User, settings: Settings, tmp_path: Path) -> Place:
    settings.MEDIA_ROOT = str(tmp_path)
    place = create_place("Here", reader)
    join(place.project, reader, Role.MANAGER)
    thread = Thread.objects.get(project=place.project)  # so that the navigation says what is new
    comments.reply(thread=thread, text="@Mia Manager?", by=thread.made_by)
    return place


def is_page(client: Client, path: str) -> bool:
    """Not a fragment, a file or a way to another page."""
    answer = client.get(path)
    is_text = answer.status_code == 200 and "html" in answer["Content-Type"]
    return is_text and b"<!doctype html>" in answer.content


def overflow(page: Page) -> int:
    page.set_viewport_size({"width": 320, "height": 700})
    found: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_passes_axe_and_fits_a_phone(
    kind: str,
    sign_in: SignIn,
    live_server: LiveServer,
    reader: User,
    place: Place,
    check_axe: CheckAxe,
) -> None:
    page, client = sign_in(reader), Client()
    client.force_login(reader)
    paths = {name: address(name, place.values) for name in GOT if name.startswith(kind)}
    shown = {name: path for name, path in paths.items() if is_page(client, path)}
    wide = []
    for name, path in shown.items():
        page.goto(live_server.url + path)
        check_axe(page, explained=("color-contrast",))
        wide += [name] if overflow(page) > 0 else []
    assert shown
    assert not wide


def test_every_route_is_of_a_kind() -> None:
    assert not [name for name in ROUTES if not name.startswith(KINDS) and name in GOT]
