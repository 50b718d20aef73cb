"""What an uploaded file would bring: a look at its first rows, up to a limit.

The encoding is found from all of the file, so that a larger one takes longer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from articles import running, wrapping
from articles.importers import ArticleRow, ProblemRow, Unusable
from articles.importers.rows import excerpt
from articles.models import Document, ImportRun
from articles.signals import sets_looked_at
from articles.text import paragraphs, text_key

MOST_ROWS = 1_000
MOST_CHARACTERS = 4_000_000
SHOWN = 8
Counted = tuple[Counter[str], Counter[str], Counter[str]]
"""Of each text: its rows, those that came before in the file and bring no annotation set, and the
annotation sets.
"""


@dataclass(slots=True)
class Shown:
    """A row as the preview lists it; `is_left_out` as a duplicate."""

    row: ArticleRow
    key: str
    paragraphs: int
    words: int
    is_left_out: bool


@dataclass(slots=True)
class Look:
    """Counts are of the rows looked at; there may be more. `unusable` is why it ends early.

    `new_count` is of articles, `known_count` of rows that are left out as duplicates.
    """

    encoding: str = ""
    warnings: list[str] = field(default_factory=list)
    first: list[Shown] = field(default_factory=list)
    good_count: int = 0
    bad: list[ProblemRow] = field(default_factory=list)
    bad_count: int = 0
    warned: list[ProblemRow] = field(default_factory=list)
    known_count: int = 0
    new_count: int = 0
    set_count: int = 0
    has_more: bool = False
    is_hard_wrapped: bool = False
    unusable: str = ""


def look(run: ImportRun) -> Look:
    """Reads rows up to a limit, stores nothing."""
    found = Look()
    counted: Counted = (Counter(), Counter(), Counter())
    good: list[ArticleRow] = []
    try:
        with running.open_file(run) as file:
            rows, encoding = running.read(run, file)
            found.encoding, found.warnings = encoding.name, list(encoding.warnings)
            size = 0
            for row in rows:
                if len(good) + found.bad_count == MOST_ROWS or size > MOST_CHARACTERS:
                    found.has_more = True
                    break
                if isinstance(row, ProblemRow):
                    _note_bad(found, row)
                    continue
                size += len(row.text)
                good.append(row)
    except Unusable as problem:
        found.unusable = str(problem)
    refused = _refused(run, good)
    for row in good:
        if reason := refused.get(row.number):
            _note_bad(found, ProblemRow(row.number, reason, excerpt(row.text)))
        else:
            _note_good(found, row, counted)
    if ignored := set[str]().union(*(row.ignored for row in good)):
        found.warnings.append(running.ignored_sentence(ignored))
    _count_known(found, run, counted)
    return found


def _refused(run: ImportRun, good: list[ArticleRow]) -> dict[int, str]:
    """Why annotation sets among these cannot be used, by the numbers of their rows."""
    rows = {row.number: (row.text, row.attached) for row in good if row.attached is not None}
    if not rows:
        return {}
    answers: Any = sets_looked_at.send(ImportRun, run=run, rows=rows)
    return {number: reason for _, answer in answers for number, reason in answer.items()}


def _note_bad(found: Look, row: ProblemRow) -> None:
    found.bad_count += 1
    found.bad = sorted([*found.bad, row], key=lambda each: each.number)[:SHOWN]


def _note_good(found: Look, row: ArticleRow, counted: Counted) -> None:
    keys, again, sets = counted
    found.good_count += 1
    key = text_key(row.text)
    is_again = key in keys and row.attached is None
    again[key] += is_again
    keys[key] += 1
    sets[key] += row.attached is not None
    room = SHOWN - len(found.warned)
    named = [ProblemRow(row.number, each, excerpt(row.text)) for each in row.warnings]
    found.warned += named[: max(0, room)]
    if len(found.first) < SHOWN:
        counts = len(paragraphs(row.text)), len(row.text.split())
        found.first.append(Shown(row, key, *counts, is_left_out=is_again))
        found.is_hard_wrapped |= wrapping.is_hard_wrapped(row.text)


def _count_known(found: Look, run: ImportRun, counted: Counted) -> None:
    """Rows are left out whose text is here already, or comes twice in the file."""
    keys, again, sets = counted
    known = Document.objects.filter(project=run.project_id, is_current=True, text_key__in=keys)
    here = set(known.values_list("text_key", flat=True))
    found.new_count = len(keys.keys() - here)
    found.set_count = sum(count for key, count in sets.items() if key not in here)
    for shown in found.first:
        shown.is_left_out |= shown.key in here
    found.known_count = sum(keys[key] if key in here else again[key] for key in keys)
