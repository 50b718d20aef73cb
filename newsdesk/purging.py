"""What a deleted project leaves behind goes here: its files, then its rows, in batches."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from procrastinate.contrib.django import app

from articles import running
from newsdesk.accounts.models import Project
from newsdesk.accounts.signals import project_deleted

ROWS_AT_ONCE = 200  # articles, each with all that was marked in it


@receiver(project_deleted)
def have_it_purged(project: Project, **_: object) -> None:
    """Part of the transaction that deletes the project."""
    running.stop(project_id=project.pk, reason="The project was deleted.")
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


def _delete_in_batches(rows: QuerySet[Any]) -> None:
    while keys := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            rows.model.objects.filter(pk__in=keys).delete()
