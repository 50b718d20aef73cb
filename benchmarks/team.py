"""How fast a team is served that annotates at once: `python -m benchmarks team`.

Each of 20 people opens the article they were given, marks five names in it, finishes it and gets
the next one, without a pause, for 60 seconds, through HTTP. Before, the same people ask the same
server for a page that there is not, so that a ratio can be told that other machines have too; after
it they do the same as quickly as people might, with a pause before each request.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from annotations.models import AnnotationSet, Assignment
from articles.models import Document
from benchmarks import generated, processor
from benchmarks.desk import say
from benchmarks.served import web_server
from benchmarks.visitors import Answer, Visitor
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.history.models import Event

WORDS = ("Tehran", "minister", "court", "council", "police")
SUGGESTED = 20


@dataclass(slots=True)
class Work:
    """How long each request took, in seconds, by its kind; and how many articles were finished."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    finished: int = 0

    def note(self, kind: str, answer: Answer, expected: int) -> Answer:
        if answer.status != expected:
            raise SystemExit(f"{kind}: answered {answer.status}, {answer.body[:500]}")
        self.seconds[kind].append(answer.seconds)
        return answer


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks team", description=__doc__)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--pause", type=float, default=1.0, help="of quick people, in seconds")
    options = parser.parse_args(arguments)
    project, team = _create_team(options.people, options.articles)
    texts = dict(Document.objects.values_list("article_id", "text"))
    call_command("collectstatic", verbosity=0, interactive=False)
    with web_server() as (address, server):
        visitors = [Visitor(address, each) for each in team]
        bare = _at_once(visitors, lambda each: _ask_for_nothing(each, options.seconds / 10))
        used = _used(server)
        done = _at_once(visitors, lambda each: _annotate(each, project, texts, options.seconds))
        used = {name: now - used[name] for name, now in _used(server).items()}
        quick = _at_once(
            visitors,
            lambda each: _annotate(each, project, texts, options.seconds / 2, options.pause),
        )
    _report(done, bare, options.seconds)
    _report_machine(used, options.seconds)
    say(f"with a pause of {options.pause:g} s before each request:")
    _report_times(quick)
    _check(done.finished + quick.finished)


def _create_team(people: int, articles: int) -> tuple[Project, list[User]]:
    project, _ = generated.create_project()
    generated.create_articles(project, articles)
    generated.create_texts(project, words=300)
    generated.create_suggestions(project, spans=SUGGESTED)
    team = [
        User.objects.create_user(f"p{n}@example.org", None, name=f"P{n}") for n in range(people)
    ]
    for each in team:
        Membership.objects.create(project=project, user=each, role=Role.ANNOTATOR)
    generated.analyze()
    return project, team


def _at_once(visitors: Sequence[Visitor], work: Callable[[Visitor], Work]) -> Work:
    total = Work()
    with ThreadPoolExecutor(len(visitors)) as pool:
        for done in pool.map(work, visitors):
            total.finished += done.finished
            for kind, seconds in done.seconds.items():
                total.seconds[kind] += seconds
    return total


def _ask_for_nothing(visitor: Visitor, seconds: float) -> Work:
    done, until = Work(), time.monotonic() + seconds
    while time.monotonic() < until:
        done.note("a page that there is not", visitor.get("/nothing-is-here/"), 404)
    return done


def _annotate(
    visitor: Visitor, project: Project, texts: dict[int, str], seconds: float, pause: float = 0
) -> Work:
    done, until = Work(), time.monotonic() + seconds
    answer = visitor.post(f"/projects/{project.slug}/assignments/next/", order="oldest")
    while time.monotonic() < until:
        path = answer.headers["Location"]
        time.sleep(pause)
        done.note("open", visitor.get(path), 200)
        text = texts[int(path.split("/")[-2])]
        version = 0
        for word in WORDS:
            time.sleep(pause)
            version = done.note("mark", _mark(visitor, path, text, word, version), 200).version
        sent: dict[str, str | int] = {"seen_version": version}
        sent |= {"undecided": "accept", "then": "next"}
        time.sleep(pause)
        answer = done.note("finish, next", visitor.post(f"{path}finish/", **sent), 302)
        done.finished += 1
    return done


def _mark(visitor: Visitor, path: str, text: str, word: str, version: int) -> Answer:
    start = text.index(word)
    return visitor.write(
        f"{path}spans/",
        start=start,
        end=start + len(word),
        quote=word,
        label_key="PERSON",
        seen_version=version,
        idempotency_key=f"{word}-{version}",
    )


def _used(server: int) -> dict[str, float]:
    """Seconds of the processor, by who used them."""
    (postmaster,) = Path(settings.DATA_DIR).glob("pg[0-9]*/postmaster.pid")
    return {
        "web server": processor.seconds(server),
        "PostgreSQL": processor.seconds(int(postmaster.read_text().split()[0])),
        "people": sum(os.times()[:2]),
    }


def _report_times(done: Work) -> None:
    every = [each for took in done.seconds.values() for each in took]
    for kind, took in (*done.seconds.items(), ("all requests", every)):
        say(f"  {kind}: p50 {_share(took, 0.5):.0f} ms, p95 {_share(took, 0.95):.0f} ms")


def _report(done: Work, bare: Work, seconds: float) -> None:
    _report_times(done)
    rate = sum(map(len, done.seconds.values())) / seconds
    most = sum(map(len, bare.seconds.values())) / (seconds / 10)
    say(f"{done.finished / seconds:.1f} articles a second, {rate:.0f} requests a second")
    say(f"a page that there is not: {most:.0f} a second, {most / rate:.1f} times as many")


def _report_machine(used: dict[str, float], seconds: float) -> None:
    have = seconds * (os.cpu_count() or 1)
    shares = ", ".join(f"{name} {100 * each / have:.0f} %" for name, each in used.items())
    say(f"of {os.cpu_count()} processors: {shares}")


def _check(done: int) -> None:
    """Nobody had an article that was another's, and nothing that was saved is missing."""
    held = Counter(Assignment.objects.values_list("article", flat=True))
    say(f"handed out twice: {sum(count > 1 for count in held.values())} of {len(held)}")
    finished = AnnotationSet.objects.filter(state=AnnotationSet.State.SUBMITTED).count()
    marks = Event.objects.filter(verb="span.add").count()
    if (finished, marks) != (done, done * len(WORDS)):
        raise SystemExit(f"{done} articles were finished, {finished} and {marks} kept.")


def _share(values: Sequence[float], share: float) -> float:
    """Of seconds, in milliseconds."""
    return 1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))]
