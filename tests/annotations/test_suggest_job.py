"""Documents that were added are read in the background, unless they brought sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from annotations import jobs
from annotations.actions import rerunning, suggesting
from annotations.actions.errors import ModelUnavailable
from annotations.models import Progress, SuggestionRun
from annotations.suggest import pipeline
from annotations.suggest.values import Suggestions
from articles.models import Document, ImportRun
from articles.signals import documents_added
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import Project, User
from newsdesk.jobs import GIVE_UP, Attempts
from tests.factories import create_document, create_user


def deferred() -> list[list[int]]:
    waiting = ProcrastinateJob.objects.filter(task_name=jobs.suggest.name).order_by("id")
    return [job.args["document_ids"] for job in waiting]


def announce(*documents: Document) -> None:
    documents_added.send(
        sender=Document,
        document_ids=[each.pk for each in documents],
        attached={},
        run=ImportRun.objects.create(
            project=documents[0].project, by=create_user(), kind=ImportRun.Kind.PASTE, name="Pasted"
        ),
    )


def attempt(number: int) -> Any:
    return SimpleNamespace(job=SimpleNamespace(attempts=number))


def test_added_documents_are_read_in_batches(project: Project) -> None:
    documents = [create_document(f"Text {number}", project=project) for number in range(20)]
    Progress.objects.all().delete()

    announce(*documents)

    assert [len(batch) for batch in deferred()] == [16, 4]
    assert list(chain(*deferred())) == [each.pk for each in documents]
    assert Progress.objects.filter(state="new").count() == 20


@pytest.mark.django_db(transaction=True)
def test_a_job_is_of_the_transaction_that_added_the_documents(project: Project) -> None:
    with transaction.atomic():
        announce(create_document("Text", project=project))
        assert len(deferred()) == 1
        transaction.set_rollback(True)

    assert deferred() == []


def test_a_batch_that_did_not_end_is_tried_one_by_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[list[int]] = []
    monkeypatch.setattr(suggesting, "suggest_for", read.append)

    jobs.suggest(attempt(1), document_ids=[1, 2, 3])
    assert (read, deferred()) == ([], [[1], [2], [3]])

    jobs.suggest(attempt(1), document_ids=[1])
    jobs.suggest(attempt(0), document_ids=[1, 2, 3])
    assert read == [[1], [1, 2, 3]]


def test_given_up_the_article_says_why(document: Document) -> None:
    GIVE_UP[jobs.suggest.name](document_ids=[document.pk], reason="There was not enough memory.")

    assert Progress.objects.get().failure == "There was not enough memory."


def test_the_texts_of_a_deleted_project_are_not_read(
    project: Project, manager: User, document: Document
) -> None:
    read: list[str] = []

    def suggest(texts: Iterable[str]) -> Iterator[Suggestions]:
        for text in texts:
            read.append(text)
            yield Suggestions("test 1.0", len(text))

    projects.delete(project=project, by=manager)
    suggesting.suggest_for([document.pk], suggest=suggest)
    assert read == []


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NEWSDESK_SPACY_MODEL", "nope")
    pipeline.load.cache_clear()
    yield
    monkeypatch.undo()
    pipeline.load.cache_clear()


@pytest.mark.usefixtures("no_model", "manager")
def test_a_model_that_does_not_load_is_no_fault_of_a_text(document: Document) -> None:
    with pytest.raises(ModelUnavailable, match="NEWSDESK_SPACY_MODEL must name") as failure:
        suggesting.suggest_for([document.pk])

    assert Progress.objects.get().failure == ""
    first: Any = SimpleNamespace(attempts=0)
    assert Attempts().get_retry_decision(exception=failure.value, job=first)


@pytest.mark.usefixtures("no_model")
def test_a_rerun_without_its_model_has_failed_and_says_why(
    project: Project, document: Document, manager: User
) -> None:
    run = SuggestionRun.objects.create(project=project, made_by=manager)

    assert not rerunning.read_next(run.pk, 16)

    run.refresh_from_db()
    assert run.state == SuggestionRun.State.FAILED
    assert run.failure.startswith("NEWSDESK_SPACY_MODEL must name")
