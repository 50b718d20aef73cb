"""What a claim's cue and source are worth: `python -m benchmarks.claim_scores` writes
annotations/suggest/scores/claims.json.

Logistic regression over `calibration.features`, beside what the claim's rule promises, fitted on
GUM's train documents alone, whose annotations are free. GUM marks few of the claims of a text: what
is learned is whether a claim whose cue it marks has the right content and source.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.suggest import suggest_many
from annotations.suggest.calibration import FOLDER, features, log_odds
from benchmarks import gum, measures
from benchmarks.stretches import places, words

Sample = tuple[tuple[str, ...], float, bool]
"""Features, the score of the rule, whether the claim is right."""
SOFTNESS = 3.0
"""Of the ridge: how many claims it takes to move a weight by much."""
ROUNDS, STEP = 100, 0.3
"""Newton's whole steps may leap over the hill that the rules' scores begin on."""
SEEN_OFTEN = 5


def on_gum(documents: Sequence[gum.Document]) -> Iterator[Sample]:
    """Right: the best for some attribution unit, and from its source."""
    found = suggest_many(document.text for document in documents)
    for document, ours in zip(documents, found, strict=True):
        judged = gum.judged(document, ours)
        right = {id(one.claim) for one in judged if one.is_source_right}
        cues = words(document.text, [unit.cue for unit in document.units])
        for claim in ours.claims:
            if claim.speech != "none" and words(document.text, places(claim.cue)) & cues:
                told = tuple(features(claim, ours.entities))
                yield told, claim.score, id(claim) in right


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """Weights by feature, by Newton's method; features seen seldom are left out."""
    seen = Counter(name for names, _, _ in samples for name in names)
    kept = sorted(name for name, count in seen.items() if count >= SEEN_OFTEN)
    at = {name: i for i, name in enumerate(kept)}
    table = np.zeros((len(samples), len(kept)))
    for row, (names, _, _) in enumerate(samples):
        table[row, [at[name] for name in names if name in at]] = 1
    promised = np.array([log_odds(score) for _, score, _ in samples])
    right = np.array([float(is_right) for _, _, is_right in samples])
    ridge = np.where(np.array(kept) == "always", 1e-6, SOFTNESS)
    weights = _newton(table, promised, right, ridge)
    return {name: round(float(weights[i]), 3) for name, i in at.items()}


def _newton(
    table: NDArray[np.float64],
    promised: NDArray[np.float64],
    right: NDArray[np.float64],
    ridge: NDArray[np.float64],
) -> NDArray[np.float64]:
    weights = np.zeros(table.shape[1])
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp(-promised - table @ weights))
        slope = table.T @ (right - share) - ridge * weights
        curve = (table.T * (share * (1 - share))) @ table + np.diag(ridge)
        weights = weights + STEP * np.linalg.solve(curve, slope)
    return np.asarray(weights)


def main(out: Path = FOLDER / "claims.json") -> None:
    """Without the old table the claims are read with the scores of their rules."""
    out.unlink(missing_ok=True)
    samples = list(on_gum(gum.documents(measures.DATA / "ud-gum", ("train",))))
    out.write_text(json.dumps(fit(samples), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
