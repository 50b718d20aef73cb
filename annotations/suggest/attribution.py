"""Attributions of one sentence by their verb: quotation, clause, object, as-phrase, infinitive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotations.suggest import clauses
from annotations.suggest.cues import Cue, lexicon
from annotations.suggest.phrases import with_apposition
from annotations.suggest.quotations import Quotation
from annotations.suggest.sources import first_of_group, source_of
from annotations.suggest.speech import Quotations
from annotations.suggest.words import Range, Reading, Word

SURE_FORMS = frozenset({"said", "says", "told", "tells", "saying", "telling"})
NOT_A_SPEAKER = frozenset({"it", "there", "what", "this", "that", "which"})
READER = frozenset({"i", "we", "you", "one"})


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


def find_verbs(scene: Scene, sentence: range) -> Iterator[Attribution]:
    for word in scene.reading.words[sentence.start : sentence.stop]:
        cue = lexicon().verbs.get(word.lower)
        if cue is None or scene.quotations.in_speech(word.start) or not _is_verb(scene, word):
            continue
        found = _of_verb(scene, word, cue)
        if found is not None and found.content:
            yield found


def _is_verb(scene: Scene, word: Word) -> bool:
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


def _of_verb(scene: Scene, verb: Word, cue: Cue) -> Attribution | None:
    reading = scene.reading
    if reading.is_passive(verb) or _describes(reading, verb):
        return None
    source = source_of(reading, verb)
    if source is not None:
        source = with_apposition(reading, source)
        text = reading.text[source[0] : source[1]].lower()
        if text in NOT_A_SPEAKER and (not cue.takes("q") or source[0] > verb.start):
            return None
    group = cue_range(reading, verb)
    attribution = Attribution([group], [source] if source else [], [], "", 0.0, verb)
    attribution.kind = "say" if cue.is_speech else "think" if cue.takes("think") else "other"
    for attempt in ATTEMPTS:
        if attempt(scene, verb, cue, attribution):
            return _weighed(reading, verb, cue, attribution)
    return None


def _passed_on(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    """`Kyodo reported the premier warning, "…"`: all that the second cue says is reported."""
    if not cue.is_speech:
        return False
    reading = scene.reading
    stop = min(reading.sentences[verb.sentence].stop, verb.index + 16)
    for place in range(verb.index + 2, stop):
        word = reading.words[place]
        second = lexicon().verbs.get(word.lower) if word.lower.endswith("ing") else None
        if second is not None and second.takes("q") and _is_verb(scene, word):
            quotation = scene.quotations.after((word.start, word.end))
            if quotation is None:
                return False
            attribution.content = [(reading.words[verb.index + 1].start, quotation.end)]
            attribution.evidence, attribution.score = f"{verb.lower} X {word.lower}", 0.8
            return True
        if word.text in {",", ".", ":", ";"} or word.tag in {"VBD", "VBZ", "VBP"}:
            return False
    return False


def _as_noted(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
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
    attribution.content, attribution.scope = [_whole_quotations(scene, said)], True
    attribution.evidence, attribution.score = f"as X {verb.lower}", 0.8
    return True


def _between_commas(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    """`The test, Seoul said, was …`: what stands on both sides."""
    if not cue.is_speech or not attribution.source:
        return False
    text = scene.reading.text
    start, end = attribution.cluster
    if text[end : end + 1] != "," or text[max(0, start - 3) : start].rstrip()[-1:] != ",":
        return False
    return _parenthesis(scene, verb, cue, attribution, anyway=True)


def _describes(reading: Reading, verb: Word) -> bool:
    """A past participle without an auxiliary describes a noun ("a stream called …")."""
    auxiliary = reading.children(verb, "aux")
    return verb.tag == "VBN" and not auxiliary and verb.dep not in {"ROOT", "conj"}


def cue_range(reading: Reading, verb: Word) -> Range:
    """The verb with its auxiliaries and the adverbs between or before them."""
    first = first_of_group(reading, verb)
    while first.index < verb.index and first.pos == "PART" and first.lower == "to":
        first = reading.words[first.index + 1]
    return first.start, verb.end


def _weighed(
    reading: Reading, verb: Word, cue: Cue, attribution: Attribution
) -> Attribution | None:
    """The score lowered for what makes it less of a claim."""
    negated = is_negated(reading, verb)
    modal = any(child.tag == "MD" for child in reading.children(verb, "aux"))
    if cue.takes("think"):
        attribution.score *= 0.7
    if not attribution.source:
        attribution.score *= 0.6
    if negated and cue.lemma not in {"doubt", "deny"}:
        attribution.score *= 0.6
    if modal or _is_bare_infinitive(reading, verb):
        attribution.score *= 0.7
    if attribution.source and _text(reading, attribution.source[0]).lower() in READER:
        attribution.score *= 0.6
    return attribution


def is_negated(reading: Reading, verb: Word) -> bool:
    return any(child.lower in {"not", "n't", "never"} for child in reading.children(verb))


def _is_bare_infinitive(reading: Reading, verb: Word) -> bool:
    return verb.tag == "VB" and any(c.lower == "to" for c in reading.children(verb, "mark"))


def _text(reading: Reading, place: Range) -> str:
    return reading.text[place[0] : place[1]]


def _last_of_cluster(scene: Scene, verb: Word, attribution: Attribution) -> int:
    """The index of the last word of cue and source."""
    end = max(verb.end, attribution.cluster[1])
    return scene.reading.at(verb.start, end)[-1].index


def _quoted(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    if not cue.takes("q", "n", "as"):
        return False
    before = scene.quotations.before(attribution.cluster)
    after = scene.quotations.after(attribution.cluster)
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


def _clause(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    if not cue.takes("c"):
        return False
    reading = scene.reading
    last = _last_of_cluster(scene, verb, attribution)
    found = clauses.clause_after(reading, verb, last)
    if found is None and cue.takes("c") and cue.is_speech and not (cue.takes("n", "t") and _has_object(reading, verb)):
        bare = clauses.bare_clause_after(reading, verb, last)
        found = (bare, "words after the cue") if bare else None
    if found is None:
        return False
    attribution.content = [_whole_quotations(scene, found[0])]
    score = {"that-clause": 0.9, "clause": 0.88}.get(found[1], 0.75)
    attribution.evidence, attribution.score = f"{verb.lower} + {found[1]}", score
    return True


def _has_object(reading: Reading, verb: Word) -> bool:
    return any(child.index > verb.index for child in reading.children(verb, "obj"))


def _whole_quotations(scene: Scene, content: Range) -> Range:
    """A content that ends inside a quotation takes all of it, its last mark too."""
    start, end = content
    around = scene.quotations.around(end - 1)
    if around is not None and start <= around.start:
        end = max(end, around.end)
    opened = scene.quotations.around(start)
    if opened is not None and opened.start < start and opened.start >= start - 2:
        start = opened.start
    return start, end


def _parenthesis(
    scene: Scene, verb: Word, cue: Cue, attribution: Attribution, anyway: bool = False
) -> bool:
    """ ", she said" at the end or in the middle of what is said, "as she noted" too."""
    if not cue.takes("c") or not attribution.source or verb.tag in {"VBG", "VBN"}:
        return False
    start, end = attribution.cluster
    text = scene.reading.text
    parts, is_clause = clauses.rest_of_sentence(scene.reading, attribution.cluster)
    before = text[max(0, start - 12) : start].rstrip()
    set_off = before.endswith((",", "—", "–", "--", "”", '"', "’", ", as"))
    closes = text[end : end + 1] in {",", ".", "", "\n", "—", ";"} or not text[end].isspace()
    if not (parts and set_off and (is_clause or anyway) and parts[0][1] <= start):
        return False
    if not closes and len(parts) > 1:
        parts = _without_circumstance(scene, verb, parts)
        if parts is None:
            return False
    attribution.content = [_whole_quotations(scene, part) for part in parts]
    attribution.scope = True
    attribution.evidence, attribution.score = f"sentence, {verb.lower}", 0.85
    return True


def _without_circumstance(scene: Scene, verb: Word, parts: list[Range]) -> list[Range] | None:
    """Behind a closing ", she said" only circumstances may follow (", she said on Monday")."""
    rest = scene.reading.at(*parts[-1])
    if any(word.tag in {"VBD", "VBZ", "VBP", "MD", "VB"} for word in rest):
        comma = next((w for w in rest if w.text == ","), None)
        late = comma is not None and comma.index - rest[0].index < 8
        if not late or comma is None:
            return None
        return [*parts[:-1], (scene.reading.words[comma.index + 1].start, parts[-1][1])]
    is_object = any(word.head == verb.index and word.dep == "obj" for word in rest)
    return None if is_object else parts[:-1]


def _as(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
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
    if not has_as and not _names_it(scene, verb) or _is_of_what(reading, verb):
        return False
    if not _take_object(scene, verb, attribution, "as" if has_as else "name"):
        return False
    if has_as and rest[-1].end > attribution.content[0][1] > rest[-1].start - 200:
        attribution.content = [(attribution.content[0][0], _last_of(rest))]
    return True


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
    """ "called" with a second object or a quotation: not "called his lawyer"."""
    children = scene.reading.children(verb, "obj", "xcomp", "iobj", "ccomp", "obl")
    end = scene.reading.words[scene.reading.sentences[verb.sentence].stop - 1].end
    near = scene.quotations.within(verb.end, min(end, verb.end + 80))
    objects = [c for c in children if c.dep in {"obj", "iobj"}]
    named = any(c.dep == "xcomp" and c.pos != "VERB" for c in children)
    return bool(near) or named or len(objects) > 1


def _is_of_what(reading: Reading, verb: Word) -> bool:
    """`what she called "a disgrace"` names a thing and claims nothing."""
    first = reading.sentences[verb.sentence].start
    before = reading.words[max(first, verb.index - 9) : verb.index]
    return any(word.lower in {"what", "which"} for word in before)


def _take_object(scene: Scene, verb: Word, attribution: Attribution, seen: str) -> bool:
    found = clauses.object_after(scene.reading, verb)
    if found is None:
        return False
    attribution.content = [_whole_quotations(scene, found)]
    attribution.kind = "object"
    attribution.evidence, attribution.score = f"{verb.lower} + {seen}", 0.7
    return True


def _infinitive(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    if not cue.takes("i") or _is_bare_infinitive(scene.reading, verb):
        return False
    found = clauses.infinitive(scene.reading, verb, cue.takes("t", "n"))
    if found is None:
        return False
    attribution.content = [_whole_quotations(scene, found)]
    attribution.kind = "commit"
    attribution.evidence, attribution.score = f"{verb.lower} + infinitive", 0.65
    return True


def _object(scene: Scene, verb: Word, cue: Cue, attribution: Attribution) -> bool:
    reading = scene.reading
    if _is_bare_infinitive(reading, verb) or is_negated(reading, verb):
        return False
    if verb.tag == "VBG" and verb.dep.startswith("acl"):
        return False
    prepositions = cue.prepositions | ({"for", "on"} if cue.lemma == "call" else frozenset())
    found = clauses.prepositional_object(reading, verb, prepositions) if prepositions else None
    if found is not None and cue.lemma != "refer":
        preposition = reading.at(verb.end, found[0])[-1]
        attribution.cue = [(attribution.cue[0][0], preposition.end)]
        attribution.content = [_whole_quotations(scene, found)]
        attribution.evidence = f"{verb.lower} {preposition.lower}"
        attribution.kind, attribution.score = "object", 0.65
        return True
    return cue.takes("n") and _take_object(scene, verb, attribution, "object")


ATTEMPTS = (
    _quoted,
    _passed_on,
    _as_noted,
    _between_commas,
    _clause,
    _parenthesis,
    _as,
    _infinitive,
    _object,
)
