from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from newsdesk.accounts.models import OneTimeLink, Project, User
from newsdesk.history.models import Event
from tests.factories import PASSWORD
from tests.queue import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def sign_in(client: Client, email: str, password: str) -> str:
    answer = client.post("/accounts/login/", {"login": email, "password": password}, follow=True)
    return answer.content.decode()


def test_signing_in_with_e_mail_and_password(client: Client, annotator: User) -> None:
    page = sign_in(client, annotator.email.upper(), PASSWORD)

    assert "Sign out" in page
    assert Event.objects.filter(verb="user.sign_in", actor_id=annotator.pk).exists()


def test_a_known_and_an_unknown_address_get_the_same_answer(
    client: Client, annotator: User
) -> None:
    known = sign_in(client, annotator.email, "wrong")
    unknown = sign_in(Client(), "nobody@example.org", "wrong")

    def told(page: str) -> str:
        return page.split('role="alert">')[1].split("<")[0]

    assert "do not belong together" in told(known)
    assert told(known) == told(unknown)


def test_a_closed_account_gets_that_answer_too(client: Client, annotator: User) -> None:
    User.objects.filter(pk=annotator.pk).update(is_active=False)

    page = sign_in(client, annotator.email, PASSWORD)

    assert "do not belong together" in page
    assert "Sign out" not in page


def test_many_addresses_from_one_machine_are_stopped(client: Client, annotator: User) -> None:
    for number in range(10):
        sign_in(client, f"nobody{number}@example.org", "wrong")

    assert "Too many failed" in sign_in(client, annotator.email, PASSWORD)


@pytest.mark.parametrize(("proxies", "forged"), [(0, "9.9.9.9"), (1, "9.9.9.9, 8.8.8.8")])
def test_nobody_escapes_the_limit_by_a_forged_header(
    client: Client, annotator: User, settings: Settings, proxies: int, forged: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(10):
        sender = forged.replace("9.9.9.9", f"9.9.9.{number}")
        values = {"login": f"nobody{number}@example.org", "password": "wrong"}
        client.post("/accounts/login/", values, headers={"X-Forwarded-For": sender})

    values = {"login": annotator.email, "password": PASSWORD}
    answer = client.post("/accounts/login/", values, headers={"X-Forwarded-For": forged})

    assert "Too many failed" in answer.content.decode()


def test_fewer_proxies_than_set_do_not_break_the_sign_in(
    client: Client, annotator: User, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    values = {"login": annotator.email, "password": PASSWORD}

    answer = client.post("/accounts/login/", values, headers={"X-Forwarded-For": "9.9.9.9"})

    assert answer["Location"] == "/"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_signing_in_leads_nowhere_else(client: Client, annotator: User, address: str) -> None:
    values = {"login": annotator.email, "password": PASSWORD, "next": address}

    assert client.post("/accounts/login/", values)["Location"] == "/"


def test_guessing_is_stopped_even_with_the_right_password(client: Client, annotator: User) -> None:
    for _ in range(6):
        sign_in(client, annotator.email, "wrong")

    page = sign_in(client, annotator.email, PASSWORD)

    assert "Sign out" not in page
    assert "Too many failed" in page


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


@pytest.mark.parametrize("page", ["/", "/projects/x/", "/accounts/password/"])
def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(client: Client, page: str) -> None:
    assert client.get(page)["Location"].startswith("/accounts/login/?next=")


def test_a_new_password_ends_other_sessions(client: Client, annotator: User) -> None:
    client.force_login(annotator)
    elsewhere = Client()
    elsewhere.force_login(annotator)
    new = "another horse battery"

    client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_a_part_of_a_page_is_refused_not_replaced_by_the_sign_in_page(
    client: Client, project: Project
) -> None:
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/projects/x/"}

    answer = client.get(f"/projects/{project.slug}/", headers=htmx)

    assert (answer.status_code, answer["HX-Retarget"]) == (401, "#messages")
    assert "You are signed out" in answer.content.decode()


def test_pages_of_the_signed_in_are_kept_by_no_shared_cache(
    client: Client, annotator: User
) -> None:
    client.force_login(annotator)

    assert "private" in client.get("/")["Cache-Control"]


def test_a_desk_without_e_mail_says_whom_to_ask(client: Client, annotator: User) -> None:
    assert "Ask a site administrator" in client.get("/accounts/forgotten/").content.decode()
    assert client.post("/accounts/forgotten/", {"email": annotator.email}).status_code == 200
    assert not OneTimeLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_sign_in_link_comes_by_e_mail(
    client: Client, annotator: User, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.HAS_EMAIL = True
    settings.NEWSDESK_URL = "http://testserver"

    known = client.post("/accounts/forgotten/", {"email": annotator.email.upper()})
    unknown = client.post("/accounts/forgotten/", {"email": "nobody@example.org"})
    run_jobs()

    assert known.content.split(b"<main")[1] == unknown.content.split(b"<main")[1]
    [mail] = mailoutbox
    assert mail.to == [annotator.email]
    link = next(line for line in str(mail.body).splitlines() if line.startswith("http"))
    assert client.post(link, {"password": "another horse battery"}).status_code == 302
    assert client.get("/").context["user"] == annotator


def test_asking_for_links_is_limited(client: Client, annotator: User, settings: Settings) -> None:
    settings.HAS_EMAIL = True

    answers = [
        client.post("/accounts/forgotten/", {"email": annotator.email}).status_code
        for _ in range(6)
    ]

    assert answers == [200] * 5 + [429]
