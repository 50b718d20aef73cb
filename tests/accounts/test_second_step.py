"""The second step at sign-in: set up, asked for, required, and taken away."""

from __future__ import annotations

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern
from pytest_django import Settings

from newsdesk.accounts.actions import links
from newsdesk.accounts.models import Project, User
from newsdesk.accounts.sign_in_urls import urlpatterns
from newsdesk.history.models import Event
from tests.accounts.second_step import code, give_app, give_key, prove, type_password
from tests.rights import TABLE
from tests.routes import ROUTES, address, create_place

pytestmark = pytest.mark.django_db

FORGED = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {
        "clientDataJSON": "e30",
        "authenticatorData": "AAAA",
        "attestationObject": "AAAA",
        "signature": "AAAA",
        "userHandle": "AAAA",
    },
}
CODE_PAGE = "/accounts/login/code/"


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("at", "expected"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
)
def test_our_own_codes_are_those_of_rfc_6238(at: int, expected: str) -> None:
    assert code(at=at) == expected


def test_an_app_is_set_up_and_then_asked_for(client: Client, annotator: User) -> None:
    client.force_login(annotator)
    prove(client)
    page = client.get("/accounts/second-step/app/").content.decode()
    found = re.search(r'value="([A-Z2-7]{32})"', page)
    assert found
    assert "data:image/svg+xml;base64," in page

    answer = client.post("/accounts/second-step/app/", {"code": code(found[1])}, follow=True)

    assert "Recovery codes" in answer.content.decode()
    guest = Client()
    assert type_password(guest, annotator) == CODE_PAGE
    assert not is_in(guest)


def test_the_password_is_asked_for_again_before_anything_changes(
    client: Client, annotator: User
) -> None:
    client.force_login(annotator)
    give_app(annotator)

    for path in ("app/remove/", "key/", "codes/", "codes/new/", "codes/file/"):
        answer = client.get(f"/accounts/second-step/{path}")
        assert answer["Location"].startswith("/accounts/again/"), path
    client.post("/accounts/second-step/app/remove/")
    assert Authenticator.objects.filter(user=annotator).count() == 2


def test_password_and_code_sign_in(client: Client, annotator: User) -> None:
    give_app(annotator)
    assert type_password(client, annotator) == CODE_PAGE

    answer = client.post(CODE_PAGE, {"code": code()})

    assert answer["Location"] == "/"
    assert client.get("/").context["user"] == annotator


def test_a_wrong_code_does_not_and_is_remembered(client: Client, annotator: User) -> None:
    give_app(annotator)
    type_password(client, annotator)

    page = client.post(CODE_PAGE, {"code": "000000"}).content.decode()

    assert "That is not right" in page
    assert not is_in(client)
    assert Event.objects.filter(verb="user.fail_second_step", actor_id=annotator.pk).exists()


def test_somebody_else_may_sign_in_instead(client: Client, annotator: User, reviewer: User) -> None:
    give_app(annotator)
    type_password(client, annotator)

    client.post("/accounts/logout/", {"next": "/accounts/login/"})

    assert client.get(CODE_PAGE)["Location"] == "/accounts/login/"
    assert type_password(client, reviewer) == "/"


def test_a_code_works_once(client: Client, annotator: User) -> None:
    give_app(annotator)
    now = code()
    type_password(client, annotator)
    client.post(CODE_PAGE, {"code": now})
    eavesdropper = Client()
    type_password(eavesdropper, annotator)

    eavesdropper.post(CODE_PAGE, {"code": now})

    assert is_in(client)
    assert not is_in(eavesdropper)


def test_a_recovery_code_signs_in_once(client: Client, annotator: User) -> None:
    spare = give_app(annotator)[0]
    type_password(client, annotator)
    client.post(CODE_PAGE, {"code": spare})
    second = Client()
    type_password(second, annotator)
    second.post(CODE_PAGE, {"code": spare})

    assert is_in(client)
    assert not is_in(second)


def test_guessing_codes_is_stopped(client: Client, annotator: User) -> None:
    give_app(annotator)
    type_password(client, annotator)
    for _ in range(5):
        client.post(CODE_PAGE, {"code": "000000"})

    page = client.post(CODE_PAGE, {"code": code()}).content.decode()

    assert "Too many failed attempts" in page
    assert not is_in(client)


def test_a_sign_in_link_does_not_go_round_it(client: Client, annotator: User) -> None:
    give_app(annotator)
    path = links.sign_in_link("", annotator)

    assert client.post(path, {"password": ""})["Location"] == CODE_PAGE
    assert not is_in(client)
    client.post(CODE_PAGE, {"code": code()})
    assert is_in(client)


def test_one_sees_and_removes_only_ones_own_keys(
    client: Client, annotator: User, reviewer: User
) -> None:
    own, foreign = give_key(annotator), give_key(reviewer)
    client.force_login(annotator)
    prove(client)

    for path, status in ((own.pk, 302), (foreign.pk, 404), (own.pk, 404)):
        assert client.post(f"/accounts/second-step/key/{path}/remove/").status_code == status
    assert list(Authenticator.objects.all()) == [foreign]


def test_removing_the_last_step_removes_the_recovery_codes(client: Client, annotator: User) -> None:
    give_app(annotator)
    client.force_login(annotator)
    prove(client)

    client.post("/accounts/second-step/app/remove/")

    assert not Authenticator.objects.exists()
    assert type_password(Client(), annotator) == "/"


def test_the_command_helps_who_lost_everything(client: Client, annotator: User) -> None:
    give_app(annotator)

    call_command("sign_in_link", annotator.email, "--forget-second-step")

    assert not Authenticator.objects.exists()
    assert Event.objects.filter(verb="user.forget_second_step", actor_id=None).exists()


NONSENSE = ["", "x", "null", "[]", "1", '"x"', "{}", '{"id": 1}', '{"response": {"userHandle": 1}}']


@pytest.mark.parametrize("credential", [*NONSENSE, json.dumps(FORGED)])
def test_a_credential_that_is_none_is_refused_in_words(
    client: Client, annotator: User, credential: str
) -> None:
    give_app(annotator)
    values = {"credential": credential, "name": "blue"}
    client.get("/accounts/login/passkey/", headers={"Accept": "application/json"})
    answers = [client.post("/accounts/login/passkey/", values, follow=True)]
    type_password(client, annotator)
    client.get(CODE_PAGE)
    answers.append(client.post(CODE_PAGE, values))
    client.force_login(annotator)
    prove(client)
    for path in ("/accounts/second-step/key/", "/accounts/again/key/"):
        client.get(path)
        answers.append(client.post(path, values, follow=True))

    assert {answer.status_code for answer in answers} == {200}
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()


@pytest.fixture
def required(settings: Settings) -> None:
    settings.REQUIRE_MFA = True


def test_where_it_is_required_nobody_works_without(
    client: Client, required: None, annotator: User, project: Project
) -> None:
    assert type_password(client, annotator) == "/"

    assert client.get(f"/projects/{project.slug}/")["Location"] == "/accounts/second-step/"
    assert "This desk requires" in client.get("/accounts/second-step/").content.decode()
    give_app(annotator)
    assert client.get(f"/projects/{project.slug}/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(
    client: Client, required: None, annotator: User
) -> None:
    give_app(annotator)
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    client.force_login(annotator)

    assert client.get("/")["Location"] == "/accounts/second-step/"


def test_a_part_of_a_page_is_refused_in_words(
    client: Client, required: None, annotator: User
) -> None:
    client.force_login(annotator)
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}

    answer = client.get("/", headers=htmx)

    assert answer.status_code == 403
    assert "asks for a second step" in answer.content.decode()


OPEN = {str(each.name) for each in urlpatterns if isinstance(each, URLPattern)} | {
    "accounts:welcome",
    "accounts:sign-in-link",
    "accounts:invite",
    "accounts:forgotten",
}


def test_no_page_goes_round_the_requirement(client: Client, required: None, manager: User) -> None:
    place = create_place("Here", manager)
    client.force_login(manager)
    asked = [(verb, name) for name in sorted(set(ROUTES) - OPEN) for verb, _ in TABLE[name]]

    answers = {
        (verb, name): getattr(client, verb)(address(name, place.values)) for verb, name in asked
    }

    led = (302, "/accounts/second-step/")
    gone_round = {
        key
        for key, answer in answers.items()
        if (answer.status_code, answer.get("Location")) != led
    }
    assert len(answers) > 100
    assert gone_round == set()
