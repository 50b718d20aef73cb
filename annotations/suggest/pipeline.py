"""Texts parsed: the spaCy pipeline, and long texts in pieces."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.suggest import foreign
from annotations.suggest.heads import Head

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = Path(__file__).parent / "model"
REHEARSAL = "rehearsal.npz"
READER = "reader.onnx"
PIECE = 20_000
PIECES_A_BATCH = 16
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
NAME_SCORES = "name_scores"
"""Key in Doc.user_data: (first word, after last) → {label: probability}."""
CUTS = (re.compile(r"\n+"), re.compile(r"[.!?…]['\"”’»)]*\s+"), re.compile(r"\s+"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A parsed stretch of a text; `offset` is where it begins, in code points."""

    offset: int
    doc: Doc


@cache
def load() -> Language:
    """The pipeline of this process; NEWSDESK_SPACY_MODEL names another one, or a folder made as
    `MODEL` is. Raises foreign.CannotLoad."""
    import spacy  # noqa: PLC0415

    from annotations.suggest import component  # noqa: F401, PLC0415
    from annotations.suggest.tokenizer import BoundedTokenizer  # noqa: PLC0415

    folder = _folder()
    if folder is None:
        nlp = foreign.load(os.environ["NEWSDESK_SPACY_MODEL"])
    else:
        nlp = spacy.blank("en")
        nlp.add_pipe("newsdesk_reader", config={"folder": str(folder)})
    nlp.tokenizer = BoundedTokenizer(nlp.vocab, nlp.tokenizer)
    return nlp


def model_version(head: Head | None = None) -> str:
    """What made the suggestions: name and version, and the project's own with it ("+3")."""
    folder = _folder()
    if folder is None:
        meta = load().meta
        return f"{meta['lang']}_{meta['name']} {meta['version']}"
    return f"{_version(folder)}+{head.number}" if head else _version(folder)


def shipped_version() -> str:
    return _version(MODEL)


def _version(folder: Path) -> str:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return f"{meta['name']} {meta['version']}"


def _folder() -> Path | None:
    """The folder of weights that newsdesk's own component reads; none for other pipelines."""
    other = os.environ.get("NEWSDESK_SPACY_MODEL")
    if not other:
        return MODEL
    return Path(other) if (Path(other) / READER).exists() else None


def is_own() -> bool:
    """Whether texts are read by the model that ships with newsdesk."""
    return not os.environ.get("NEWSDESK_SPACY_MODEL")


def can_learn() -> bool:
    """Whether a names head can be learned for the model that reads here."""
    return is_own() and (MODEL / REHEARSAL).exists()


def parse_many(texts: Iterable[str], head: Head | None = None) -> Iterator[list[Piece]]:
    """The pieces of each text, in order; short texts are read together.

    `head` is what a project taught; other pipelines than newsdesk's own have no use for it.
    """
    stretches = (
        (readable(text[start:end]), (number, start))
        for number, text in enumerate(texts)
        for start, end in pieces(text)
    )
    taught = {"newsdesk_reader": {"names_head": head.data}} if head else {}
    docs = load().pipe(stretches, as_tuples=True, batch_size=PIECES_A_BATCH, component_cfg=taught)
    for _, parts in groupby(docs, key=lambda part: part[1][0]):
        yield [Piece(start, doc) for doc, (_, start) in parts]


def readable(text: str) -> str:
    return LONE_SURROGATE.sub("\ufffd", text)


def parse(text: str) -> list[Piece]:
    return next(parse_many([text]))


def pieces(text: str, size: int = PIECE) -> Iterator[tuple[int, int]]:
    """Stretches of at most `size` code points, cut at paragraphs, else sentences, else words.

    An empty text is one empty stretch.
    """
    start = 0
    while len(text) - start > size:
        end = _cut(text, start, size)
        yield start, end
        start = end
    if start < len(text) or not text:
        yield start, len(text)


def _cut(text: str, start: int, size: int) -> int:
    """The last good place in the second half of the stretch; its end where there is none."""
    for pattern in CUTS:
        places = [match.end() for match in pattern.finditer(text, start + size // 2, start + size)]
        if places:
            return places[-1]
    return start + size
