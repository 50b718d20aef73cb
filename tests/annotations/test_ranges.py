"""Lying bars: as long as their values, with their intervals in place."""

from __future__ import annotations

from annotations.dashboard.ranges import Range, ranges


def test_a_bar_is_as_long_as_its_value_and_has_its_interval() -> None:
    assert ranges([("Person", 0.8, 0.6, 0.9), ("Law", 1.0, None, None)]) == [
        Range("Person", "0.80", "80.00%", "60.00%", "90.00%"),
        Range("Law", "1.00", "100.00%", "", ""),
    ]


def test_what_is_nothing_when_rounded_has_no_sign() -> None:
    assert [bar.value for bar in ranges([("Person", -0.001, None, None)])] == ["0.00"]


def test_less_than_chance_is_said_and_drawn_at_nothing() -> None:
    assert ranges([("Person", -0.2, -0.4, 0.1)]) == [
        Range("Person", "-0.20", "0.00%", "0.00%", "10.00%")
    ]
