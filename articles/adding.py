"""Stores a batch of rows: articles, documents, problems and the run's counts, all or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.bulk import copy, new_ids
from articles.importers import ArticleRow, ProblemRow, Row
from articles.importers.rows import excerpt
from articles.models import Article, Document, ImportProblem, ImportRun, Outlet
from articles.signals import documents_added
from articles.text import sha256, text_key
from newsdesk.errors import Refused

ARTICLE_FIELDS = (
    "id",
    "project",
    "outlet",
    "import_run",
    "headline",
    "url",
    "authors",
    "published_at",
    "language",
    "added_at",
)
DOCUMENT_FIELDS = (
    "id",
    "project",
    "article",
    "text",
    "sha256",
    "text_key",
    "length",
    "is_current",
)
IMPORT_LOCK = 0x6E6577  # any number that no other program locks in our database


class Stopped(Refused):
    """This import was stopped."""


@dataclass(slots=True)
class New:
    """A document that the batch adds, and the first row that brought it."""

    row: ArticleRow
    article_id: int = 0
    document_id: int = 0


@dataclass(slots=True)
class Batch:
    """What becomes of the rows of one batch; texts are known by their text key.

    `attached` holds, by document, the rows that brought annotation sets.
    """

    run: ImportRun
    standing: Mapping[str, Document]
    new: dict[str, New] = field(default_factory=dict)
    attached: dict[str, list[ArticleRow]] = field(default_factory=lambda: defaultdict(list))
    problems: list[ImportProblem] = field(default_factory=list)
    duplicate_count: int = 0


@transaction.atomic
def add_batch(*, run: ImportRun, rows: Sequence[Row], done_bytes: int = 0) -> None:
    """Add the rows and note that they are done. Sends `documents_added` inside the transaction.

    Raises Stopped if the run was given up, or its project deleted.
    """
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state == ImportRun.State.FAILED:
        raise Stopped
    rows = [row for row in rows if row.number > locked.done_rows]
    if not rows:
        return  # another worker was here first
    _wait_for_turn(run.project_id)
    keyed = [(text_key(row.text) if isinstance(row, ArticleRow) else "", row) for row in rows]
    batch = Batch(run, _standing(run, [key for key, _ in keyed if key]))
    for key, row in keyed:
        _sort(batch, key, row)
    _create(batch)
    _take_out(batch, _announce(batch))
    ImportProblem.objects.bulk_create(batch.problems)
    warning_count = sum(problem.is_warning for problem in batch.problems)
    ImportRun.objects.filter(pk=run.pk).update(
        done_rows=rows[-1].number,
        done_bytes=done_bytes,
        added_count=F("added_count") + len(batch.new),
        duplicate_count=F("duplicate_count") + batch.duplicate_count,
        warning_count=F("warning_count") + warning_count,
        problem_count=F("problem_count") + len(batch.problems) - warning_count,
    )


def _wait_for_turn(project_id: int) -> None:
    """One batch at a time in a project: two must not add the same text or outlet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [IMPORT_LOCK, project_id % (1 << 31)]
        )


def _standing(run: ImportRun, keys: Sequence[str]) -> dict[str, Document]:
    """The project's documents that have the text of one of the rows, by text key."""
    found = Document.objects.filter(project=run.project_id, is_current=True, text_key__in=keys)
    known = found.select_related("article").defer("text")
    return {document.text_key: document for document in known}


def _sort(batch: Batch, key: str, row: Row) -> None:
    if isinstance(row, ProblemRow):
        batch.problems.append(_problem(batch.run, row.number, row.reason, row.excerpt))
        return
    is_known = key in batch.standing or key in batch.new
    if is_known and not (row.attached and _is_of_this_run(batch, key, row)):
        _refuse_duplicate(batch, key, row)
        return
    if not is_known:
        batch.new[key] = New(row)
    if row.attached:
        batch.attached[key].append(row)
    for warning in row.warnings:
        problem = _problem(batch.run, row.number, warning, excerpt(row.headline))
        problem.is_warning = True
        batch.problems.append(problem)


def _is_of_this_run(batch: Batch, key: str, row: ArticleRow) -> bool:
    """Lines of one text in one run are annotation sets of one article, not duplicates."""
    if key in batch.new:
        return batch.new[key].row.text == row.text
    document = batch.standing[key]
    is_ours = document.article.import_run_id == batch.run.pk
    return is_ours and document.sha256 == sha256(row.text)


def _refuse_duplicate(batch: Batch, key: str, row: ArticleRow) -> None:
    batch.duplicate_count += 1
    first = batch.standing.get(key)
    if first is None:
        reason = f"The same text is already in row {batch.new[key].row.number:,} of this file."
    else:
        reason = "The same text is already in this project."
    problem = _problem(batch.run, row.number, reason, excerpt(row.headline))
    problem.duplicate_of = first.article if first else None
    batch.problems.append(problem)


def _create(batch: Batch) -> None:
    outlets = _outlets(batch)
    article_ids = new_ids(Article, len(batch.new))
    document_ids = new_ids(Document, len(batch.new))
    for new in batch.new.values():
        new.article_id, new.document_id = next(article_ids), next(document_ids)
    now = timezone.now()
    copy(
        Article,
        ARTICLE_FIELDS,
        (
            (
                new.article_id,
                batch.run.project_id,
                outlets.get(new.row.outlet),
                batch.run.pk,
                new.row.headline,
                new.row.url,
                list(new.row.authors),
                new.row.published_at,
                new.row.language,
                now,
            )
            for new in batch.new.values()
        ),
    )
    copy(
        Document,
        DOCUMENT_FIELDS,
        (
            (
                new.document_id,
                batch.run.project_id,
                new.article_id,
                new.row.text,
                sha256(new.row.text),
                key,
                len(new.row.text),
                True,
            )
            for key, new in batch.new.items()
        ),
    )


def _outlets(batch: Batch) -> dict[str, int]:
    names = {new.row.outlet for new in batch.new.values() if new.row.outlet}
    if not names:
        return {}
    Outlet.objects.bulk_create(
        [Outlet(project_id=batch.run.project_id, name=name) for name in sorted(names)],
        ignore_conflicts=True,
    )
    found = Outlet.objects.filter(project=batch.run.project_id, name__in=names)
    return dict(found.values_list("name", "pk"))


def _announce(batch: Batch) -> dict[int, str]:
    """Tell who listens; the rows that a listener refuses, with its reasons."""
    attached: dict[int, dict[int, Mapping[str, Any]]] = {}
    for key, rows in batch.attached.items():
        is_new = key in batch.new
        document_id = batch.new[key].document_id if is_new else batch.standing[key].pk
        attached[document_id] = {row.number: row.attached for row in rows if row.attached}
    refused: dict[int, str] = {}
    answers: list[tuple[Any, Any]] = documents_added.send(
        Document,
        document_ids=[new.document_id for new in batch.new.values()],
        attached=attached,
        run=batch.run,
    )
    for _, answer in answers:
        refused |= answer or {}
    return refused


def _take_out(batch: Batch, refused: Mapping[int, str]) -> None:
    """A refused row is a problem; a new document goes again if all its rows were refused."""
    gone: list[int] = []
    for key, rows in batch.attached.items():
        for row in rows:
            if row.number in refused:
                reason, shown = refused[row.number], excerpt(row.headline)
                batch.problems.append(_problem(batch.run, row.number, reason, shown))
        if key in batch.new and _is_refused(batch.new[key], rows, refused):
            gone.append(batch.new.pop(key).article_id)
    Article.objects.filter(pk__in=gone).delete()


def _is_refused(new: New, rows: Iterable[ArticleRow], refused: Mapping[int, str]) -> bool:
    """A first row without a set is not in `rows`, and stands by itself."""
    return bool(new.row.attached) and all(row.number in refused for row in rows)


def _problem(run: ImportRun, number: int, reason: str, shown: str) -> ImportProblem:
    return ImportProblem(run=run, row=number, reason=reason, excerpt=shown)
