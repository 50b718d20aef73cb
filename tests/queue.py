"""Runs what was deferred, through the real queue, until nothing is left."""

from __future__ import annotations

from threading import Thread

from newsdesk.worker import own_app


def run_jobs() -> None:
    """Work off every waiting job. In a thread: browser tests hold this one's event loop."""
    thread = Thread(target=_work_off, name="worker")
    thread.start()
    thread.join(timeout=120)
    assert not thread.is_alive(), "the jobs did not end within two minutes"


def _work_off() -> None:
    own_app().run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
