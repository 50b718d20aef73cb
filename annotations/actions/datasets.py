"""Freezing annotation sets into the files of a dataset."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from annotations import filters
from annotations.datasets import exporting, freezing
from annotations.datasets.freezing import Tell
from annotations.models import Dataset
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.errors import Invalid, Refused
from newsdesk.history.models import record

State = Dataset.State
UNFINISHED = (State.QUEUED, State.RUNNING)
ADVANCE = "UPDATE annotations_dataset SET total_count = %s, done_count = %s WHERE id = %s"


class NothingToExport(Invalid):
    """There is nothing to export: none of these articles has such a set yet."""


class NoManagerAnyMore(Refused):
    """Whoever asked for this dataset is no manager of the project any more."""

    status = 403


@transaction.atomic
def request(*, project: Project, recipe: dict[str, Any], by: User) -> Dataset:
    """A dataset that waits for its job. Raises NothingToExport, UnknownFilter.

    `recipe` is {"set": a key of exporting.KINDS, "format": one of FORMATS, "filter": {…}}.
    """
    asked = filters.of(project, recipe["filter"])
    if not exporting.sets(recipe["set"], asked).exists():
        raise NothingToExport
    dataset = Dataset.objects.create(project=project, recipe=recipe, made_by=by)
    _record("dataset.request", dataset, by)
    return dataset


def freeze(dataset_id: int) -> None:
    """Write the dataset's file, afresh however far an earlier attempt came.

    Raises Refused if it must not or cannot be written. In a deleted project nothing is.
    """
    found = Dataset.objects.select_related("project", "made_by").filter(pk=dataset_id)
    dataset = found.filter(state__in=UNFINISHED).first()
    if dataset is None:
        return
    _check_still_manager(dataset)
    found.update(state=State.RUNNING, attempts=F("attempts") + 1, failure="", done_count=0)
    with TemporaryDirectory(prefix="newsdesk-dataset-") as folder, _teller(dataset_id) as tell:
        manifest = freezing.write(dataset.project, dataset.recipe, Path(folder), tell=tell)
        _keep(dataset, manifest, Path(folder))


def export_to(*, project: Project, recipe: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write a dataset's file and manifest.json into the folder, for whoever runs the desk."""
    manifest = freezing.write(project, recipe, folder)
    (folder / "manifest.json").write_text(freezing.manifest_text(manifest), encoding="utf-8")
    (file,) = manifest["files"]
    record(
        verb="dataset.export",
        by=None,
        project_id=project.pk,
        target_kind="dataset",
        after={"recipe": recipe, "sha256": file["sha256"]},
    )
    return manifest


def fail(dataset_id: int, reason: str) -> None:
    """Say why there is no file, unless there is one."""
    _fail(Dataset.objects.filter(pk=dataset_id), reason)


def stop(*, project_id: int, reason: str) -> None:
    """Have the datasets of a project that are being made come to nothing."""
    _fail(Dataset.objects.filter(project=project_id), reason)


def _fail(datasets: QuerySet[Dataset], reason: str) -> None:
    waiting = datasets.filter(state__in=UNFINISHED)
    waiting.update(state=State.FAILED, failure=reason, finished_at=timezone.now())


@transaction.atomic
def delete(*, dataset: Dataset, by: User) -> None:
    """Remove the dataset and its file; history keeps its recipe and checksum."""
    _record("dataset.delete", dataset, by)
    storage, name = dataset.file.storage, dataset.file.name
    dataset.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def record_download(*, dataset: Dataset, file: str, by: User) -> None:
    _record("dataset.download", dataset, by, file=file)


def _keep(dataset: Dataset, manifest: dict[str, Any], folder: Path) -> None:
    """Put the file where it is downloaded from, unless it was deleted, or done by another."""
    (file,) = manifest["files"]
    with (folder / file["name"]).open("rb") as raw:
        dataset.file.save(file["name"], File(raw), save=False)
    waiting = Dataset.objects.filter(pk=dataset.pk, state__in=UNFINISHED)
    is_kept = waiting.update(
        state=State.DONE,
        file=dataset.file.name,
        size=file["size"],
        sha256=file["sha256"],
        manifest=manifest,
        finished_at=timezone.now(),
    )
    if not is_kept:
        dataset.file.delete(save=False)


def _check_still_manager(dataset: Dataset) -> None:
    held = Membership.objects.active().filter(project=dataset.project, user=dataset.made_by)
    if not held.filter(role=Role.MANAGER).exists():
        raise NoManagerAnyMore


@contextmanager
def _teller(dataset_id: int) -> Iterator[Tell]:
    """Writes progress through a connection of its own: the reading one shows nothing until it
    has ended."""
    with closing(connections.create_connection(DEFAULT_DB_ALIAS)) as own:

        def tell(total: int, done: int) -> None:
            with own.cursor() as cursor:
                cursor.execute(ADVANCE, [total, done, dataset_id])

        yield tell


def _record(verb: str, dataset: Dataset, by: User, **more: Any) -> None:
    record(
        verb=verb,
        by=by,
        project_id=dataset.project_id,
        target_kind="dataset",
        target_id=dataset.pk,
        after={"recipe": dataset.recipe, "sha256": dataset.sha256, **more},
    )
