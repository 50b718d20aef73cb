"""The model as one spaCy component: tags, trees, lemmas and names on a Doc.

Any other spaCy pipeline that sets the same attributes can stand in for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from annotations.suggest.decoding import NEVER, Floats, best_tree
from annotations.suggest.encoder import Encoder, Scores
from annotations.suggest.lemmas import Lemmas
from annotations.suggest.names_head import NamesHead, from_bytes
from annotations.suggest.pipeline import NAME_SCORES, PIECES_A_BATCH

COLUMNS = [TAG, POS, MORPH, LEMMA, DEP, HEAD]
LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC", "NORP": "NORP", "EVENT": "EVENT"}
MORPHOLOGY = {
    "VB": "VerbForm=Inf",
    "VBD": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "VBG": "Tense=Pres|VerbForm=Part",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBP": "Mood=Ind|Tense=Pres|VerbForm=Fin",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "MD": "VerbForm=Fin",
    "NN": "Number=Sing",
    "NNP": "Number=Sing",
    "NNS": "Number=Plur",
    "NNPS": "Number=Plur",
}


def breaks_line(token: Token) -> bool:
    return token.is_space and len(token.text.splitlines()) + token.text.endswith("\n") > 1


def paragraphs(doc: Doc) -> Iterator[list[int]]:
    """The words between line breaks, spaces left out."""
    words: list[int] = []
    for token in doc:
        if not token.is_space:
            words.append(token.i)
        elif words and breaks_line(token):
            yield words
            words = []
    if words:
        yield words


class Reader:
    """Reads many docs in one batch of windows."""

    def __init__(self, folder: Path) -> None:
        self.encoder = Encoder(folder)
        self.lemmas = Lemmas.load(folder / "lemmas.json")
        self.shipped = NamesHead(tuple(self.encoder.labels["names"]))
        self.root = self.encoder.labels["relations"].index("root")

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(
        self,
        docs: Iterable[Doc],
        *,
        batch_size: int = PIECES_A_BATCH,
        names_head: bytes | None = None,
    ) -> Iterator[Doc]:
        """`names_head` is one that was learned, in place of the reader's own."""
        head = from_bytes(names_head) if names_head else self.shipped
        batch: list[Doc] = []
        for doc in docs:
            batch.append(doc)
            if len(batch) == batch_size:
                yield from self._read(batch, head)
                batch = []
        yield from self._read(batch, head)

    def windows(self, docs: list[Doc]) -> Iterator[tuple[Doc, list[int], Scores]]:
        """What is read of each window, the indexes of its words with it, in no order."""
        places = [(doc, words) for doc in docs for words in paragraphs(doc)]
        texts = [[doc[i].text for i in words] for doc, words in places]
        for window, scores in self.encoder.read(texts):
            doc, words = places[window.paragraph]
            yield doc, words[window.start : window.end], scores

    def _read(self, docs: list[Doc], head: NamesHead) -> list[Doc]:
        columns = {id(doc): _empty_columns(doc) for doc in docs}
        names: dict[int, list[Span]] = {id(doc): [] for doc in docs}
        for doc, words, scores in self.windows(docs):
            self._parse(doc, words, scores, columns[id(doc)])
            names[id(doc)] += _names(doc, words, head, head.scores(scores))
        for doc in filter(len, docs):
            _attach_spaces(doc, columns[id(doc)])
            doc.from_array(COLUMNS, columns[id(doc)])  # type: ignore[arg-type]
            doc.set_ents(names[id(doc)])
        return docs

    def _parse(
        self, doc: Doc, words: list[int], scores: Scores, columns: NDArray[np.uint64]
    ) -> None:
        labels, strings = self.encoder.labels, doc.vocab.strings
        heads, relations = self._tree(scores)
        upos, xpos = scores.upos.argmax(-1), scores.xpos.argmax(-1)
        for k, i in enumerate(words):
            pos, tag = labels["upos"][upos[k]], labels["xpos"][xpos[k]]
            relation = "ROOT" if heads[k] < 0 else labels["relations"][relations[k]]
            head = i if heads[k] < 0 else words[heads[k]]
            lemma = self.lemmas.lemma(doc[i].text, pos, tag)
            columns[i] = np.array(
                [
                    strings.add(tag),
                    strings.add(pos),
                    doc.vocab.morphology.add(MORPHOLOGY.get(tag, "")),
                    strings.add(lemma),
                    strings.add(relation),
                    np.uint64((head - i) % 2**64),
                ],
                np.uint64,
            )

    def _tree(self, scores: Scores) -> tuple[list[int], NDArray[np.intp]]:
        """Heads within the window, -1 for a root; each sentence a tree of its own."""
        starts = [0, *(k for k in range(1, len(scores.starts)) if scores.starts[k] > 0)]
        heads: list[int] = []
        for a, b in zip(starts, [*starts[1:], len(scores.starts)], strict=True):
            own = np.concatenate([scores.arcs[a:b, a:b], scores.arcs[a:b, -1:]], 1)
            heads += [head + a if head >= 0 else -1 for head in best_tree(own)]
        logits = self.encoder.relations(scores.dependents, scores.heads[heads])
        logits[:, self.root] = NEVER
        return heads, logits.argmax(-1)


def _names(doc: Doc, words: list[int], head: NamesHead, scores: Floats) -> Iterator[Span]:
    for start, end, kind in head.spans(scores):
        span = doc[words[start] : words[end - 1] + 1]
        kinds = _kinds(head.tags, scores[start:end])
        doc.user_data.setdefault(NAME_SCORES, {})[span.start, span.end] = kinds
        yield Span(doc, span.start, span.end, LABELS.get(kind, kind))


def _kinds(tags: Sequence[str], scores: Floats) -> dict[str, float]:
    """The mean probability of each label over the words of a name."""
    kinds: dict[str, float] = {}
    for tag, probability in zip(tags, np.exp(scores).mean(0), strict=True):
        if tag != "O":
            label = LABELS.get(tag[2:], tag[2:])
            kinds[label] = kinds.get(label, 0.0) + float(probability)
    return kinds


def _empty_columns(doc: Doc) -> NDArray[np.uint64]:
    """Every token a space until it is read."""
    strings = doc.vocab.strings
    row = [strings.add("_SP"), strings.add("SPACE"), 0, 0, strings.add("dep"), 0]
    columns = np.tile(np.array(row, np.uint64), (len(doc), 1))
    columns[:, 3] = [token.orth for token in doc]
    return columns


def _attach_spaces(doc: Doc, columns: NDArray[np.uint64]) -> None:
    """A space hangs on the word before it, those that open the text on the first word."""
    words = [token.i for token in doc if not token.is_space]
    if not words:
        columns[:, 4] = doc.vocab.strings.add("ROOT")
        return
    before = words[0]
    for token in doc:
        if token.is_space:
            columns[token.i, 5] = np.uint64((before - token.i) % 2**64)
        else:
            before = token.i


@Language.factory("newsdesk_reader", default_config={"folder": ""})
def make_reader(nlp: Language, name: str, folder: str) -> Reader:
    return Reader(Path(folder))
