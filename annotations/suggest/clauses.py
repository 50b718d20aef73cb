"""What is said: the clause, object or infinitive that belongs to a cue."""

from __future__ import annotations

from annotations.suggest.cues import lexicon
from annotations.suggest.words import SUBJECTS, Range, Reading, Word, span

OPENERS = frozenset({"that"})
CUTS = frozenset({"advcl", "conj", "parataxis", "obl", "obl:unmarked"})
MARKS = "\"”'’»)]%"
TIMES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
    ]
)
AFTER_THE_CUE = 14
CITING = frozenset({"citing", "quoting", "referring"})
JOINING = frozenset({"and", "but", "while", "although", "though", "whereas", "yet"})
PASSED_OVER = frozenset({"has", "have", "had", "-"})
BRANCHES = frozenset({"advcl", "acl", "acl:relcl", "advcl:relcl", "nsubj", "csubj"})


def trimmed(reading: Reading, words: list[Word]) -> Range | None:
    """From the first to the last word that counts, quotation marks kept."""
    while words and not words[0].is_word and words[0].text not in "\"“‘'«([$#@":
        words = words[1:]
    while words and not words[-1].is_word and words[-1].text not in MARKS:
        words = words[:-1]
    return span(words) if words else None


def clause_after(reading: Reading, verb: Word, after: int) -> tuple[Range, str] | None:
    """The clause to the right of a cue whose group ends at word `after`, and how it was seen."""
    start = _clause_start(reading, verb, after)
    if start is None:
        return None
    place, evidence = start
    last = clause_end(reading, verb, place)
    found = trimmed(reading, reading.words[place:last])
    return (found, evidence) if found else None


def _clause_start(reading: Reading, verb: Word, after: int) -> tuple[int, str] | None:
    sentence = reading.sentences[verb.sentence]
    citing = False
    for place in range(after + 1, min(after + AFTER_THE_CUE, sentence.stop)):
        word = reading.words[place]
        if word.lower in CITING and word.index > after + 1:
            citing = True
        if citing and word.text != "," and word.lower not in OPENERS:
            continue
        if word.lower in OPENERS and word.pos in {"SCONJ", "PRON"} and word.dep == "mark":
            return place + 1, "that-clause"
        if word.pos in {"VERB", "AUX", "PUNCT"} and word.text not in {",", "-", "’", "'"}:
            break
    clauses = [c for c in reading.children(verb, "ccomp") if c.index > after]
    for clause in clauses[:1]:
        first = max(reading.subtree(clause)[0].index, after + 1)
        first = _behind_time(reading, _taken_in(reading, verb, after, first))
        return first + _is_opener(reading.words[first]), "clause"
    following = reading.words[after + 1] if after + 1 < sentence.stop else None
    if following is None or not _is_opener(following):
        return None
    return (after + 2, "that") if _has_verb(reading, after + 2, verb) else None


def _behind_time(reading: Reading, first: int) -> int:
    """`said on Friday it would`: the day belongs to the saying."""
    day = first + (reading.words[first].lower in {"on", "late", "early", "last"})
    stop = reading.sentences[reading.words[first].sentence].stop
    if day + 1 < stop and reading.words[day].lower in TIMES:
        following = reading.words[day + 1]
        if following.pos in {"PRON", "DET", "PROPN", "NOUN", "SCONJ"}:
            return day + 1
    return first


def _is_opener(word: Word) -> bool:
    return word.lower in OPENERS and word.pos != "DET" and word.dep not in SUBJECTS


def _taken_in(reading: Reading, verb: Word, after: int, first: int) -> int:
    """The clause from right behind the cue, unless a circumstance or addressee stands there."""
    between = reading.words[after + 1 : first]
    if not between or not between[0].is_word or between[0].pos in {"ADP", "ADV"}:
        return first
    for word in between:
        if word.head == verb.index and word.dep in {"obl", "obl:unmarked", "advmod", "iobj", "obj"}:
            return first
    return after + 1


def _has_verb(reading: Reading, place: int, verb: Word) -> bool:
    stop = reading.sentences[verb.sentence].stop
    return any(word.pos in {"VERB", "AUX"} for word in reading.words[place:stop])


def bare_clause_after(reading: Reading, verb: Word, after: int) -> Range | None:
    """A clause without "that" which the parser lost: a noun and a finite verb soon behind it."""
    stop = reading.sentences[verb.sentence].stop
    noun = False
    if after + 1 < stop and not reading.words[after + 1].is_word:
        return None
    for word in reading.words[after + 1 : min(after + 16, stop)]:
        if word.pos in {"NOUN", "PROPN", "PRON"}:
            noun = True
        elif word.pos in {"AUX", "VERB"} and word.tag in {"VBD", "VBZ", "VBP", "MD"}:
            if not noun:
                return None
            last = clause_end(reading, verb, after + 1)
            return trimmed(reading, reading.words[after + 1 : last])
        elif word.text in {":", ";", ".", ","} or word.lower in {"that", "to", "as"}:
            return None
    return None


def clause_end(reading: Reading, verb: Word, place: int) -> int:
    """The word behind the last word of what is said from `place` on: where the cue's own clause
    goes on ("… and left", ", adding …"), else the end of the sentence."""
    ends = [_own_stop(reading, verb, place)]
    for child in reading.children(verb, *CUTS):
        if child.index > place and _goes_on(reading, verb, child):
            left = reading.subtree(child)[0].index
            if left > place:
                ends.append(left)
    return min(ends)


def _own_stop(reading: Reading, verb: Word, place: int) -> int:
    """The end of the sentence; of the cue's own branch when it opens or interrupts another
    clause; the place where a second cue is joined on (", but he added …")."""
    stop = reading.sentences[verb.sentence].stop
    if verb.dep in BRANCHES and not verb.is_root:
        last = reading.subtree(verb)[-1].index + 1
        following = reading.words[last - 1 : last + 1]
        if last > place and any(word.text == "," for word in following):
            stop = last
    for word in reading.words[place + 1 : stop]:
        if word.text == ";":
            return word.index
        if word.lower in JOINING and _joins_a_cue(reading, word, stop):
            return word.index
    return stop


def _joins_a_cue(reading: Reading, conjunction: Word, stop: int) -> bool:
    """ "and warned", ", but she said": a cue in the past tense soon behind a conjunction."""
    before = reading.after(conjunction, -1)
    reach = 12 if before is not None and before.text == "," else 3
    for word in reading.words[conjunction.index + 1 : min(conjunction.index + reach, stop)]:
        cue = lexicon().verbs.get(word.lower)
        near = word.index - conjunction.index < 3
        if cue is not None and word.tag in {"VBD", "VBZ", "VBN"} and (cue.takes("q") or near):
            return True
        passed = word.lower in PASSED_OVER or word.dep == "amod"
        if word.pos in {"VERB", "AUX", "PUNCT", "ADP"} and not passed:
            return False
    return False


def _goes_on(reading: Reading, verb: Word, child: Word) -> bool:
    """Whether a dependent of the cue tells more of the speaker rather than of what is said."""
    own_subject = any(c.dep in SUBJECTS for c in reading.children(child))
    first = reading.subtree(child)[0]
    before = reading.after(first, -1)
    comma = (before is not None and before.text == ",") or first.text == ","
    if child.dep == "conj":
        return not own_subject or child.lower in lexicon().verbs
    if child.dep == "parataxis":
        return child.lower in lexicon().verbs
    if child.dep == "advcl":
        return comma and (child.tag == "VBG" or child.lower in lexicon().verbs)
    return comma and first.lower in {"according", "per"}


def object_after(reading: Reading, verb: Word) -> Range | None:
    """The object of a cue with all that hangs on it, up to where the clause leaves it."""
    objects = [c for c in reading.children(verb, "obj", "ccomp", "xcomp") if c.index > verb.index]
    if not objects or objects[0].lower in {"itself", "himself", "herself", "themselves"}:
        return None
    words = reading.subtree(objects[0])
    first = max(words[0].index, verb.index + 1)
    last = object_end(reading, verb, first, words[-1].index)
    return trimmed(reading, reading.words[first:last])


def object_end(reading: Reading, verb: Word, first: int, least: int) -> int:
    """To the end of the clause; a comma that opens another clause, or a time, ends it."""
    stop = clause_end(reading, verb, first)
    for word in reading.words[first:stop]:
        if word.lower in TIMES and word.head == verb.index and word.index > least:
            before = reading.words[word.index - 1]
            return before.index if before.lower == "on" else word.index
        if (
            word.text in {",", ";", "—", "–"}
            and word.index > least
            and _leaves(reading, word, verb)
        ):
            return word.index
    return stop


def _leaves(reading: Reading, comma: Word, verb: Word) -> bool:
    """Whether what follows a comma hangs on the cue or higher up."""
    following = reading.after(comma)
    if following is None:
        return True
    inside = {word.index for word in reading.words[verb.index + 1 : comma.index]}
    own = {verb.index}
    word = following
    for _ in range(30):
        if word.head in inside:
            return False
        if word.head in own or word.is_root or word.head <= verb.index:
            return True
        word = reading.words[word.head]
    return True


def prepositional_object(
    reading: Reading, verb: Word, prepositions: frozenset[str]
) -> Range | None:
    """ "warned of X", "called for X": what follows the preposition."""
    for place in range(verb.index + 1, min(verb.index + 8, reading.sentences[verb.sentence].stop)):
        word = reading.words[place]
        if word.lower in prepositions and word.pos in {"ADP", "SCONJ"}:
            last = object_end(reading, verb, place + 1, place + 1)
            return trimmed(reading, reading.words[place + 1 : last])
        if word.pos in {"VERB", "PUNCT", "ADP", "SCONJ"}:
            return None
    return None


def infinitive(reading: Reading, verb: Word, addressed: bool) -> Range | None:
    """ "vowed to leave"; with an addressee ("urged both sides to talk") from the addressee on."""
    for child in reading.children(verb, "xcomp", "ccomp", "advcl"):
        to = [c for c in reading.children(child) if c.lower == "to" and c.index > verb.index]
        if child.index < verb.index or not to:
            continue
        objects = [c for c in reading.children(verb, "obj", "iobj") if c.index > verb.index]
        first = to[0].index
        first -= first - 1 > verb.index and reading.words[first - 1].lower in {"not", "never"}
        if addressed and objects and objects[0].index < first:
            first = reading.subtree(objects[0])[0].index
        last = object_end(reading, verb, first, child.index)
        return trimmed(reading, reading.words[max(first, verb.index + 1) : last])
    return None


def rest_of_sentence(reading: Reading, cluster: Range) -> tuple[list[Range], bool]:
    """The sentence around a parenthesis (", she said,"): one or two stretches, and whether the
    left one is a clause."""
    words = reading.at(*cluster)
    if not words:
        return [], False
    sentence = reading.sentences[words[0].sentence]
    left = _behind_semicolon(reading.words[sentence.start : words[0].index])
    right = _before_semicolon(reading.words[words[-1].index + 1 : sentence.stop])
    if _tells_of_the_speaker(right):
        right = []
    parts = [part for part in (trimmed(reading, left), trimmed(reading, right)) if part]
    return parts, any(word.tag in {"VBD", "VBZ", "VBP", "MD"} for word in left)


def _behind_semicolon(words: list[Word]) -> list[Word]:
    marks = [i for i, word in enumerate(words) if word.text == ";"]
    return words[marks[-1] + 1 :] if marks else words


def _before_semicolon(words: list[Word]) -> list[Word]:
    marks = [i for i, word in enumerate(words) if word.text == ";"]
    return words[: marks[0]] if marks else words


def _tells_of_the_speaker(words: list[Word]) -> bool:
    """`, he said, adding …`, `, Tass reported, citing …`."""
    first = next((word for word in words if word.is_word), None)
    if first is None:
        return False
    cue = first.lower in lexicon().verbs or first.lower in CITING
    return first.lower in {"according", "per"} or (first.lower.endswith("ing") and cue)
