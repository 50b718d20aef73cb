"""Whether two things may be one, by what they are called."""

from __future__ import annotations

import pytest

from annotations.entities import likeness
from annotations.entities.likeness import Names


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (Names("Sergey  Shoigu"), Names("sergey shoigu"), "name"),
        (Names("Tehran Times"), Names("TT", ("tehran times",)), "alias"),
        (Names("EU", ("The Bloc",)), Names("European Union", ("the bloc",)), "alias"),
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


def test_a_surname_that_both_have_as_an_alias_tells_nothing() -> None:
    one, other = Names("Rex Tillerson", ("Tillerson",)), Names("John Tillerson", ("Tillerson",))
    assert likeness.why(one, other) is None


def test_names_of_every_script_are_looked_up() -> None:
    assert likeness.keys(["Сергей Шойгу"])
    assert likeness.keys(["سپاه"])
    assert likeness.keys(["…"]) == []
    assert likeness.keys(["Shoigu"]) == likeness.keys(["SHOYGU"])
