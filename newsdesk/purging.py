"""What is left behind goes here: a deleted project's files and rows, and files without a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone
from procrastinate.contrib.django import app

from annotations.actions import agreeing, applying, datasets, learning, rerunning
from annotations.models import Dataset
from articles import running
from articles.models import ImportRun
from newsdesk.accounts.models import Project
from newsdesk.accounts.signals import project_deleted

ROWS_AT_ONCE = 200  # articles, each with all that was marked in it
STRAY_AFTER = timedelta(days=1)  # a file is there before the transaction of its row ends
KEEPERS = {"originals": ImportRun.objects, "datasets": Dataset.objects}


@receiver(project_deleted)
def have_it_purged(project: Project, **_: object) -> None:
    """Part of the transaction that deletes the project."""
    for kind in (running, datasets, learning, agreeing, rerunning, applying):
        kind.stop(project_id=project.pk, reason="The project was deleted.")
    purge_project.defer(project_id=project.pk)


@app.task(priority=1)  # before suggestions, which may take hours
def purge_project(project_id: int) -> None:
    purge(project_id=project_id)


def purge(*, project_id: int) -> None:
    """Remove all that is in a deleted project. Doing it again, or after a kill, goes on."""
    project = Project.objects.filter(pk=project_id, memberships=None).first()
    if project is None:
        return
    for run in project.import_runs.exclude(file=""):
        run.file.delete(save=False)
    for dataset in project.datasets.exclude(file=""):
        dataset.file.delete(save=False)
    _delete_in_batches(project.articles.all())
    _delete_in_batches(project.entities.all())
    project.delete()


@app.periodic(cron="23 4 * * *")
@app.task(queueing_lock="sweep_files")
def sweep_files(timestamp: int) -> None:
    sweep(before=timezone.now() - STRAY_AFTER)


def sweep(*, before: datetime) -> None:
    """Delete files stored earlier than this that no row names, as after a rollback or a kill."""
    for root, rows in KEEPERS.items():
        for folder, names in _folders(root):
            kept = rows.filter(file__startswith=f"{folder}/").values_list("file", flat=True)
            for name in {f"{folder}/{each}" for each in names} - set(kept):
                if default_storage.get_modified_time(name) < before:
                    default_storage.delete(name)


def _folders(root: str) -> Iterator[tuple[str, list[str]]]:
    """Every folder below this one, and the names of the files in it."""
    if not default_storage.exists(root):
        return
    folders, names = default_storage.listdir(root)
    yield root, names
    for folder in folders:
        yield from _folders(f"{root}/{folder}")


def _delete_in_batches(rows: QuerySet[Any]) -> None:
    while keys := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            rows.model.objects.filter(pk__in=keys).delete()
