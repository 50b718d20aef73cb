"""Works an import off, batch by batch. Killed in the middle, it goes on behind the last batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO

from django.db import transaction
from django.utils import timezone

from articles import importers
from articles.adding import add_batch
from articles.importers import ArticleRow, Row, Unusable
from articles.models import ImportProblem, ImportRun

BATCH_ROWS = 200
BATCH_CHARACTERS = 2_000_000
State = ImportRun.State


def run(*, run_id: int) -> None:
    """Import the file of a run, from behind the last row that is stored."""
    found = ImportRun.objects.select_related("project", "by").get(pk=run_id)
    if found.state in {State.DONE, State.FAILED, State.PREVIEW}:
        return
    ImportRun.objects.filter(pk=run_id).update(state=State.RUNNING, attempts=found.attempts + 1)
    with found.file.open("rb") as file:
        import_rows(found, file)


def import_rows(found: ImportRun, file: IO[bytes]) -> None:
    """Store the rows of a file batch by batch, then note the end."""
    rows, warnings = importers.read(found.name, file)
    ImportRun.objects.filter(pk=found.pk).update(warnings=list(warnings))
    unusable = ""
    try:
        for batch in _batches(row for row in rows if row.number > found.done_rows):
            add_batch(run=found, rows=batch, done_bytes=_place(file))
    except Unusable as problem:
        unusable = str(problem)
    _finish(found.pk, unusable)


def sniff(found: ImportRun, most: int) -> tuple[list[Row], bool, str, Sequence[str]]:
    """The first rows of a file, whether there are more, what is wrong with it, and warnings."""
    with found.file.open("rb") as file:
        rows, warnings = importers.read(found.name, file)
        first: list[Row] = []
        try:
            for row in islice(rows, most + 1):
                first.append(row)
        except Unusable as problem:
            return first[:most], False, str(problem), warnings
    return first[:most], len(first) > most, "", warnings


def fail(run_id: int, reason: str) -> None:
    """The worker gave up; what was imported stays."""
    ImportRun.objects.filter(pk=run_id).update(
        state=State.FAILED, failure=reason, finished_at=timezone.now()
    )


@transaction.atomic
def _finish(run_id: int, unusable: str) -> None:
    """A file that broke off keeps its good rows; the place is a problem of its own."""
    found = ImportRun.objects.select_for_update().get(pk=run_id)
    if unusable:
        ImportProblem.objects.create(run=found, row=found.done_rows + 1, reason=unusable)
        found.problem_count += 1
    found.state = State.DONE if found.added_count or not unusable else State.FAILED
    found.failure = unusable
    found.done_bytes = found.total_bytes
    found.finished_at = timezone.now()
    found.save()


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Up to so many rows or characters; rows of one text stay together."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        is_full = len(batch) >= BATCH_ROWS or size > BATCH_CHARACTERS
        if is_full and not _is_same_text(batch[-1], row):
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
    return len(row.text) if isinstance(row, ArticleRow) else 0


def _place(file: IO[bytes]) -> int:
    return 0 if file.closed else file.tell()
