"""What a claim's pattern, cue and source are worth: `python -m benchmarks.claim_scores` writes
annotations/suggest/scores/claims.json.

Logistic regression over `calibration.features`, fitted on the even files of polnear-dev and on
GUM's train documents (there on claims with a clause or a quotation alone: it marks no others).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.suggest import suggest_many
from annotations.suggest.calibration import FOLDER, features, pattern
from benchmarks import claims, gum, measures

Sample = tuple[tuple[str, ...], bool, float]
"""Features, whether the claim is right, weight."""
CLAUSES = frozenset({"+ clause", "+ that-clause", "+ quotation", "sentence", "according to"})
SOFTNESS = 3.0
"""Of the ridge: how many claims it takes to move a weight by much."""
ROUNDS = 30
SEEN_OFTEN = 5


def on_polnear(articles: Sequence[claims.Read]) -> Iterator[Sample]:
    """One article read by many counts once."""
    readers = Counter(read.text for read in articles)
    for read in articles:
        for one in read.found.claims:
            if one.speech != "none":
                told = tuple(features(one, read.found.entities))
                yield told, claims.is_right(read, one), 1 / readers[read.text]


def on_gum(documents: Sequence[gum.Document]) -> Iterator[Sample]:
    """Right: the best for some attribution unit, and from its source."""
    found = suggest_many(document.text for document in documents)
    for document, ours in zip(documents, found, strict=True):
        judged = gum.judged(document, ours)
        right = {id(one.claim) for one in judged if one.is_source_right}
        for claim in ours.claims:
            if claim.speech != "none" and pattern(claim.evidence) in CLAUSES:
                yield tuple(features(claim, ours.entities)), id(claim) in right, 1.0


def fit(samples: Sequence[Sample]) -> dict[str, float]:
    """Weights by feature, by Newton's method; features seen seldom are left out."""
    seen = Counter(name for names, _, _ in samples for name in names)
    kept = sorted(name for name, count in seen.items() if count >= SEEN_OFTEN)
    at = {name: i for i, name in enumerate(kept)}
    table = np.zeros((len(samples), len(kept)))
    for row, (names, _, _) in enumerate(samples):
        table[row, [at[name] for name in names if name in at]] = 1
    right = np.array([float(is_right) for _, is_right, _ in samples])
    weight = np.array([weight for _, _, weight in samples])
    ridge = np.where(np.array(kept) == "always", 1e-6, SOFTNESS)
    weights = _newton(table, right, weight, ridge)
    return {name: round(float(weights[i]), 3) for name, i in at.items()}


def _newton(
    table: NDArray[np.float64],
    right: NDArray[np.float64],
    weight: NDArray[np.float64],
    ridge: NDArray[np.float64],
) -> NDArray[np.float64]:
    weights = np.zeros(table.shape[1])
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (weight * (right - share)) - ridge * weights
        curve = (table.T * (weight * share * (1 - share))) @ table + np.diag(ridge)
        weights = weights + np.linalg.solve(curve, slope)
    return np.asarray(weights)


def main(out: Path = FOLDER / "claims.json") -> None:
    samples = [
        *on_polnear(claims.polnear(measures.POLNEAR, parity=0)),
        *on_gum(gum.documents(measures.DATA / "ud-gum", ("train",))),
    ]
    out.write_text(json.dumps(fit(samples), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
