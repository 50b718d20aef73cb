"""How fast the pages of figures are, and counting for them: `python -m benchmarks dashboard`."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions import figures
from annotations.models import AnnotationSet, Span
from benchmarks import generated
from benchmarks.decided import create_year
from benchmarks.desk import say
from newsdesk.accounts.models import Project

TIMES = 11
PAGES = {
    "dashboard": "",
    "dashboard, 12 months": "?period=year",
    "suggestions": "suggestions/",
    "suggestions, 12 months": "suggestions/?period=year",
    "suggestions, 28 days": "suggestions/?period=days",
}


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks dashboard", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args(arguments)
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.ALLOWED_HOSTS = ["testserver"]
    project, user = generated.create_project()
    create_year(project, options.articles)
    generated.analyze()
    sets, spans = AnnotationSet.objects.count(), Span.objects.count()
    say(f"{options.articles:,} articles, {sets:,} sets, {spans:,} spans")
    _count(project, "all of it")
    _count(project, "nothing new")
    connection.cursor().execute("VACUUM ANALYZE")
    client = Client()
    client.force_login(user)
    for name, query in PAGES.items():
        _measure(client, name, f"/projects/{project.slug}/dashboard/{query}")


def _count(project: Project, what: str) -> None:
    begun = time.perf_counter()
    figures.count(project.pk)
    say(f"counted {what}: {time.perf_counter() - begun:.1f} s")


def _measure(client: Client, name: str, address: str) -> None:
    walls, works, queries = [], [], 0
    for _ in range(TIMES):
        wall, work = time.perf_counter(), time.process_time()
        answer = client.get(address)
        walls.append(1000 * (time.perf_counter() - wall))
        works.append(1000 * (time.process_time() - work))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        queries = len(captured)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    say(
        f"{name}: {statistics.median(walls):.0f} ms (fastest {min(walls):.0f}; "
        f"{statistics.median(works):.0f} of Python), {queries} queries, "
        f"{len(answer.content) / 1000:.0f} kB"
    )
