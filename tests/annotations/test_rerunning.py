"""After a change of the model a project's articles are read again, next to what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from annotations import jobs
from annotations.actions import heads, rerunning
from annotations.actions.suggesting import Suggest
from annotations.models import AnnotationSet, Decision, Progress, Span, SuggestionRun
from annotations.reader import reading
from annotations.suggest.values import SpanSuggestion, Suggestions
from articles.models import Document
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import Project, User
from newsdesk.jobs import GIVE_UP
from tests.annotations.hands import Hand
from tests.factories import create_document, suggest_span, suggested_set

NEW = "test 2.0"
BOB, REX = "Bob Corker", "Rex Tillerson"
State = SuggestionRun.State


@pytest.fixture(autouse=True)
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The version of the model that reads from now on."""

    def use(version: str) -> None:
        monkeypatch.setattr(heads, "version", lambda _: version)

    use(NEW)
    return use


def marking(*names: str, version: str = NEW) -> Suggest:
    """A model that marks these names as people, and fails on texts with a hash sign."""

    def suggest(texts: Iterable[str]) -> Iterator[Suggestions]:
        for text in texts:
            assert "#" not in text
            found = [
                SpanSuggestion(at, at + len(name), name, "PERSON", 0.9, None, "model")
                for name in names
                if (at := text.find(name)) >= 0
            ]
            yield Suggestions(version, len(text), tuple(found))

    return suggest


@pytest.fixture
def run(document: Document, manager: User) -> SuggestionRun:
    suggest_span(document, REX)
    return rerunning.request(project=document.project, by=manager)


def read_all(run: SuggestionRun, suggest: Suggest, most: int = 2) -> SuggestionRun:
    while rerunning.read_next(run.pk, most, suggest):
        pass
    run.refresh_from_db()
    return run


def names(document: Document, by: User) -> dict[str, str]:
    seen = reading.of(document, by)
    return {document.text[span.start : span.end]: span.state for span in seen.spans}


def test_the_new_suggestions_are_shown(
    document: Document, annotator: User, run: SuggestionRun
) -> None:
    read_all(run, marking(BOB))

    assert names(document, annotator) == {BOB: "suggested"}
    progress = Progress.objects.get()
    assert progress.suggested_set == AnnotationSet.objects.get(model_version=NEW)
    assert (run.state, run.model_version, run.total_count, run.read_count) == ("done", NEW, 1, 1)
    assert run.finished_at is not None


def test_what_was_decided_stays(document: Document, hand: Hand, manager: User) -> None:
    rex, monday = suggest_span(document, REX), suggest_span(document, "Monday", "DATE")
    suggest_span(document, "Bob", "PERSON")
    hand.accept(rex)
    hand.reject(monday)
    before = list(Decision.objects.values())
    own = list(hand.set.spans.values())

    run = rerunning.request(project=document.project, by=manager)
    read_all(run, marking(REX, BOB))

    assert list(Decision.objects.values()) == before
    assert list(hand.set.spans.values()) == own
    assert names(document, hand.by) == {REX: "confirmed", BOB: "suggested"}
    assert Span.objects.filter(pk__in=[rex.pk, monday.pk]).count() == 2


def test_what_was_rejected_is_not_suggested_again(
    document: Document, hand: Hand, manager: User
) -> None:
    hand.reject(suggest_span(document, REX))

    read_all(rerunning.request(project=document.project, by=manager), marking(REX))

    assert names(document, hand.by) == {}


def test_an_open_page_can_still_decide_on_what_it_shows(
    document: Document, hand: Hand, manager: User
) -> None:
    rex = suggest_span(document, REX)
    read_all(rerunning.request(project=document.project, by=manager), marking(REX, BOB))

    hand.accept(rex)

    assert Decision.objects.get().on_span == rex
    assert names(document, hand.by) == {REX: "confirmed", BOB: "suggested"}


def test_going_back_reads_again(
    document: Document, hand: Hand, manager: User, use: Callable[[str], None]
) -> None:
    hand.accept(suggest_span(document, REX))
    read_all(rerunning.request(project=document.project, by=manager), marking(REX, BOB))
    hand.accept(Span.objects.get(annotation_set__model_version=NEW, start=document.text.index(BOB)))
    use("test 1.0")

    back = rerunning.request(project=document.project, by=manager)
    read_all(back, marking(REX, "Iran", version="test 1.0"))

    shown = Progress.objects.get().suggested_set
    assert shown is not None
    assert shown.model_version == "test 1.0"
    assert names(document, hand.by) == {REX: "confirmed", BOB: "confirmed", "Iran": "suggested"}


def test_finished_and_brought_articles_are_left_alone(
    document: Document, hand: Hand, project: Project, manager: User
) -> None:
    suggest_span(document, REX)
    hand.submit()
    Project.objects.update(annotators_per_article=1)
    Progress.objects.update(state="submitted")
    brought = suggested_set(create_document("Imported.", project=project))
    AnnotationSet.objects.filter(pk=brought.pk).update(imported_from={"annotated_by": "Ana"})

    with pytest.raises(rerunning.NothingToRead):
        rerunning.request(project=project, by=manager)


def test_asked_twice_it_runs_once(run: SuggestionRun, project: Project, manager: User) -> None:
    with pytest.raises(rerunning.AlreadyReading):
        rerunning.request(project=project, by=manager)
    read_all(run, marking(REX))
    with pytest.raises(rerunning.NothingToRead):
        rerunning.request(project=project, by=manager)
    assert not rerunning.read_next(run.pk, 2, marking(REX))

    assert AnnotationSet.objects.filter(model_version=NEW).count() == 1


def test_a_killed_run_goes_on_where_it_was(
    run: SuggestionRun, project: Project, annotator: User
) -> None:
    for number in range(4):
        create_document(f"{REX} {number}", project=project)

    assert rerunning.read_next(run.pk, 2, marking(REX))
    run.refresh_from_db()
    assert (run.total_count, run.done_count, run.state) == (5, 2, "running")
    read_all(run, marking(REX))

    assert (run.read_count, run.failed_count) == (5, 0)
    assert AnnotationSet.objects.filter(model_version=NEW).count() == 5


def test_a_text_that_cannot_be_read_keeps_what_it_had(
    run: SuggestionRun, project: Project, annotator: User
) -> None:
    bad = create_document(f"{REX} #", project=project)
    suggest_span(bad, REX)

    read_all(run, marking(REX))

    assert (run.state, run.read_count, run.failed_count) == ("done", 1, 1)
    assert names(bad, annotator) == {REX: "suggested"}


def test_a_cancelled_run_stores_nothing_more(
    document: Document, run: SuggestionRun, manager: User
) -> None:
    def suggest(texts: Iterable[str]) -> Iterator[Suggestions]:
        rerunning.cancel(run=run, by=manager)
        return marking(BOB)(texts)

    assert not rerunning.read_next(run.pk, 2, suggest)
    assert not AnnotationSet.objects.filter(model_version=NEW).exists()
    with pytest.raises(rerunning.NotReading):
        rerunning.cancel(run=run, by=manager)


def test_another_version_ends_it(run: SuggestionRun, use: Callable[[str], None]) -> None:
    rerunning.read_next(run.pk, 1, marking(REX))
    use("test 3.0")

    assert read_all(run, marking(REX)).failure.startswith("Another version")
    assert run.state == "cancelled"


def test_it_ends_with_its_project(run: SuggestionRun, project: Project, manager: User) -> None:
    projects.delete(project=project, by=manager)

    run.refresh_from_db()
    assert (run.state, run.failure) == ("cancelled", "The project was deleted.")


def attempt(number: int) -> Any:
    return SimpleNamespace(job=SimpleNamespace(attempts=number))


def waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name=jobs.rerun.name).count()


def test_a_job_reads_a_batch_and_leaves_the_rest_to_the_next(
    run: SuggestionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def read_next(run_id: int, most: int) -> bool:
        asked.append(most)
        return len(asked) < 3

    monkeypatch.setattr(rerunning, "read_next", read_next)
    for number in (0, 1, 0):
        jobs.rerun(attempt(number), run_id=run.pk)

    assert (asked, waiting()) == ([jobs.DOCUMENTS_A_JOB, 1, jobs.DOCUMENTS_A_JOB], 2)


def test_an_article_that_kills_its_worker_is_passed_over(
    run: SuggestionRun, project: Project
) -> None:
    second = create_document(f"{REX} 2", project=project)
    rerunning.read_next(run.pk, 1, marking(REX))

    GIVE_UP[jobs.rerun.name](run_id=run.pk, reason="There was not enough memory.")

    run.refresh_from_db()
    assert (run.position, run.failed_count, run.state, waiting()) == (second.pk, 1, "running", 1)


def test_a_run_that_cannot_begin_has_failed(run: SuggestionRun) -> None:
    GIVE_UP[jobs.rerun.name](run_id=run.pk, reason="There was not enough memory.")

    run.refresh_from_db()
    assert (run.state, run.failure, waiting()) == ("failed", "There was not enough memory.", 0)
