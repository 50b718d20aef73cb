from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from annotations.models import Progress
from articles.models import Article, Document, ImportRun
from newsdesk.accounts.models import Project, Role, User
from newsdesk.history.models import Event
from tests.factories import create_project, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(client: Client, manager: User, project: Project) -> str:
    client.force_login(manager)
    return f"/projects/{project.slug}/import/"


def test_a_pasted_text_is_kept_exactly_with_line_feeds(client: Client, address: str) -> None:
    answer = client.post(address, {"text": "Head 😀\r\n\r\n  Zoe\u0301 said «شيرين».  "})

    document = Document.objects.get()
    assert document.text == "Head 😀\n\n  Zoe\u0301 said «شيرين».  "
    assert document.length == len(document.text)
    assert document.article.headline == "Head 😀"
    assert answer["Location"].endswith(f"/articles/{document.article_id}/")


def test_a_blank_text_says_why_nothing_is_imported(client: Client, address: str) -> None:
    answer = client.post(address, {"text": "  \n ", "then": "open"})

    assert answer.status_code == 422
    assert "The text is empty." in answer.content.decode()
    typed = client.post(f"{address}preview/", {"text": "  "}).content.decode()
    assert "as you paste" in typed


def test_fields_go_with_the_article(client: Client, address: str) -> None:
    values = {
        "text": "Sales rose.",
        "headline": "Sales",
        "outlet": "The Ledger",
        "authors": "Ana B; Li C",
        "published_at": "2026-03-01",
        "language": "en",
        "url": "https://ledger.example/1",
    }

    client.post(address, values)

    article = Article.objects.get()
    assert (article.headline, str(article.outlet), article.language) == (
        "Sales",
        "The Ledger",
        "en",
    )
    assert article.authors == ["Ana B", "Li C"]


def test_the_same_text_is_refused_with_a_link_to_the_first(client: Client, address: str) -> None:
    client.post(address, {"text": "Sales rose."})
    first = Article.objects.get()

    answer = client.post(address, {"text": "  Sales\nrose. "})

    assert answer.status_code == 422
    assert f"/articles/{first.pk}/" in answer.content.decode()
    assert Article.objects.count() == 1


def test_the_same_text_may_be_in_two_projects(client: Client, address: str, manager: User) -> None:
    other = create_project("Other")
    join(other, manager, Role.MANAGER)
    client.post(address, {"text": "Sales rose."})

    client.post(f"/projects/{other.slug}/import/", {"text": "Sales rose."})

    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"text": ""}, "This field is required"),
        ({"text": "x" * 1_000_001}, "1,000,001 characters"),
        ({"text": "x", "published_at": "soon"}, "is no date we can read"),
    ],
)
def test_what_cannot_be_imported_says_why_and_stays_in_the_form(
    client: Client, address: str, values: dict[str, str], reason: str
) -> None:
    answer = client.post(address, values)

    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert values["text"][:50] in answer.content.decode()
    assert not Article.objects.exists()


def test_the_preview_says_what_will_come(client: Client, address: str) -> None:
    answer = client.post(f"{address}preview/", {"text": "Head\n\nOne two three.\x00"})

    page = answer.content.decode()
    assert "2 paragraphs, 4 words" in page
    assert "1 unreadable character was replaced" in page


def test_broken_lines_can_be_joined(client: Client, address: str) -> None:
    client.post(address, {"text": "Head\n\nOne two\nthree.", "join_lines": "on"})

    assert Document.objects.get().text == "Head\n\nOne two three."


def test_an_import_has_its_run_its_progress_and_its_event(client: Client, address: str) -> None:
    client.post(address, {"text": "Sales rose."})

    run = ImportRun.objects.get()
    assert (run.state, run.added_count) == ("done", 1)
    assert Progress.objects.get().state == "new"
    assert Event.objects.filter(verb="import.start", target_id=run.pk).exists()


def test_more_than_a_page_takes_is_refused_with_a_sentence(
    client: Client, address: str, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    answer = client.post(address, {"text": "Sales rose. " * 100})

    assert answer.status_code == 400
    assert "larger than a page can take at once" in answer.content.decode()
