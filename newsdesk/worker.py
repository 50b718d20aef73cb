"""A worker: runs jobs until it is told to stop, and leaves none behind half owned."""

from __future__ import annotations

import asyncio
import os
import signal

from procrastinate import App
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.worker import Worker

GRACE_S = 5
PUT_BACK = """
    UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL
     WHERE worker_id = %(worker_id)s AND status = 'doing'
"""


def own_app() -> App:
    """The tasks of `app` on a connection pool of a worker's.

    The tasks stay with `app`, on Django's connection: a job that defers others does so in its
    own transaction, like a page.
    """
    return app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]


def work(*, concurrency: int, is_once: bool = False) -> None:
    """Runs jobs until SIGTERM or SIGINT; `is_once`: until none is left to do now."""
    asyncio.run(_work(own_app(), concurrency, is_once))


async def _work(own: App, concurrency: int, is_once: bool) -> None:
    async with own.open_async():
        options: WorkerOptions = {
            **own.worker_defaults,
            "concurrency": concurrency,
            "wait": not is_once,
            "install_signal_handlers": False,
        }
        worker = Worker(own, **options)
        working = asyncio.ensure_future(_run(worker))
        await _ended_or_asked_to_stop(working)
        worker.stop()  # type: ignore[no-untyped-call]
        if not (await asyncio.wait({working}, timeout=GRACE_S))[0]:
            await _leave(own, worker)
        await working


async def _run(worker: Worker) -> None:
    await worker.run()  # type: ignore[no-untyped-call]


async def _ended_or_asked_to_stop(working: asyncio.Future[None]) -> None:
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    working.add_done_callback(lambda _: asked.set())
    await asked.wait()


async def _leave(own: App, worker: Worker) -> None:
    """Puts unfinished jobs back, not counted as attempts, and ends without waiting for them.

    Their threads cannot be stopped; ending the process rolls back what they had begun.
    """
    await own.connector.execute_query_async(PUT_BACK, worker_id=worker.worker_id)
    os._exit(0)
