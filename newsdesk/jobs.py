"""The job queue: how often a job is tried, and what becomes of one whose worker was killed.

An app's `jobs.py` registers its tasks on `procrastinate.contrib.django.app`. Whatever ends a job
for good, a refusal, the last of its attempts, a worker that dies with it each time, comes to
`give_up`, which tells the job's own app why.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate import App, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.jobs import DeleteJobCondition, Job, Status
from procrastinate.retry import BaseRetryStrategy
from procrastinate.worker import Worker

from newsdesk.errors import Refused, Unavailable

MOST_ATTEMPTS = 3
HEARTBEAT_S = 5
STALLED_S = 20
KEEP_FAILED_HOURS = 30 * 24
FIRST = 100  # a rescue must not wait behind hours of other jobs

log = logging.getLogger(__name__)

# By a task's name: called with the task's arguments and the reason, when it is given up.
GIVE_UP: dict[str, Callable[..., object]] = {}


class Attempts(BaseRetryStrategy):
    """Tries a job again after 5, then after 20 seconds; a refusal stays one, unless something
    that may come back is missing."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        is_refusal = isinstance(exception, Refused) and not isinstance(exception, Unavailable)
        if is_refusal or is_last_attempt(job):
            return None
        return RetryDecision(retry_in={"seconds": 5 * 4**job.attempts})


def use_our_rules(app: App) -> None:
    """For every worker, and for every task that names no strategy of its own."""
    app.worker_defaults["delete_jobs"] = DeleteJobCondition.SUCCESSFUL
    app.worker_defaults["update_heartbeat_interval"] = HEARTBEAT_S
    app.worker_defaults["stalled_worker_timeout"] = STALLED_S
    app.worker_defaults["task_middleware"] = [
        *(app.worker_defaults.get("task_middleware") or []),
        tell_if_given_up,
    ]
    for task in app.tasks.values():
        task.retry_strategy = task.retry_strategy or Attempts()


def is_last_attempt(job: Job) -> bool:
    return job.attempts + 1 >= MOST_ATTEMPTS


def give_up(job: Job, reason: str) -> None:
    log.error("%s was given up: %s", job.call_string, reason)
    if tell := GIVE_UP.get(job.task_name):
        tell(**job.task_kwargs, reason=reason)


def tell_if_given_up(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """A task middleware. The failed job's own transaction has been rolled back before it acts."""
    try:
        return call_next()
    except Exception as error:
        if Attempts().get_retry_decision(exception=error, job=context.job) is None:
            give_up(context.job, _reason(error))
        raise


def _reason(error: Exception) -> str:
    if isinstance(error, Refused):
        return error.message
    if isinstance(error, MemoryError):
        return "There was not enough memory."
    kind = type(error).__name__
    return (
        f"It failed {MOST_ATTEMPTS} times, at last with {kind}. The worker's log has the details."
    )


def is_worker_missing() -> bool:
    """Whether no worker has given a sign of life lately, so that jobs wait."""
    alive = timezone.now() - timedelta(seconds=STALLED_S)
    return not ProcrastinateWorker.objects.filter(last_heartbeat__gte=alive).exists()


@app.periodic(cron="* * * * * */20")
@app.task(priority=FIRST, queueing_lock="rescue_stalled", lock="rescue_stalled", pass_context=True)
async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Puts jobs of dead workers back into the queue, or gives them up.

    Looks twice: a worker whose machine slept seems dead until its next heartbeat.
    """
    before = {job.id for job in await _stalled(context)}
    if not before:
        return
    await asyncio.sleep(HEARTBEAT_S + 1)
    for job in await _stalled(context):
        if job.id in before:
            await _rescue(context, job)


async def _stalled(context: JobContext) -> list[Job]:
    manager = context.app.job_manager
    return list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_S))


async def _rescue(context: JobContext, job: Job) -> None:
    manager = context.app.job_manager
    if not is_last_attempt(job):
        return await manager.retry_job(job)
    reason = f"The worker that ran it died, {MOST_ATTEMPTS} times (perhaps for want of memory)."
    await sync_to_async(give_up, thread_sensitive=False)(job, reason)
    await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="prune_finished", pass_context=True)
async def prune_finished(context: JobContext, timestamp: int) -> None:
    """Jobs that succeeded go at once; what failed stays a month, for those who look into it."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FAILED_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )
