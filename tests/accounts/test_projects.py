from __future__ import annotations

import pytest
from django.test import Client

from annotations.models import Label
from newsdesk.accounts.actions.projects import create
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.factories import create_user

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
    values = {"name": "New name", "guidelines": "Mark all.", "annotators_per_article": "2"}

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
