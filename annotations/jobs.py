"""Background work on annotations: ids in, and doing it twice does it once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.types import JSONDict

from annotations.actions import (
    agreeing,
    applying,
    datasets,
    figures,
    learning,
    places,
    progress,
    proposing,
    pruning,
    rerunning,
    search,
    state_figures,
    suggesting,
)
from newsdesk.jobs import GIVE_UP

DOCUMENTS_A_JOB = 16
ARTICLES_A_JOB = 100
PRUNE_AFTER = timedelta(days=1)


def defer_suggestions(document_ids: Sequence[int], each: int = DOCUMENTS_A_JOB) -> None:
    """Have these documents read, so many a job; part of the transaction it is called in."""
    batches = [document_ids[i : i + each] for i in range(0, len(document_ids), each)]
    arguments: list[JSONDict] = [{"document_ids": [*batch]} for batch in batches]
    if arguments:
        suggest.batch_defer(*arguments)


@app.task(pass_context=True)
def suggest(context: JobContext, document_ids: list[int]) -> None:
    """A batch that did not end well is tried again one by one, so that one text stops no other."""
    if context.job.attempts and len(document_ids) > 1:
        return defer_suggestions(document_ids, each=1)
    suggesting.suggest_for(document_ids)


def defer_rerun(run_id: int) -> None:
    """Have a project's articles read again, a batch a job: articles that are new go first."""
    rerun.configure(lock=f"rerun-{run_id}").defer(run_id=run_id)


@app.task(priority=-1, pass_context=True)
def rerun(context: JobContext, run_id: int) -> None:
    """A batch that did not end well is tried again one by one."""
    if rerunning.read_next(run_id, 1 if context.job.attempts else DOCUMENTS_A_JOB):
        defer_rerun(run_id)


def go_on_rerun(run_id: int, reason: str) -> None:
    """One article stops no other; a run that could not even begin has failed."""
    if rerunning.pass_over(run_id):
        return defer_rerun(run_id)
    rerunning.fail(run_id, reason)


def defer_apply(run_id: int) -> None:
    """Have something applied to a project's articles, or that taken back, a batch a job."""
    apply.configure(lock=f"apply-{run_id}").defer(run_id=run_id)


@app.task(priority=1)
def apply(run_id: int) -> None:
    go_on = applying.go_on(run_id, ARTICLES_A_JOB) or applying.undo_next(run_id, ARTICLES_A_JOB)
    if go_on:
        defer_apply(run_id)


def go_on_apply(run_id: int, reason: str) -> None:
    """One article stops no other; a run that stopped at none has failed."""
    if applying.pass_over(run_id):
        return defer_apply(run_id)
    applying.fail(run_id, reason)


def defer_indexing(document_ids: Sequence[int]) -> None:
    """Have these documents made findable; part of the transaction it is called in."""
    if document_ids:
        index.defer(document_ids=[*document_ids])


@app.task(priority=1)  # before the model, which may be busy for hours
def index(document_ids: list[int]) -> None:
    search.index(document_ids)


@app.task(priority=1)
def freeze_dataset(dataset_id: int) -> None:
    datasets.freeze(dataset_id)


@app.task(priority=1)
def learn(version_id: int) -> None:
    learning.run(version_id)


@app.task(priority=1)
def compute_agreement(report_id: int) -> None:
    agreeing.run(report_id)


def defer_count(project_id: int) -> None:
    """Have a project's figures counted, unless that waits to be done already."""
    name = f"figures-{project_id}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        count_figures.configure(queueing_lock=name, lock=name).defer(project_id=project_id)


@app.task(priority=1)
def count_figures(project_id: int) -> None:
    figures.count(project_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="count_projects")
def count_projects(timestamp: int) -> None:
    """Also where nobody looks: what the states were at the end of a day is not known later."""
    state_figures.count_all()
    for project_id in figures.changed_projects():
        defer_count(project_id)


@app.periodic(cron="11 5 * * *")
@app.task(queueing_lock="prune_replaced")
def prune_replaced(timestamp: int) -> None:
    """What an open page shows can still be decided on."""
    pruning.prune(before=timezone.now() - PRUNE_AFTER)


def defer_proposals(project_id: int) -> None:
    """Have a project's new entities compared with the others, unless that waits already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        name = f"merges-{project_id}"
        propose_merges.configure(queueing_lock=name, lock=name).defer(project_id=project_id)


@app.task(priority=-1)
def propose_merges(project_id: int) -> None:
    proposing.find(project_id)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="compare_entities")
def compare_entities(timestamp: int) -> None:
    for project_id in proposing.waiting_projects():
        defer_proposals(project_id)


GIVE_UP[suggest.name] = progress.fail
GIVE_UP[learn.name] = learning.fail
GIVE_UP[rerun.name] = go_on_rerun
GIVE_UP[apply.name] = go_on_apply
GIVE_UP[freeze_dataset.name] = datasets.fail
GIVE_UP[compute_agreement.name] = agreeing.fail


def defer_recount(project_id: int) -> None:
    """Have every article's places and progress derived afresh, unless that waits already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        name = f"recount-{project_id}"
        recount.configure(queueing_lock=name, lock=name).defer(project_id=project_id)


@app.task(priority=1)
def recount(project_id: int) -> None:
    places.recount(project_id)
