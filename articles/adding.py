"""Stores a batch of rows: articles, documents, problems and the run's counts, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from articles.importers import ArticleRow, ProblemRow, Row
from articles.importers.rows import excerpt
from articles.models import Article, Document, ImportProblem, ImportRun, Outlet
from articles.signals import documents_added
from articles.text import sha256, text_key


@dataclass(slots=True)
class Batch:
    """What becomes of the rows of one batch."""

    run: ImportRun
    outlets: dict[str, Outlet]
    new: dict[str, ArticleRow] = field(default_factory=dict)
    attached: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)
    duplicate_count: int = 0


@transaction.atomic
def add_batch(*, run: ImportRun, rows: Sequence[Row], done_bytes: int = 0) -> None:
    """Add the rows and note that they are done. Sends `documents_added` inside the transaction."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    rows = [row for row in rows if row.number > locked.done_rows]
    if not rows:
        return  # another worker was here first
    batch = Batch(run, {})
    standing = _standing(run, rows)
    for row in rows:
        _sort(batch, row, standing)
    documents = _create(batch)
    refused = _announce(batch, documents, standing)
    added = len(documents) - len(refused)
    ImportProblem.objects.bulk_create(batch.problems)
    ImportRun.objects.filter(pk=run.pk).update(
        done_rows=rows[-1].number,
        done_bytes=done_bytes,
        added_count=F("added_count") + added,
        duplicate_count=F("duplicate_count") + batch.duplicate_count,
        problem_count=F("problem_count") + len(batch.problems),
    )


def _standing(run: ImportRun, rows: Iterable[Row]) -> dict[str, Document]:
    """The project's documents that have the text of one of the rows, by text key."""
    keys = [text_key(row.text) for row in rows if isinstance(row, ArticleRow)]
    found = Document.objects.filter(project=run.project_id, is_current=True, text_key__in=keys)
    known = found.select_related("article").defer("text")
    return {document.text_key: document for document in known}


def _sort(batch: Batch, row: Row, standing: dict[str, Document]) -> None:
    if isinstance(row, ProblemRow):
        batch.problems.append(_problem(batch.run, row.number, row.reason, row.excerpt))
        return
    for warning in row.warnings:
        batch.problems.append(_problem(batch.run, row.number, f"Imported. {warning}", ""))
    key = text_key(row.text)
    if row.attached is not None and _is_of_this_run(batch, row, key, standing):
        batch.attached.setdefault(key, []).append(row.attached)
        batch.new.setdefault(key, row) if key not in standing else None
    elif key in standing or key in batch.new:
        _refuse_duplicate(batch, row, standing.get(key))
    else:
        batch.new[key] = row


def _is_of_this_run(batch: Batch, row: ArticleRow, key: str, standing: dict[str, Document]) -> bool:
    """Lines of one text in one run are annotation sets of one article, not duplicates."""
    if key in standing:
        document = standing[key]
        is_ours = document.article.import_run_id == batch.run.pk
        return is_ours and document.sha256 == sha256(row.text)
    return key not in batch.new or batch.new[key].text == row.text


def _refuse_duplicate(batch: Batch, row: ArticleRow, first: Document | None) -> None:
    batch.duplicate_count += 1
    where = "in this project" if first else "further up in this file"
    problem = _problem(batch.run, row.number, f"The same text is already {where}.", row.headline)
    problem.duplicate_of = first.article if first else None
    batch.problems.append(problem)


def _create(batch: Batch) -> dict[str, Document]:
    batch.outlets = _outlets(batch)
    rows = list(batch.new.items())
    articles = Article.objects.bulk_create([_article(batch, row) for _, row in rows])
    documents = Document.objects.bulk_create(
        [
            Document(
                project_id=batch.run.project_id,
                article=article,
                text=row.text,
                sha256=sha256(row.text),
                text_key=key,
                length=len(row.text),
            )
            for (key, row), article in zip(rows, articles, strict=True)
        ]
    )
    return {document.text_key: document for document in documents}


def _outlets(batch: Batch) -> dict[str, Outlet]:
    names = {row.outlet for row in batch.new.values() if row.outlet}
    Outlet.objects.bulk_create(
        [Outlet(project_id=batch.run.project_id, name=name) for name in sorted(names)],
        ignore_conflicts=True,
    )
    found = Outlet.objects.filter(project=batch.run.project_id, name__in=names)
    return {outlet.name: outlet for outlet in found}


def _article(batch: Batch, row: ArticleRow) -> Article:
    return Article(
        project_id=batch.run.project_id,
        import_run=batch.run,
        outlet=batch.outlets.get(row.outlet),
        headline=row.headline,
        url=row.url,
        authors=list(row.authors),
        published_at=row.published_at,
        language=row.language,
    )


def _announce(
    batch: Batch, documents: Mapping[str, Document], standing: Mapping[str, Document]
) -> dict[int, str]:
    """Tell who listens; documents that a listener refuses are taken out again."""
    of_key = {**standing, **documents}
    attached = {of_key[key].pk: records for key, records in batch.attached.items()}
    refused: dict[int, str] = {}
    answers: list[tuple[Any, Any]] = documents_added.send(
        Document,
        document_ids=[document.pk for document in documents.values()],
        attached=attached,
        by=batch.run.by,
    )
    for _, answer in answers:
        refused |= answer
    rows = {document.pk: batch.new[key] for key, document in documents.items()}
    for document_id, reason in refused.items():
        row = rows.get(document_id)
        number = row.number if row else 0
        shown = excerpt(row.headline) if row else ""
        batch.problems.append(_problem(batch.run, number, reason, shown))
    Article.objects.filter(documents__in=[pk for pk in refused if pk in rows]).delete()
    return {pk: reason for pk, reason in refused.items() if pk in rows}


def _problem(run: ImportRun, number: int, reason: str, shown: str) -> ImportProblem:
    return ImportProblem(run=run, row=number, reason=reason, excerpt=shown[:200])
