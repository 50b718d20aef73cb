"""Setting up a second step and signing in with it, in a browser that holds to the pages' policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings

from newsdesk.accounts.models import User
from tests.accounts.second_step import code, give_app
from tests.browser.conftest import CheckAxe
from tests.factories import PASSWORD, create_user

pytestmark = pytest.mark.django_db(transaction=True)

SETUP = "/accounts/second-step/"
TOUCH_ID = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def desk(live_server: Any, settings: Settings) -> str:
    """Passkeys do not work at an IP address."""
    settings.NEWSDESK_URL = str(live_server.url).replace("127.0.0.1", "localhost")
    cache.clear()
    return str(settings.NEWSDESK_URL)


@pytest.fixture
def strict(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(strict: BrowserContext) -> Iterator[Page]:
    """Fails at the end if the policy blocked anything or a script broke."""
    page = strict.new_page()
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if "Policy" in line.text else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    assert wrong == []


@pytest.fixture
def ana(db: None) -> User:
    return create_user("Ana")


class Key:
    """A key of the browser's own, as a computer with a fingerprint reader has one."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        added = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": TOUCH_ID})
        self.place = {"authenticatorId": added["authenticatorId"]}

    def refuse(self) -> None:
        """From now on the person's finger is not known."""
        self.session.send("WebAuthn.setUserVerified", {**self.place, "isUserVerified": False})


def type_password(page: Page, desk: str, user: User) -> None:
    page.goto(f"{desk}/accounts/login/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page, desk: str) -> None:
    page.goto(f"{desk}/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def say_again(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add_key(page: Page, desk: str, *, is_passkey: bool, again: bool = True) -> None:
    page.goto(desk + SETUP)
    page.get_by_role("link", name="Add a key").click()
    if again:
        say_again(page)
    page.get_by_label("Name", exact=True).fill("laptop")
    if is_passkey:
        page.get_by_label("It signs me in alone").check()
    page.get_by_role("button", name="Add it").click()


def test_an_app_is_set_up_and_signs_in(desk: str, page: Page, ana: User) -> None:
    type_password(page, desk, ana)
    page.get_by_role("link", name="Your account").first.click()
    page.get_by_role("link", name="Set one up").click()
    page.get_by_role("link", name="Set up an app").click()
    say_again(page)
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    assert page.get_by_role("img", name="QR code").evaluate("image => image.naturalWidth > 0")
    page.get_by_label("Type the code").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_text("That is not right")).to_be_visible()
    secret = page.get_by_label("Or type this key").input_value()
    page.get_by_label("Type the code").fill(code(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    spare = page.locator(".codes li").first.inner_text()

    sign_out(page, desk)
    type_password(page, desk, ana)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_label("Code").fill(spare)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")


def test_a_security_key_is_the_second_step(desk: str, page: Page, ana: User) -> None:
    Key(page)
    type_password(page, desk, ana)
    add_key(page, desk, is_passkey=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")

    sign_out(page, desk)
    type_password(page, desk, ana)
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")
    assert Authenticator.objects.get(type="webauthn").last_used_at


def test_a_passkey_signs_in_without_the_password(desk: str, page: Page, ana: User) -> None:
    Key(page)
    type_password(page, desk, ana)
    add_key(page, desk, is_passkey=True)
    page.get_by_role("link", name="I have them").click()
    expect(page.get_by_text("signs in without a password")).to_be_visible()

    sign_out(page, desk)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")

    sign_out(page, desk)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That is not right")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_key_that_refuses_is_told(desk: str, page: Page, ana: User) -> None:
    key = Key(page)
    type_password(page, desk, ana)
    key.refuse()
    add_key(page, desk, is_passkey=True)

    expect(page.get_by_role("alert")).to_contain_text("No key was added")
    assert not Authenticator.objects.exists()


def test_who_has_none_is_led_to_it_where_it_is_required(
    desk: str, page: Page, ana: User, settings: Settings
) -> None:
    settings.REQUIRE_MFA = True
    Key(page)
    type_password(page, desk, ana)
    expect(page.get_by_text("This desk requires a second step")).to_be_visible()
    page.get_by_role("link", name="newsdesk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")

    add_key(page, desk, is_passkey=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("link", name="newsdesk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")


def test_a_lost_browser_is_signed_out_from_another(
    desk: str, page: Page, ana: User, browser: Browser
) -> None:
    lost = browser.new_context(user_agent="Mozilla/5.0 (iPhone) Safari/604.1").new_page()
    type_password(lost, desk, ana)
    type_password(page, desk, ana)
    page.goto(f"{desk}/accounts/")
    page.get_by_role("button", name="Sign out Safari on iPhone").click()
    expect(page.get_by_text("Safari on iPhone is signed out.")).to_be_visible()

    lost.reload()
    expect(lost.get_by_role("heading", level=1)).to_have_text("Sign in")
    lost.context.close()


@pytest.mark.long
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_pages_are_accessible_and_fit(
    desk: str, context: BrowserContext, ana: User, check_axe: CheckAxe, width: int
) -> None:
    User.objects.filter(pk=ana.pk).update(is_staff=True)
    create_user("Bartholomew-Maximilian Featherstonehaugh")
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})

    def check() -> None:
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    Key(page)
    type_password(page, desk, ana)
    page.goto(f"{desk}{SETUP}app/")
    check()
    say_again(page)
    check()
    add_key(page, desk, is_passkey=True, again=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    check()
    key = Authenticator.objects.get(type="webauthn").pk
    addresses = ("", "key/", f"key/{key}/remove/", "codes/new/")
    give_app(ana)
    for address in ("/accounts/", "/people/", *(SETUP + each for each in addresses)):
        page.goto(desk + address)
        assert page.url == desk + address
        check()
    for address in ("/accounts/again/code/", "/accounts/again/key/", f"{SETUP}app/remove/"):
        page.goto(desk + address)
        check()
    sign_out(page, desk)
    type_password(page, desk, ana)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    check()
