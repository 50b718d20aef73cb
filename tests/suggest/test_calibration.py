"""Scores: how they are fitted, and what they keep."""

from __future__ import annotations

import pytest

from annotations.suggest import suggest
from annotations.suggest.calibration import interpolated, name_group, name_score, pattern
from annotations.suggest.training.name_scores import isotonic
from benchmarks.claim_scores import fit
from benchmarks.reliability import brier, gap


@pytest.mark.parametrize(
    ("raw", "share"), [(0.1, 0.2), (0.5, 0.2), (0.6, 0.4), (0.7, 0.6), (0.85, 0.75), (1.0, 0.9)]
)
def test_between_two_points_a_score_lies_on_a_straight_line(raw: float, share: float) -> None:
    assert interpolated([(0.5, 0.2), (0.7, 0.6), (1.0, 0.9)], raw) == pytest.approx(share)


def test_what_no_gold_marks_keeps_the_score_of_its_pattern() -> None:
    assert name_score("DATE", "pattern date", 0.93) == 0.93
    assert name_group("DATE", "pattern date") != name_group("ORG", "gazetteer body")


def test_a_doubtful_name_promises_less_than_a_sure_one() -> None:
    scores = [name_score("ORG", "model", raw) for raw in (0.45, 0.6, 0.75, 0.9, 0.999)]
    assert scores == sorted(scores)
    assert scores[0] < 0.5 < 0.9 < scores[-1]


def test_steps_rise_and_keep_the_shares() -> None:
    judged = [(i / 100, i % 10 < i // 10) for i in range(100)]
    points = isotonic(judged, least=10)
    assert [share for _, share in points] == sorted(share for _, share in points)
    assert points[0][1] < 0.2 < 0.8 < points[-1][1]


def test_a_pattern_is_told_without_its_verb() -> None:
    told = ("said + clause", "sentence, said", "rejected by", "warned of", "fear that", "per")
    assert [pattern(one) for one in told] == [
        "+ clause",
        "sentence",
        "by",
        "preposition",
        "that",
        "per",
    ]


def test_a_feature_of_right_claims_gets_a_weight_above_one_of_wrong_ones() -> None:
    samples = [(("always", "good"), 0.7, True)] * 30 + [(("always", "bad"), 0.7, False)] * 30
    weights = fit([*samples, (("always", "seldom"), 0.7, True)])
    assert weights["good"] > 0.5 > -0.5 > weights["bad"]
    assert "seldom" not in weights


def test_a_quotation_is_surer_than_a_report_of_nobody() -> None:
    text = '"The dam will hold for years," Ana Quispe said.\n\nThe dam is believed to leak.'
    first, second = (one for one in suggest(text).claims if one.speech != "none")
    assert 0.3 < second.score < first.score < 1


def test_a_gap_is_what_promises_and_truth_are_apart() -> None:
    assert gap([(0.75, True), (0.75, True), (0.75, True), (0.75, False)]) == pytest.approx(0)
    assert gap([(0.95, False)] * 3) == pytest.approx(0.95)


def test_where_rules_keep_their_promise_nothing_is_weighed() -> None:
    weights = fit([(("always",), 0.8, number % 5 > 0) for number in range(100)])
    assert weights["always"] == pytest.approx(0, abs=0.01)


def test_a_wrong_promise_counts_by_its_square() -> None:
    assert brier([(1.0, True), (0.5, False)]) == pytest.approx(0.125)
