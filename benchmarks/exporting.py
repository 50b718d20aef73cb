"""How long an export takes and what memory, beside a bare COPY: `python -m benchmarks exporting`.

10,000 articles of 550 words with 30 spans each, 300,000 in all.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from annotations.datasets import freezing
from annotations.formats import FORMATS
from benchmarks import generated
from benchmarks.desk import say
from newsdesk.accounts.models import Project

BARE = """
    COPY (
        SELECT json_build_object('text', document.text, 'spans', (
            SELECT json_agg(json_build_object('start', start, 'end', "end", 'label', label_id))
            FROM annotations_span WHERE annotation_set_id = made.id))
        FROM annotations_annotationset made
        JOIN articles_document document ON document.id = made.document_id
        WHERE made.kind = 'annotated'
    ) TO STDOUT
"""


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks exporting", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--spans", type=int, default=30)
    parser.add_argument("--words", type=int, default=550)
    options = parser.parse_args(arguments)
    project, user = generated.create_project()
    generated.create_articles(project, options.articles)
    generated.create_texts(project, options.words)
    generated.create_sets(project, user, options.spans)
    generated.analyze()
    say(f"{options.articles:,} articles, {options.articles * options.spans:,} spans a kind")
    _measure_bare_copy()
    for kind in ("suggested", "annotated"):
        for key in FORMATS:
            _measure_apart(kind, key)


def _measure_bare_copy() -> None:
    begun, size = time.perf_counter(), 0
    with connection.cursor() as cursor, cursor.copy(BARE) as rows:
        for row in rows:
            size += len(row)
    say(f"bare COPY as JSON: {time.perf_counter() - begun:.2f} s, {size / 1e6:.0f} MB")


def _measure_apart(kind: str, key: str) -> None:
    """In a process of its own, whose memory is the export's alone."""
    setup = "import django; django.setup(); from benchmarks import exporting"
    code = f"{setup}; exporting.export({kind!r}, {key!r})"
    subprocess.run([sys.executable, "-c", code], check=True)


def export(kind: str, key: str) -> None:
    before = _peak_mb()
    begun, worked_before = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        recipe = {"set": kind, "format": key, "filter": {}}
        manifest = freezing.write(Project.objects.get(), recipe, Path(folder))
    took = time.perf_counter() - begun
    worked = time.process_time() - worked_before
    (file,) = manifest["files"]
    say(
        f"{kind} as {key}: {took:.2f} s ({worked:.2f} s of Python), {file['size'] / 1e6:.0f} MB, "
        f"{manifest['counts']['spans']:,} spans; peak memory {_peak_mb():.0f} MB "
        f"({before:.0f} before)"
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
