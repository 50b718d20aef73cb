from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from annotations.models import Label
from newsdesk.accounts.actions.projects import create, delete
from newsdesk.accounts.models import Project, User
from newsdesk.accounts.views import projects as views
from newsdesk.history.models import Event
from tests.factories import create_document, create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db: None) -> User:
    user = create_user("Site Administrator")
    user.is_staff = True
    user.save()
    return user


def test_a_site_administrator_makes_projects_with_labels(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)

    answer = client.post("/", {"name": "Élections 2026"})

    project = Project.objects.get()
    assert answer["Location"] == f"/projects/{project.slug}/"
    assert project.slug == "elections-2026"
    assert Label.objects.of_project(project).count() == 11


def test_projects_of_one_name_have_addresses_of_their_own(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)

    for _ in range(3):
        client.post("/", {"name": "Gulf"})

    assert sorted(Project.objects.values_list("slug", flat=True)) == ["gulf", "gulf-2", "gulf-3"]


def test_nobody_else_makes_projects(client: Client, manager: User) -> None:
    client.force_login(manager)

    assert client.post("/", {"name": "Mine"}).status_code == 403


def test_only_my_projects_are_listed(client: Client, outsider: User, project: Project) -> None:
    client.force_login(outsider)

    page = client.get("/").content.decode()

    assert project.name not in page
    assert "You are in no project yet" in page


def test_a_manager_changes_the_settings(client: Client, manager: User, project: Project) -> None:
    client.force_login(manager)
    values = {"name": "New name", "annotators_per_article": "2"}

    client.post(f"/projects/{project.slug}/settings/", {**values, "may_approve_own": "on"})

    project.refresh_from_db()
    assert (project.name, project.annotators_per_article) == ("New name", 2)
    assert project.may_approve_own
    assert Event.objects.filter(verb="project.change").exists()


def test_a_wrong_setting_is_said_beside_its_field(
    client: Client, manager: User, project: Project
) -> None:
    client.force_login(manager)
    values = {"name": "", "annotators_per_article": "6"}

    answer = client.post(f"/projects/{project.slug}/settings/", values)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "annotators_per_article"}


def test_deleting_a_project_takes_its_name(client: Client, manager: User, project: Project) -> None:
    client.force_login(manager)

    refused = client.post(f"/projects/{project.slug}/delete/", {"typed_name": "wrong"})
    assert refused.status_code == 422
    assert client.get(f"/projects/{project.slug}/").status_code == 200

    client.post(f"/projects/{project.slug}/delete/", {"typed_name": project.name})
    assert client.get(f"/projects/{project.slug}/").status_code == 404
    assert Event.objects.filter(verb="project.delete", project_id=project.pk).exists()


def test_the_address_of_a_deleted_project_is_free_again(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    first = create(name="Gulf", by=administrator)

    client.post("/projects/gulf/delete/", {"typed_name": "Gulf"})
    client.post("/", {"name": "Gulf"})

    assert Project.objects.exclude(pk=first.pk).get().slug == "gulf"


def test_a_project_may_be_named_as_a_deleted_one_was_kept(administrator: User) -> None:
    first = create(name="Gulf", by=administrator)
    other = create(name=f"deleted {first.pk}", by=administrator)
    third = create(name=f"~{first.pk}", by=administrator)

    delete(project=first, by=administrator)

    slugs = set(Project.objects.values_list("slug", flat=True))
    assert slugs == {f"~{first.pk}", other.slug, third.slug}


@pytest.mark.django_db(transaction=True)
def test_projects_of_one_name_made_at_once_all_come(administrator: User) -> None:
    def make(_: int) -> str:
        try:
            return create(name="Gulf", by=administrator).slug
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(make, range(3))) == ["gulf", "gulf-2", "gulf-3"]


def test_articles_are_counted_up_to_a_limit(
    client: Client, manager: User, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(manager)
    assert "No articles yet" in client.get("/").content.decode()
    for number in range(3):
        create_document(f"Text {number}.", project=project)
    assert "3 articles" in client.get("/").content.decode()

    monkeypatch.setattr(views, "MOST_COUNTED", 2)
    assert "more than 2 articles" in client.get("/").content.decode()
