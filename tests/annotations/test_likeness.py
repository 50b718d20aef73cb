"""Whether two things may be one, by what they are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import likeness
from annotations.likeness import Names


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (Names("Sergey  Shoigu"), Names("sergey shoigu"), "name"),
        (Names("Tehran Times"), Names("TT", ("tehran times",)), "alias"),
        (Names("EU", ("Union",)), Names("European Union", ("union",)), "alias"),
        (Names("Sergei Shoigu"), Names("Sergey Shoygu"), "spelling"),
        (Names("The Guardian"), Names("Guardian"), "spelling"),
        (Names("Mohammad Javad Zarif"), Names("Mohamad Javad Zariff"), "spelling"),
        (Names("Rex Tillerson"), Names("Rex Tilerson"), "spelling"),
        (Names("Rex Tillerson"), Names("Rex Tillersen"), "likeness"),
        (Names("Tillerson"), Names("Rex Tillerson"), "part"),
        (Names("Revolutionary Guard"), Names("Islamic Revolutionary Guard"), "part"),
    ],
)
def test_names_that_may_be_one_have_a_reason(one: Names, other: Names, reason: str) -> None:
    for pair in ((one, other), (other, one)):
        found = likeness.why(*pair)
        assert found is not None
        assert found[0] == reason
    assert {*likeness.keys(one.all)} & {*likeness.keys(other.all)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergey Shoigu", "Sergei Lavrov"),
        ("Jeb Bush", "Bob Bush"),
        ("Iran", "Iraq"),
        ("Rex", "Rex Tillerson"),
        ("University of Oslo", "University of Osaka"),
        ("—", "…"),
    ],
)
def test_others_have_none(one: str, other: str) -> None:
    assert likeness.why(Names(one), Names(other)) is None


def test_the_ratio_is_that_of_what_both_have_in_order() -> None:
    assert likeness.ratio("abcd", "abcd") == 1
    assert likeness.ratio("abcd", "wxyz") == 0
    assert likeness.ratio("abcd", "acbd") == 0.75
    assert likeness.ratio("", "") == 1
    assert likeness.ratio("a", "") == 0


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_it_is_found_as_by_the_book(one: str, other: str) -> None:
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            rows[i + 1][j + 1] = rows[i][j] + 1 if a == b else max(rows[i][j + 1], rows[i + 1][j])
    total = len(one) + len(other)

    assert likeness.ratio(one, other) == (2 * rows[-1][-1] / total if total else 1)


def test_names_of_every_script_are_looked_up() -> None:
    assert likeness.keys(["Сергей Шойгу"])
    assert likeness.keys(["سپاه"])
    assert likeness.keys(["…"]) == []
    assert likeness.keys(["Shoigu"]) == likeness.keys(["SHOYGU"])
