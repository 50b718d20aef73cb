"""A real browser before a real server. Tests are skipped where no browser is installed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from typing import Any
from wsgiref.types import WSGIApplication

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles.finders import get_finders
from django.db import connection
from django.test import Client, testcases
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer
from whitenoise import WhiteNoise

from newsdesk.accounts.models import User
from tests.prerequisites import chromium


def _with_static_files(application: WSGIApplication) -> WhiteNoise:
    """The server of a test, whose static files a browser may keep: a page asks for forty."""
    served = WhiteNoise(application, max_age=3600)
    for finder in get_finders():
        for path, storage in finder.list(None):
            served.add_file_to_dictionary(f"/static/{path}", storage.path(path))
    return served


testcases._StaticFilesHandler = _with_static_files  # type: ignore[misc, assignment]

# Playwright's synchronous interface keeps an event loop in this thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = chromium()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LEFT_OPEN = "#text p, kbd, dialog li, dialog dd"
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

expect.set_options(timeout=15_000)  # what comes, comes later on a busy machine

BUSY = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
LONGEST_REQUEST_S = 20

SignIn = Callable[[User], Page]
CheckAxe = Callable[..., None]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if CHROMIUM:
        return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}
    return browser_type_launch_args


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    # axe-core is put into the page, which the pages' own policy forbids.
    return {
        **browser_context_args,
        "bypass_csp": True,
        "viewport": {"width": 1280, "height": 800},
        "reduced_motion": "reduce",
    }


@pytest.fixture(autouse=True)
def _answered_requests(live_server: LiveServer) -> Iterator[None]:
    """Lets the server end what a closed page has asked for, before the tables are emptied.

    Emptying them under a request is a deadlock that PostgreSQL may end on either side.
    """
    yield
    until = time.monotonic() + LONGEST_REQUEST_S
    while _busy_connections() and time.monotonic() < until:
        time.sleep(0.05)


def _busy_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(BUSY)
        return int(cursor.fetchone()[0])


@pytest.fixture(scope="session")
def _kept_context(
    browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[BrowserContext]:
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def context(_kept_context: BrowserContext, live_server: LiveServer) -> Iterator[BrowserContext]:
    """One for all tests, which keeps nothing from one to the next but static files."""
    yield _kept_context
    for page in _kept_context.pages:
        _forget(page, live_server.url)
        page.close()
    _kept_context.clear_cookies()


def _forget(page: Page, origin: str) -> None:
    session = page.context.new_cdp_session(page)
    kinds = "local_storage,indexeddb"
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": kinds})


@pytest.fixture
def sign_in(live_server: LiveServer, context: BrowserContext) -> SignIn:
    """A new page in which this person is signed in (sign-in itself has its own test)."""

    def sign_in(user: User) -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    return sign_in


@pytest.fixture
def check_axe() -> CheckAxe:
    """Fails on any violation and any incomplete check; `explained` ones may be so in some places.

    Of lines under words, which are background images, of keys that are a sign alone and of lists
    that scroll in a dialog axe cannot tell the contrast; that of every token is tested by number in
    tests/test_tokens.py.
    """

    def check_axe(page: Page, *, explained: tuple[str, ...] = ()) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = _run_axe(page)
            assert not found["violations"], _summary(scheme, found["violations"])
            open_ones = [
                rule
                for rule in found["incomplete"]
                if rule["id"] not in explained or not _are_in_text(page, rule)
            ]
            assert not open_ones, _summary(scheme, open_ones)

    return check_axe


def _run_axe(page: Page) -> dict[str, Any]:
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}}
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    return found


def _are_in_text(page: Page, rule: dict[str, Any]) -> bool:
    places = [node["target"][0] for node in rule["nodes"]]
    script = f"places => places.every(each => document.querySelector(each).closest('{LEFT_OPEN}'))"
    return bool(page.evaluate(script, places))


def _summary(scheme: str, rules: list[dict[str, Any]]) -> str:
    lines = [
        f"{rule['id']}: {node['html'][:200]} {node['any'][:1] or node['all'][:1]}"
        for rule in rules
        for node in rule["nodes"][:5]
    ]
    return "\n".join([f"axe-core, {scheme}:", *lines])
