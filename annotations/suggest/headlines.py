"""Lines that name a speaker before or behind a colon: "Ministry: talks failed", and the turns of a
transcript."""

from __future__ import annotations

import re

from annotations.suggest.attribution import Attribution, Scene
from annotations.suggest.clauses import trimmed
from annotations.suggest.phrases import noun_phrase
from annotations.suggest.titles import TITLES
from annotations.suggest.words import Reading, Word, span

MOST_WORDS = 6
LABELS = re.compile(
    r"(?:the latest|breaking|live|video|watch|update|exclusive|opinion|analysis|explainer|photos?|"
    r"related|read more|fact ?check|editorial|factbox|note|source|correction|q|a|p\.?s)\b.{0,20}",
    re.IGNORECASE,
)
BODIES = frozenset(
    [
        "poll",
        "report",
        "study",
        "survey",
        "official",
        "officials",
        "minister",
        "ministry",
        "police",
        "source",
        "sources",
        "media",
        "president",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "expert",
        "experts",
        "analyst",
        "analysts",
        "lawyer",
        "un",
        "nato",
        "who",
        "government",
        "agency",
        "army",
        "military",
        "research",
        "researchers",
        "scientists",
        "watchdog",
        "court",
    ]
)


def colon_claim(scene: Scene, sentence: range, zone: str) -> Attribution | None:
    """A headline of the shape "X: C" or "C: X"; in the body only a name that opens its line, and
    then says all of it."""
    words = scene.reading.words[sentence.start : sentence.stop]
    colons = [i for i, word in enumerate(words) if word.text == ":" and i]
    if not colons or (zone == "headline" and len(colons) > 1):
        return None
    colon, left, right = words[colons[0]], words[: colons[0]], words[colons[0] + 1 :]
    if zone != "headline":
        return _turn(scene, left, colon) if _opens_line(scene.reading, left) else None
    if right and _is_speaker(left):
        return _of(scene, left, colon, right, zone)
    if _is_speaker(right) and len(left) > len(right):
        return _of(scene, right, colon, left, zone)
    return _quoting(scene, left, colon, right)


def _quoting(scene: Scene, left: list[Word], colon: Word, right: list[Word]) -> Attribution | None:
    """ "Mayor grills banker: 'You should go'": whoever the clause before the colon is about."""
    quotation = scene.quotations.around(right[0].start) if right else None
    if quotation is None or quotation.end < right[-1].start:
        return None
    for verb in left:
        subject = scene.reading.subject(verb) if scene.reading.is_finite(verb) else None
        if subject is not None:
            speaker = scene.reading.at(*noun_phrase(scene.reading, subject, before=verb.index))
            return _of(scene, speaker, colon, right, "headline")
    return None


def _turn(scene: Scene, left: list[Word], colon: Word) -> Attribution | None:
    """Everything on the line of a transcript's speaker."""
    reading = scene.reading
    end = reading.text.find("\n", colon.end)
    said = reading.at(colon.end, end if end >= 0 else len(reading.text))
    name = [word for word in left if word.is_word]
    return _of(scene, name, colon, said, "body") if _is_speaker(name) else None


def _opens_line(reading: Reading, words: list[Word]) -> bool:
    before = reading.text[max(0, words[0].start - 1) : words[0].start]
    real = [word for word in words if word.is_word]
    opens = before in {"", "\n"} and 0 < len(real) <= 4
    return opens and all(word.text[:1].isupper() for word in real)


def _is_speaker(words: list[Word]) -> bool:
    """A short name or office without a verb, no label such as "Breaking"."""
    real = [word for word in words if word.is_word]
    if not real or len(real) > MOST_WORDS or LABELS.fullmatch(" ".join(w.text for w in real)):
        return False
    if any(word.tag in {"VBD", "VBZ", "VBP", "MD"} for word in real):
        return False
    named = real[-1].pos == "PROPN" and real[-1].text[:1].isupper()
    return named or real[-1].lower in TITLES | BODIES


def _of(
    scene: Scene, source: list[Word], colon: Word, content: list[Word], zone: str
) -> Attribution | None:
    speaker, said = trimmed(scene.reading, source), trimmed(scene.reading, content)
    if speaker is None or said is None or len(content) < 3:
        return None
    score = 0.75 if zone == "headline" else 0.6
    return Attribution([span([colon])], [speaker], [said], "name + colon", score, colon, "say")
