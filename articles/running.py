"""Works an import off, batch by batch. Killed in the middle, it goes on behind the last batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from articles import importers, wrapping
from articles.adding import Stopped, add_batch
from articles.importers import ArticleRow, Encoding, Row, Unusable
from articles.models import ImportProblem, ImportRun
from newsdesk.errors import Refused

BATCH_ROWS = 500
BATCH_CHARACTERS = 2_000_000
MOST_OF_ONE_TEXT = 4 * BATCH_ROWS
EMPTY = "The file is empty: it has no articles."
State = ImportRun.State
UNFINISHED = (State.QUEUED, State.RUNNING)


class FileGone(Refused):
    """The file of this import is not where it was stored. Upload it again."""

    status = 410


def run(*, run_id: int) -> None:
    """Import the file of a run, from behind the last row that is stored."""
    runs = ImportRun.objects.filter(pk=run_id)
    if not runs.filter(state__in=UNFINISHED).update(
        state=State.RUNNING, attempts=F("attempts") + 1
    ):
        return
    # A run that is stopped or gone by now belonged to a project that was deleted.
    with suppress(Stopped, ImportRun.DoesNotExist):
        found = runs.select_related("project", "by").get()
        with open_file(found) as file:
            import_rows(found, file)


def open_file(found: ImportRun) -> File[bytes]:
    """The bytes as they were uploaded. Raises FileGone."""
    try:
        return found.file.open("rb")
    except FileNotFoundError as error:
        raise FileGone from error


def import_rows(found: ImportRun, file: IO[bytes]) -> None:
    """Store the rows of a file batch by batch, then note the end."""
    ignored: set[str] = set()
    unusable = ""
    try:
        rows, encoding = read(found, file)
        _remember(found, encoding)
        for batch in _batches(row for row in rows if row.number > found.done_rows):
            ignored.update(*(row.ignored for row in batch if isinstance(row, ArticleRow)))
            add_batch(run=found, rows=batch, done_bytes=_place(file))
    except Unusable as problem:
        unusable = str(problem)
    _finish(found.pk, unusable, ignored)


def read(found: ImportRun, file: IO[bytes]) -> tuple[Iterator[Row], Encoding]:
    """The rows of the run's file as they will be stored."""
    rows, encoding = importers.read(found.name, file)
    return (wrapping.unwrap(rows) if found.options.get("join_lines") else rows), encoding


def check(found: ImportRun) -> None:
    """Raises Unusable where the run's file has no row at all, good or bad."""
    with open_file(found) as file:
        rows, _ = read(found, file)
        if next(rows, None) is None:
            raise Unusable(EMPTY)


def fail(run_id: int, reason: str) -> None:
    """The worker gave up; what was imported stays."""
    _fail(ImportRun.objects.filter(pk=run_id), reason)


def stop(*, project_id: int, reason: str) -> None:
    """Have the imports of a project end before their next batch."""
    _fail(ImportRun.objects.filter(project=project_id), reason)


def _fail(runs: QuerySet[ImportRun], reason: str) -> None:
    runs.filter(state__in=UNFINISHED).update(
        state=State.FAILED, failure=reason, finished_at=timezone.now()
    )


def forget_previews(*, before: datetime) -> None:
    """Delete what was uploaded earlier than this and never started, with its file."""
    waiting = ImportRun.objects.filter(state=State.PREVIEW, made_at__lt=before)
    with transaction.atomic():
        # One that is being started at this moment is locked, and left alone.
        for old in waiting.select_for_update(skip_locked=True, of=("self",)):
            transaction.on_commit(partial(_delete_file, old.file.name))
            old.delete()


def _delete_file(name: str | None) -> None:
    if name:
        default_storage.delete(name)


def _remember(found: ImportRun, encoding: Encoding) -> None:
    ImportRun.objects.filter(pk=found.pk).update(warnings=list(encoding.warnings))


@transaction.atomic
def _finish(run_id: int, unusable: str, ignored: set[str]) -> None:
    """A file that broke off keeps its good rows; the place is a problem of its own."""
    found = ImportRun.objects.select_for_update().get(pk=run_id)
    if found.state in {State.DONE, State.FAILED}:
        return  # a second worker, which thought the first was dead, comes to the end too
    if not unusable and not found.done_rows:
        unusable = EMPTY
    if unusable:
        ImportProblem.objects.create(run=found, row=found.done_rows + 1, reason=unusable)
        found.problem_count += 1
    if ignored:
        found.warnings = [*found.warnings, ignored_sentence(ignored)]
    found.state = State.DONE if found.added_count or not unusable else State.FAILED
    found.failure = unusable
    found.done_bytes = found.total_bytes
    found.finished_at = timezone.now()
    found.save()


def ignored_sentence(names: set[str]) -> str:
    shown = sorted(names)[:20]
    more = f" and {len(names) - 20:,} more" if len(names) > 20 else ""
    return f"Not used: {', '.join(name[:60] for name in shown)}{more}."


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Up to so many rows or characters; rows of one text stay together."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        is_full = len(batch) >= BATCH_ROWS or size > BATCH_CHARACTERS
        if is_full and not (len(batch) < MOST_OF_ONE_TEXT and _is_same_text(batch[-1], row)):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += _size(row)
    if batch:
        yield batch


def _is_same_text(one: Row, other: Row) -> bool:
    if isinstance(one, ArticleRow) and isinstance(other, ArticleRow):
        return one.text == other.text
    return False


def _size(row: Row) -> int:
    return len(row.text) + _weight(row.attached) if isinstance(row, ArticleRow) else 0


def _weight(value: object) -> int:
    """About how many characters a JSON value has; it may be nested deeply."""
    weight, waiting = 0, [value]
    while waiting:
        value = waiting.pop()
        weight += len(value) if isinstance(value, str) else 1
        if isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return weight


def _place(file: IO[bytes]) -> int:
    return 0 if file.closed else file.tell()
