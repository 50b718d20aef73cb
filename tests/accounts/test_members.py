from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.test import Client

from newsdesk.accounts.actions import members as actions
from newsdesk.accounts.models import Membership, OneTimeLink, Project, Role, User
from newsdesk.history.models import Event
from tests.accounts.second_step import type_password
from tests.factories import create_document, create_project, create_user, join

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


LEA = {"email": "lea@example.org", "name": "Lea", "password": "horse battery 9"}


@pytest.fixture
def members(client: Client, manager: User, project: Project) -> str:
    client.force_login(manager)
    return f"/projects/{project.slug}/members/"


def invite(client: Client, members: str, role: str = "annotator", email: str = "") -> str:
    """The path of a new invitation, as the manager sees it."""
    page = client.post(members, {"role": role, "email": email}).content.decode()
    found = re.search(r'value="https?://[^/]+(/invite/[^"]+/)"', page)
    assert found, page
    return found[1]


def role_of(user: User, project: Project) -> str:
    return Membership.objects.get(user=user, project=project).role


def test_a_new_person_joins_by_an_invitation(
    client: Client, members: str, project: Project
) -> None:
    address = invite(client, members, "reviewer")
    guest = Client()

    guest.post(address, LEA)

    lea = User.objects.get(email="lea@example.org")
    assert role_of(lea, project) == Role.REVIEWER
    assert not lea.is_staff
    assert guest.get(f"/projects/{project.slug}/").status_code == 200


def test_somebody_with_an_account_joins_with_it(
    client: Client, members: str, project: Project, outsider: User
) -> None:
    address = invite(client, members, "viewer")
    guest = Client()
    guest.force_login(outsider)

    guest.post(address)

    assert role_of(outsider, project) == Role.VIEWER


def test_an_invitation_for_one_address_serves_nobody_else(
    client: Client, members: str, project: Project, outsider: User
) -> None:
    address = invite(client, members, email="lea@example.org")
    guest = Client()
    guest.force_login(outsider)

    assert guest.post(address).status_code == 403
    assert not project.memberships.filter(user=outsider).exists()
    assert OneTimeLink.objects.get().used_at is None


def test_an_invitation_for_one_address_makes_an_account_for_that_one(
    client: Client, members: str
) -> None:
    address = invite(client, members, email="lea@example.org")

    Client().post(address, {**LEA, "email": "eve@example.org"})

    assert not User.objects.filter(email="eve@example.org").exists()
    assert User.objects.filter(email="lea@example.org").exists()


def test_an_address_that_has_an_account_is_refused_in_place(
    client: Client, members: str, outsider: User
) -> None:
    address = invite(client, members)

    answer = Client().post(address, {**LEA, "email": outsider.email.upper()})

    assert answer.status_code == 422
    assert "There is an account with this e-mail address already" in answer.content.decode()
    assert OneTimeLink.objects.get().used_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_by_one_link_at_once_one_does(
    client: Client, members: str, project: Project
) -> None:
    address = invite(client, members)

    def come(name: str) -> int:
        try:
            return Client().post(address, {**LEA, "email": f"{name}@example.org"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(come, ["lea", "eve"])) == [302, 410]
    assert project.memberships.count() == 2
    assert User.objects.count() == 2


def test_who_is_in_already_does_not_use_an_invitation_up(
    client: Client, members: str, reviewer: User
) -> None:
    address = invite(client, members, "annotator")
    guest = Client()
    guest.force_login(reviewer)

    page = guest.get(address, follow=True).content.decode()

    assert "already, as reviewer" in page
    assert OneTimeLink.objects.get().used_at is None


def test_an_invitation_lets_nobody_suspended_back_in(
    client: Client, members: str, project: Project, annotator: User
) -> None:
    address = invite(client, members, "manager")
    project.memberships.filter(user=annotator).update(is_suspended=True)
    guest = Client()
    guest.force_login(annotator)

    assert guest.get(address).status_code == 403
    assert guest.post(address).status_code == 403
    assert guest.get(f"/projects/{project.slug}/").status_code == 404


def test_the_invitations_of_who_no_longer_manages_end(
    client: Client, members: str, project: Project, manager: User
) -> None:
    address = invite(client, members)
    second = join(project, create_user("Second"), Role.MANAGER).user

    client.post(f"{members}{manager.pk}/role/", {"role": "viewer"})

    assert Client().get(address).status_code == 410
    assert second.memberships.get().role == Role.MANAGER


def test_an_invitation_does_not_lower_a_role(
    client: Client, members: str, project: Project, reviewer: User
) -> None:
    address = invite(client, members, "viewer")
    guest = Client()
    guest.force_login(reviewer)

    guest.post(address)

    assert role_of(reviewer, project) == Role.REVIEWER


def test_a_revoked_invitation_is_worth_nothing(client: Client, members: str) -> None:
    address = invite(client, members)
    link = OneTimeLink.objects.get()

    client.post(f"{members.replace('members', 'invitations')}{link.pk}/revoke/")

    assert Client().get(address).status_code == 410


def test_who_is_suspended_finds_nothing_and_keeps_their_work(
    client: Client, members: str, project: Project, annotator: User
) -> None:
    other = create_project("Elsewhere")
    join(other, annotator, Role.VIEWER)
    guest = Client()
    type_password(guest, annotator)

    client.post(f"{members}{annotator.pk}/suspend/")
    assert guest.get(f"/projects/{project.slug}/").status_code == 404
    assert guest.get(f"/projects/{other.slug}/").status_code == 200

    client.post(f"{members}{annotator.pk}/resume/")
    assert guest.get(f"/projects/{project.slug}/").status_code == 200


def test_who_is_suspended_from_their_only_project_is_signed_out_everywhere(
    client: Client, members: str, project: Project, annotator: User
) -> None:
    guest = Client()
    type_password(guest, annotator)
    other = create_project("Elsewhere")
    join(other, annotator, Role.VIEWER)
    other.memberships.filter(user=annotator).update(is_suspended=True)

    client.post(f"{members}{annotator.pk}/suspend/")

    assert guest.get(f"/projects/{project.slug}/").status_code == 302
    assert not UserSession.objects.filter(user=annotator).exists()
    assert Event.objects.get(verb="user.end_sessions").after == {"count": 1}
    assert client.get(members).status_code == 200


def test_who_was_signed_out_by_a_suspension_is_told_so_however_often_they_try(
    client: Client, members: str, project: Project, annotator: User
) -> None:
    guest = Client()
    type_password(guest, annotator)
    client.post(f"{members}{annotator.pk}/suspend/")

    article = f"/projects/{project.slug}/articles/{create_document(project=project).article_id}/"
    htmx = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{article}"}
    for _ in range(2):
        answer = guest.post(f"{article}undo/", {"seen_version": 0}, headers=htmx)
        assert answer.status_code == 404
        assert f"A manager of {project} has suspended you." in answer.content.decode()
    assert "_auth_user_id" not in guest.session


def test_who_is_suspended_is_told_so_and_by_the_managers_of_which_project(
    project: Project, annotator: User, outsider: User
) -> None:
    sentence = f"A manager of {project} has suspended you."
    article = f"/projects/{project.slug}/articles/{create_document(project=project).article_id}/"
    guest, other = Client(), Client()
    guest.force_login(annotator)
    other.force_login(outsider)
    assert sentence not in guest.get("/").content.decode()

    project.memberships.filter(user=annotator).update(is_suspended=True)

    assert sentence in guest.get("/").content.decode()
    for path in (f"/projects/{project.slug}/", article, f"{article[:-1]}0/"):
        told = guest.get(path)
        assert (told.status_code, sentence in told.content.decode()) == (404, True)
        assert sentence not in other.get(path).content.decode()
    write = guest.post(f"{article}undo/", headers={"HX-Request": "true"})
    assert (write.status_code, sentence in write.content.decode()) == (404, True)


def test_a_site_administrator_stays_signed_in(
    client: Client, members: str, annotator: User
) -> None:
    User.objects.filter(pk=annotator.pk).update(is_staff=True)
    guest = Client()
    type_password(guest, annotator)

    client.post(f"{members}{annotator.pk}/suspend/")

    assert guest.get("/accounts/").status_code == 200


def test_a_role_can_be_changed_and_the_history_says_so(
    client: Client, members: str, project: Project, annotator: User, manager: User
) -> None:
    client.post(f"{members}{annotator.pk}/role/", {"role": "reviewer"})

    assert role_of(annotator, project) == Role.REVIEWER
    event = Event.objects.get(verb="member.change_role")
    assert (event.actor_id, event.before, event.after) == (
        manager.pk,
        {"role": "annotator"},
        {"role": "reviewer"},
    )


def test_who_is_removed_finds_nothing(
    client: Client, members: str, project: Project, annotator: User, manager: User
) -> None:
    guest = Client()
    guest.force_login(annotator)

    client.post(f"{members}{annotator.pk}/remove/")

    assert guest.get(f"/projects/{project.slug}/").status_code == 404
    assert User.objects.filter(pk=annotator.pk).exists()
    event = Event.objects.get(verb="member.remove")
    assert (event.actor_id, event.target_id) == (manager.pk, annotator.pk)


@pytest.mark.parametrize(
    ("verb", "values"), [("suspend", {}), ("remove", {}), ("role", {"role": "viewer"})]
)
def test_the_last_manager_cannot_leave(
    client: Client, members: str, project: Project, manager: User, verb: str, values: dict[str, str]
) -> None:
    answer = client.post(f"{members}{manager.pk}/{verb}/", values)

    assert answer.status_code == 409
    assert "needs a manager" in answer.content.decode()
    assert role_of(manager, project) == Role.MANAGER


def test_one_of_two_managers_may_leave(
    client: Client, members: str, project: Project, manager: User
) -> None:
    second = create_user("Second")
    join(project, second, Role.MANAGER)

    answer = client.post(f"{members}{manager.pk}/role/", {"role": "viewer"})

    assert answer["Location"] == "/"
    assert role_of(manager, project) == Role.VIEWER


def test_a_manager_who_is_suspended_does_not_count(
    client: Client, members: str, project: Project, manager: User
) -> None:
    join(project, create_user("Second"), Role.MANAGER)
    project.memberships.exclude(user=manager).update(is_suspended=True)

    assert client.post(f"{members}{manager.pk}/remove/").status_code == 409


LEAVING: dict[str, Callable[..., None]] = {
    "remove": actions.remove,
    "suspend": actions.suspend,
    "demote": partial(actions.change_role, role=Role.VIEWER),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first_way", LEAVING)
@pytest.mark.parametrize("second_way", LEAVING)
def test_two_managers_cannot_go_at_once(
    project: Project, manager: User, first_way: str, second_way: str
) -> None:
    second = join(project, create_user("Second"), Role.MANAGER)
    first = Membership.objects.get(project=project, user=manager)

    def go(way: str, membership: Membership) -> bool:
        try:
            LEAVING[way](membership=membership, by=membership.user)
        except actions.LastManager:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = pool.map(go, [first_way, second_way], [first, second])
        assert sorted(done) == [False, True]
    remaining = Membership.objects.active().filter(project=project, role=Role.MANAGER)
    assert remaining.count() == 1


def test_an_unknown_role_is_refused(client: Client, members: str, annotator: User) -> None:
    answer = client.post(f"{members}{annotator.pk}/role/", {"role": "owner"})

    assert answer.status_code == 422
    assert "no such role" in answer.content.decode()
