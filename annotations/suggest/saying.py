"""A cue with what is said as a clause: behind it, or around it as a parenthesis."""

from __future__ import annotations

from annotations.suggest import clauses
from annotations.suggest.attribution import (
    Attribution,
    Scene,
    is_bare_infinitive,
    last_of_cluster,
    whole_quotations,
)
from annotations.suggest.cues import Cue, lexicon
from annotations.suggest.words import Range, Reading, Word

QUESTIONS = frozenset({"whether", "if", "how", "who", "what", "which", "why", "when", "where"})


def clause(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    if not cue.takes("c"):
        return False
    reading = scene.reading
    last = last_of_cluster(scene, verb, attribution)
    found = clauses.clause_after(reading, verb, last)
    if (
        found is None
        and cue.is_speech
        and not is_bare_infinitive(reading, verb)
        and not (cue.takes("n", "t") and _has_object(reading, verb))
    ):
        bare = clauses.bare_clause_after(reading, verb, last)
        found = (bare, "words after the cue") if bare else None
    if found is None or (cue.takes("think") and _is_open(reading, verb, found[0])):
        return False
    attribution.content = [whole_quotations(scene, _behind_to(reading, attribution, found[0]))]
    score = {"that-clause": 0.9, "clause": 0.88}.get(found[1], 0.75)
    attribution.evidence, attribution.score = f"{verb.lower} + {found[1]}", score
    return True


def _is_open(reading: Reading, verb: Word, content: Range) -> bool:
    """ "to determine whether it holds" asks."""
    return is_bare_infinitive(reading, verb) and reading.at(*content)[0].lower in QUESTIONS


def _behind_to(reading: Reading, attribution: Attribution, content: Range) -> Range:
    """`admitted to being there`: "to" belongs to the cue."""
    words = reading.at(*content)[:2]
    if len(words) < 2 or words[0].lower != "to" or words[1].tag != "VBG":
        return content
    attribution.cue = [*attribution.cue[:-1], (attribution.cue[-1][0], words[0].end)]
    return words[1].start, content[1]


def _has_object(reading: Reading, verb: Word) -> bool:
    return any(child.index > verb.index for child in reading.children(verb, "obj"))


def as_noted(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    """`As the bank noted, prices fell`: the clause on the other side of the comma."""
    reading, (start, end) = scene.reading, attribution.cluster
    words = reading.at(start, end)
    as_ = reading.after(words[0], -1) if words else None
    if not cue.is_speech or as_ is None or as_.lower != "as" or as_.pos == "ADV":
        return False
    sentence = reading.sentences[verb.sentence]
    if as_.index == sentence.start:
        commas = [w for w in reading.words[words[-1].index : sentence.stop] if w.text == ","]
        rest = reading.words[commas[0].index + 1 : sentence.stop] if commas else []
    else:
        comma = reading.after(as_, -1)
        rest = reading.words[sentence.start : as_.index] if comma and comma.text == "," else []
    said = clauses.trimmed(reading, rest)
    if said is None:
        return False
    attribution.content, attribution.scope = [whole_quotations(scene, said)], True
    attribution.evidence, attribution.score = f"as X {verb.lower}", 0.8
    return True


def between_commas(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    """`The test, Seoul said, was …`: what stands on both sides."""
    if not cue.is_speech or not attribution.source:
        return False
    text = scene.reading.text
    start, end = attribution.cluster
    if text[end : end + 1] != "," or text[max(0, start - 3) : start].rstrip()[-1:] != ",":
        return False
    return parenthesis(scene, verb, cue, attribution, anyway=True)


def parenthesis(
    scene: Scene, verb: Word, cue: Cue, attribution: Attribution, anyway: bool = False
) -> bool:
    """ ", she said" at the end or in the middle of what is said, "as she noted" too."""
    if not cue.takes("c") or not attribution.source or not scene.reading.is_finite(verb):
        return False
    start, end = attribution.cluster
    text = scene.reading.text
    parts, is_clause = clauses.rest_of_sentence(scene.reading, attribution.cluster)
    before = text[max(0, start - 12) : start].rstrip()
    set_off = before.endswith((",", "—", "–", "--", "”", '"', "’", ", as"))
    closes = text[end : end + 1] in {",", ".", "", "\n", "—", ";"} or not text[end].isspace()
    if not (parts and set_off and (is_clause or anyway) and parts[0][1] <= start):
        return False
    if text[end : end + 1] not in {".", "", "\n"} and _opens_another(scene.reading, parts[0]):
        return False
    if not closes and len(parts) > 1:
        kept = _without_circumstance(scene, verb, cue, parts)
        if kept is None:
            return False
        parts = kept
    attribution.content = [whole_quotations(scene, part) for part in parts]
    attribution.scope = True
    attribution.evidence, attribution.score = f"sentence, {verb.lower}", 0.85
    return True


def _opens_another(reading: Reading, left: Range) -> bool:
    """`Rao told Reuters that on Monday, Souza said …`: the left side is somebody's report."""
    for word in reading.at(*left):
        verb = reading.words[reading.words[word.head].head]
        if word.lower == "that" and word.dep == "mark" and verb.index < word.index:
            return verb.lower in lexicon().verbs
    return False


def _without_circumstance(
    scene: Scene, verb: Word, cue: Cue, parts: list[Range]
) -> list[Range] | None:
    """Behind a closing ", she said" only circumstances may follow (", she said on Monday"), and
    behind ", she told" who was told."""
    rest = scene.reading.at(*parts[-1])
    if any(word.tag in {"VBD", "VBZ", "VBP", "MD", "VB"} for word in rest):
        comma = next((w for w in rest if w.text == ","), None)
        late = comma is not None and comma.index - rest[0].index < 8
        if not late or comma is None:
            return None
        return [*parts[:-1], (scene.reading.words[comma.index + 1].start, parts[-1][1])]
    is_object = not cue.takes("t") and any(w.head == verb.index and w.dep == "obj" for w in rest)
    return None if is_object else parts[:-1]
