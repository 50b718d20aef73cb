"""Background work on imports: ids in, and doing it twice does it once."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from articles import running
from newsdesk.jobs import GIVE_UP

BEFORE_SUGGESTIONS = 10
FORGET_AFTER = timedelta(days=1)


@app.task(priority=BEFORE_SUGGESTIONS)
def run_import(run_id: int) -> None:
    """A second import does not wait until all articles of the first have been read."""
    running.run(run_id=run_id)


GIVE_UP[run_import.name] = running.fail


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="forget_previews")
def forget_previews(timestamp: int) -> None:
    """Files that were looked at and neither imported nor discarded."""
    running.forget_previews(before=timezone.now() - FORGET_AFTER)
