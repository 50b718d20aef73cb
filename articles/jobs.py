"""Background work on imports: ids in, and doing it twice does it once."""

from __future__ import annotations

from procrastinate.contrib.django import app

from articles import running
from newsdesk.jobs import GIVE_UP


@app.task
def run_import(run_id: int) -> None:
    running.run(run_id=run_id)


GIVE_UP[run_import.name] = running.fail
