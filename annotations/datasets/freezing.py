"""A recipe on a project's data -> a file and its manifest. Equal data make equal files."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from annotations import filters
from annotations.datasets import exporting
from annotations.datasets.packing import pack
from annotations.formats import FORMATS, VERSION
from annotations.formats import csv as csv_format
from annotations.formats.values import ExportedSet
from annotations.models import SchemeVersion
from newsdesk.accounts.models import Project

TELL_EVERY_S = 1.0
COUNTED = ("articles", "sets", "spans", "claims", "rejected_spans", "rejected_claims")

Tell = Callable[[int, int], object]


def write(
    project: Project, recipe: dict[str, Any], folder: Path, *, tell: Tell | None = None
) -> dict[str, Any]:
    """Write the recipe's file into the folder; the manifest says its name and what is in it.

    All is read as of one moment. `tell` is called about once a second with total and done sets.
    """
    tally, format_ = Tally(), FORMATS[recipe["format"]]
    name = f"{project.slug}-{recipe['set']}{format_.suffix}"
    with _one_moment():
        found = exporting.sets(recipe["set"], filters.of(project, recipe["filter"]))
        total = found.count()
        sets = _counted(exporting.read(found), tally, total, tell or (lambda total, done: None))
        file = pack(format_.write(sets), folder, name)
    return _manifest(project, recipe, tally, file)


def manifest_text(manifest: dict[str, Any]) -> str:
    """The manifest as the file that lies beside the data."""
    return json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@dataclass(slots=True)
class Tally:
    """What went into a file."""

    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(COUNTED, 0)))
    labels: Counter[str] = field(default_factory=Counter)
    model_versions: set[str] = field(default_factory=set)
    newest: str = ""

    def add(self, each: ExportedSet) -> None:
        self.counts["articles"] += each.sha256 != self.newest
        self.newest = each.sha256
        self.counts["sets"] += 1
        self.counts["spans"] += len(each.spans)
        self.counts["claims"] += len(each.claims)
        self.counts["rejected_spans"] += len(each.rejected_spans)
        self.counts["rejected_claims"] += len(each.rejected_claims)
        self.labels.update(span.label for span in each.spans)
        if each.model_version:
            self.model_versions.update(each.model_version.split(", "))


def _counted(
    sets: Iterable[ExportedSet], tally: Tally, total: int, tell: Tell
) -> Iterator[ExportedSet]:
    told = 0.0
    for each in sets:
        yield each
        tally.add(each)
        if time.monotonic() - told >= TELL_EVERY_S:
            tell(total, tally.counts["sets"])
            told = time.monotonic()
    tell(total, tally.counts["sets"])


def _manifest(
    project: Project, recipe: dict[str, Any], tally: Tally, file: dict[str, Any]
) -> dict[str, Any]:
    number = SchemeVersion.objects.filter(scheme__project=project).order_by("-number")
    manifest = {
        "format": recipe["format"],
        "format_version": VERSION,
        "project": project.name,
        "set": recipe["set"],
        "filter": recipe["filter"],
        "offset_unit": "codepoint",
        "counts": dict(tally.counts),
        "spans_by_label": dict(sorted(tally.labels.items())),
        "model_versions": sorted(tally.model_versions),
        "scheme_version": number.values_list("number", flat=True).first() or 1,
        "files": [file],
        "made_at": timezone.now().isoformat(timespec="seconds"),
    }
    if recipe["format"] == "csv":
        manifest["safe_cells"] = csv_format.SAFE_CELLS
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything read inside is as it was when the first row was read."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
