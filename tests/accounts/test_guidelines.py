from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from newsdesk.accounts.guidelines import as_html
from newsdesk.accounts.models import Project, User
from tests.queries import counted


def test_markdown_becomes_html() -> None:
    found = as_html("# Names\n\n* **Iran** is a GPE\n\n| a | b |\n|---|---|\n| 1 | 2 |")

    assert "<h1>Names</h1>" in found
    assert "<strong>Iran</strong>" in found
    assert "<td>2</td>" in found


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](javascript:a)",
        "<b onclick=a>",
    ],
)
def test_nothing_in_it_runs(written: str) -> None:
    found = as_html(written)

    assert "<script" not in found
    assert 'href="javascript' not in found
    assert 'src="javascript' not in found
    assert "<b onclick" not in found


def test_everybody_in_the_project_reads_them_beside_an_article_or_on_a_page(
    client: Client, project: Project, viewer: User
) -> None:
    Project.objects.filter(pk=project.pk).update(guidelines="Mark *all* names.")
    client.force_login(viewer)
    address = reverse("accounts:guidelines", args=[project.slug])

    with counted() as queries:
        page = client.get(address).content.decode()
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "Mark <em>all</em> names." in page
    assert "<html" in page
    assert "Mark <em>all</em> names." in fragment
    assert "<html" not in fragment
    assert len(queries) <= 6


def test_without_any_a_manager_is_told_where_to_write_them(
    client: Client, project: Project, manager: User
) -> None:
    client.force_login(manager)

    page = client.get(reverse("accounts:guidelines", args=[project.slug])).content.decode()

    assert "Write them among the labels" in page
