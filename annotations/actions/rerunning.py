"""A project's articles read again after a change of the model, next to what people decided.

Each gets a new suggested set, which is shown from now on; the old ones stay for the decisions on
them. Left alone: articles that are finished or approved, and those that brought marks of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from annotations.actions import heads, suggesting, suggestions
from annotations.actions.errors import ModelUnavailable
from annotations.actions.suggesting import Suggest
from annotations.models import AnnotationSet, Progress, SuggestionRun
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.errors import Refused
from newsdesk.history.models import record

State = SuggestionRun.State
READ_AGAIN = (Progress.State.NEW, Progress.State.SUGGESTED, Progress.State.IN_ANNOTATION)


class AlreadyReading(Refused):
    """The articles of this project are being read again already. Wait for it, or cancel it."""


class NothingToRead(Refused):
    """Every unfinished article of this project was read by the version in use already."""


class NotReading(Refused):
    """This has ended already."""


def left(project_id: int, model_version: str) -> QuerySet[Document]:
    """The unfinished articles' documents whose newest suggestions are another version's, or none.

    With "" as the version: all unfinished ones.
    """
    brought = AnnotationSet.objects.filter(document=OuterRef("pk")).exclude(imported_from={})
    documents = Document.objects.filter(
        ~Exists(brought),
        project=project_id,
        is_current=True,
        article__progress__state__in=READ_AGAIN,
    )
    newest = "article__progress__suggested_set"
    other = Q(**{f"{newest}": None}) | ~Q(**{f"{newest}__model_version": model_version})
    return documents.filter(other).order_by("pk")


@transaction.atomic
def request(*, project: Project, by: User) -> SuggestionRun:
    """A run that waits for its job. Raises AlreadyReading and NothingToRead."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if SuggestionRun.objects.unfinished().filter(project=project).exists():
        raise AlreadyReading
    if not left(project.pk, heads.known_version(project.pk)).exists():
        raise NothingToRead
    run = SuggestionRun.objects.create(project=project, made_by=by)
    _record("suggestions.rerun", run, by)
    return run


def read_next(run_id: int, most: int, suggest: Suggest | None = None) -> bool:
    """Read the next articles of a run, at most so many; whether there may be more.

    Without its model the run has failed: whoever began it can begin another one.
    """
    try:
        return _read_next(run_id, most, suggest)
    except ModelUnavailable as problem:
        fail(run_id, problem.message)
        return False


def _read_next(run_id: int, most: int, suggest: Suggest | None) -> bool:
    run = _begun(run_id)
    if run is None:
        return False
    documents = list(left(run.project_id, run.model_version).filter(pk__gt=run.position)[:most])
    if documents and not _read(run, documents, suggest or suggesting.reader_of(run.project_id)):
        return False
    if len(documents) < most:
        _end(run.pk, state=State.DONE)
    return len(documents) == most


def pass_over(run_id: int) -> bool:
    """Go on behind the next article, with which the job was given up; whether there is one."""
    run: SuggestionRun | None = (
        SuggestionRun.objects.unfinished().filter(pk=run_id).exclude(model_version="").first()
    )
    if run is None:
        return False
    document = left(run.project_id, run.model_version).filter(pk__gt=run.position).first()
    return document is not None and _go_on(run, document, 0, 1)


def fail(run_id: int, reason: str) -> None:
    _end(run_id, state=State.FAILED, failure=reason)


def stop(*, project_id: int, reason: str) -> None:
    """End the runs of a project; a job notices when it stores what it has read."""
    for run in SuggestionRun.objects.unfinished().filter(project=project_id).only("pk"):
        _end(run.pk, state=State.CANCELLED, failure=reason)


@transaction.atomic
def cancel(*, run: SuggestionRun, by: User) -> None:
    """What was read until now stays. Raises NotReading."""
    if not _end(run.pk, state=State.CANCELLED):
        raise NotReading
    _record("suggestions.cancel_rerun", run, by)


def _begun(run_id: int) -> SuggestionRun | None:
    """The run, begun if it was not; None if it has ended, or ends because the model changed."""
    run: SuggestionRun | None = SuggestionRun.objects.unfinished().filter(pk=run_id).first()
    if run is None:
        return None
    version = heads.version(run.project_id)
    if run.model_version not in ("", version):
        stop(project_id=run.project_id, reason="Another version of the model was chosen meanwhile.")
        return None
    if run.state == State.QUEUED:
        run.model_version = version
        run.total_count = left(run.project_id, version).count()
        rows = SuggestionRun.objects.filter(pk=run_id, state=State.QUEUED)
        rows.update(state=State.RUNNING, model_version=version, total_count=run.total_count)
    return run


def _read(run: SuggestionRun, documents: Sequence[Document], suggest: Suggest) -> bool:
    """Store what is suggested for these, unless the run was ended meanwhile: whether it was not."""
    read = suggesting.read(documents, suggest)
    found = [(document, each) for document, each in zip(documents, read, strict=True) if each]
    with transaction.atomic():
        suggestions.save_all(found)
        is_wanted = _go_on(run, documents[-1], len(found), len(documents) - len(found))
        transaction.set_rollback(not is_wanted)
    return is_wanted


def _go_on(run: SuggestionRun, last: Document, read: int, failed: int) -> bool:
    """Whether the run is wanted still."""
    rows = SuggestionRun.objects.unfinished().filter(pk=run.pk)
    return bool(
        rows.update(
            position=last.pk,
            read_count=F("read_count") + read,
            failed_count=F("failed_count") + failed,
        )
    )


def _end(run_id: int, **values: Any) -> bool:
    """Whether it had not ended before."""
    waiting = SuggestionRun.objects.unfinished().filter(pk=run_id)
    return bool(waiting.update(finished_at=timezone.now(), **values))


def _record(verb: str, run: SuggestionRun, by: User) -> None:
    record(
        verb=verb,
        by=by,
        project_id=run.project_id,
        target_kind="suggestion_run",
        target_id=run.pk,
    )
