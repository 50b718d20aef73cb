"""GUM (https://gucorpling.org/gum) as articles, with its RST attribution units as gold claims.

An attribution unit is a stretch that says who says, thinks or knows the unit it hangs on; the
signals of the relation name the words of the source. Only the unit it hangs on is known, not all
that is said: a claim is found when it holds at least half of that unit's words and its cue stands
in the attributing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from annotations.suggest import Suggestions, suggest_many
from annotations.suggest.quotations import find_quotations
from annotations.suggest.training import conllu
from annotations.suggest.values import ClaimSuggestion
from benchmarks.stretches import Range, places, words

GENRES = ("news", "interview", "bio", "speech", "court", "voyage", "textbook", "academic")
UNIT = re.compile(r"(?P<relation>[a-z]+)[a-z-]*:(?P<own>\d+)(?:->(?P<other>\d+))?(?::\d+:(.*))?")
SOURCE = re.compile(r"sem-atsrc-([\d,-]+)")
PRINTED = {"-LRB-": "(", "-RRB-": ")"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One attribution: `cue` is the attributing unit, `said` the one it hangs on.

    `direct`: what is said stands in quotation marks, and who says it does not.
    """

    cue: Range
    said: Range
    source: tuple[Range, ...]
    direct: bool


@dataclass(slots=True)
class Document:
    """Text as printed, a blank line between paragraphs; `units` as stretches of it."""

    name: str
    text: str = ""
    units: list[Unit] = field(default_factory=list)


def documents(folder: Path, parts: Iterable[str], genres: Iterable[str] = GENRES) -> list[Document]:
    """The documents of these parts ("train", "dev", "test") and genres."""
    named = [
        name
        for part in parts
        for name in (folder / "file-lists" / f"files.{part}").read_text().split()
        if name.split("_")[1] in set(genres)
    ]
    paths = [folder / "sources" / f"{name}.conllu" for name in named]
    return [_document(path) for path in paths if path.exists()]


def _document(path: Path) -> Document:
    builder = _Builder()
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if block.strip():
            lines = block.strip().split("\n")
            builder.add(conllu.sentence(lines), any(line == "# newpar" for line in lines))
    return Document(path.stem, builder.text, list(builder.units()))


class _Builder:
    """Words joined as printed; which unit begins where."""

    def __init__(self) -> None:
        self.text = ""
        self.words: list[Range] = []
        self.starts: list[tuple[int, int]] = []
        self.relations: list[tuple[int, int, str]] = []

    def add(self, sentence: conllu.Sentence, opens_paragraph: bool) -> None:
        if opens_paragraph and self.text:
            self.text = f"{self.text.rstrip()}\n\n"
        for word in sentence.words:
            self._relations(word.misc.get("Discourse", ""))
            form = PRINTED.get(word.form, word.form)
            self.words.append((len(self.text), len(self.text) + len(form)))
            self.text += form + " " * word.space

    def _relations(self, value: str) -> None:
        for i, one in enumerate(value.split(";") if value else ()):
            match = UNIT.match(one)
            if match is None:
                continue
            if i == 0:
                self.starts.append((int(match["own"]), len(self.words)))
            if match["relation"] == "attribution" and match["other"]:
                self.relations.append((int(match["own"]), int(match["other"]), match[4] or ""))

    def units(self) -> Iterator[Unit]:
        ends = [*(word for _, word in self.starts[1:]), len(self.words)]
        of = {
            unit: self._stretch(first, end)
            for (unit, first), end in zip(self.starts, ends, strict=True)
        }
        quotations = find_quotations(self.text)
        for own, other, signals in self.relations:
            if own in of and other in of:
                cue, said = of[own], of[other]
                around = [q for q in quotations if q.start <= said[0] and said[1] <= q.end]
                direct = any(not q.start <= cue[0] < q.end for q in around)
                yield Unit(cue, said, tuple(self._source(signals)), direct)

    def _stretch(self, first: int, end: int) -> Range:
        return self.words[first][0], self.words[end - 1][1]

    def _source(self, signals: str) -> Iterator[Range]:
        """ "sem-atsrc-121-128,130": numbers of words, from 1."""
        for match in SOURCE.finditer(signals):
            for run in match[1].strip("-,").split(","):
                first, _, last = run.partition("-")
                yield self._stretch(int(first) - 1, int(last or first))


@dataclass(frozen=True, slots=True)
class Judged:
    """A unit and the claim that was found for it, if there is one."""

    document: Document
    unit: Unit
    claim: ClaimSuggestion | None

    @property
    def is_source_right(self) -> bool:
        """At least half of the gold words, or none of both."""
        if self.claim is None:
            return False
        gold = words(self.document.text, self.unit.source)
        ours = words(self.document.text, places(self.claim.source))
        return len(gold & ours) * 2 >= len(gold) if gold else not ours


def judge(found: Iterable[Document]) -> Iterator[Judged]:
    """Every unit of the documents with the claim of ours that fits it best."""
    read = list(found)
    for document, ours in zip(read, suggest_many(one.text for one in read), strict=True):
        yield from judged(document, ours)


def judged(document: Document, ours: Suggestions) -> Iterator[Judged]:
    finder = _Finder(document.text, ours)
    for unit in document.units:
        yield Judged(document, unit, finder.best(unit))


@dataclass(frozen=True)
class _Finder:
    text: str
    ours: Suggestions

    @cached_property
    def claims(self) -> list[tuple[ClaimSuggestion, set[int], set[int]]]:
        return [
            (one, words(self.text, places(one.content)), words(self.text, places(one.cue)))
            for one in self.ours.claims
        ]

    def best(self, unit: Unit) -> ClaimSuggestion | None:
        said, cue = words(self.text, [unit.said]), words(self.text, [unit.cue])
        fitting = [
            (len(content & said), -len(content - said), i)
            for i, (_, content, own_cue) in enumerate(self.claims)
            if own_cue & cue and len(content & said) * 2 >= len(said)
        ]
        return self.claims[max(fitting)[2]][0] if fitting else None
