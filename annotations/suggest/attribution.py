"""An attribution as stretches of the text, and what its patterns share."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotations.suggest.sources import first_of_group
from annotations.suggest.speech import Quotations
from annotations.suggest.words import Range, Reading, Word

SURE_FORMS = frozenset({"said", "says", "told", "tells", "saying", "telling"})


@dataclass(slots=True)
class Attribution:
    """One claim as stretches of the text; `scope` says whether it covers a whole sentence."""

    cue: list[Range]
    source: list[Range]
    content: list[Range]
    evidence: str
    score: float
    word: Word
    kind: str = "say"
    via: list[Range] = field(default_factory=list)
    scope: bool = False

    @property
    def cluster(self) -> Range:
        """From the first to the last of source and cue."""
        places = [*self.cue, *self.source]
        return min(start for start, _ in places), max(end for _, end in places)

    @property
    def content_span(self) -> Range:
        return self.content[0][0], self.content[-1][1]


@dataclass(slots=True)
class Scene:
    """What the patterns look at: the words, and the quotations."""

    reading: Reading
    quotations: Quotations


def is_verb(scene: Scene, word: Word) -> bool:
    """The tagger's word for it; unmistakable forms and gerunds before a quotation without it."""
    before = scene.reading.after(word, -1)
    if word.lower == "saying" and before is not None and before.lower == "as":
        return False
    if word.pos == "VERB" or word.lower in SURE_FORMS:
        return word.dep not in {"amod", "compound", "case", "fixed"}
    if word.lower.endswith("ing") and word.pos in {"NOUN", "ADJ"}:
        named = before is not None and before.text[:1].isupper()
        return named and scene.quotations.after((word.start, word.end)) is not None
    return False


def cue_range(reading: Reading, verb: Word) -> Range:
    """The verb with its auxiliaries and the adverbs between or before them."""
    first = first_of_group(reading, verb)
    while first.index < verb.index and first.pos == "PART" and first.lower == "to":
        first = reading.words[first.index + 1]
    return first.start, verb.end


def is_negated(reading: Reading, verb: Word) -> bool:
    return any(child.lower in {"not", "n't", "never"} for child in reading.children(verb))


def is_bare_infinitive(reading: Reading, verb: Word) -> bool:
    """Also the "tell" of "to ask and tell"."""
    first = reading.words[verb.head] if verb.dep == "conj" else verb
    marks = [*reading.children(verb, "mark"), *reading.children(first, "mark")]
    return verb.tag == first.tag == "VB" and any(mark.lower == "to" for mark in marks)


def last_of_cluster(scene: Scene, verb: Word, attribution: Attribution) -> int:
    """The index of the last word of cue and source."""
    end = max(verb.end, attribution.cluster[1])
    return scene.reading.at(verb.start, end)[-1].index


def whole_quotations(scene: Scene, content: Range) -> Range:
    """A content that ends inside a quotation takes all of it, its last mark too."""
    start, end = content
    around = scene.quotations.around(end - 1)
    if around is not None and start <= around.start:
        end = max(end, around.end)
    opened = scene.quotations.around(start)
    if opened is not None and opened.start < start and opened.start >= start - 2:
        start = opened.start
    return start, end
