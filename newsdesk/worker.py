"""A worker: runs jobs until it is told to stop, and leaves none behind half owned."""

from __future__ import annotations

import asyncio
import os
import signal

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.jobs import DeleteJobCondition
from procrastinate.worker import Worker

from newsdesk.jobs import HEARTBEAT_S, STALLED_S, tell_if_given_up

GRACE_S = 5
PUT_BACK = """
    UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL
     WHERE worker_id = %(worker_id)s AND status = 'doing'
"""


def work(*, concurrency: int, is_once: bool = False) -> None:
    """Runs jobs until SIGTERM or SIGINT; `is_once`: until none is left to do now."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker_app:
        asyncio.run(_work(worker_app, concurrency, is_once))


async def _work(worker_app: App, concurrency: int, is_once: bool) -> None:
    async with worker_app.open_async():
        worker = _worker(worker_app, concurrency, is_once)
        working = asyncio.ensure_future(_run(worker))
        await _ended_or_asked_to_stop(working)
        worker.stop()  # type: ignore[no-untyped-call]
        if not (await asyncio.wait({working}, timeout=GRACE_S))[0]:
            await _leave(worker_app, worker)
        await working


async def _run(worker: Worker) -> None:
    await worker.run()  # type: ignore[no-untyped-call]


def _worker(worker_app: App, concurrency: int, is_once: bool) -> Worker:
    defaults = worker_app.worker_defaults
    return Worker(
        app=worker_app,
        concurrency=concurrency,
        wait=not is_once,
        install_signal_handlers=False,
        delete_jobs=DeleteJobCondition.SUCCESSFUL,
        update_heartbeat_interval=HEARTBEAT_S,
        stalled_worker_timeout=STALLED_S,
        task_middleware=[*(defaults.get("task_middleware") or []), tell_if_given_up],
    )


async def _ended_or_asked_to_stop(working: asyncio.Future[None]) -> None:
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    working.add_done_callback(lambda _: asked.set())
    await asked.wait()


async def _leave(worker_app: App, worker: Worker) -> None:
    """Puts unfinished jobs back, not counted as attempts, and ends without waiting for them.

    Their threads cannot be stopped; ending the process rolls back what they had begun.
    """
    await worker_app.connector.execute_query_async(PUT_BACK, worker_id=worker.worker_id)
    os._exit(0)
