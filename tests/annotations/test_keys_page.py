"""A person's own keys."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from annotations.reader.key_forms import USUAL
from articles.models import Document
from newsdesk.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/accounts/keys/"


@pytest.fixture
def desk(client: Client, annotator: User) -> Client:
    client.force_login(annotator)
    return client


def test_what_differs_from_the_usual_is_kept(
    desk: Client, annotator: User, document: Document
) -> None:
    answer = desk.post(PAGE, {**USUAL, "accept": "q", "reject": "", "has_single_keys": "on"})

    assert answer.status_code == 302
    annotator.refresh_from_db()
    assert annotator.keys == {"accept": "q", "reject": ""}
    assert annotator.has_single_keys
    page = desk.get(f"/projects/{document.project.slug}/articles/{document.article_id}/")
    assert re.search(r'data-command="accept" data-keys="q Enter"', page.content.decode())
    assert "<kbd>Q</kbd> Accept" in page.content.decode()
    assert 'value="q"' in desk.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"accept": "x"}, "This is the key of “reject, go on”, too."),
        ({"find": "L"}, None),
        ({"find": "l"}, "This is the key of “tags on, off”, too."),
        ({"name": "s"}, "This is the key of “source of the claim”, too."),
        ({"accept": "1"}, "digits are labels"),
        ({"accept": "ф"}, "Type a letter from A to Z or a sign"),
        ({"accept": " "}, "Type a letter from A to Z or a sign"),
        ({"accept": "ab"}, "at most 1 character"),
    ],
)
def test_a_key_that_cannot_be_is_refused_beside_it(
    desk: Client, annotator: User, typed: dict[str, str], reason: str | None
) -> None:
    answer = desk.post(PAGE, {**USUAL, **typed})

    annotator.refresh_from_db()
    if reason is None:
        assert annotator.keys == typed
    else:
        assert answer.status_code == 422
        assert reason in answer.content.decode()
        assert annotator.keys == {}


def test_the_usual_keys_come_back(desk: Client, annotator: User) -> None:
    desk.post(PAGE, {**USUAL, "accept": "q"})
    annotator.refresh_from_db()
    assert not annotator.has_single_keys

    desk.post(PAGE, {"usual": "yes"})
    annotator.refresh_from_db()
    assert annotator.keys == {}
    assert annotator.has_single_keys
