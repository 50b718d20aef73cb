"""Who else has an article open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from annotations.actions import presence
from annotations.models import Presence
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests.factories import create_document, create_user, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(project=project)


def colleague(project: Project, name: str) -> User:
    user = create_user(name)
    join(project, user, Role.ANNOTATOR)
    return user


def shift(user: User, **ago: int) -> None:
    at = Presence.objects.get(user_id=user.pk).at - timedelta(**ago)
    Presence.objects.filter(user_id=user.pk).update(at=at)


def test_each_sees_the_others(project: Project, document: Document, annotator: User) -> None:
    ben = colleague(project, "Ben")
    assert presence.see(document=document, by=ben) == []
    assert presence.see(document=document, by=annotator) == ["Ben"]
    assert presence.see(document=document, by=ben) == [annotator.name]


def test_who_is_in_another_article_is_not_here(
    project: Project, document: Document, annotator: User
) -> None:
    other = create_document("He left.", project=project)
    presence.see(document=other, by=colleague(project, "Ben"))
    assert presence.see(document=document, by=annotator) == []


def test_who_has_not_asked_for_a_while_has_left(
    project: Project, document: Document, annotator: User
) -> None:
    ben = colleague(project, "Ben")
    presence.see(document=document, by=ben)
    shift(ben, seconds=46)
    assert presence.see(document=document, by=annotator) == []
    shift(ben, days=1)
    presence.see(document=create_document("He left.", project=project), by=ben)
    assert not Presence.objects.filter(article_id=document.article_id, user_id=ben.pk).exists()


def test_it_takes_one_query_and_no_log(
    document: Document, annotator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        presence.see(document=document, by=annotator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'annotations_presence'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ""),
        (("Ben",), "Ben is here, too."),
        (("Ben", "Cem"), "Ben and Cem are here, too."),
        (("Ben", "Cem", "Dan", "Eva", "Fay"), "Ben, Cem, Dan and 2 more are here, too."),
    ],
)
def test_the_answer_names_them(
    client: Client,
    project: Project,
    document: Document,
    annotator: User,
    names: tuple[str, ...],
    said: str,
) -> None:
    for name in names:
        presence.see(document=document, by=colleague(project, name))
    client.force_login(annotator)
    address = reverse("annotations:here", args=[project.slug, document.article_id])
    assert client.post(address).content.decode() == said
