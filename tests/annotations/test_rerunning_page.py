"""The part of the Model page on which articles are read again: offer, progress, what came of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from annotations import jobs
from annotations.actions import rerunning
from annotations.models import SuggestionRun
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.factories import create_document, suggest_span

HTMX = {"HX-Request": "true"}
QUERIES = 8


@pytest.fixture
def page(document: Document, client: Client, manager: User) -> str:
    suggest_span(document, "Rex Tillerson")
    client.force_login(manager)
    return f"/projects/{document.project.slug}/model/"


def words(client: Client, address: str, headers: dict[str, str] | None = None) -> str:
    html = client.get(address, headers=headers).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_it_is_offered_and_asked_for_once(client: Client, page: str, project: Project) -> None:
    create_document("Nobody came.", project=project)
    assert "2 unfinished articles have no suggestions by it yet." in words(client, page)

    assert client.post(f"{page}articles/").status_code == 302
    assert client.post(f"{page}articles/").status_code == 409

    run = SuggestionRun.objects.get()
    (job,) = ProcrastinateJob.objects.filter(task_name=jobs.rerun.name)
    assert (job.args, job.priority) == ({"run_id": run.pk}, -1)


def test_nothing_is_offered_where_all_was_read(client: Client, page: str) -> None:
    Document.objects.all().delete()

    assert "Every unfinished article was read by it." in words(client, page)
    assert client.post(f"{page}articles/").status_code == 409


def test_progress_is_told_until_it_ends(client: Client, page: str, manager: User) -> None:
    client.post(f"{page}articles/")
    run = SuggestionRun.objects.get()
    SuggestionRun.objects.update(state="running", total_count=1200, read_count=30, failed_count=2)

    part = client.get(f"{page}articles/", headers=HTMX).content.decode()
    assert "32 of 1,200 articles read again" in part
    assert 'hx-trigger="every 2s"' in part

    client.post(f"{page}articles/{run.pk}/cancel/")
    ended = words(client, f"{page}articles/", HTMX)
    assert f"asked for by {manager}, and cancelled" in ended
    assert "30 articles got new suggestions, 2 could not be read and keep what they had." in ended
    assert client.post(f"{page}articles/{run.pk}/cancel/").status_code == 409


def test_why_it_failed_is_said(client: Client, page: str) -> None:
    client.post(f"{page}articles/")
    rerunning.fail(SuggestionRun.objects.get().pk, "There was not enough memory.")

    assert "There was not enough memory." in words(client, page)


def test_the_part_alone_is_no_page(client: Client, page: str) -> None:
    assert client.get(f"{page}articles/")["Location"] == page


def test_it_costs_as_many_queries_for_many_articles(
    client: Client,
    page: str,
    project: Project,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        create_document(f"Text {number}", project=project)

    with django_assert_max_num_queries(QUERIES):
        client.get(f"{page}articles/", headers=HTMX)
