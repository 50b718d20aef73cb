"""Memory of a worker as `make run` starts it: Django loaded, two jobs at once, articles to read.

    python -m benchmarks worker

Prints the peak of its process (MB) and its words a second of processor time, storing included.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

from benchmarks.desk import say

ROOT = Path(__file__).resolve().parents[1]
JOBS, ARTICLES_A_JOB, SENTENCES = 4, 16, 40
MB = 1024 if sys.platform != "darwin" else 1024**2


def main(arguments: list[str] | None = None) -> None:
    words = defer()
    peak, seconds = work()
    say(f"{peak:.0f} MB, {words / seconds:,.0f} words/s")


def defer() -> int:
    """Articles of real sentences for a worker; how many words they have."""
    from annotations import jobs  # noqa: PLC0415 (Django is set up by now)
    from articles.models import Document  # noqa: PLC0415
    from benchmarks.measures import UNER  # noqa: PLC0415
    from benchmarks.names import uner_sentences  # noqa: PLC0415
    from newsdesk.accounts.models import Project  # noqa: PLC0415
    from tests.factories import create_document, create_project, create_user, join  # noqa: PLC0415

    project: Project = create_project()
    join(project, create_user())
    sentences = [text for text, _ in uner_sentences(UNER)]
    made: list[Document] = []
    for number in range(JOBS * ARTICLES_A_JOB):
        start = number * 7 % (len(sentences) - SENTENCES)
        body = "\n\n".join(islice(sentences, start, start + SENTENCES))
        made.append(create_document(f"Article {number}\n\n{body}", project=project))
    jobs.defer_suggestions([each.pk for each in made], ARTICLES_A_JOB)
    return sum(len(each.text.split()) for each in made)


def work() -> tuple[float, float]:
    """The worker's peak (MB), and its processor time (s)."""
    worker = subprocess.Popen([sys.executable, ROOT / "manage.py", "worker", "--once"])
    _, status, used = os.wait4(worker.pid, 0)
    if status:
        raise SystemExit("The worker ended with an error.")
    return used.ru_maxrss / MB, used.ru_utime + used.ru_stime
