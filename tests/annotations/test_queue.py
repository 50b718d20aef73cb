from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from annotations.actions import search
from annotations.models import Progress
from newsdesk.accounts.models import Project, User
from tests import factories

QUERIES = 13


@pytest.fixture
def address(project: Project) -> str:
    return f"/projects/{project.slug}/"


def _create(project: Project, count: int, outlet: str = "", headline: str = "Sales") -> None:
    for n in range(count):
        text = f"Text {n} {outlet} {headline}."
        document = factories.create_document(
            text, project=project, outlet=outlet, headline=headline
        )
        search.index([document.pk])


def _headlines(html: str) -> list[str]:
    return re.findall(r'<a id="a\d+"[^>]*>([^<]*)</a>', html)


def test_a_row_says_what_an_article_is_and_how_far(
    client: Client, project: Project, viewer: User, address: str
) -> None:
    document = factories.create_document(project=project, headline="A <b>headline", outlet="IRNA")
    Progress.objects.filter(article=document.article).update(
        state="in_annotation", suggestion_count=10, decided_count=3
    )
    client.force_login(viewer)
    html = client.get(address).content.decode()

    assert _headlines(html) == ["A &lt;b&gt;headline"]
    for words in ("IRNA", "3 of 10", "In annotation", "1 article<"):
        assert words in html


def test_pages_take_the_same_queries_however_many_rows(
    client: Client,
    project: Project,
    manager: User,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(manager)
    _create(project, 1, outlet="IRNA")
    for outlet in ("Reuters", "Interfax"):
        with django_assert_max_num_queries(QUERIES):
            client.get(address)
        _create(project, 60, outlet=outlet)
    with django_assert_max_num_queries(QUERIES + 1):
        client.get(address, {"text": "text", "state": "new", "outlet": "Reuters", "after": "0"})


def test_links_lead_through_the_pages_and_keep_the_filters(
    client: Client, project: Project, viewer: User, address: str
) -> None:
    _create(project, 5, headline="Ours", outlet="IRNA")
    _create(project, 2, headline="Other", outlet="Reuters")
    client.force_login(viewer)
    first = client.get(address, {"rows": "2", "outlet": "IRNA"}).content.decode()
    older = re.findall(r'rel="next" href="([^"]*)"', first)[0].replace("&amp;", "&")
    second = client.get(address + older).content.decode()

    assert _headlines(first) == _headlines(second) == ["Ours", "Ours"]
    assert set(re.findall(r'id="(a\d+)"', first)).isdisjoint(re.findall(r'id="(a\d+)"', second))
    assert 'rel="prev"' in second
    assert 'rel="last"' in second


def test_a_script_gets_the_list_alone_and_a_clean_address(
    client: Client, project: Project, viewer: User, address: str
) -> None:
    _create(project, 1, headline="Ours", outlet="IRNA")
    client.force_login(viewer)
    answer = client.get(
        address, {"text": "", "state": "new", "outlet": ""}, headers={"HX-Request": "true"}
    )

    assert answer.content.decode().startswith('<section id="queue"')
    assert answer.headers["HX-Push-Url"] == f"{address}?state=new"


def test_an_empty_project_says_what_to_do(
    client: Client, viewer: User, manager: User, address: str
) -> None:
    client.force_login(manager)
    assert "Import the first article" in client.get(address).content.decode()
    client.force_login(viewer)
    assert "A manager of" in client.get(address).content.decode()


def test_filters_that_find_nothing_can_be_cleared(
    client: Client, project: Project, viewer: User, address: str
) -> None:
    _create(project, 1)
    client.force_login(viewer)
    html = client.get(address, {"text": "unheard"}).content.decode()

    assert "No article fits" in html
    assert f'href="{address}">Clear the filters' in html


@pytest.mark.parametrize(
    "query",
    ["colour=red", "before=x", "after=-1", "rows=201", f"before={2**63}", "state=%00", "text=%00"],
)
def test_an_address_that_asks_for_what_is_not_there_is_refused(
    client: Client, viewer: User, address: str, query: str
) -> None:
    client.force_login(viewer)
    answer = client.get(f"{address}?{query}")

    assert answer.status_code == 400
    assert "Traceback" not in answer.content.decode()


def test_who_is_no_member_finds_no_list(client: Client, outsider: User, address: str) -> None:
    assert client.get(address).status_code == 302
    client.force_login(outsider)
    assert client.get(address).status_code == 404


def test_another_projects_articles_are_not_in_the_list(
    client: Client, viewer: User, address: str
) -> None:
    _create(factories.create_project("Other"), 1, headline="Secret")
    client.force_login(viewer)

    assert "Secret" not in client.get(address, {"text": "text"}).content.decode()
