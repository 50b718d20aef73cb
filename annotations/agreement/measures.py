"""The measures that can be asked for, each with the sentence that explains it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotations.agreement import coefficients
from annotations.agreement.coefficients import Cells
from annotations.agreement.counting import ALL, ROLES

ALPHA = "\u03b1"


@dataclass(frozen=True, slots=True)
class Measure:
    """`statistic` names the counts that `formula` takes; `is_of_marks`: there is one a label."""

    key: str
    name: str
    sentence: str
    statistic: str
    formula: Callable[[Cells], float]
    is_of_marks: bool

    def kinds(self, labels: Sequence[str]) -> list[str]:
        """What it is of: all labels together, each of them, each role; or claims as wholes."""
        return [ALL, *labels, *ROLES] if self.is_of_marks else [ALL]


MEASURES = {
    measure.key: measure
    for measure in (
        Measure(
            "exact",
            "Span F1, exact",
            "The share of spans that both marked with the same boundaries and label.",
            "exact",
            coefficients.f1,
            True,
        ),
        Measure(
            "overlap",
            "Span F1, overlap",
            "The share of spans that overlap one of the other’s with the same label, each counted "
            "once.",
            "overlap",
            coefficients.f1,
            True,
        ),
        Measure(
            "kappa",
            "Cohen’s κ on words",
            "Agreement on the label of each word beyond what the two people’s own habits would "
            "give by chance: 1 is perfect, 0 is chance.",
            "words",
            coefficients.kappa,
            True,
        ),
        Measure(
            "alpha",
            f"Krippendorff’s {ALPHA} on words",
            "Agreement on the label of each word beyond chance, where chance takes words from "
            "both people together: 1 is perfect, 0 is chance.",
            "words",
            coefficients.alpha,
            True,
        ),
        Measure(
            "units",
            f"Krippendorff’s u-{ALPHA} on spans",
            "Agreement on where spans begin and end, by the characters they share, beyond what "
            "spans of these lengths would share by chance: 1 is perfect, 0 is chance.",
            "units",
            coefficients.unitizing_alpha,
            True,
        ),
        Measure(
            "claims",
            "Claims found by both, F1",
            "The share of claims whose content shares at least half of its characters with that "
            "of a claim of the other.",
            "claims",
            coefficients.f1,
            False,
        ),
        Measure(
            "source",
            "Same source",
            "Of the claims that both found, the share to which both gave the same sources.",
            "source",
            coefficients.share,
            False,
        ),
        Measure(
            "via",
            "Same via",
            "Of the claims that both found, the share to which both gave the same via.",
            "via",
            coefficients.share,
            False,
        ),
        Measure(
            "cue",
            "Same cue",
            "Of the claims that both found, the share in which both marked the same cue.",
            "cue",
            coefficients.share,
            False,
        ),
        Measure(
            "speech",
            "Same speech",
            "Of the claims that both found, the share that both called direct, indirect, mixed or "
            "the article’s own voice alike.",
            "speech",
            coefficients.share,
            False,
        ),
    )
}
