"""A worker of its own process with a job that never ends: `python -m tests.newsdesk.held_jobs`."""

from __future__ import annotations

import time
from pathlib import Path

import django
from procrastinate.contrib.django import app

TASK = "tests.hold"


def hold(path: str) -> None:
    """Leaves a mark each time it begins."""
    with Path(path).open("a") as marks:
        marks.write("x")
    time.sleep(600)


if __name__ == "__main__":
    django.setup()
    app.task(name=TASK)(hold)

    from newsdesk.worker import work  # reads apps, so it must wait for setup

    work(concurrency=1)
