"""Import of articles, with and without spans, against a bare COPY of the same rows.

    python -m benchmarks importing [--articles 10000]

Prints articles a second and the peak memory of a process that does nothing else (MiB).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

WORDS = 500
SPANS = 30
VOCABULARY = 5_000
BARE_ARTICLE = "CREATE TEMP TABLE bare_article (id bigint PRIMARY KEY, text text, a text, b text)"
BARE_SPAN = (
    "CREATE TEMP TABLE bare_span"
    ' (id bigserial PRIMARY KEY, article bigint, label text, start int, "end" int)'
)


def write_file(path: Path, articles: int, spans: int) -> None:
    """Made-up articles of 300 to 700 words of a seeded vocabulary."""
    source = random.Random(7)
    words = [
        "".join(source.choices("abcdefghijklmnoprstuvw", k=source.randint(2, 9)))
        for _ in range(VOCABULARY)
    ]
    with path.open("w") as file:
        for number in range(articles):
            count = source.randint(WORDS - 200, WORDS + 200)
            picked = [f"Article {number}", *source.choices(words, k=count)]
            for place in range(25, len(picked), 60):
                picked[place] += ".\n"
            text = " ".join(picked)
            record: dict[str, object] = {
                "text": text,
                "outlet": f"Outlet {number % 40}",
                "url": f"https://a.example/{number}",
            }
            if spans:
                record["spans"] = marked(text, spans, source)
            file.write(json.dumps(record) + "\n")


def marked(text: str, spans: int, source: random.Random) -> list[dict[str, object]]:
    starts = [place + 1 for place, letter in enumerate(text[:-20]) if letter == " "]
    found = []
    for start in sorted(source.sample(starts, spans)):
        end = start + len(text[start:].split(maxsplit=1)[0].rstrip("."))
        if end > start:
            found.append({"start": start, "end": end, "label": "PERSON", "text": text[start:end]})
    return found


def bare(path: Path) -> float:
    """Articles a second by COPY of texts with two hashes, and of spans, from the parsed file."""
    from django.db import connection, transaction  # noqa: PLC0415 (a process of its own)

    from articles.text import sha256, text_key  # noqa: PLC0415

    started = time.perf_counter()
    count = 0
    spans: list[tuple[object, ...]] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BARE_ARTICLE)
        cursor.execute(BARE_SPAN)
        with cursor.copy("COPY bare_article FROM STDIN") as copying, path.open() as file:
            for count, line in enumerate(file, start=1):
                record = json.loads(line)
                text = record["text"]
                copying.write_row((count, text, sha256(text), text_key(text)))
                spans += [
                    (count, each["label"], each["start"], each["end"])
                    for each in record.get("spans", ())
                ]
        with cursor.copy('COPY bare_span (article, label, start, "end") FROM STDIN') as copying:
            for span in spans:
                copying.write_row(span)
    return count / (time.perf_counter() - started)


def imported(path: Path) -> float:
    """Articles a second through the importer, the actions and the receivers."""
    from articles import actions  # noqa: PLC0415
    from newsdesk.accounts.models import Project, User  # noqa: PLC0415

    user, _ = User.objects.get_or_create(email="benchmark@example.org")
    project = Project.objects.create(name="Benchmark", slug=f"benchmark-{os.getpid()}")
    started = time.perf_counter()
    with path.open("rb") as file:
        run = actions.import_stream(project=project, name=path.name, file=file, by=user)
    passed = time.perf_counter() - started
    if run.problem_count:
        raise SystemExit(f"{run.problem_count} problems: {run.problems.first()}")
    return run.added_count / passed


def measure(what: str, path: Path) -> None:
    import django  # noqa: PLC0415

    django.setup()
    rate = bare(path) if what == "bare" else imported(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{what:10}{rate:8,.0f} articles/s{peak:6,} MiB\n")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--measure", choices=["bare", "imported"], help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.measure:
        return measure(given.measure, given.file)
    with TemporaryDirectory() as folder:
        for spans in (0, SPANS):
            path = Path(folder) / f"{spans}.jsonl"
            write_file(path, given.articles, spans)
            size = path.stat().st_size / 2**20
            sys.stdout.write(f"{given.articles:,} articles, {spans} spans each, {size:.0f} MiB\n")
            sys.stdout.flush()
            for what in ("bare", "imported"):
                command = [sys.executable, "-m", "benchmarks.importing", "--measure", what]
                subprocess.run([*command, "--file", str(path)], check=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    main()
