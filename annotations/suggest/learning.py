"""The next version of the model for a project: a names head fitted to what people decided.

The encoder stays as it was shipped, so that fitting takes seconds and what is learned weighs
some 20 KB. Rules stay too: labels that rules make are no names to the head.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from annotations.suggest import gate, pipeline, rehearsal, softmax
from annotations.suggest.component import LABELS, Reader
from annotations.suggest.decoding import Floats, log_softmax
from annotations.suggest.gold import Gold
from annotations.suggest.heads import Head, Lesson, Tell
from annotations.suggest.names import MEASURED
from annotations.suggest.names_head import NamesHead
from annotations.suggest.rehearsal import Rehearsal
from annotations.suggest.softmax import Gathered, Words
from annotations.suggest.suggesting import find_names

KINDS = {label: kind for kind, label in LABELS.items()} | {"GPE": "LOC", "FAC": "LOC"}
"""The head's kinds of the scheme's labels; kinds of place are told apart by gazetteer."""
ENOUGH_OF_A_NEW_LABEL = 20
SURE, ONE_IN = 0.98, 8
"""Of the words that are surely no names one in so many is read, and counts for all."""
PULL, NEW_PULL = 100.0, 5.0
"""How firmly tags stay what they were: those that the shipped head has, and new ones."""
TEXTS_AT_ONCE = 8
MOST_WORDS = 150_000
"""Of all texts together, 115 MB: those of about a thousand articles."""


def learn(
    gold: Sequence[Gold], *, labels: frozenset[str], in_use: Head | None, tell: Tell, seed: int = 0
) -> Lesson:
    """As `heads.learn` says."""
    own = [each for each in gold if not each.is_held_out]
    held_out = [each for each in gold if each.is_held_out]
    steps = _Steps(len(own) + 2 * len(held_out), tell)
    known = rehearsal.load(pipeline.MODEL)
    head, read = _fitted(own, known, steps, seed)
    learned = Head(0, head.to_bytes())
    before, after = (_counts(held_out, labels, each, steps) for each in (in_use, learned))
    on_gold = gate.figures(before, after)
    on_rehearsal = gate.figures(_rehearsed(known, known.shipped), _rehearsed(known, head))
    figures = {
        "learned_from": {"articles": len(read), "names": dict(_label_counts(read))},
        "held_out": len(held_out),
        "new_labels": _new_labels(head, known),
        "gold": gate.to_json(on_gold),
        "rehearsal": gate.to_json(on_rehearsal),
    }
    lost = {"held-out gold": [*gate.losers(on_gold)], "rehearsal": [*gate.losers(on_rehearsal)]}
    return Lesson(learned.data, figures, gate.sentence(lost))


class _Steps:
    """Counts the texts that are done."""

    def __init__(self, total: int, tell: Tell) -> None:
        self.total, self.done, self.tell = total, 0, tell
        tell(total, 0)

    def add(self, count: int) -> None:
        self.done += count
        self.tell(self.total, self.done)


def _fitted(
    own: Sequence[Gold], known: Rehearsal, steps: _Steps, seed: int
) -> tuple[NamesHead, list[Gold]]:
    """The head, and the texts that it was fitted to."""
    new = _new_kinds(own)
    tags = (*known.shipped.tags, *(f"{prefix}-{kind}" for kind in new for prefix in "BI"))
    start = _start(known.shipped, len(tags))
    gathered = Gathered(MOST_WORDS + len(known.words), len(start) - 1, len(tags))
    gathered.add(rehearsal.widened(known.words, 2 * len(new)))
    read = _read(own, tags, gathered, steps)
    pull = np.repeat([PULL, NEW_PULL], [len(known.shipped.tags), 2 * len(new)])
    layer = softmax.fit(start, gathered.words(), pull=pull, seed=seed)
    return NamesHead(tags, layer), read


def _start(shipped: NamesHead, tags: int) -> Floats:
    """The shipped layer; what it does not know begins as very unlikely."""
    assert shipped.layer is not None
    new = np.zeros((len(shipped.layer), tags - len(shipped.tags)), np.float32)
    new[-1] = -5.0
    return np.concatenate([shipped.layer, new], 1)


def _label_counts(gold: Sequence[Gold]) -> Counter[str]:
    return Counter(label for each in gold for _, _, label in each.names)


def _new_kinds(gold: Sequence[Gold]) -> list[str]:
    """Labels that neither the head nor a rule makes, and of which gold has enough."""
    counts = _label_counts(gold)
    unknown = counts.keys() - KINDS.keys() - MEASURED
    return sorted(label for label in unknown if counts[label] >= ENOUGH_OF_A_NEW_LABEL)


def _new_labels(head: NamesHead, known: Rehearsal) -> list[str]:
    return [tag[2:] for tag in head.tags[len(known.shipped.tags) :: 2]]


def _read(
    gold: Sequence[Gold], tags: tuple[str, ...], gathered: Gathered, steps: _Steps
) -> list[Gold]:
    """Gathers the words of the texts but most of those that are surely no names.

    Answers which texts they are: the first ones, if there are more words than MOST_WORDS.
    """
    for begin in range(0, len(gold), TEXTS_AT_ONCE):
        if gathered.is_full:
            return [*gold[:begin]]
        texts = gold[begin : begin + TEXTS_AT_ONCE]
        for words in _words(texts, tags):
            gathered.add(words)
        steps.add(len(texts))
    return [*gold]


def _words(texts: Sequence[Gold], tags: tuple[str, ...]) -> Iterator[Words]:
    nlp = pipeline.load()
    reader = nlp.get_pipe("newsdesk_reader")
    assert isinstance(reader, Reader)
    allowed: dict[int, NDArray[np.bool_]] = {}
    docs: list[Doc] = []
    for each in texts:
        for start, end in pipeline.pieces(each.text):
            piece = each.piece(start, end)
            doc = nlp.make_doc(pipeline.readable(piece.text))
            allowed[id(doc)] = allowed_tags(doc, piece, tags)
            docs.append(doc)
    for doc, words, scores in reader.windows(docs):
        yield _telling(allowed[id(doc)][words], scores.names, scores.words)


def _telling(allowed: NDArray[np.bool_], names: Floats, vectors: Floats) -> Words:
    """The words that something can be learned from."""
    is_no_name = allowed[:, 0] & (allowed.sum(1) == 1)
    is_sure = is_no_name & (np.exp(log_softmax(names)[:, 0]) > SURE)
    is_read = ~is_sure | (np.arange(len(allowed)) % ONE_IN == 0)
    is_read &= ~allowed.all(1)
    weights = np.where(is_sure, ONE_IN, 1).astype(np.float32)
    return Words(vectors[is_read].astype(np.float16), allowed[is_read], weights[is_read])


def allowed_tags(doc: Doc, gold: Gold, tags: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which tag each word of the doc may have, words by tags.

    All of them where nobody decided, where a name begins or ends within a word, and in a name
    whose label the head does not learn. Of names in names the outer one counts.
    """
    allowed = np.zeros((len(doc), len(tags)), bool)
    allowed[:, 0] = True
    for start, end in gold.undecided:
        _open(allowed, doc, start, end)
    done = 0
    for start, end, label in sorted(gold.names, key=lambda name: (name[0], -name[1])):
        if start >= done and label not in MEASURED:
            _allow(allowed, doc, (start, end, KINDS.get(label, label)), tags)
            done = end
    return allowed


def _allow(allowed: NDArray[np.bool_], doc: Doc, name: gate.Name, tags: tuple[str, ...]) -> None:
    start, end, kind = name
    span = doc.char_span(start, end) if start >= 0 else None
    if span is None or f"B-{kind}" not in tags:
        _open(allowed, doc, start, end)
        return
    allowed[span.start : span.end] = False
    allowed[span.start, tags.index(f"B-{kind}")] = True
    allowed[span.start + 1 : span.end, tags.index(f"I-{kind}")] = True


def _open(allowed: NDArray[np.bool_], doc: Doc, start: int, end: int) -> None:
    for token in doc:
        if token.idx < end and token.idx + len(token) > start:
            allowed[token.i] = True


def _counts(
    gold: Sequence[Gold], labels: frozenset[str], head: Head | None, steps: _Steps
) -> gate.Counts:
    """What the whole way to names finds in the texts that were held out."""
    total: list[gate.Counts] = []
    texts = (each.text for each in gold)
    for each, pieces in zip(gold, pipeline.parse_many(texts, head), strict=True):
        found = {(one.start, one.end, one.label) for one in find_names(each.text, pieces)}
        judged = (name for name in found if name[2] in labels and each.is_judged(name))
        total.append(gate.count(each.names, judged))
        steps.add(1)
    return gate.added(total)


def _rehearsed(known: Rehearsal, head: NamesHead) -> gate.Counts:
    counts = rehearsal.counts(known, head)
    return {LABELS.get(kind, kind): count for kind, count in counts.items()}
