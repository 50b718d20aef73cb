"""Lines that name a speaker before or behind a colon: "Ministry: talks failed"."""

from __future__ import annotations

import re

from annotations.suggest.attribution import Attribution, Scene
from annotations.suggest.clauses import trimmed
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
    """A headline of the shape "X: C" or "C: X"; in the body only a name that opens its line."""
    words = scene.reading.words[sentence.start : sentence.stop]
    colons = [i for i, word in enumerate(words) if word.text == ":" and i]
    if len(colons) != 1 or not 0 < colons[0] < len(words) - 1:
        return None
    colon, left, right = words[colons[0]], words[: colons[0]], words[colons[0] + 1 :]
    if _is_speaker(left) and (zone == "headline" or _opens_line(scene.reading, left)):
        return _of(scene, left, colon, right, zone)
    if zone == "headline" and _is_speaker(right) and len(left) > len(right):
        return _of(scene, right, colon, left, zone)
    return None


def _opens_line(reading: Reading, words: list[Word]) -> bool:
    before = reading.text[max(0, words[0].start - 1) : words[0].start]
    return before in {"", "\n"} and len(words) <= 4 and words[-1].text[:1].isupper()


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
