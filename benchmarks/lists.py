"""How long the list of articles takes, whatever its length: `python -m benchmarks lists`.

Whole requests, from the address to the finished page, without the network. 1,000,000 articles
take some minutes to generate: `--articles 1000000`.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence

from django.conf import settings
from django.test import Client

from annotations.actions import search
from articles.models import Document
from benchmarks import generated
from benchmarks.desk import say

TIMES = 15
PAGES = {
    "first page": "",
    "last page": "?after=0",
    "middle": "?before={middle}",
    "first page of a state": "?state=submitted",
    "last page of a state": "?state=submitted&after=0",
    "of a rare state": "?state=new&outlet=Outlet+9",
    "of an outlet": "?outlet=Outlet+3",
    "of an outlet and state": "?outlet=Outlet+3&state=approved&after=0",
}
SEARCHES = {
    "a word of every text": "?text=pipeline",
    "a word of one text": "?text={middle}",
    "two words": "?text=pipeline+{middle}",
    "a phrase": "?text=%22oil+prices%22",
    "words of none": "?text=unheard",
}


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks lists", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--texts", type=int, default=0, help="how many of them have a text")
    options = parser.parse_args(arguments)
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.ALLOWED_HOSTS = ["testserver"]
    project, user = generated.create_project()
    if options.texts:
        generated.create_articles(project, options.texts)
        generated.create_texts(project, words=550)
        _index()
    generated.create_articles(project, options.articles - options.texts)
    generated.analyze()
    client = Client()
    client.force_login(user)
    say(f"{options.articles:,} articles, {options.texts:,} with a text")
    oldest = project.articles.order_by("pk").values_list("pk", flat=True)[0]
    middle = oldest + (options.texts or options.articles) // 2
    for name, query in {**PAGES, **(SEARCHES if options.texts else {})}.items():
        _measure(client, name, f"/projects/{project.slug}/{query.format(middle=middle)}")


def _index() -> None:
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    begun = time.perf_counter()
    for start in range(0, len(ids), 500):
        search.index(ids[start : start + 500])
    say(f"indexed {len(ids) / (time.perf_counter() - begun):,.0f} texts a second")


def _measure(client: Client, name: str, address: str) -> None:
    walls, works = [], []
    for _ in range(TIMES):
        wall, work = time.perf_counter(), time.process_time()
        answer = client.get(address)
        walls.append(1000 * (time.perf_counter() - wall))
        works.append(1000 * (time.process_time() - work))
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
    say(
        f"{name}: {statistics.median(walls):.0f} ms (fastest {min(walls):.0f}; "
        f"{statistics.median(works):.0f} of Python), {len(answer.content) / 1000:.0f} kB"
    )
