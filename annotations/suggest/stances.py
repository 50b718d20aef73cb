"""A cue with an object, an infinitive or "X as Y" instead of a clause."""

from __future__ import annotations

import re

from annotations.suggest import clauses
from annotations.suggest.attribution import (
    Attribution,
    Scene,
    is_bare_infinitive,
    is_negated,
    whole_quotations,
)
from annotations.suggest.cues import Cue
from annotations.suggest.words import FINITE, Range, Reading, Word

INTERROGATED = frozenset(
    {"suspect", "suspects", "witness", "witnesses", "man", "men", "woman", "women", "boy", "girl"}
    | {"student", "students", "driver", "people", "residents", "relatives", "staff"}
)
UNNAMED = re.compile(r"(?:not )?to be (?:named|identified|quoted|cited)\b")
"""A speaker who "asked not to be named" says nothing by that."""


def named_as(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    """ "described X as Y", "called X Y"."""
    if not cue.takes("as") and not any(p.endswith("-as") for p in cue.prepositions):
        return False
    reading = scene.reading
    stop = clauses.clause_end(reading, verb, verb.index + 1)
    rest = reading.words[verb.index + 1 : min(stop, verb.index + 40)]
    if not any(word.lower == "as" for word in rest):
        rest = _as_far_as(reading, verb, rest)
    has_as = any(word.lower == "as" for word in rest)
    if not rest or rest[0].lower in {"on", "for", "off", "in", "out", "to", "upon", "up", "back"}:
        return False
    if not has_as and (cue.takes("n") or cue.lemma not in {"call", "brand", "dub", "label"}):
        return False
    if (not has_as and not _names_it(scene, verb)) or _is_of_what(reading, verb):
        return False
    if not _take_object(scene, verb, attribution, "as" if has_as else "name"):
        return False
    start, end = attribution.content[0]
    if has_as and rest[-1].end > end > rest[-1].start - 200:
        end = _last_of(rest)
    attribution.content = [_with_quotation(scene, whole_quotations(scene, (start, end)))]
    return True


def _with_quotation(scene: Scene, content: Range) -> Range:
    """`described her as a leader, "the first …"`: with the words that go on behind a comma."""
    behind = scene.quotations.within(content[1], content[1] + len(', "'))
    beside = bool(behind) and scene.reading.text[content[1] : behind[0].start] in {", ", " "}
    return (content[0], behind[0].end) if beside else content


def _as_far_as(reading: Reading, verb: Word, rest: list[Word]) -> list[Word]:
    """Up to the phrase of a later "as" that a slip of the parser cut off."""
    stop = min(reading.sentences[verb.sentence].stop, verb.index + 40)
    for place in range(verb.index + 2, stop):
        if reading.words[place].text in {",", ";"}:
            break
        if reading.words[place].lower == "as":
            ends = [w.index for w in reading.words[place:stop] if w.text in {",", ".", ";"}]
            return reading.words[verb.index + 1 : min([*ends, stop])]
    return rest


def _last_of(words: list[Word]) -> int:
    return next(word.end for word in reversed(words) if word.is_word)


def _names_it(scene: Scene, verb: Word) -> bool:
    """ "called" with a second object or a quotation: not "his lawyer", "a group called X"."""
    if verb.tag == "VBN" and verb.dep.startswith("acl"):
        return False
    children = scene.reading.children(verb, "obj", "xcomp", "iobj", "ccomp", "obl")
    end = scene.reading.words[scene.reading.sentences[verb.sentence].stop - 1].end
    near = scene.quotations.within(verb.end, min(end, verb.end + 80))
    objects = [c for c in children if c.dep in {"obj", "iobj"}]
    named = any(c.dep == "xcomp" and c.pos != "VERB" for c in children)
    return (bool(near) or named or len(objects) > 1) and not _is_who_acts(scene, verb)


def _is_who_acts(scene: Scene, verb: Word) -> bool:
    """ "a group called the Dawn was …": what is called so goes on to do something."""
    stop = scene.reading.sentences[verb.sentence].stop
    words = scene.reading.words[verb.index + 1 : min(stop, verb.index + 9)]
    if verb.lower != "called" or any(word.text in {",", ";"} for word in words):
        return False
    return any(w.tag in FINITE and scene.quotations.around(w.start) is None for w in words)


def _is_of_what(reading: Reading, verb: Word) -> bool:
    """`what she called "a disgrace"` names a thing and claims nothing."""
    first = reading.sentences[verb.sentence].start
    before = reading.words[max(first, verb.index - 9) : verb.index]
    return any(word.lower in {"what", "which"} for word in before)


def _take_object(scene: Scene, verb: Word, attribution: Attribution, seen: str) -> bool:
    found = clauses.object_after(scene.reading, verb)
    if found is None or _is_pronoun(scene.reading, found):
        return False
    attribution.content = [whole_quotations(scene, found)]
    attribution.kind = "object"
    attribution.evidence, attribution.score = f"{verb.lower} + {seen}", 0.7
    return True


def _is_pronoun(reading: Reading, content: Range) -> bool:
    """ "denied this" says nothing by itself."""
    words = [word for word in reading.at(*content) if word.is_word]
    return len(words) == 1 and (words[0].pos in {"PRON", "DET"} or words[0].lower == "so")


def infinitive(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    if not cue.takes("i") or is_bare_infinitive(scene.reading, verb):
        return False
    found = clauses.infinitive(scene.reading, verb, cue.takes("t", "n"))
    if found is None or UNNAMED.match(scene.reading.text, *found):
        return False
    attribution.content = [whole_quotations(scene, found)]
    attribution.kind = "commit"
    attribution.evidence, attribution.score = f"{verb.lower} + infinitive", 0.65
    return True


def _opens(verb: Word) -> bool:
    """`Discussing the plan, she said …` tells when, not what."""
    return verb.dep == "advcl" and verb.head > verb.index


def _withholds(scene: Scene, verb: Word) -> bool:
    """ "denied them entry" is a deed."""
    return verb.lemma in {"deny", "refuse"} and bool(scene.reading.children(verb, "iobj"))


def _interrogates(reading: Reading, verb: Word) -> bool:
    """ "questioned the suspect" is a deed too."""
    objects = reading.children(verb, "obj")
    somebody = any(one.pos in {"PROPN", "PRON"} or one.lower in INTERROGATED for one in objects)
    subject = reading.subject(verb)
    police = subject is not None and subject.lower in {"police", "officers", "detectives"}
    return verb.lemma == "question" and (somebody or police)


def object_of(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    reading = scene.reading
    if is_bare_infinitive(reading, verb) or is_negated(reading, verb) or _withholds(scene, verb):
        return False
    if _interrogates(reading, verb):
        return False
    if verb.tag == "VBG" and (verb.dep.startswith("acl") or _opens(verb)):
        return False
    prepositions = cue.prepositions | ({"for", "on"} if cue.lemma == "call" else frozenset())
    found = clauses.prepositional_object(reading, verb, prepositions) if prepositions else None
    if found is not None and cue.lemma != "refer":
        preposition = reading.at(verb.end, found[0])[-1]
        between = reading.words[verb.index + 1 : preposition.index]
        if any(word.pos in {"NOUN", "PROPN", "PRON"} for word in between):
            found = (reading.words[verb.index + 1].start, found[1])
        else:
            attribution.cue = [(attribution.cue[0][0], preposition.end)]
        attribution.content = [whole_quotations(scene, found)]
        attribution.evidence = f"{verb.lower} {preposition.lower}"
        attribution.kind, attribution.score = "object", 0.65
        return True
    return cue.takes("n") and _take_object(scene, verb, attribution, "object")
