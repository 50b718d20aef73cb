"""A cue with a quotation beside it, and a report of somebody else's words."""

from __future__ import annotations

from annotations.suggest.attribution import (
    Attribution,
    Scene,
    is_verb,
)
from annotations.suggest.cues import Cue, lexicon
from annotations.suggest.quotations import Quotation
from annotations.suggest.words import Range, Word


def quoted(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    if not cue.takes("q", "n", "as"):
        return False
    cluster = _own_cluster(scene, verb, attribution)
    shared = cluster != attribution.cluster
    before = None if shared else scene.quotations.before(cluster)
    if before is not None and _is_of_another_cue(scene, before):
        return False
    after = None if _opens_a_cue(scene, verb) else scene.quotations.after(cluster)
    if not cue.takes("q") and not (after and scene.quotations.is_speech(after)):
        return False
    parts = [one for one in (before, after) if one and scene.quotations.is_said(one)]
    if after is not None and before is None and _goes_on_unquoted(scene, after):
        return False
    if not parts:
        return False
    attribution.content = _with_the_rest(scene, attribution, before in parts, parts)
    attribution.evidence, attribution.score = f"{verb.lower} + quotation", 0.95
    return True


def _opens_a_cue(scene: Scene, verb: Word) -> bool:
    """`Writing in a blog, Rao dubbed it: "…"`: the main verb introduces the quotation."""
    head = scene.reading.words[verb.head]
    opens = verb.tag == "VBG" and verb.dep == "advcl" and head.index > verb.index
    return opens and head.lower in lexicon().verbs


def _is_of_another_cue(scene: Scene, quotation: Quotation) -> bool:
    """`Rao said it works “on paper”, Reuters reported`: a part of what somebody else says."""
    words = scene.reading.at(quotation.start, quotation.end)
    if not words or scene.quotations.is_whole(quotation):
        return False
    sentence = scene.reading.sentences[words[0].sentence]
    before = [w for w in scene.reading.words[sentence.start : words[0].index] if w.is_word]
    is_inside = bool(before) and before[-1].end == quotation.start - 1
    return is_inside and any(w.lower in lexicon().verbs and is_verb(scene, w) for w in before)


def _own_cluster(scene: Scene, verb: Word, attribution: Attribution) -> Range:
    """Cue and source; the cue alone when it shares the subject of a cue before it."""
    start, end = attribution.cluster
    between = scene.reading.at(start, verb.start)
    shared = any(word.lower in lexicon().verbs and word.pos == "VERB" for word in between)
    return attribution.cue[0] if shared else (start, end)


def _goes_on_unquoted(scene: Scene, quotation: Quotation) -> bool:
    """Whether the clause that holds a quotation says more behind it (`said "X" is wrong`)."""
    words = scene.reading.at(quotation.start, quotation.end)
    if not words or scene.quotations.text[quotation.end - 2 : quotation.end - 1] in ".!?,":
        return False
    sentence = scene.reading.sentences[words[-1].sentence]
    rest = scene.reading.words[words[-1].index + 1 : sentence.stop]
    return any(word.is_word for word in rest[:2]) and quotation.closed


def _with_the_rest(
    scene: Scene, attribution: Attribution, is_before: bool, parts: list[Quotation]
) -> list[Range]:
    """All quotations of one utterance: those just before, and those that go on behind it."""
    quotations = scene.quotations
    if is_before and len(parts) == 1:
        again = quotations.again(attribution.cluster)
        if again is not None and quotations.is_speech(again):
            parts.append(again)
    chains = [*(quotations.chain_back(part) for part in parts if is_before)]
    chains += [quotations.chain(part) for part in parts]
    found = {(one.start, one.end) for chain in chains for one in chain}
    ordered = sorted(found)
    if is_before:
        start = _lead_in(scene, ordered[0][0])
        ordered[0] = (start, ordered[0][1])
    return ordered


def _lead_in(scene: Scene, start: int) -> int:
    """`The plan "is dead", he said`: the words of the sentence before a quotation inside it."""
    words = scene.reading.at(start, start + 1) or scene.reading.at(start + 1, start + 30)
    if not words:
        return start
    first = scene.reading.sentences[words[0].sentence].start
    before = [w for w in scene.reading.words[first : words[0].index] if w.start < start]
    if len(before) < 2 or not before[-1].is_word or scene.quotations.around(before[0].start):
        return start
    if any(w.lower in lexicon().verbs and w.pos == "VERB" for w in before):
        return start
    return before[0].start


def passed_on(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    """`Kyodo reported the premier warning, "…"`: all that the second cue says is reported."""
    if not cue.is_speech:
        return False
    reading = scene.reading
    stop = min(reading.sentences[verb.sentence].stop, verb.index + 16)
    for place in range(verb.index + 2, stop):
        word = reading.words[place]
        second = lexicon().verbs.get(word.lower) if word.lower.endswith("ing") else None
        if second is not None and second.takes("q") and is_verb(scene, word):
            quotation = scene.quotations.after((word.start, word.end))
            if quotation is None:
                return False
            attribution.content = [(reading.words[verb.index + 1].start, quotation.end)]
            attribution.evidence, attribution.score = f"{verb.lower} X {word.lower}", 0.8
            return True
        if word.text in {",", ".", ":", ";"} or word.tag in {"VBD", "VBZ", "VBP"}:
            return False
    return False
