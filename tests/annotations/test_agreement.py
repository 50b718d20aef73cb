"""Agreement figures, checked against published examples, by hand, and by what must always hold."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.agreement.coefficients import (
    NothingAligned,
    NothingMarked,
    NoWords,
    OneLabelOnly,
    alpha,
    f1,
    kappa,
    share,
    unitizing_alpha,
)
from annotations.agreement.counting import ALL, Counts, Marks, count
from annotations.agreement.measures import MEASURES
from annotations.agreement.resampling import FEWEST_ARTICLES, RESAMPLES, Sums, draws
from annotations.alignment import Claim, Part, Span

LABELS = ["PERSON", "ORG"]
TEXT = "Rex Tillerson of Exxon met Bob Corker in Iran on Monday, he said. " * 2


def test_one_article_by_hand() -> None:
    """Eight words; one marks two people, the other one of them and half of the second.

    0         1         2         3
    0123456789012345678901234567890
    Ana Lee met Bob Ray in Rome now
    """
    text = "Ana Lee met Bob Ray in Rome now"
    first = marks(Span(0, 7, "PERSON"), Span(12, 19, "PERSON"), Span(23, 27, "ORG"))
    second = marks(Span(0, 7, "PERSON"), Span(12, 15, "PERSON"))
    counts = count(text, first, second, LABELS)

    assert f1(counts["exact", ALL]) == 2 * 1 / (3 + 2)
    assert f1(counts["exact", "PERSON"]) == 2 * 1 / (2 + 2)
    assert f1(counts["overlap", ALL]) == 2 * 2 / (3 + 2)
    assert f1(counts["overlap", "PERSON"]) == 1
    assert f1(counts["overlap", "ORG"]) == 0
    words = counts["words", "PERSON"]
    assert words == {("PERSON", "PERSON"): 3, ("PERSON", ""): 1, ("", ""): 4}
    observed, chance = 7 / 8, (4 * 3 + 4 * 5) / 64
    assert kappa(words) == pytest.approx((observed - chance) / (1 - chance))
    assert alpha(words) == pytest.approx(1 - 15 * 2 / (256 - 49 - 81))


def test_claims_by_hand() -> None:
    """Two claims are found by both, one of them with another source; each found one more."""
    source, other = Part("source", (60, 65)), Part("source", (70, 75))
    ours = [said(0, 20, source), said(21, 40, source, speech="direct"), said(50, 58)]
    theirs = [said(0, 18, source), said(21, 40, other), said(80, 90)]
    counts = count("x" * 100, Marks([], ours), Marks([], theirs), LABELS)

    assert f1(counts["claims", ALL]) == 2 * 2 / 6
    assert share(counts["source", ALL]) == 1 / 2
    assert share(counts["speech", ALL]) == 1 / 2
    assert share(counts["via", ALL]) == 1
    assert f1(counts["exact", "claim.content"]) == 2 * 1 / 6
    assert f1(counts["overlap", "claim.content"]) == 2 * 2 / 6


def test_overlaps_are_counted_as_often_as_they_can_be_paired() -> None:
    """The long one overlaps both; taken for the first, it must make way for the second."""
    first = marks(Span(0, 10, "ORG"), Span(0, 4, "ORG"))
    second = marks(Span(2, 6, "ORG"), Span(8, 12, "ORG"))

    for ours, theirs in ((first, second), (second, first)):
        assert count("x" * 20, ours, theirs, LABELS)["overlap", "ORG"]["both"] == 2


def test_what_is_undefined_says_why() -> None:
    empty = count("", marks(), marks(), LABELS)
    unmarked = count(TEXT, marks(), marks(), LABELS)
    full = marks(Span(0, len(TEXT), "ORG"))
    one_label = count(TEXT, full, full, LABELS)

    for table in (("exact", ALL), ("overlap", "ORG"), ("claims", ALL)):
        with pytest.raises(NothingMarked):
            f1(unmarked[table])
    with pytest.raises(NothingAligned):
        share(unmarked["source", ALL])
    for coefficient in (kappa, alpha):
        with pytest.raises(NoWords):
            coefficient(empty["words", ALL])
        for counts in (unmarked, one_label):
            with pytest.raises(OneLabelOnly):
                coefficient(counts["words", "ORG"])
    with pytest.raises(NothingMarked):
        unitizing_alpha(unmarked["units", ALL])
    with pytest.raises(OneLabelOnly):
        unitizing_alpha(one_label["units", "ORG"])


def test_punctuation_is_no_word() -> None:
    text = "“Ana Lee,” he said."
    ana = marks(Span(1, 8, "PERSON"))
    assert count(text, ana, ana, LABELS)["words", "PERSON"] == {
        ("PERSON", "PERSON"): 2,
        ("", ""): 2,
    }


def test_words_at_random_agree_by_chance() -> None:
    random = Random(1)
    cells: Counter[Any] = Counter(
        (random.choice("aab "), random.choice("abb ")) for _ in range(20_000)
    )

    assert abs(kappa(cells)) < 0.02
    assert alpha(cells) < 0.02  # their habits differ, which alpha counts as disagreement


def test_units_at_random_agree_by_chance() -> None:
    random = Random(2)
    sums = Sums()
    for _ in range(300):
        first, second = marks(*scattered(random)), marks(*scattered(random))
        sums.add(1, count("x" * 3_000, first, second, LABELS))

    assert abs(unitizing_alpha(sums.counts["units", "ORG"])) < 0.02


def scattered(random: Random) -> list[Span]:
    """Twenty units anywhere in 3,000 places."""
    starts = (random.randrange(2_970) for _ in range(20))
    return [Span(start, start + random.randrange(5, 30), "ORG") for start in starts]


def marks(*spans: Span) -> Marks:
    return Marks(spans, ())


def said(start: int, end: int, *parts: Part, speech: str = "indirect") -> Claim:
    return Claim(speech, (Part("content", (start, end)), *parts))


EXTENTS = st.builds(
    lambda start, size: (start, min(len(TEXT), start + size)),
    st.integers(0, len(TEXT) - 1),
    st.integers(1, 30),
)


MARKS = st.builds(
    Marks,
    st.lists(
        st.builds(lambda e, label: Span(e[0], e[1], label), EXTENTS, st.sampled_from(LABELS)),
        max_size=8,
        unique=True,
    ),
    st.lists(
        st.builds(
            lambda content, source, speech: Claim(
                speech, (Part("content", content), Part("source", source))
            ),
            EXTENTS,
            EXTENTS,
            st.sampled_from(["direct", "none"]),
        ),
        max_size=4,
    ),
)


def figures(counts: Counts) -> dict[tuple[str, str], float | str]:
    """Every figure of an article, or why there is none."""
    sums = Sums()
    sums.add(1, counts)
    found: dict[tuple[str, str], float | str] = {}
    for measure in MEASURES.values():
        for kind in measure.kinds(LABELS):
            figure = sums.figure(measure, kind)
            found[measure.key, kind] = figure.reason if figure.value is None else figure.value
    return found


@given(MARKS)
def test_who_marks_the_same_agrees_fully(same: Marks) -> None:
    found = figures(count(TEXT, same, same, LABELS))
    assert {value for value in found.values() if isinstance(value, float | int)} <= {1.0}


@given(MARKS, MARKS)
def test_it_does_not_matter_who_is_first(first: Marks, second: Marks) -> None:
    there = figures(count(TEXT, first, second, LABELS))
    back = figures(count(TEXT, second, first, LABELS))

    assert {k: v for k, v in there.items() if isinstance(v, str)} == {
        k: v for k, v in back.items() if isinstance(v, str)
    }
    for key, value in there.items():
        if not isinstance(value, str):
            assert back[key] == pytest.approx(value), key
            assert value <= 1


@given(MARKS, MARKS)
def test_an_exact_match_is_an_overlap_too(first: Marks, second: Marks) -> None:
    counts = count(TEXT, first, second, LABELS)
    for of in (ALL, *LABELS):
        assert counts["exact", of]["both"] <= counts["overlap", of]["both"]


def article(agrees: bool) -> Counts:
    theirs = Span(0, 13, "PERSON") if agrees else Span(17, 22, "ORG")
    return count(TEXT, marks(Span(0, 13, "PERSON")), marks(theirs), LABELS)


def test_an_interval_holds_the_value_and_is_the_same_each_time() -> None:
    def compute() -> Sums:
        sums = Sums()
        for number in range(40):
            sums.add(number, article(agrees=number % 4 > 0))
        return sums

    for key in ("exact", "kappa", "alpha", "units"):
        figure = compute().figure(MEASURES[key], ALL)
        assert figure == compute().figure(MEASURES[key], ALL)
        assert figure.comparisons == 40
        assert figure.value is not None
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low < figure.value < figure.high <= 1
    exact = compute().figure(MEASURES["exact"], ALL)
    assert exact.value == 0.75
    assert exact.low == pytest.approx(0.6, abs=0.06)  # 1.96 · sqrt(.75 · .25 / 40) = .13
    assert exact.high == pytest.approx(0.88, abs=0.06)


def test_an_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Of 40 projects with 30 articles each, about 95 % of the intervals hold what is true."""
    random, covered = Random(3), 0
    for project in range(40):
        sums = Sums()
        for number in range(30):
            sums.add(1_000 * project + number, article(agrees=random.random() < 0.7))
        figure = sums.figure(MEASURES["exact"], ALL)
        assert figure.low is not None
        assert figure.high is not None
        covered += figure.low <= 0.7 <= figure.high

    assert covered >= 34


def test_fewer_than_five_articles_have_no_interval() -> None:
    sums = Sums()
    for number in range(FEWEST_ARTICLES - 1):
        sums.add(number, article(agrees=number > 0))
    assert sums.figure(MEASURES["exact"], ALL).low is None
    sums.add(0, article(agrees=True))  # by two other people
    assert sums.figure(MEASURES["exact"], ALL).low is None
    sums.add(99, article(agrees=True))
    assert sums.figure(MEASURES["exact"], ALL).low is not None


def test_sums_of_parts_are_the_sums_of_all() -> None:
    parts, total, merged = [Sums() for _ in range(3)], Sums(), Sums()
    for number in range(12):
        counts = article(agrees=number % 3 > 0)
        parts[number % 3].add(number, counts)
        total.add(number, counts)
    for part in parts:
        merged.merge(part)

    for measure in MEASURES.values():
        assert merged.figure(measure, ALL) == total.figure(measure, ALL)


def test_an_article_is_drawn_once_on_average_and_always_alike() -> None:
    assert draws(7) == draws(7) != draws(8)
    drawn = [number for article in range(50) for number in draws(article)]
    assert len(drawn) == 50 * RESAMPLES
    assert sum(drawn) / len(drawn) == pytest.approx(1, abs=0.03)
