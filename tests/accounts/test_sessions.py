"""Where a person is signed in, what happened to their account, and ending a session."""

from __future__ import annotations

import time

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from newsdesk.accounts.devices import SEEN_AT, device
from newsdesk.accounts.middleware import EVERY_SECONDS
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.accounts.second_step import type_password

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0"
)


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def browser(user: User, user_agent: str = FIREFOX) -> Client:
    """A browser in which this person has signed in by the password."""
    client = Client(headers={"User-Agent": user_agent})
    assert type_password(client, user) == "/"
    return client


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.5.0", "a browser"),
        ("", "a browser"),
    ],
)
def test_a_browser_is_named_as_people_know_it(user_agent: str, expected: str) -> None:
    assert device(user_agent) == expected


def test_one_sees_where_one_is_signed_in_and_nobody_else_does(
    annotator: User, reviewer: User
) -> None:
    here = browser(annotator)
    browser(annotator, IPHONE)
    browser(reviewer, EDGE)

    page = here.get("/accounts/").content.decode()

    assert page.count("this one") == 1
    assert "Safari on iPhone" in page
    assert "Edge" not in page


def test_a_session_is_ended_at_once(annotator: User) -> None:
    here, lost = browser(annotator), browser(annotator, IPHONE)
    ended = UserSession.objects.get(user_agent=IPHONE)

    answer = here.post(f"/accounts/sessions/{ended.pk}/end/", follow=True)

    assert "Safari on iPhone is signed out" in answer.content.decode()
    assert lost.get("/").status_code == 302
    assert here.get("/").status_code == 200
    event = Event.objects.get(verb="user.end_sessions")
    assert (event.actor_id, event.target_id, event.after) == (
        annotator.pk,
        annotator.pk,
        {"count": 1},
    )


def test_all_others_are_ended_and_this_one_stays(annotator: User, reviewer: User) -> None:
    here, *others = [browser(annotator) for _ in range(3)]
    somebody = browser(reviewer)

    here.post("/accounts/sessions/end/")

    assert [each.get("/").status_code for each in others] == [302, 302]
    assert here.get("/").status_code == somebody.get("/").status_code == 200


def test_the_sessions_of_others_and_this_one_are_not_there_to_end(
    annotator: User, reviewer: User
) -> None:
    here, somebody = browser(annotator), browser(reviewer)

    for session in UserSession.objects.all():
        assert here.post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    assert here.get("/").status_code == somebody.get("/").status_code == 200


def test_what_happened_is_told_to_the_person_only(annotator: User, reviewer: User) -> None:
    page = browser(annotator).get("/accounts/").content.decode()
    browser(reviewer, IPHONE)

    assert page.count("Signed in<") == 1
    assert "Firefox on Linux" in page
    assert "iPhone" not in browser(annotator).get("/accounts/").content.decode()


def test_when_a_session_was_used_is_kept_every_ten_minutes(annotator: User) -> None:
    client = browser(annotator)
    before = UserSession.objects.get().last_seen_at
    client.get("/accounts/")
    assert UserSession.objects.get().last_seen_at == before

    session = client.session
    session[SEEN_AT] = time.time() - EVERY_SECONDS - 1
    session.save()
    client.get("/accounts/", headers={"User-Agent": EDGE})

    kept = UserSession.objects.get()
    assert kept.last_seen_at > before
    assert kept.user_agent == EDGE


def test_a_session_from_before_is_listed_once_it_is_used(annotator: User) -> None:
    client = Client()
    client.force_login(annotator)
    session = client.session
    del session[SEEN_AT]
    session.save()

    assert client.get("/accounts/").content.decode().count("this one") == 1


def test_who_is_signed_out_is_not_listed_any_more(annotator: User) -> None:
    here, other = browser(annotator), browser(annotator, IPHONE)

    other.post("/accounts/logout/")
    page = here.get("/accounts/").content.decode()

    assert page.count("Safari on iPhone") == 1  # in what happened, not in where
    assert "/accounts/sessions/" not in page
