"""What the article says itself: finite clauses outside everybody's claims, scored."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from annotations.suggest.attribution import Attribution, Scene
from annotations.suggest.clauses import trimmed
from annotations.suggest.cues import lexicon
from annotations.suggest.words import FINITE, SUBJECTS, Range, Reading, Stretches, Word

LEAST_SCORE = 0.45
FACTS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "DATE", "MONEY", "QUANTITY", "EVENT"})
MODAL = frozenset(
    [
        "may",
        "might",
        "could",
        "would",
        "should",
        "can",
        "must",
        "will",
        "perhaps",
        "maybe",
        "likely",
    ]
)
OPINION = frozenset(
    [
        "best",
        "worst",
        "good",
        "bad",
        "great",
        "terrible",
        "beautiful",
        "ugly",
        "should",
        "ought",
        "wonderful",
        "awful",
        "unfortunately",
        "fortunately",
        "sadly",
        "hopefully",
        "clearly",
        "obviously",
        "surely",
        "arguably",
    ]
)
PERSONAL = frozenset({"i", "we", "you", "my", "our", "your", "us", "me"})
LINKS = frozenset({"ADP", "SCONJ"})
MARKS = frozenset({"after", "since", "as", "when", "before", "because", "while"})
CLAUSES = frozenset(
    {
        "which",
        "who",
        "whom",
        "whose",
        "where",
        "when",
        "as",
        "while",
        "although",
        "though",
        "but",
        "because",
        "after",
        "before",
        "since",
        "amid",
    }
)
COMES = frozenset({"come", "comes", "came", "follow", "follows", "followed"})


def find_own(
    scene: Scene, found: Sequence[Attribution], facts: Sequence[Range]
) -> Iterator[Attribution]:
    """Clauses of the reporter's own; `facts` are the names, dates and amounts of the text."""
    taken = Stretches(part for one in found for part in [*one.content, *one.cue, *one.via])
    ordered = sorted(facts)
    for sentence in scene.reading.sentences:
        words = scene.reading.words[sentence.start : sentence.stop]
        start, end = words[0].start, words[-1].end
        if scene.reading.text[end - 1 : end] == "?" or len(words) < 5:
            continue
        here = ordered[bisect_left(ordered, (start, 0)) : bisect_left(ordered, (end, 0))]
        clauses = {verb.index: _clause(scene.reading, verb, here) for verb in words}
        for verb in words:
            clause = clauses[verb.index]
            main = scene.reading.words[max(verb.head, verb.index)]
            if (
                clause is None
                or taken.overlap(main.start, main.end)
                or taken.overlap(*clause)
                or _is_inside(clause, clauses.values())
            ):
                continue
            yield from _scored(scene, verb, clause, here)


def _is_inside(clause: Range, others: Iterable[Range | None]) -> bool:
    """A clause of a clause that is told whole."""
    return any(
        o is not None and o != clause and o[0] <= clause[0] and clause[1] <= o[1] for o in others
    )


def _clause(reading: Reading, verb: Word, facts: Sequence[Range]) -> Range | None:
    """A main clause, or a subordinate one that reports an event of its own."""
    if not reading.is_finite(verb) or verb.pos not in {"VERB", "NOUN", "ADJ", "AUX"}:
        return None
    subject = reading.subject(verb)
    if subject is None or subject.index > verb.index or subject.lower in CLAUSES:
        return None
    if not (verb.is_root or _is_joined(reading, verb) or _is_event(reading, verb)):
        return None
    if _points_on(reading, verb) or (verb.is_root and _says(reading, verb)):
        return None
    first = reading.subtree(subject)[0].index
    first = _behind_phrase(reading, first, subject)
    before = reading.words[reading.sentences[verb.sentence].start : first]
    for word in reversed(before[-3:]):
        if word.dep not in {"nmod:poss", "det", "amod", "compound"} or word.pos == "ADP":
            break
        first = word.index
    first = _with_circumstances(reading, verb, first, facts)
    return trimmed(reading, reading.words[first : _end(reading, verb)])


def _is_joined(reading: Reading, verb: Word) -> bool:
    """`The river rose, and Peru closed the port`: a main clause behind a comma."""
    head = reading.words[verb.head]
    joint = next(iter(reading.children(verb, "cc")), None)
    comma = reading.after(joint, -1) if joint is not None else None
    joined = verb.dep == "conj" and head.is_root and reading.is_finite(head)
    return joined and comma is not None and comma.text == "," and not _says(reading, head)


def _points_on(reading: Reading, verb: Word) -> bool:
    """`The report comes after …`: the other clause tells what happened."""
    return verb.lower in COMES and bool(reading.children(verb, "advcl"))


def _says(reading: Reading, verb: Word) -> bool:
    """A verb of saying, but not "was charged" or "maintained a road": they tell of deeds."""
    cue = lexicon().verbs.get(verb.lower)
    if cue is None or not cue.takes("q") or reading.is_passive(verb):
        return False
    return cue.takes("n", "t", "i") or not reading.children(verb, "obj")


def _with_circumstances(reading: Reading, verb: Word, first: int, facts: Sequence[Range]) -> int:
    """`On Friday, the navy saved …`: when and where it was belongs to what is told."""
    for phrase in reversed(reading.children(verb, "obl", "obl:unmarked", "nmod:unmarked")):
        words = reading.subtree(phrase)
        between = reading.words[words[-1].index + 1 : first]
        before = reading.after(words[0], -1)
        opens = before is None or not before.is_word or before.pos == "CCONJ"
        told = any(words[0].start <= start < words[-1].end for start, _ in facts)
        beside = words[-1].index < first and not any(word.is_word for word in between)
        if opens and told and beside:
            first = words[0].index
    return first


def _behind_phrase(reading: Reading, first: int, subject: Word) -> int:
    """`Prior to the vote, the party …`: a preposition before, so the subject begins behind the
    comma."""
    before = reading.after(reading.words[first], -1)
    commas = [w.index for w in reading.words[first : subject.index] if w.text == ","]
    return commas[-1] + 1 if commas and before is not None and before.pos in LINKS else first


def _is_event(reading: Reading, verb: Word) -> bool:
    """`after Hamas declared war`, `come as officials continue`."""
    marks = {child.lower for child in reading.children(verb, "mark", "advmod", "case")}
    subject = reading.subject(verb)
    first = reading.subtree(subject)[0] if subject is not None else verb
    for steps in (1, 2, 3):
        before = reading.after(first, -steps)
        marks |= {before.lower} if before is not None else set()
    return not verb.dep.endswith("relcl") and bool(marks & MARKS)


def _end(reading: Reading, verb: Word) -> int:
    """Where the clause goes over into another: a comma before a relative, an apposition or a
    participle; a conjunction of time."""
    stop = _stop(reading, verb)
    for word in reading.words[verb.index + 1 : stop]:
        following = reading.after(word)
        if word.text in {";", "—", "–"} or following is None:
            return word.index
        if word.tag in {"WDT", "WP"} and following.text == ",":
            return word.index
        if word.text == "," and _opens_another(reading, following):
            return word.index
        if word.lower in MARKS and word.index > verb.index + 1 and _has_clause(reading, word):
            return word.index
    return stop


def _stop(reading: Reading, verb: Word) -> int:
    """Where the clause ends at the latest: before the main clause, or before "and Rao says"."""
    ends = [reading.sentences[verb.sentence].stop]
    if verb.head > verb.index:
        ends.append(reading.subtree(verb)[-1].index + 1)
    for other in reading.children(verb, "conj"):
        if reading.subject(other) is not None and _says(reading, other):
            ends.append(reading.subtree(other)[0].index)
    return min(ends)


def _has_clause(reading: Reading, mark: Word) -> bool:
    """A finite verb with a subject soon behind a conjunction of time."""
    stop = reading.sentences[mark.sentence].stop
    for word in reading.words[mark.index + 1 : min(mark.index + 12, stop)]:
        if word.text in {",", ";"}:
            return False
        if word.tag in FINITE:
            return True
    return False


def _opens_another(reading: Reading, word: Word) -> bool:
    if word.lower in CLAUSES or word.lower in {"a", "an", "according"}:
        return True
    if word.pos == "CCONJ":
        following = reading.words[word.index + 1 : word.index + 8]
        return any(w.dep in SUBJECTS for w in following) and word.lower != "or"
    return word.tag in {"VBG", "VBN"}


def _scored(
    scene: Scene, verb: Word, clause: Range, facts: Sequence[Range]
) -> Iterator[Attribution]:
    words = scene.reading.at(*clause)
    inside = [fact for fact in facts if clause[0] <= fact[0] < clause[1]]
    lower = {word.lower for word in words}
    quoted = any(scene.quotations.in_speech(word.start) for word in words)
    score = 0.35 + 0.06 * min(len(inside), 4) + 0.05 * (verb.tag in {"VBD", "VBZ", "VBP", "VBN"})
    score += 0.1 * (not verb.is_root and scene.reading.words[verb.head].lower in COMES)
    score -= 0.2 * bool(lower & MODAL) + 0.2 * bool(lower & OPINION) + 0.4 * bool(lower & PERSONAL)
    if score >= LEAST_SCORE and len(words) >= 4 and not quoted:
        yield Attribution([], [], [clause], "own voice", round(score, 2), verb, "own")
