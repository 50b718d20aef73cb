"""What the first person finds, and how a project goes with all that is in it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from annotations.models import AnnotationSet, Dataset, Decision, Entity, Progress
from articles.models import Article, Document, ImportRun
from newsdesk import purging, sample
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.factories import create_document, create_user, suggest_span
from tests.queue import run_jobs


@pytest.fixture
def first(db: None) -> User:
    user = create_user("First Person")
    user.is_staff = True
    user.save()
    sample.make(user=user)
    return user


def test_the_sample_has_what_makes_texts_hard(first: User) -> None:
    texts = list(Document.objects.order_by("id").values_list("text", flat=True))

    assert len(texts) == 3
    together = "\n".join(texts)
    assert any(ord(letter) > 0xFFFF for letter in together), "an emoji"
    assert any(0x600 <= ord(letter) < 0x700 for letter in together), "a right-to-left name"
    lines = [line for text in texts for line in text.splitlines() if line]
    assert len(lines) > len(set(lines)), "a caption that stands twice"


def test_nobody_else_sees_the_sample(first: User, client: Client) -> None:
    client.force_login(create_user("Second"))

    assert client.get("/projects/sample-project/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_sample_goes_with_one_click(first: User, client: Client) -> None:
    client.force_login(first)

    client.post("/projects/sample-project/delete/")
    assert client.get("/projects/sample-project/").status_code == 404
    run_jobs()

    assert [project.name for project in Project.objects.all()] == ["My first project"]
    assert not Article.objects.exists()


def test_the_sample_is_an_import_in_the_history(first: User) -> None:
    assert Event.objects.filter(verb="import.start", actor_id=first.pk).count() == 1


def test_all_that_was_marked_goes_with_its_project_and_nothing_else(
    project: Project, manager: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    kept = _worked_on(create_document(), manager)
    _worked_on(create_document(project=project, outlet="Courier"), manager)
    run = ImportRun.objects.create(project=project, by=manager, kind="file", name="a.txt")
    run.file.save("a.txt", ContentFile(b"One."))
    Dataset.objects.create(project=project, made_by=manager, recipe={})

    projects.delete(project=project, by=manager)
    purging.purge(project_id=project.pk)
    purging.purge(project_id=project.pk)

    assert not Project.objects.filter(pk=project.pk).exists()
    assert list(Document.objects.all()) == [kept]
    assert set(AnnotationSet.objects.values_list("document", flat=True)) == {kept.pk}
    assert Decision.objects.count() == 1
    assert set(Progress.objects.values_list("project", flat=True)) == {kept.project_id}
    assert not Entity.objects.exclude(project=kept.project_id).exists()
    assert not _files_in(tmp_path)
    assert Event.objects.filter(project_id=project.pk).exists()


def test_a_project_with_people_in_it_is_never_purged(project: Project, manager: User) -> None:
    purging.purge(project_id=project.pk)

    assert Project.objects.filter(pk=project.pk).exists()


def test_files_that_no_row_names_go_after_a_day(
    project: Project, manager: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    run = ImportRun.objects.create(project=project, by=manager, kind="file", name="a.txt")
    run.file.save("a.txt", ContentFile(b"One."))
    dataset = Dataset.objects.create(project=project, made_by=manager, recipe={})
    dataset.file.save("b.jsonl", ContentFile(b"{}"))
    kept = {Path(run.file.path), Path(dataset.file.path)}
    for path in sorted(kept):
        path.with_name(f"stray-{path.name}").write_bytes(b"rolled back")
    now = timezone.now()

    purging.sweep(before=now - timedelta(days=1))
    assert len(_files_in(tmp_path)) == 4
    purging.sweep(before=now + timedelta(seconds=1))
    assert _files_in(tmp_path) == kept


def test_nothing_is_swept_where_nothing_was_stored(
    db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "none")
    purging.sweep_files(timestamp=0)

    assert not _files_in(tmp_path)


def _files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def _worked_on(document: Document, by: User) -> Document:
    suggestion = suggest_span(document, "Rex Tillerson")
    hand = Hand(document, by)
    hand.accept(suggestion)
    hand.add("sales")
    return document
