"""Jobs through the real queue, with workers that are killed in the middle."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from newsdesk import jobs
from newsdesk.errors import Refused
from newsdesk.jobs import Attempts, is_worker_missing
from newsdesk.worker import own_app
from tests.newsdesk.held_jobs import TASK
from tests.newsdesk.test_processes import wait_until
from tests.queue import run_jobs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> Iterator[None]:
    _execute("DELETE FROM procrastinate_jobs")
    yield
    _execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def given_up(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    monkeypatch.setitem(jobs.GIVE_UP, TASK, lambda **what: told.append(what))
    monkeypatch.setattr(jobs, "HEARTBEAT_S", 0)
    return told


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _start_worker() -> subprocess.Popen[bytes]:
    to = connection.settings_dict
    url = f"postgresql://{to['USER']}@/{to['NAME']}?host={to['HOST']}"
    return subprocess.Popen(
        [sys.executable, "-m", "tests.newsdesk.held_jobs"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "newsdesk.settings"},
    )


def _work_until_begun(marks: Path, times: int) -> subprocess.Popen[bytes]:
    worker = _start_worker()
    wait_until(lambda: marks.exists() and len(marks.read_text()) >= times, within_s=30)
    return worker


def _kill_in_the_middle(marks: Path, times: int) -> None:
    worker = _work_until_begun(marks, times)
    worker.kill()
    worker.wait()
    _execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def _rescue() -> None:
    """What a worker does by itself every twenty seconds."""
    looking = Thread(target=lambda: asyncio.run(_look_once()))
    looking.start()
    looking.join()


async def _look_once() -> None:
    own = own_app()
    nobody = Job(id=0, queue="", lock=None, queueing_lock=None, task_name="")
    async with own.open_async():
        context = JobContext(app=own, job=nobody, start_timestamp=0.0, abort_reason=lambda: None)
        await jobs.rescue_stalled.func(context, timestamp=0)


def _hold(marks: Path) -> ProcrastinateJob:
    job_id = app.configure_task(TASK, queue="held").defer(path=str(marks))
    job: ProcrastinateJob = ProcrastinateJob.objects.get(pk=job_id)
    return job


def test_a_job_that_kills_its_worker_is_given_up_after_three_attempts(
    tmp_path: Path, given_up: list[dict[str, Any]]
) -> None:
    job = _hold(tmp_path / "marks")

    for attempt in (1, 2, 3):
        assert given_up == []
        _kill_in_the_middle(tmp_path / "marks", attempt)
        job.refresh_from_db()
        assert (job.status, job.attempts) == ("doing", attempt - 1)
        _rescue()
        job.refresh_from_db()

    assert (job.status, job.attempts) == ("failed", 3)
    assert (tmp_path / "marks").read_text() == "xxx"
    reason = "The worker that ran it died, 3 times (perhaps for want of memory)."
    assert given_up == [{"path": str(tmp_path / "marks"), "reason": reason}]


def test_a_worker_told_to_stop_puts_its_job_back_uncounted(tmp_path: Path) -> None:
    job = _hold(tmp_path / "marks")
    worker = _work_until_begun(tmp_path / "marks", 1)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(15) == 0
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("todo", 0)


def test_a_job_whose_worker_only_slept_is_left_to_it(
    tmp_path: Path, given_up: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = _hold(tmp_path / "marks")
    _kill_in_the_middle(tmp_path / "marks", 1)
    monkeypatch.setattr(jobs, "HEARTBEAT_S", 1)

    awake = Timer(1, _execute, ["UPDATE procrastinate_workers SET last_heartbeat = now()"])
    awake.start()
    _rescue()
    awake.join()

    job.refresh_from_db()
    assert (job.status, job.attempts) == ("doing", 0)


class NoSuchColumn(Refused):
    """The file has no column text."""


@pytest.mark.parametrize(
    ("error", "attempts", "is_tried_again"),
    [
        (ValueError(), 0, True),
        (ValueError(), 1, True),
        (ValueError(), 2, False),
        (NoSuchColumn(), 0, False),
    ],
)
def test_a_failure_is_tried_again_twice_and_a_refusal_never(
    error: Exception, attempts: int, is_tried_again: bool
) -> None:
    job = Job(
        id=1, queue="default", lock=None, queueing_lock=None, task_name=TASK, attempts=attempts
    )
    assert (Attempts().get_retry_decision(exception=error, job=job) is not None) == is_tried_again


def test_who_waits_for_a_refused_job_reads_the_refusal(given_up: list[dict[str, Any]]) -> None:
    def refuse() -> None:
        raise NoSuchColumn

    with _task(refuse):
        app.configure_task(TASK).defer()
        run_jobs()

    assert given_up == [{"reason": "The file has no column text."}]


def test_a_job_that_succeeded_leaves_nothing_in_the_queue() -> None:
    with _task(lambda: None):
        app.configure_task(TASK).defer()
        run_jobs()

    assert not ProcrastinateJob.objects.filter(task_name=TASK).exists()


def test_what_a_failed_job_deferred_is_never_run() -> None:
    def defer_and_fail() -> None:
        with transaction.atomic():
            app.configure_task("tests.next").defer()
            raise NoSuchColumn

    with _task(defer_and_fail):
        app.configure_task(TASK).defer()
        run_jobs()

    assert not ProcrastinateJob.objects.filter(task_name="tests.next").exists()


def test_failed_jobs_are_kept_for_a_month() -> None:
    made = [app.configure_task("tests.unknown").defer() for _ in range(2)]
    run_jobs()
    _execute(
        f"UPDATE procrastinate_events SET at = now() - interval '31 days' WHERE job_id = {made[0]}"
    )

    prune = app.configure_task(jobs.prune_finished.name, task_kwargs={"timestamp": 0})
    prune.defer()
    run_jobs()

    left = ProcrastinateJob.objects.filter(task_name="tests.unknown")
    assert [job.pk for job in left] == [made[1]]


@contextmanager
def _task(act: Callable[[], object]) -> Iterator[None]:
    app.task(name=TASK)(act)
    try:
        yield
    finally:
        del app.tasks[TASK]


def test_pages_can_tell_that_no_worker_runs(tmp_path: Path) -> None:
    _execute("DELETE FROM procrastinate_workers")
    assert is_worker_missing()

    _hold(tmp_path / "marks")
    worker = _work_until_begun(tmp_path / "marks", 1)
    assert not is_worker_missing()

    worker.kill()
    worker.wait()
    _execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    assert is_worker_missing()


def test_a_rescue_goes_before_suggestions_that_wait() -> None:
    suggestions = "annotations.jobs.suggest"
    app.configure_task(suggestions).batch_defer({"document_ids": [1]}, {"document_ids": [2]})
    app.configure_task(jobs.rescue_stalled.name).defer(timestamp=0)

    assert [_fetched() for _ in range(2)] == [jobs.rescue_stalled.name, suggestions]


def _fetched() -> str:
    """In a thread: browser tests hold this one's event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(_next_task())).result()


async def _next_task() -> str:
    """What the next worker that is free would run."""
    own = own_app()
    async with own.open_async():
        worker_id = await own.job_manager.register_worker()
        job = await own.job_manager.fetch_job(queues=None, worker_id=worker_id)
        assert job is not None
        return job.task_name
