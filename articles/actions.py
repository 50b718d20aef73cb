"""What a person does to bring articles in: paste one, upload a file, look at it, start."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import IO

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from articles import importers, jobs, running
from articles.adding import add_batch
from articles.importers import ArticleRow, Unusable
from articles.models import Document, ImportRun
from articles.text import text_key
from newsdesk.accounts.models import Project, User
from newsdesk.errors import Refused
from newsdesk.history.models import record

State = ImportRun.State


class AlreadyHere(Refused):
    """This text is already in the project."""

    def __init__(self, first: Document) -> None:
        super().__init__()
        self.first = first


class NotWaiting(Refused):
    """This import was started already."""


@transaction.atomic
def paste(*, project: Project, row: ArticleRow, by: User) -> Document:
    """Add one article at once. Raises AlreadyHere with the first of the same text."""
    first = Document.objects.filter(
        project=project, text_key=text_key(row.text), is_current=True
    ).first()
    if first:
        raise AlreadyHere(first)
    run = ImportRun.objects.create(
        project=project,
        by=by,
        kind=ImportRun.Kind.PASTE,
        name=row.headline[:255] or "Pasted text",
        sha256=hashlib.sha256(row.text.encode()).hexdigest(),
        state=State.DONE,
        finished_at=timezone.now(),
    )
    add_batch(run=run, rows=[row])
    _remember(run)
    return Document.objects.get(project=project, text_key=text_key(row.text), is_current=True)


@transaction.atomic
def upload(*, project: Project, name: str, file: File[bytes], by: User) -> ImportRun:
    """Keep a file as it came, to be looked at before it is imported.

    Raises Unusable, and keeps nothing, where not even one row can be read.
    """
    importers.kind_of(name)
    run = ImportRun(
        project=project,
        by=by,
        kind=ImportRun.Kind.FILE,
        name=name[-255:],
        sha256=_sha256(file),
        total_bytes=file.size or 0,
        state=State.PREVIEW,
    )
    file.seek(0)
    run.file.save(Path(name).name[-100:], file, save=False)
    try:
        running.check(run)
    except Unusable:
        run.file.delete(save=False)
        raise
    run.save()
    return run


@transaction.atomic
def start(*, run: ImportRun, by: User, join_lines: bool = False) -> None:
    """Begin a looked-at import; the worker does it, joining lines broken for width if wanted."""
    waiting = ImportRun.objects.select_for_update().get(pk=run.pk)
    if waiting.state != State.PREVIEW:
        raise NotWaiting
    options = {"join_lines": True} if join_lines else {}
    ImportRun.objects.filter(pk=run.pk).update(state=State.QUEUED, options=options)
    jobs.run_import.defer(run_id=run.pk)
    _remember(waiting)


@transaction.atomic
def discard(*, run: ImportRun, by: User) -> None:
    """Forget a file that was looked at and not imported."""
    waiting = ImportRun.objects.select_for_update().filter(pk=run.pk, state=State.PREVIEW).first()
    if waiting is None:
        raise NotWaiting
    storage, kept = waiting.file.storage, waiting.file.name
    waiting.delete()
    if kept:
        transaction.on_commit(lambda: storage.delete(kept))


@transaction.atomic
def import_sample(*, project: Project, path: Path, by: User) -> None:
    """The articles of a file that comes with newsdesk."""
    with path.open("rb") as file:
        rows, _ = importers.read(path.name, file)
        found = list(rows)
    run = ImportRun.objects.create(
        project=project,
        by=by,
        kind=ImportRun.Kind.SAMPLE,
        name="Sample articles",
        sha256="",
        state=State.DONE,
        finished_at=timezone.now(),
    )
    add_batch(run=run, rows=found)
    _remember(run)


def import_stream(*, project: Project, name: str, file: IO[bytes], by: User) -> ImportRun:
    """Import a file of any size here and now, for the command line; the file is not kept.

    The same file again goes on where an import that was broken off had stopped.
    """
    digest = _sha256(file)
    broken_off = ImportRun.objects.filter(
        project=project, sha256=digest, file="", state=State.RUNNING
    )
    found = broken_off.last() or ImportRun.objects.create(
        project=project,
        by=by,
        kind=ImportRun.Kind.FILE,
        name=name[-255:],
        sha256=digest,
        state=State.RUNNING,
    )
    _remember(found)
    running.import_rows(found, file)
    found.refresh_from_db()
    return found


def _sha256(file: IO[bytes] | File[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _remember(found: ImportRun) -> None:
    record(
        verb="import.start",
        by=found.by,
        project_id=found.project_id,
        target_kind="import_run",
        target_id=found.pk,
        after={"name": found.name, "sha256": found.sha256},
    )
