"""The managers' page of what was learned: button, progress, figures, choice."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from annotations import jobs
from annotations.models import AnnotationSet, ModelVersion
from annotations.suggest import gate, pipeline
from annotations.suggest.gate import Count, Figure
from newsdesk.accounts.models import Project, User
from tests.annotations.golds import create_gold

QUERIES = 12


@pytest.fixture(autouse=True)
def a_model_that_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "can_learn", lambda: True)


@pytest.fixture
def gold(project: Project, manager: User) -> list[AnnotationSet]:
    return create_gold(project, manager)


@pytest.fixture
def address(project: Project) -> str:
    return f"/projects/{project.slug}/model/"


def create_version(project: Project, number: int = 1, **values: object) -> ModelVersion:
    figures = [
        Figure("PERSON", Count(100, 100, 80), Count(100, 100, 91)),
        Figure("GPE", Count(60, 60, 50), Count(60, 60, 49)),
        Figure("DATE", Count(7, 7, 3), Count(7, 7, 3)),
    ]
    given = {
        "state": "ready",
        "head": b"head",
        "base": pipeline.shipped_version(),
        "figures": {
            "learned_from": {"articles": 40, "names": {}},
            "held_out": 10,
            "new_labels": ["SHIP"],
            "gold": gate.to_json(figures),
            "rehearsal": gate.to_json(figures[:1]),
        },
        **values,
    }
    return ModelVersion.objects.create(project=project, number=number, **given)


def words(client: Client, address: str) -> str:
    html = client.get(address).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_with_too_little_gold_it_says_how_much_is_needed(
    client: Client, manager: User, address: str, gold: list[AnnotationSet]
) -> None:
    gold[0].delete()
    client.force_login(manager)

    page = words(client, address)
    assert "needs 5 approved articles at least. 4 of them are there." in page
    assert "Learn from" not in page
    assert client.post(address).status_code == 422


def test_the_button_has_a_version_made(
    client: Client, manager: User, address: str, gold: list[AnnotationSet]
) -> None:
    client.force_login(manager)
    assert "Learn from 5 gold articles" in words(client, address)

    assert client.post(address).status_code == 302
    version = ModelVersion.objects.get()
    (job,) = ProcrastinateJob.objects.filter(task_name=jobs.learn.name)
    assert job.args == {"version_id": version.pk}
    assert (version.state, version.made_by) == ("queued", manager)

    ModelVersion.objects.update(state="running", total_count=6, done_count=2)
    assert "2 of 6 articles read" in words(client, address)
    assert 'hx-trigger="every 2s"' in client.get(address).content.decode()
    client.post(f"{address}{version.pk}/cancel/")
    assert ModelVersion.objects.get().state == "cancelled"


def test_figures_are_shown_label_by_label(
    client: Client, project: Project, manager: User, address: str
) -> None:
    create_version(project)
    client.force_login(manager)
    page = words(client, address)

    assert "Learned from 40 articles; 10 held out. New to the model: SHIP." in page
    assert "Person 100 80.0 91.0 +11.0" in page
    assert "Country or city 60 83.3 81.7 \u22121.6" in page
    assert "Date few 7 42.9 42.9 0.0" in page
    assert "All names 167 79.6 85.6 +6.0" in page


def test_one_click_uses_a_version_and_one_goes_back(
    client: Client, project: Project, manager: User, address: str
) -> None:
    first, second = create_version(project), create_version(project, 2)
    client.force_login(manager)
    for version in (first, second, first):
        client.post(f"{address}{version.pk}/use/")
        assert list(ModelVersion.objects.filter(is_active=True)) == [version]
    assert "Version 1 newsdesk-en" in words(client, address)

    client.post(f"{address}shipped/use/")
    assert "The model as shipped newsdesk-en" in words(client, address)
    assert not ModelVersion.objects.filter(is_active=True).exists()


def test_a_refused_version_says_why_and_has_no_button(
    client: Client, project: Project, manager: User, address: str
) -> None:
    version = create_version(project, state="refused", failure="More than 2 points are lost: ORG.")
    client.force_login(manager)

    assert "More than 2 points are lost: ORG." in words(client, address)
    assert f"{version.pk}/use/" not in client.get(address).content.decode()
    assert client.post(f"{address}{version.pk}/use/").status_code == 409


def test_a_version_of_another_shipped_model_says_so(
    client: Client, project: Project, manager: User, address: str
) -> None:
    create_version(project, base="newsdesk-en 0.0.1", is_active=True)
    client.force_login(manager)

    page = words(client, address)
    assert "learned on another model than the one that ships now" in page
    assert "The model as shipped newsdesk-en" in page


def test_with_another_pipeline_no_version_is_in_use(
    client: Client,
    project: Project,
    manager: User,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    create_version(project, is_active=True)
    monkeypatch.setenv("NEWSDESK_SPACY_MODEL", "en_core_web_sm")
    client.force_login(manager)

    page = words(client, address)
    assert "Another pipeline NEWSDESK_SPACY_MODEL names it" in page
    assert "Ready In use" not in page


def test_the_page_takes_the_same_queries_however_many_versions(
    client: Client,
    project: Project,
    manager: User,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(manager)
    for number in range(1, 20):
        create_version(project, number, made_by=manager)
    with django_assert_max_num_queries(QUERIES):
        client.get(address)
