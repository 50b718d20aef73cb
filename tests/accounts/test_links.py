from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from newsdesk.accounts.actions import links
from newsdesk.accounts.models import Membership, OneTimeLink, Project, Role, User
from newsdesk.history.models import Event

pytestmark = pytest.mark.django_db

SITE = "http://desk.test"
PERSON = {"email": "ana@example.org", "name": "Ana B", "password": "correct horse battery"}


def path_of(address: str | None) -> str:
    assert address is not None
    return address.removeprefix(SITE)


def test_the_first_person_gets_a_sample_and_an_empty_project(client: Client) -> None:
    answer = client.post(path_of(links.welcome_link(SITE)), PERSON)

    user = User.objects.get()
    assert answer.status_code == 302
    assert user.is_staff
    assert client.get("/").context["user"] == user
    sample, empty = Project.objects.order_by("-is_sample")
    assert (sample.is_sample, sample.articles.count()) == (True, 3)
    assert (empty.is_sample, empty.articles.count()) == (False, 0)
    assert set(Membership.objects.values_list("role", flat=True)) == {Role.MANAGER}


def test_looking_at_a_link_does_not_use_it_up(client: Client) -> None:
    address = path_of(links.welcome_link(SITE))

    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200
    assert client.post(address, PERSON).status_code == 302


def test_a_link_works_once(client: Client) -> None:
    address = path_of(links.welcome_link(SITE))
    client.post(address, PERSON)

    again = client.post(address, {**PERSON, "email": "eve@example.org"})

    assert again.status_code == 410
    assert "used already" in again.content.decode()
    assert User.objects.count() == 1


def test_a_new_welcome_link_ends_the_one_before(client: Client) -> None:
    old = path_of(links.welcome_link(SITE))
    new = path_of(links.welcome_link(SITE))

    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200


def test_there_is_no_welcome_once_somebody_is_here(client: Client) -> None:
    client.post(path_of(links.welcome_link(SITE)), PERSON)

    assert links.welcome_link(SITE) is None


def test_an_expired_link_is_refused(client: Client) -> None:
    address = path_of(links.welcome_link(SITE))
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.post(address, PERSON).status_code == 410


def test_the_token_itself_is_not_stored() -> None:
    token = path_of(links.welcome_link(SITE)).split("/")[2]

    assert token not in str(list(OneTimeLink.objects.values()))


@pytest.mark.parametrize("password", ["short", "password", "1234567890", "ana@example.org"])
def test_a_weak_password_is_refused_in_place(client: Client, password: str) -> None:
    address = path_of(links.welcome_link(SITE))

    answer = client.post(address, {**PERSON, "password": password})

    assert answer.status_code == 422
    assert "This password" in answer.content.decode() or "too similar" in answer.content.decode()
    assert not User.objects.exists()


def test_what_was_typed_stays_but_for_the_password(client: Client) -> None:
    address = path_of(links.welcome_link(SITE))

    page = client.post(address, {**PERSON, "email": "ana@", "name": "Ana Ç"}).content.decode()

    assert 'value="ana@"' in page
    assert 'value="Ana Ç"' in page
    assert PERSON["password"] not in page
    assert client.get(address).status_code == 200


def test_a_welcome_is_over_once_somebody_came_another_way(
    client: Client, django_user_model: type[User]
) -> None:
    address = path_of(links.welcome_link(SITE))
    django_user_model.objects.create_superuser("root@example.org", "correct horse battery")

    assert client.get(address).status_code == 410
    assert client.post(address, PERSON).status_code == 410


def test_the_sign_in_page_tells_where_the_first_link_is(client: Client) -> None:
    assert "Nobody has an account here yet" in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_are_first_at_once_one_is() -> None:
    address = path_of(links.welcome_link(SITE))

    def come(name: str) -> int:
        try:
            return Client().post(address, {**PERSON, "email": f"{name}@example.org"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(come, ["ana", "eve"]))

    assert answers == [302, 410]
    assert User.objects.count() == 1
    assert Project.objects.count() == 2


def test_sign_in_link_signs_a_person_in_once(client: Client, annotator: User) -> None:
    address = path_of(links.sign_in_link(SITE, annotator))

    assert client.get(address).context["user"].is_anonymous
    assert client.post(address, {"password": ""}).status_code == 302
    assert client.get("/").context["user"] == annotator
    assert Client().post(address).status_code == 410


def test_who_forgot_the_password_chooses_a_new_one(client: Client, annotator: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(annotator)
    address = path_of(links.sign_in_link(SITE, annotator))

    assert client.post(address, {"password": "12345678"}).status_code == 422
    assert client.post(address, {"password": "another horse battery"}).status_code == 302

    annotator.refresh_from_db()
    assert annotator.check_password("another horse battery")
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert Event.objects.filter(verb="user.change_password", actor_id=annotator.pk).exists()


def test_a_newer_sign_in_link_ends_the_one_before(client: Client, annotator: User) -> None:
    old = path_of(links.sign_in_link(SITE, annotator))
    links.sign_in_link(SITE, annotator)

    assert client.post(old).status_code == 410


def test_a_closed_account_is_not_entered_by_a_link(client: Client, annotator: User) -> None:
    address = path_of(links.sign_in_link(SITE, annotator))
    User.objects.update(is_active=False)

    assert client.post(address).status_code == 410
    assert client.get("/").status_code == 302


def test_a_link_of_one_kind_does_not_open_another(client: Client, annotator: User) -> None:
    token = path_of(links.sign_in_link(SITE, annotator)).split("/")[2]

    assert client.get(f"/invite/{token}/").status_code == 410
    assert client.get(f"/welcome/{token}/").status_code == 410


def test_the_command_prints_a_link_for_a_known_address_only(
    annotator: User, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.NEWSDESK_URL = SITE

    call_command("sign_in_link", annotator.email.upper())

    assert capsys.readouterr().out.startswith(f"{SITE}/in/")
    with pytest.raises(CommandError, match=r"nobody@example\.org"):
        call_command("sign_in_link", "nobody@example.org")


def test_the_command_welcomes_while_nobody_is_here(
    client: Client, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.NEWSDESK_URL = SITE

    call_command("sign_in_link", "ana@example.org")

    address = capsys.readouterr().out.split()[-1]
    assert client.post(path_of(address), PERSON).status_code == 302
