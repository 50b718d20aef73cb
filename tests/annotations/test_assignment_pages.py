"""The pages of assignments: what is mine, what is next, and who has what."""

from __future__ import annotations

import pytest
from django.test import Client

from annotations.models import Assignment
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand
from tests.factories import create_document, suggested_set
from tests.queries import counted


@pytest.fixture
def address(project: Project) -> str:
    return f"/projects/{project.slug}/assignments/"


@pytest.fixture
def documents(project: Project) -> list[Document]:
    made = [create_document(f"Text {n}.", project=project, places=1) for n in range(3)]
    for each in made:
        suggested_set(each)
    return made


def test_next_leads_into_an_article_that_is_then_mine(
    client: Client, address: str, annotator: User, documents: list[Document]
) -> None:
    client.force_login(annotator)
    answer = client.post(f"{address}next/", {"order": "oldest"})

    assert answer["Location"].endswith(f"/articles/{documents[0].article_id}/")
    page = client.get(address).content.decode()
    assert "1 to do, 0 finished" in page
    assert "Everybody" not in page


def test_nothing_left_is_said(client: Client, address: str, annotator: User) -> None:
    client.force_login(annotator)
    page = client.post(f"{address}next/", follow=True).content.decode()

    assert "Nothing is left for you to annotate here." in page


def test_a_manager_assigns_by_shares_and_sees_who_has_what(
    client: Client, address: str, annotator: User, manager: User, documents: list[Document]
) -> None:
    client.force_login(manager)
    sent = {"order": "oldest", "count": 2, "due_on": "2020-01-01"}
    sent |= {f"share_{annotator.pk}": 1, f"share_{manager.pk}": 0}
    page = client.post(address, sent, follow=True).content.decode()

    assert "2 assigned." in page
    assert set(Assignment.objects.values_list("annotator", flat=True)) == {annotator.pk}
    theirs = client.get(f"{address}?of={annotator.pk}").content.decode()
    assert theirs.count('<span class="badge bad">late</span>') == 2


def test_a_share_is_needed(
    client: Client, address: str, annotator: User, manager: User, documents: list[Document]
) -> None:
    client.force_login(manager)
    shares = {f"share_{annotator.pk}": 0, f"share_{manager.pk}": 0}
    answer = client.post(address, {"order": "oldest", "count": 2, **shares})

    assert answer.status_code == 422
    assert "Give at least one person a share." in answer.content.decode()
    assert not Assignment.objects.exists()


def test_giving_back_and_handing_over(
    client: Client,
    address: str,
    annotator: User,
    manager: User,
    viewer: User,
    documents: list[Document],
) -> None:
    client.force_login(manager)
    for _ in range(2):
        Assignment.objects.all().update(annotator=annotator)
        client.post(f"{address}next/")
    first, second = Assignment.objects.order_by("pk")
    assert client.post(f"{address}{first.pk}/hand-over/", {"to": viewer.pk}).status_code == 422
    client.post(f"{address}{second.pk}/hand-over/", {"to": annotator.pk})
    second.refresh_from_db()
    assert second.annotator == annotator

    client.force_login(annotator)
    client.post(f"{address}{second.pk}/release/")
    assert not Assignment.objects.filter(pk=second.pk).exists()


def test_begun_work_is_not_given_back(
    client: Client, address: str, annotator: User, documents: list[Document]
) -> None:
    Hand(documents[0], annotator).add("Text")
    client.force_login(annotator)
    held = Assignment.objects.get()

    assert client.post(f"{address}{held.pk}/release/").status_code == 409
    assert Assignment.objects.filter(pk=held.pk).exists()


def test_the_page_takes_as_many_queries_for_many(
    client: Client, address: str, annotator: User, manager: User, documents: list[Document]
) -> None:
    client.force_login(manager)
    numbers = []
    for count in (1, 2):
        shares = {f"share_{annotator.pk}": 1, f"share_{manager.pk}": 1}
        client.post(address, {"order": "oldest", "count": count, **shares})
        with counted() as queries:
            assert client.get(address).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 14
