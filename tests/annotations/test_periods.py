"""Periods are cut into days, weeks from Monday, and months, the present one last."""

from __future__ import annotations

from datetime import date

from annotations.dashboard.periods import PERIODS

TODAY = date(2026, 3, 4)  # a Wednesday


def test_weeks_begin_on_monday() -> None:
    starts = PERIODS["weeks"].starts(TODAY)

    assert len(starts) == 12
    assert starts[-2:] == [date(2026, 2, 23), date(2026, 3, 2)]


def test_months_of_a_year_cross_it() -> None:
    starts = PERIODS["year"].starts(TODAY)

    assert (starts[0], starts[-1]) == (date(2025, 4, 1), date(2026, 3, 1))
    assert PERIODS["year"].label(starts[0]) == "Apr ’25"


def test_days_end_with_today() -> None:
    starts = PERIODS["days"].starts(TODAY)

    assert (len(starts), starts[0], starts[-1]) == (28, date(2026, 2, 5), TODAY)
    assert PERIODS["days"].label(starts[0]) == "5 Feb"


def test_all_months_begin_with_the_first_of_which_something_is_known() -> None:
    everything = PERIODS["all"]

    assert everything.starts(TODAY, date(2026, 1, 20)) == [
        date(2026, 1, 1),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]
    assert everything.starts(TODAY) == [date(2026, 3, 1)]
    assert len(everything.starts(TODAY, date(1990, 1, 1))) == 60
