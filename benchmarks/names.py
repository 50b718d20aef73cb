"""Names against gold: uner-pud (news and encyclopaedia, never trained on) and the seed article."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from annotations.suggest import suggest_many
from annotations.suggest.pipeline import parse
from annotations.suggest.suggesting import find_names
from benchmarks.figures import Score

UNER = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
Span = tuple[int, int, str]


def uner_sentences(path: Path) -> Iterator[tuple[str, list[Span]]]:
    """Each sentence as it was printed, with its PER, ORG and LOC in code points."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        found = re.search(r"^# text = (.+)$", block, re.MULTILINE)
        if not found:
            continue
        rows = [line.split("\t") for line in block.split("\n") if line and line[0].isdigit()]
        yield (
            found[1],
            list(_spans(found[1], [(row[1], row[2]) for row in rows if "-" not in row[0]])),
        )


def _spans(text: str, tagged: list[tuple[str, str]]) -> Iterator[Span]:
    at, start, end, label = 0, 0, 0, ""
    for word, tag in [*tagged, ("", "O")]:
        at = text.index(word, at)
        prefix, _, kind = tag.partition("-")
        if label and (prefix != "I" or kind != label):
            yield start, end, label
            label = ""
        if kind and kind != "OTH" and not label:
            start, label = at, kind
        at += len(word)
        end = at


def on_uner(path: Path, count: int | None = None) -> dict[str, Score]:
    """Scores by label and "all", over the first `count` sentences or every one."""
    tallies: dict[str, Counter[str]] = {label: Counter() for label in ("all", "PER", "ORG", "LOC")}
    for ours, gold in read_uner(path, count):
        _tally(tallies, {span for span, _ in ours}, gold)
    return {
        label: Score(tally["right"], tally["proposed"], tally["right"], tally["gold"])
        for label, tally in tallies.items()
    }


@cache
def read_uner(
    path: Path, count: int | None = None
) -> list[tuple[list[tuple[Span, float]], set[Span]]]:
    """Of each sentence what was found, with its score, and the gold."""
    sentences = list(islice(uner_sentences(path), count))
    found = suggest_many(text for text, _ in sentences)
    return [
        (
            [
                ((one.start, one.end, UNER[one.label]), one.score)
                for one in suggestions.spans
                if one.label in UNER
            ],
            set(gold),
        )
        for (_, gold), suggestions in zip(sentences, found, strict=True)
    ]


def _tally(tallies: dict[str, Counter[str]], ours: set[Span], gold: set[Span]) -> None:
    for name, spans in (("proposed", ours), ("gold", gold), ("right", ours & gold)):
        for span in spans:
            tallies["all"][name] += 1
            tallies[span[2]][name] += 1


def on_seed(seeds: Path) -> tuple[list[str], int, list[str]]:
    """Missed core names, how many there are, and what was proposed that gold does not have."""
    text = (seeds / "article.txt").read_text(encoding="utf-8")
    gold = json.loads((seeds / "article.gold.json").read_text(encoding="utf-8"))["entities"]
    ours = {(one.start, one.end): one.label for one in find_names(text, parse(text))}
    core = [one for one in gold if one["tier"] == "core" and not one.get("nested")]
    missed = [one["text"] for one in core if not _hit(text, one, ours)]
    known = {place for one in gold for place, _ in _readings(text, one)}
    extra = [text[a:b] for a, b in ours if (a, b) not in known]
    return missed, len(core), extra


def _hit(text: str, gold: dict[str, Any], ours: dict[tuple[int, int], str]) -> bool:
    """GPE and LOC count as one."""
    alike = {"LOC": "GPE"}
    return any(
        alike.get(ours[place], ours[place]) == alike.get(label, label)
        for place, label in _readings(text, gold)
        if place in ours
    )


def _readings(text: str, gold: dict[str, Any]) -> Iterable[tuple[tuple[int, int], str]]:
    """The span, and the shorter or longer one that its note calls right as well."""
    start, end, label = gold["start"], gold["end"], gold["type"]
    yield (start, end), label
    shorter = re.match(r"'(.+?)' alone", gold.get("note", ""))
    if shorter:
        yield (text.index(shorter[1], start), end), label
    longer = re.search(r"'(.+?)' also right", gold.get("note", ""))
    if longer and text.startswith(longer[1], start):
        yield (start, start + len(longer[1])), label
