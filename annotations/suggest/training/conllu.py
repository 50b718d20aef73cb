"""Reads CoNLL-U (https://universaldependencies.org/format.html)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Word:
    """One syntactic word; `head` is an index into the sentence, or -1 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    misc: dict[str, str]
    space: bool = True


@dataclass(slots=True)
class Sentence:
    sent_id: str = ""
    opens_document: bool = False
    words: list[Word] = field(default_factory=list)


def fields(column: str) -> dict[str, str]:
    """ "A=1|B=2" as a dictionary."""
    return dict(part.partition("=")[::2] for part in column.split("|") if "=" in part)


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of one file, without empty nodes."""
    block: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield sentence(block)
            block = []


def sentence(lines: list[str]) -> Sentence:
    result = Sentence()
    joined: dict[int, tuple[int, bool]] = {}
    for line in lines:
        if line.startswith("# sent_id = "):
            result.sent_id = line.removeprefix("# sent_id = ")
        result.opens_document |= line.startswith("# newdoc")
        columns = line.split("\t")
        if line.startswith("#") or "." in columns[0]:
            continue
        space = "SpaceAfter=No" not in columns[9]
        if "-" in columns[0]:
            first, last = map(int, columns[0].split("-"))
            joined |= {i: (last, space) for i in range(first, last + 1)}
            continue
        result.words.append(_word(columns, space, joined))
    return result


def _word(columns: list[str], space: bool, joined: dict[int, tuple[int, bool]]) -> Word:
    """A word inside a multiword token takes the token's spacing."""
    number, form, lemma, upos, xpos, _, head, deprel, _, misc = columns
    if int(number) in joined:
        last, space_after = joined[int(number)]
        space = space_after and int(number) == last
    return Word(form, lemma, upos, xpos, int(head) - 1, deprel, fields(misc), space)
