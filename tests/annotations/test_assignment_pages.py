"""The pages of assignments: what is mine, what is next, and who has what."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from annotations.models import Assignment, Progress
from annotations.views import assigning
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
    assert "No article needs you" in page


def test_next_is_offered_where_something_is_left(
    client: Client, address: str, annotator: User, documents: list[Document]
) -> None:
    client.force_login(annotator)
    assert "takes one that still needs an annotator" in client.get(address).content.decode()


def test_to_have_assigned_nothing_is_no_success(
    client: Client, address: str, annotator: User, manager: User, documents: list[Document]
) -> None:
    Progress.objects.update(places=0)
    client.force_login(manager)
    ticked = f"{address}articles/?article={documents[0].article_id}"
    shares = {f"share_{annotator.pk}": 1, f"share_{manager.pk}": 0}
    page = client.post(ticked, shares, follow=True).content.decode()

    assert re.search(r'class="notice warn[^"]*">Nothing was assigned. 1 article had no', page)


def test_a_manager_assigns_by_shares_and_sees_who_has_what(
    client: Client, address: str, annotator: User, manager: User, documents: list[Document]
) -> None:
    client.force_login(manager)
    sent = {"order": "oldest", "count": 2, "due_on": str(timezone.localdate())}
    sent |= {f"share_{annotator.pk}": 1, f"share_{manager.pk}": 0}
    page = client.post(address, sent, follow=True).content.decode()

    assert "2 assigned." in page
    Assignment.objects.update(due_on="2020-01-01")
    assert set(Assignment.objects.values_list("annotator", flat=True)) == {annotator.pk}
    theirs = client.get(f"{address}?of={annotator.pk}").content.decode()
    assert theirs.count('<span class="badge bad">late</span>') == 2


def test_the_articles_of_somebody_else_are_not_under_mine(
    client: Client, address: str, documents: list[Document], annotator: User, manager: User
) -> None:
    Hand(documents[0], annotator).submit()
    client.force_login(manager)

    assert 'aria-current="page">Mine' in client.get(address).content.decode()
    page = client.get(f"{address}?of={annotator.pk}").content.decode()
    assert f"Articles of {annotator}" in page
    assert 'aria-current="page">Mine' not in page


def test_a_share_is_needed(
    client: Client, address: str, annotator: User, manager: User, documents: list[Document]
) -> None:
    client.force_login(manager)
    shares = {f"share_{annotator.pk}": 0, f"share_{manager.pk}": 0}
    answer = client.post(address, {"order": "oldest", "count": 2, **shares})

    assert answer.status_code == 422
    assert "Give at least one person a share." in answer.content.decode()
    assert not Assignment.objects.exists()


def test_a_day_that_is_past_is_no_due_date(
    client: Client, address: str, annotator: User, manager: User, documents: list[Document]
) -> None:
    client.force_login(manager)
    sent = {"order": "oldest", "count": 2, "due_on": "2020-01-01", f"share_{annotator.pk}": 1}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "This day is past. Choose today or a later one." in answer.content.decode()

    client.post(f"{address}next/")
    held = Assignment.objects.get()
    answer = client.post(f"{address}{held.pk}/due/", {"due_on": "2020-01-01"})
    assert answer.status_code == 422
    assert "This day is past." in answer.content.decode()
    client.post(f"{address}{held.pk}/due/", {"due_on": str(timezone.localdate())})
    held.refresh_from_db()
    assert held.due_on == timezone.localdate()


def test_who_holds_the_article_is_not_offered_it(
    client: Client,
    address: str,
    annotator: User,
    reviewer: User,
    manager: User,
    documents: list[Document],
) -> None:
    for user in (annotator, manager):
        Assignment.objects.create(
            project=documents[0].project, article_id=documents[0].article_id, annotator=user
        )
    client.force_login(annotator)
    page = client.get(address).content.decode()

    assert f'<option value="{reviewer.pk}">' in page
    assert f'<option value="{manager.pk}">' not in page
    assert f'<option value="{annotator.pk}">' not in page


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


def test_annotators_hand_over_what_they_have_not_begun(
    client: Client, address: str, annotator: User, reviewer: User, documents: list[Document]
) -> None:
    Hand(documents[0], annotator).add("Text")
    client.force_login(annotator)
    client.post(f"{address}next/", {"order": "newest", "after": documents[0].article_id})
    begun, unbegun = Assignment.objects.order_by("pk")
    page = client.get(address).content.decode()

    assert f"{unbegun.pk}/hand-over/" in page
    assert f"{begun.pk}/hand-over/" not in page
    assert f"{begun.pk}/release/" not in page
    assert f"{unbegun.pk}/due/" not in page
    assert client.post(f"{address}{begun.pk}/hand-over/", {"to": reviewer.pk}).status_code == 409
    client.post(f"{address}{unbegun.pk}/hand-over/", {"to": reviewer.pk})
    unbegun.refresh_from_db()
    assert unbegun.annotator == reviewer


def test_managers_release_what_is_begun_and_change_when_it_is_due(
    client: Client, address: str, annotator: User, manager: User, documents: list[Document]
) -> None:
    Hand(documents[0], annotator).add("Text")
    held = Assignment.objects.get()
    client.force_login(manager)
    page = client.get(f"{address}?of={annotator.pk}").content.decode()
    assert '<span class="badge">Begun</span>' in page

    client.post(f"{address}{held.pk}/due/", {"due_on": "2100-01-01"})
    page = client.get(f"{address}?of={annotator.pk}").content.decode()
    assert 'value="2100-01-01"' in page
    Assignment.objects.update(due_on="2020-01-01")
    page = client.get(f"{address}?of={annotator.pk}").content.decode()
    assert '<span class="badge bad">late</span>' in page
    assert client.post(f"{address}{held.pk}/due/", {"due_on": "soon"}).status_code == 422
    client.post(f"{address}{held.pk}/release/")
    assert not Assignment.objects.exists()


def test_next_goes_by_outlet_and_dates_until_another_choice(
    client: Client, address: str, project: Project, annotator: User
) -> None:
    for n, outlet in enumerate(("IRNA", "Fars", "IRNA")):
        made = create_document(f"Of {outlet} {n}.", project=project, outlet=outlet, places=1)
        suggested_set(made)
        made.article.published_at = f"2024-01-{10 + n}T23:30Z"
        made.article.save()
    first, fars, last = project.articles.order_by("pk")
    client.force_login(annotator)

    def follow(**sent: str) -> str:
        return client.post(f"{address}next/", sent)["Location"].split("/")[-2]

    assert follow(order="newest", outlet="Fars") == str(fars.pk)
    Hand(fars.documents.get(), annotator).submit()
    assert follow() == "assignments"
    assert "left for you to annotate here: from Fars." in client.get(address).content.decode()
    assert follow(order="newest", published_to="2024-01-10") == str(first.pk)
    assert follow(after=str(first.pk)) == "assignments"
    assert follow(order="newest") == str(first.pk)
    assert follow(after=str(first.pk)) == str(last.pk)
    assert client.post(f"{address}next/", {"outlet": "None such"}).status_code == 400


def test_the_list_asks_for_the_next_of_what_it_shows(
    client: Client, project: Project, annotator: User
) -> None:
    document = create_document("One.", project=project, outlet="IRNA")
    Progress.objects.filter(article=document.article).update(doubt=1)
    client.force_login(annotator)
    page = client.get(f"/projects/{project.slug}/?outlet=IRNA&order=least_sure").content.decode()

    for name, value in (("order", "least sure"), ("outlet", "IRNA")):
        assert f'<input type="hidden" form="next" name="{name}" value="{value}">' in page


def test_a_manager_assigns_of_one_outlet(
    client: Client, address: str, project: Project, annotator: User, manager: User
) -> None:
    for n, outlet in enumerate(("IRNA", "Fars", "IRNA")):
        made = create_document(f"Of {outlet} {n}.", project=project, outlet=outlet, places=1)
        suggested_set(made)
    client.force_login(manager)
    shares = {f"share_{annotator.pk}": 1, f"share_{manager.pk}": 0}
    sent = {"order": "oldest", "count": 9, "outlet": "IRNA", **shares}

    assert "2 assigned." in client.post(address, sent, follow=True).content.decode()
    assert set(Assignment.objects.values_list("article__outlet__name", flat=True)) == {"IRNA"}


def test_ticked_articles_are_shared_out(
    client: Client,
    address: str,
    annotator: User,
    reviewer: User,
    manager: User,
    documents: list[Document],
) -> None:
    client.force_login(manager)
    ticked = f"{address}articles/?" + "&".join(
        f"article={each.article_id}" for each in documents[:2]
    )
    page = client.get(ticked).content.decode()
    assert "Assign 2 articles" in page
    assert "2 places left in them." in page

    shares = {f"share_{each.pk}": 0 for each in (annotator, reviewer, manager)}
    assert client.post(ticked, shares).status_code == 422
    shares |= {f"share_{annotator.pk}": 1, f"share_{reviewer.pk}": 1}
    answer = client.post(ticked, {**shares, "due_on": "2030-01-02"}, follow=True)
    assert "2 assigned." in answer.content.decode()
    assert {each.annotator for each in Assignment.objects.all()} == {annotator, reviewer}
    assert {str(each.due_on) for each in Assignment.objects.all()} == {"2030-01-02"}
    assert "No place is left" in client.get(ticked).content.decode()


def test_all_that_a_filter_finds_are_assigned(
    client: Client,
    address: str,
    annotator: User,
    manager: User,
    documents: list[Document],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assigning, "MOST_ARTICLES", 2)
    client.force_login(manager)
    wanted = f"{address}articles/?all=on&state=suggested"
    page = client.get(wanted).content.decode()
    assert "The newest 2 that need annotators: suggested. Assign again for more." in page

    client.post(wanted, {f"share_{annotator.pk}": 1, f"share_{manager.pk}": 0})
    newest = {each.article_id for each in documents[1:]}
    assert set(Assignment.objects.values_list("article", flat=True)) == newest


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 302), ("article=x", 404), ("article=999999999", 404), ("colour=red", 400)],
)
def test_what_is_no_article_here_is_not_assigned(
    query: str, status: int, client: Client, address: str, manager: User
) -> None:
    client.force_login(manager)
    assert client.get(f"{address}articles/?{query}").status_code == status


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
    for count in (2, 1):
        shares = {f"share_{annotator.pk}": 1, f"share_{manager.pk}": 1}
        client.post(address, {"order": "oldest", "count": count, **shares})
        with counted() as queries:
            assert client.get(address).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 14
