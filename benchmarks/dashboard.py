"""How fast a large project's pages are, and counting for them: `python -m benchmarks dashboard`.

Whole requests, from the address to the finished page, without the network, by a manager, who
sees most. The last line tells which pages miss the goal.
"""

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
from annotations.models import AnnotationSet, Assignment, Span
from benchmarks import generated
from benchmarks.decided import create_year
from benchmarks.desk import say
from newsdesk.accounts.models import Project

TIMES = 11
PAGES = {
    "dashboard": "dashboard/",
    "dashboard, 12 months": "dashboard/?period=year",
    "suggestions": "dashboard/suggestions/",
    "suggestions, 12 months": "dashboard/suggestions/?period=year",
    "suggestions, 28 days": "dashboard/suggestions/?period=days",
    "articles": "",
    "articles, submitted": "?state=submitted",
    "articles, least sure": "?order=least_sure",
    "assignments": "assignments/",
    "assignments of one person": "assignments/?of={person}",
    "to review": "to-review/",
    "sent back": "sent-back/",
    "history": "history/",
    "history of one person": "history/?person={person}",
    "history of one article": "history/?article={article}",
    "history of names": "history/?kind=span",
    "history of assignments": "history/?kind=assignment",
    "entities": "entities/",
    "entities of a label": "entities/?label=KIND_2",
    "entities by name": "entities/?text=name+77",
    "the entity named most": "entities/{entity}/",
    "agreement": "agreement/",
    "disagreements of two": "agreement/{person}/{other}/",
    "members": "members/",
    "model": "model/",
}
MOST_MS, MOST_QUERIES = 100, 15


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
    named = _named(project)
    missed = [
        name
        for name, path in PAGES.items()
        if _misses(client, name, f"/projects/{project.slug}/{path.format(**named)}")
    ]
    say(f"over {MOST_MS} ms or {MOST_QUERIES} queries: {', '.join(missed) or 'none'}")


def _named(project: Project) -> dict[str, int]:
    """What some of the addresses name."""
    people = Assignment.objects.order_by("annotator").values_list("annotator", flat=True)
    person, other = people.distinct()[:2]
    article = project.articles.order_by("pk").values_list("pk", flat=True)[1000]
    entity = project.entities.order_by("pk").values_list("pk", flat=True)[0]
    return {"person": person, "other": other, "article": article, "entity": entity}


def _count(project: Project, what: str) -> None:
    begun = time.perf_counter()
    figures.count(project.pk)
    say(f"counted {what}: {time.perf_counter() - begun:.1f} s")


def _misses(client: Client, name: str, address: str) -> bool:
    """Whether the page takes longer than it may, or asks more."""
    walls, works = [], []
    for _ in range(TIMES):
        wall, work = time.perf_counter(), time.process_time()
        answer = client.get(address)
        walls.append(1000 * (time.perf_counter() - wall))
        works.append(1000 * (time.process_time() - work))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    say(
        f"{name}: {statistics.median(walls):.0f} ms (fastest {min(walls):.0f}; "
        f"{statistics.median(works):.0f} of Python), {len(captured)} queries, "
        f"{len(answer.content) / 1000:.0f} kB"
    )
    return statistics.median(walls) > MOST_MS or len(captured) > MOST_QUERIES
