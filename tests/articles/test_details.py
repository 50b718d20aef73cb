from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from annotations.models import Progress
from articles.models import Article, Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.factories import create_document, create_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(project: Project) -> Article:
    document: Document = create_document("Sales rose.", project=project)
    return document.article


@pytest.fixture
def address(client: Client, manager: User, article: Article) -> str:
    client.force_login(manager)
    return f"/projects/{article.project.slug}/articles/{article.pk}/details/"


def posted(client: Client, address: str, **changed: str) -> dict[str, str]:
    """What a browser sends of the page when some of its fields were changed."""
    fields = client.get(address).context["fields"]
    present = {each.html_name: each.value() or "" for each in fields}
    initial = {each.html_initial_name: each.value() or "" for each in fields}
    return {**present, **initial, **changed}


def test_what_is_known_of_an_article_can_be_set_right(
    client: Client, address: str, article: Article
) -> None:
    values = posted(
        client,
        address,
        headline="Sales are up",
        outlet="The Ledger",
        authors="Ana B; Li C",
        published_at="2026-03-01",
        language="fa",
        url="https://ledger.example/1",
    )

    answer = client.post(address, values, follow=True)

    article.refresh_from_db()
    assert (article.headline, str(article.outlet), article.language) == (
        "Sales are up",
        "The Ledger",
        "fa",
    )
    assert (article.authors, article.published_at) == (
        ["Ana B", "Li C"],
        datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert Progress.objects.get(pk=article.pk).outlet == article.outlet
    assert 'id="text" lang="fa"' in answer.content.decode()


def test_the_history_tells_what_was_changed(
    client: Client, address: str, article: Article, project: Project
) -> None:
    client.post(address, posted(client, address, language="en", outlet="The Ledger"))

    event = Event.objects.get(verb="article.change")
    assert event.before == {"language": "", "outlet": ""}
    assert event.after == {"language": "en", "outlet": "The Ledger"}
    page = client.get(f"/projects/{project.slug}/history/?kind=project").content.decode()
    assert "changed the details of the article" in page


def test_nothing_changed_is_nothing_written(client: Client, address: str) -> None:
    client.post(address, posted(client, address))

    assert not Event.objects.filter(verb="article.change").exists()


def test_what_somebody_else_changed_meanwhile_stays(
    client: Client, address: str, article: Article
) -> None:
    values = posted(client, address, language="de")
    Article.objects.filter(pk=article.pk).update(headline="Another headline")

    client.post(address, values)

    article.refresh_from_db()
    assert (article.headline, article.language) == ("Another headline", "de")


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("url", "javascript:alert(1)", "Address must begin with http"),
        ("published_at", "3/4/2026", "Published is no date we can read"),
        ("language", "Klingon!", "Language must be a code"),
        ("outlet", "x" * 201, "Outlet has 201 characters; 200 is the most"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field(
    client: Client, address: str, article: Article, field: str, value: str, reason: str
) -> None:
    answer = client.post(address, posted(client, address, **{field: value, "headline": "New"}))

    assert answer.status_code == 422
    assert reason in answer.content.decode()
    article.refresh_from_db()
    assert article.headline != "New"


def test_an_article_of_another_project_is_not_there(
    client: Client, address: str, article: Article
) -> None:
    other = create_document("Elsewhere.", project=create_project("Other")).article

    assert client.get(address.replace(f"/{article.pk}/", f"/{other.pk}/")).status_code == 404
