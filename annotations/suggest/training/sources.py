"""The free training sets as examples. The model card names each with its licence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path

from annotations.suggest.gazetteer import demonyms, places
from annotations.suggest.titles import title_length
from annotations.suggest.training import conllu, gum
from annotations.suggest.training.examples import ANY, Example, Name, blank, names_of, resplit

SPOKEN = {"conversation", "vlog"}
POLITICS = {
    "politician": "PER",
    "person": "PER",
    "country": "LOC",
    "location": "LOC",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "event": "EVENT",
    "election": "EVENT",
    "misc": "MISC",
}
RE3D = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP"}
WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG",
        "product": ANY, "creative-work": ANY}  # fmt: skip
CONLL = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "MISC": "MISC"}
NOT_FREE = {"BBC Online"}
BLANK_LINES = re.compile(r"\n\s*\n")
SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+(?=[A-Z\"“‘'])|\n+")
ARTICLE = re.compile(r"(the|an?|our|this|his|her|its|their)\s+", re.IGNORECASE)
SMALL_WORDS = {"of", "the", "for", "and", "al", "in", "&", "bin", "to", "on", "de", "-"}


def files(folder: Path, part: str) -> Iterator[Path]:
    """The CoNLL-U files of "train", "dev" or "test", in the set's own order."""
    for name in (folder / "file-lists" / f"files.{part}").read_text().split():
        path = folder / "sources" / f"{name.removesuffix('.conllu')}.conllu"
        if path.exists() and path.stem.split("_")[1:2] not in [[genre] for genre in SPOKEN]:
            yield path


def ewt(data: Path, part: str = "train") -> Iterator[Example]:
    """EWT's trees with the names that UNER laid over the same words."""
    file = {"train": "train_2022-12-02.iob2"}.get(part, f"en_ewt-ud-{part}.iob2")
    tags = dict(_uner(data / "uner-ewt" / file))
    for path in files(data / "ud-ewt", part):
        for sentence in conllu.read(path):
            words = [word.form for word in sentence.words]
            marked = tags.get(sentence.sent_id, [])
            if [word for word, _ in marked] == words:
                names, unmarked = _typed([tag for _, tag in marked], CONLL), ("EVENT",)
                yield Example(words, _with_demonyms(words, names), unmarked, sentence.words)
            else:
                everything = [(i, i + 1, ANY) for i in range(len(words))]
                yield Example(words, everything, (), sentence.words)


def gum_(data: Path, part: str = "train") -> Iterator[Example]:
    for path in files(data / "ud-gum", part):
        for sentence in conllu.read(path):
            example = gum.example(sentence)
            example.names = _with_demonyms(
                example.words, [_untitled(example.words, name) for name in example.names]
            )
            yield example


def wikigold(data: Path) -> Iterator[Example]:
    return _columns(data / "wikigold" / "wikigold.conll.txt", " ", CONLL, ())


def wnut(data: Path) -> Iterator[Example]:
    """Short messages (Derczynski et al., W-NUT 2017), names in new and odd spellings."""
    return _columns(data / "wnut17" / "wnut17train.conll", "\t", WNUT, ("NORP", "EVENT"))


def politics(data: Path, part: str) -> Iterator[Example]:
    return _columns(data / "crossner-politics" / f"{part}.txt", "\t", POLITICS, ())


def re3d(data: Path) -> Iterator[Example]:
    """Documents with character offsets; what is no name there (nominals) is left open."""
    for folder in sorted((data / "re3d").iterdir()):
        if not folder.is_dir() or folder.name in NOT_FREE:
            continue
        marked: dict[str, list[dict[str, str | int]]] = {}
        for entity in _json_lines(folder / "entities.json"):
            marked.setdefault(str(entity["documentId"]), []).append(entity)
        for document in _json_lines(folder / "documents.json"):
            yield from _re3d_document(str(document["text"]), marked.get(str(document["_id"]), []))


def training_examples(data: Path) -> dict[str, list[Example]]:
    """Every example to learn from, by set, in document order."""
    return {
        "ewt": list(ewt(data)),
        "gum": list(gum_(data)),
        "wikigold": list(wikigold(data)),
        "politics": [*politics(data, "train"), *politics(data, "dev")],
        "re3d": list(re3d(data)),
        "wnut": list(wnut(data)),
    }


def _untitled(words: list[str], name: Name) -> Name:
    start, end, label = name
    return (start + title_length(words[start:end]) * (label == "PER"), end, label)


def _with_demonyms(words: list[str], names: list[Name]) -> list[Name]:
    """No set but re3d marks nationalities: a listed demonym outside every name is one."""
    inside = set(chain.from_iterable(range(start, end) for start, end, _ in names))
    known = demonyms()
    found = [
        (i, i + 1, "NORP")
        for i, word in enumerate(words)
        if i not in inside and word in known and word != "English"
    ]
    return sorted([*names, *found])


def _typed(tags: list[str], labels: dict[str, str]) -> list[Name]:
    return [(a, b, labels[label]) for a, b, label in names_of(tags) if label in labels]


def _resolve_misc(words: list[str], names: list[Name]) -> list[Name]:
    """MISC holds nationalities, events and works: only the first can be told apart."""
    known = demonyms()
    return [
        (a, b, label if label != "MISC" else ANY)
        for a, b, label in names
        if label != "MISC" or " ".join(words[a:b]) not in known
    ]


def _columns(
    path: Path, separator: str, labels: dict[str, str], unmarked: tuple[str, ...]
) -> Iterator[Example]:
    for block in BLANK_LINES.split(path.read_text(encoding="utf-8").replace("\r", "")):
        rows = [line.split(separator) for line in block.split("\n") if separator in line]
        rows = [row for row in rows if row[0] != "-DOCSTART-"]
        if rows:
            words, tags = resplit([row[0] for row in rows], [row[-1] for row in rows])
            names = _resolve_misc(words, _typed(tags, labels))
            yield Example(words, _with_demonyms(words, names), unmarked)


def _uner(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
        found = re.search(r"^# sent_id = (.+)$", block, re.MULTILINE)
        if found:
            yield found[1], [(row[1], row[2]) for row in rows if row[0].isdigit()]


def _json_lines(path: Path) -> Iterator[dict[str, str | int]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _re3d_document(text: str, entities: list[dict[str, str | int]]) -> Iterator[Example]:
    spans = list(_re3d_spans(text, entities))
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    cuts = [cut for cut in cuts if not any(start < cut < end for start, end, _ in spans)]
    for begin, stop in pairwise(cuts):
        doc = blank().make_doc(text[begin:stop].strip())
        shift = begin + len(text[begin:stop]) - len(text[begin:stop].lstrip())
        names = []
        for start, end, label in spans:
            span = doc.char_span(start - shift, end - shift, alignment_mode="expand")
            if begin <= start and end <= stop and span is not None:
                names.append((span.start, span.end, label))
        if len(doc) > 1:
            yield Example([token.text for token in doc], names, ("EVENT",))


def _re3d_spans(text: str, entities: list[dict[str, str | int]]) -> Iterator[Name]:
    taken: set[int] = set()
    for entity in sorted(entities, key=lambda e: int(e["begin"]) - int(e["end"])):
        start, end, kind = int(entity["begin"]), int(entity["end"]), str(entity["type"])
        article = ARTICLE.match(text, start, end)
        start = article.end() if article else start
        value = text[start:end]
        if kind not in RE3D or not value.strip() or taken & set(range(start, end)):
            continue
        taken |= set(range(start, end))
        label = "LOC" if value in places() else RE3D[kind]
        yield start, end, label if _is_name(value) else ANY


def _is_name(value: str) -> bool:
    if value in {"I", "We", "It", "He", "She", "They", "You", "Our"}:
        return False
    words = value.split()
    small = all(w[0].isupper() or w.lower() in SMALL_WORDS or not w[0].isalpha() for w in words)
    return small and (value[0].isupper() or value[0].isdigit())
