"""Coefficients of agreement, by the examples of those who published them."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from annotations.agreement.coefficients import Cells, alpha, kappa, unitizing_alpha
from annotations.agreement.counting import ALL, Marks, count
from annotations.alignment import Span

LABELS = ["PERSON", "ORG"]


def coded(first: str, second: str) -> Counter[Any]:
    """The categories that two observers gave the same units, one a character."""
    return Counter(zip(first.replace(" ", ""), second.replace(" ", ""), strict=True))


def marks(*spans: Span) -> Marks:
    return Marks(spans, ())


def units(*labels: tuple[str, str]) -> Cells:
    """Units of length 1: of each label, where the observers have it ("1") and where not."""
    cells: Counter[Any] = Counter()
    for label, (first, second) in enumerate(labels):
        pairs = coded(first, second)
        cells[label, "both"] = pairs["1", "1"]
        cells[label, "one"] = pairs["1", "0"] + pairs["0", "1"]
        cells[label, "squares"] = (first + second).count("1")
        cells[label, "length"] = len(first.replace(" ", ""))
    return cells


def test_kappa_is_that_of_cohen_1960() -> None:
    """Cohen (1960), table 2b, page 45: three categories, 200 subjects, kappa = .492."""
    table = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
    cells = {(i, j): number for i, row in enumerate(table) for j, number in enumerate(row)}

    assert kappa(cells) == pytest.approx(0.492, abs=0.0005)


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        ("00 11111111 0000 111111 0000", "0000 1111 0000000 11 0000000", 0.385),
        ("111111111111111111 000000", "11 1 1 1 1 111 1 00000000000000", 0.385),
        ("00 111111 00 11 00 1111 00 11 00", "11 00 1111 00 1111 00 11 00 11 00", 0.314),
    ],
    ids=["Bertha and Bill", "John and Jill", "Gerret and Gill"],
)
def test_kappa_is_that_of_krippendorff_1995(first: str, second: str, published: float) -> None:
    """Krippendorff (1995), On the reliability of unitizing continuous data, Sociological

    Methodology 25, page 57: the examples cut into places, before units are considered.
    """
    assert kappa(coded(first, second)) == pytest.approx(published, abs=0.0005)


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
    ],
    ids=["A, binary data", "B, nominal data"],
)
def test_alpha_is_that_of_krippendorff_2011(first: str, second: str, published: float) -> None:
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, examples A and B."""
    assert alpha(coded(first, second)) == pytest.approx(published, abs=0.0005)


def test_u_alpha_of_units_of_length_1_is_that_of_krippendorff_2011() -> None:
    """Of units all of length 1, u-alpha is nominal alpha: examples A and B once more."""
    first, second = "aabbdcccedda", "babbbccceddd"
    by_label = [
        tuple("".join("01"[code == label] for code in codes) for codes in (first, second))
        for label in "abcde"
    ]

    assert unitizing_alpha(units(("0100000010", "1110010000"))) == pytest.approx(0.095, abs=0.0005)
    assert unitizing_alpha(units(*[(a, b) for a, b in by_label])) == pytest.approx(
        0.692, abs=0.0005
    )


def test_u_alpha_by_hand() -> None:
    """Units [2, 6) and [4, 8) of 10 places.

    Shared 2, marked by one 4, marked in all 8 of 20; itself 4² + 4² + 12 = 44; expected
    8 · 12 / (20 - 44 / 20) = 96 / 17.8; so 1 - 4 · 17.8 / 96 = 1 - 71.2 / 96.
    """
    counts = count("x" * 10, marks(Span(2, 6, "ORG")), marks(Span(4, 8, "ORG")), LABELS)

    assert unitizing_alpha(counts["units", "ORG"]) == pytest.approx(1 - 71.2 / 96)
    assert unitizing_alpha(counts["units", ALL]) == pytest.approx(1 - 71.2 / 96)


def test_u_alpha_step_by_step() -> None:
    """No published example of the u-alpha of 2016 with data, coincidences and value is at hand to
    check against, so this one is worked from its definition: 20 places, two observers, two labels.

                0         1
                01234567890123456789
        A, ORG  ··aaaaaa····bbb·····   units of 6 and 3
        B, ORG  ···cccccc···dddddd··   units of 6 and 6
        A, GPE  aaaa················   a unit of 4
        B, GPE  ····················   none

    ORG, coincidences observed, each counted from both sides: unit with unit 2 · (5 + 3) = 16, unit
    with gap 1 + 1 + 3 = 5 and as many the other way round, gap with gap 2 · 7 = 14; 40 in all, 21
    of them with a unit, 19 with a gap. A unit is not compared with itself, nor a place of a gap:
    6² + 3² + 6² + 6² + 19 = 136 of the 40² possible pairs are not. So expected of unit with gap:
    40 · 21 · 19 / (1600 - 136) = 15960 / 1464 = 10.9016.
    GPE: observed 4; expected 40 · 4 · 36 / (1600 - (16 + 36)) = 5760 / 1548 = 3.7209.
    ORG alone 1 - 5 / 10.9016 = .5414; both 1 - 9 / 14.6226 = .3845.
    """
    first = marks(Span(2, 8, "ORG"), Span(12, 15, "ORG"), Span(0, 4, "GPE"))
    second = marks(Span(3, 9, "ORG"), Span(12, 18, "ORG"))
    counts = count("x" * 20, first, second, ["ORG", "GPE"])

    assert unitizing_alpha(counts["units", "ORG"]) == pytest.approx(1 - 5 * 1464 / 15960)
    assert unitizing_alpha(counts["units", "ORG"]) == pytest.approx(0.5414, abs=0.00005)
    assert unitizing_alpha(counts["units", ALL]) == pytest.approx(0.3845, abs=0.00005)


def test_u_alpha_is_that_of_coincidences_counted_place_by_place() -> None:
    """The definition, as slowly as it is written: every place of one with the same of the other."""
    random = Random(4)
    for _ in range(20):
        sets = [scattered_apart(random, 60) for _ in range(2)]
        counts = count("x" * 60, marks(*sets[0]), marks(*sets[1]), LABELS)

        assert unitizing_alpha(counts["units", "ORG"]) == pytest.approx(slow_u_alpha(sets, 60))


def scattered_apart(random: Random, size: int) -> list[Span]:
    """Three units with gaps between them."""
    edges = sorted(random.sample(range(0, size, 2), 6))
    return [Span(start, end - 1, "ORG") for start, end in zip(edges[::2], edges[1::2], strict=True)]


def slow_u_alpha(sets: list[list[Span]], size: int) -> float:
    def kind(spans: list[Span], place: int) -> str:
        return "unit" if any(span.start <= place < span.end for span in spans) else "gap"

    observed: Counter[Any] = Counter()
    for place in range(size):
        ours, theirs = (kind(spans, place) for spans in sets)
        observed.update([(ours, theirs), (theirs, ours)])
    total = observed.total()
    of = {each: sum(observed[each, other] for other in ("unit", "gap")) for each in ("unit", "gap")}
    itself = sum((span.end - span.start) ** 2 for spans in sets for span in spans) + of["gap"]
    expected = total * of["unit"] * of["gap"] / (total**2 - itself)
    return 1 - observed["unit", "gap"] / expected
