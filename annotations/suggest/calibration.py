"""Scores that keep what they promise: of the suggestions scored 0.8, about eight of ten are right.

The tables in `scores/` are fitted to free gold that nothing is measured on: names.json by
`python -m annotations.suggest.training.name_scores`, claims.json by
`python -m benchmarks.claim_scores`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any

from annotations.suggest.cues import lexicon
from annotations.suggest.values import ClaimSuggestion, EntitySuggestion, Part
from annotations.suggest.who import GROUP_PRONOUNS, PERSON_PRONOUNS

FOLDER = Path(__file__).parent / "scores"
READER = frozenset({"i", "we", "you", "one", "me", "us"})
MODAL = re.compile(r"\b(?:would|could|should|may|might|must|can|will|to)\b")
NEGATED = re.compile(r"\b(?:not|never|no)\b|n[’']t\b")
LINKS = re.compile(r"(?<= )(?:about|against|at|for|of|on|over|to|with|in|upon|off|from)$")
NEAR, FAR = 3, 60
"""Letters between cue and content: beside each other, and far apart."""
SUREST = 0.97
FEW, MANY = 4, 45
"""Words of a content: hardly a claim, and more than one."""
LISTED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})
"""What gold marks too. Dates, amounts and peoples come from patterns and keep their score."""

Point = tuple[float, float]


def name_score(label: str, evidence: str, raw: float) -> float:
    """The share of names like this that are right; `raw` where nothing is known of them."""
    points = _name_points().get(name_group(label, evidence))
    return round(interpolated(points, raw) if points else raw, 3)


def name_group(label: str, evidence: str) -> str:
    """What is calibrated together: what lists and patterns found; what the model saw, by label."""
    if not evidence.startswith(("model", "same name")):
        return "listed" if label in LISTED else label
    return {"GPE": "place", "LOC": "place", "FAC": "place"}.get(label, label)


def interpolated(points: Sequence[Point], raw: float) -> float:
    """Straight lines between the points, level beyond the first and the last."""
    at = bisect_left(points, (raw,))
    if at == 0:
        return points[0][1]
    if at == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[at - 1], points[at]
    return low + (high - low) * (raw - left) / (right - left)


@cache
def _name_points() -> dict[str, list[Point]]:
    return {
        group: [(raw, share) for raw, share in points]
        for group, points in _table("names.json").items()
    }


def claim_score(claim: ClaimSuggestion, entities: Sequence[EntitySuggestion]) -> float:
    """How likely an attribution is right: the score of its rule, weighed by what it is made of.

    The article's own claims keep the score of their rule.
    """
    weights = _table("claims.json")
    if claim.speech == "none" or not weights:
        return claim.score
    total = log_odds(claim.score)
    total += sum(weights.get(name, 0.0) for name in features(claim, entities))
    return round(1 / (1 + exp(-total)), 2)


def log_odds(score: float) -> float:
    """A rule that promises all or nothing is not believed."""
    score = min(SUREST, max(1 - SUREST, score))
    return log(score / (1 - score))


@cache
def _table(name: str) -> dict[str, Any]:
    path = FOLDER / name
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def features(claim: ClaimSuggestion, entities: Sequence[EntitySuggestion]) -> Iterator[str]:
    """What a claim's score is made of: cue, source, distance, length, speech, zone."""
    yield "always"
    yield f"source {_kind_of_source(claim.source, entities)}"
    yield f"speech {claim.speech}"
    yield from _of_cue(claim)
    words = sum(len((part.text or "").split()) for part in claim.content)
    if not FEW <= words <= MANY:
        yield "content short" if words < FEW else "content long"
    if len(claim.content) > 1:
        yield "content in parts"
    if claim.zone != "body":
        yield f"zone {claim.zone}"
    if claim.within is not None:
        yield "within another"
    if claim.via:
        yield "through an outlet"


def pattern(evidence: str) -> str:
    """The pattern without its verb: "said + clause" is "+ clause"."""
    if " + " in evidence and not evidence.startswith(("name", "colon", "quotation")):
        return evidence[evidence.index("+ ") :]
    if evidence.startswith(("sentence", "as X")):
        return evidence.split(",")[0].split(" ")[0]
    for ending in (" by", " that"):
        if evidence.endswith(ending):
            return ending.strip()
    return "preposition" if LINKS.search(evidence) else evidence


def _kind_of_source(source: Sequence[Part], entities: Sequence[EntitySuggestion]) -> str:
    if not source:
        return "nobody"
    if source[0].inferred:
        return "inferred"
    text = (source[0].text or "").casefold()
    if text in READER and source[0].text != "US":
        return "reader"
    if text in PERSON_PRONOUNS | GROUP_PRONOUNS:
        return "pronoun"
    entity = source[0].entity
    return "noun" if entity is None else entities[entity].label


def _of_cue(claim: ClaimSuggestion) -> Iterator[str]:
    text = " ".join(part.text or "" for part in claim.cue).casefold()
    verbs = [verb for word in re.findall(r"[a-z]+", text) if (verb := lexicon().verbs.get(word))]
    if verbs:
        thought = verbs[-1].takes("think", "evidence")
        yield "cue think" if thought else "cue say" if verbs[-1].is_speech else "cue stance"
        if verbs[-1].lemma in {"say", "tell"}:
            yield "cue say or tell"
    if MODAL.search(text):
        yield "cue modal"
    if NEGATED.search(text):
        yield "cue negated"
    gap = _gap(claim)
    if gap is not None and gap > NEAR:
        yield "cue far" if gap > FAR else "cue near"


def _gap(claim: ClaimSuggestion) -> int | None:
    """Letters between the cue and the nearest part of the content."""
    gaps = [
        max(said.start - (cue.end or 0), (cue.start or 0) - (said.end or 0), 0)
        for cue in claim.cue
        for said in claim.content
        if said.start is not None
    ]
    return min(gaps, default=None)
