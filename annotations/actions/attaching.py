"""Stores the annotation sets that come with imported articles, with the suggestions behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from annotations import attribute_shape
from annotations.actions import progress
from annotations.actions.attached_rows import Draft, Rows
from annotations.attribute_shape import AttributeShape
from annotations.datasets import attached
from annotations.datasets.attached import AttachedSet
from annotations.models import AnnotationSet, Attribute, Label, Scheme
from articles.importers import Unusable
from articles.models import Document, ImportProblem, ImportRun

Kind = AnnotationSet.Kind
Records = Mapping[int, Mapping[int, Mapping[str, Any]]]


@transaction.atomic
def attach(*, run: ImportRun, records: Records) -> dict[int, str]:
    """Store {document id: {row: record}}; the answer is {row: reason} for those refused.

    Records of one document are sets of one article: what several decided on is suggested once.
    Rows that come without some of their ties are listed with a warning.
    """
    # One at a time in a project, so that two imports do not make the same entity twice.
    Scheme.objects.select_for_update(no_key=True).only("pk").get(project=run.project_id)
    labels = _labels(run.project_id)
    drafts, refused = _read(records, labels, _attributes(run.project_id))
    _warn(run, drafts)
    rows = Rows(run, labels, drafts)
    for draft in drafts:
        rows.add(draft)
    rows.save()
    articles = Document.objects.filter(pk__in=records).values_list("article", flat=True)
    progress.keep(articles)
    progress.weigh(articles)
    return refused


def would_refuse(*, run: ImportRun, rows: Mapping[int, tuple[str, Any]]) -> dict[int, str]:
    """Which of these records fit neither their texts nor the project's labels, and why."""
    labels, attributes = _labels(run.project_id), _attributes(run.project_id)
    refused: dict[int, str] = {}
    for number, (text, record) in rows.items():
        try:
            attached.read(record, text, labels, attributes)
        except Unusable as problem:
            refused[number] = str(problem)
    return refused


def _labels(project_id: int) -> dict[str, int]:
    """Retired ones too: what was exported with them comes in again."""
    labels = Label.objects.of_project(project_id).order_by("-layer__position", "-id")
    return dict(labels.values_list("key", "pk"))


def _attributes(project_id: int) -> dict[str, AttributeShape]:
    rows = Attribute.objects.of_project(project_id).values(*attribute_shape.ROW)
    return {row["key"]: attribute_shape.of_row(row) for row in rows}


def _read(
    records: Records, labels: Mapping[str, int], attributes: attached.Attributes
) -> tuple[list[Draft], dict[int, str]]:
    texts = dict(Document.objects.filter(pk__in=records).values_list("pk", "text"))
    golden = set(
        AnnotationSet.objects.gold().filter(document__in=records).values_list("document", flat=True)
    )
    drafts: list[Draft] = []
    refused: dict[int, str] = {}
    for document_id, rows in records.items():
        for row, record in rows.items():
            try:
                found = attached.read(record, texts[document_id], labels, attributes)
                _check_gold(found, document_id, golden)
            except Unusable as problem:
                refused[row] = str(problem)
            else:
                drafts.append(Draft(document_id, row, found))
    return drafts, refused


def _warn(run: ImportRun, drafts: Iterable[Draft]) -> None:
    warnings = [
        ImportProblem(run=run, row=draft.row, reason=reason, is_warning=True)
        for draft in drafts
        for reason in draft.found.untied
    ]
    ImportProblem.objects.bulk_create(warnings)
    if warnings:
        counted = F("warning_count") + len(warnings)
        ImportRun.objects.filter(pk=run.pk).update(warning_count=counted)


def _check_gold(found: AttachedSet, document_id: int, golden: set[int]) -> None:
    if found.kind != Kind.GOLD:
        return
    if document_id in golden:
        raise Unusable("This article has gold already.")
    golden.add(document_id)
