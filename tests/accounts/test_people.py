"""Site administrators close and reopen accounts; what people did stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client

from newsdesk.accounts.actions import closing, links
from newsdesk.accounts.models import Membership, OneTimeLink, Project, Role, User
from newsdesk.history.models import Event
from tests.accounts.second_step import give_app, type_password
from tests.factories import PASSWORD, create_user, join

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


@pytest.fixture
def administrator(db: None) -> User:
    return make_administrator("Ada Administrator")


def make_administrator(name: str) -> User:
    user = create_user(name)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()
    return user


@pytest.fixture
def office(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def test_a_closed_account_enters_nothing_from_that_moment(
    office: Client, annotator: User, project: Project
) -> None:
    guest = Client()
    type_password(guest, annotator)
    waiting = links.sign_in_link("", annotator)

    office.post(f"/people/{annotator.pk}/close/")

    assert guest.get(f"/projects/{project.slug}/").status_code == 302
    assert Client().post(waiting, {"password": ""}).status_code == 410
    values = {"login": annotator.email, "password": PASSWORD}
    assert "do not belong together" in Client().post("/accounts/login/", values).content.decode()
    assert project.memberships.filter(user=annotator).exists()
    assert Event.objects.filter(verb="user.close", target_id=annotator.pk).exists()


def test_it_opens_again_without_the_old_sessions(office: Client, annotator: User) -> None:
    guest = Client()
    type_password(guest, annotator)
    office.post(f"/people/{annotator.pk}/close/")

    office.post(f"/people/{annotator.pk}/reopen/")

    assert guest.get("/").status_code == 302
    assert type_password(guest, annotator) == "/"


def test_the_invitations_of_a_closed_account_end(
    office: Client, manager: User, project: Project
) -> None:
    token = links.invite(project=project, role=Role.VIEWER, email="", by=manager)

    office.post(f"/people/{manager.pk}/close/")

    assert Client().get(f"/invite/{token}/").status_code == 410
    assert not OneTimeLink.objects.open().exists()


def test_no_project_is_left_without_a_manager(
    office: Client, administrator: User, manager: User, project: Project
) -> None:
    page = office.post(f"/people/{manager.pk}/close/", follow=True).content.decode()

    assert f"You manage {project} now" in page
    held = Membership.objects.get(user=administrator, project=project)
    assert (held.role, held.is_suspended) == (Role.MANAGER, False)


def test_a_project_with_another_manager_is_left_alone(
    office: Client, administrator: User, manager: User, project: Project
) -> None:
    join(project, create_user("Second"), Role.MANAGER)

    office.post(f"/people/{manager.pk}/close/")

    assert not Membership.objects.filter(user=administrator).exists()


def test_one_does_not_close_ones_own_account(office: Client, administrator: User) -> None:
    assert office.post(f"/people/{administrator.pk}/close/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_close_each_other_at_once() -> None:
    first, second = make_administrator("First"), make_administrator("Second")

    def close(pair: tuple[User, User]) -> bool:
        try:
            closing.close(user=pair[0], by=pair[1])
        except closing.LastAdministrator:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, [(first, second), (second, first)])) == [False, True]
    assert User.objects.filter(is_staff=True, is_active=True).count() == 1


def test_a_lost_second_step_is_removed(office: Client, annotator: User) -> None:
    give_app(annotator)

    office.post(f"/people/{annotator.pk}/second-step/")

    assert not Authenticator.objects.exists()
    assert type_password(Client(), annotator) == "/"
    event = Event.objects.get(verb="user.forget_second_step")
    assert event.target_id == annotator.pk


def test_people_are_found_by_name_and_address(office: Client) -> None:
    lea, eve = create_user("Lea"), create_user("Eve")

    for text in ("LEA", lea.email.upper()):
        page = office.get("/people/", {"text": text}).content.decode()
        assert lea.email in page
        assert eve.email not in page
    assert "Nobody has this" in office.get("/people/", {"text": "zzz"}).content.decode()


def test_the_members_page_says_that_an_account_is_closed(
    office: Client, annotator: User, manager: User, project: Project
) -> None:
    office.post(f"/people/{annotator.pk}/close/")
    client = Client()
    client.force_login(manager)

    page = client.get(f"/projects/{project.slug}/members/").content.decode()

    assert page.count("account closed") == 1


def test_only_administrators_come_here(client: Client, manager: User, annotator: User) -> None:
    client.force_login(manager)

    assert client.get("/people/").status_code == 403
    assert client.post(f"/people/{annotator.pk}/close/").status_code == 403
    annotator.refresh_from_db()
    assert annotator.is_active
