"""A plot's shapes stand for its figures, and its table says the same ones."""

from __future__ import annotations

from itertools import pairwise

import pytest

from annotations.dashboard import plots
from annotations.dashboard.plots import HEIGHT, Bar, Column, Series

WEEKS = ["2 Nov", "9 Nov", "16 Nov"]


def percent(share: str) -> float:
    return float(share.removesuffix("%"))


def test_columns_stand_on_each_other_and_are_as_high_as_their_figures() -> None:
    plot = plots.columns(
        "Articles", "Week", WEEKS, [Series("a", "A", [10, 0, 40]), Series("b", "B", [10, None, 40])]
    )

    heights = {(bar.key, bar.x): bar.height for bar in plot.bars}
    assert len(heights) == 4
    (first, last) = sorted({bar.x for bar in plot.bars}, key=percent)
    assert heights["a", last] == 4 * heights["a", first]
    lower, upper = (bar for bar in plot.bars if bar.x == last)
    assert lower.y + lower.height == HEIGHT
    assert upper.y + upper.height == pytest.approx(lower.y)
    assert upper.y == HEIGHT * (1 - 80 / 80)
    assert [tick.text for tick in plot.ticks] == ["0", "20", "40", "60", "80"]


def test_the_table_says_what_the_plot_shows_and_more() -> None:
    plot = plots.columns(
        "Shares",
        "Week",
        WEEKS,
        [Series("a", "A", [0.25, None, 1])],
        is_share=True,
        beside=[Column("Of", [1234, 0, 2.5])],
    )

    assert plot.head == ["A", "Of"]
    assert plot.rows == [
        ("2 Nov", ["25 %", "1,234"]),
        ("9 Nov", ["–", "0"]),
        ("16 Nov", ["100 %", "2.5"]),
    ]
    assert [tick.text for tick in plot.ticks] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert plot.bars[0].text == "2 Nov: A 25 %"


def test_columns_stay_within_the_plot_beside_each_other() -> None:
    plot = plots.columns("", "", ["x"] * 30, [Series("a", "A", [1] * 30)])

    edges = [(percent(bar.x), percent(bar.x) + percent(bar.width)) for bar in plot.bars]
    assert edges[0][0] >= 0
    assert edges[-1][1] <= 100
    assert all(left[1] < right[0] for left, right in pairwise(edges))


def test_a_line_breaks_where_there_is_no_figure() -> None:
    plot = plots.lines(
        "", "", list("abcd"), [Series("one", "A", [0.5, 0.5, None, 1])], is_share=True
    )

    (stroke,) = plot.strokes
    assert (stroke.y1, stroke.y2) == (HEIGHT / 2, HEIGHT / 2)
    assert [dot.y for dot in plot.dots] == [HEIGHT / 2, HEIGHT / 2, 0]


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (4, 4), (7, 8), (11, 15), (60, 60), (1499, 1500)]
)
def test_the_scale_ends_with_a_round_number(highest: int, top: int) -> None:
    plot = plots.columns("", "", ["a"], [Series("a", "A", [highest])])

    assert plot.ticks[-1].text == f"{top:,}"
    assert (plot.ticks[0].at, plot.ticks[-1].at) == (f"{HEIGHT}.0", "0.0")
    assert len(plot.ticks) <= plots.MOST_TICKS + 1


def test_few_of_many_labels_are_written_and_the_last_is_among_them() -> None:
    labels = [str(n) for n in range(28)]
    plot = plots.columns("", "", labels, [Series("a", "A", [1] * 28)])

    shown = [tick.text for tick in plot.labels]
    assert shown == ["6", "13", "20", "27"]


def test_nothing_to_plot_is_a_plot_of_nothing() -> None:
    plot = plots.columns("", "", [], [Series("a", "A", [])])

    assert (plot.bars, plot.labels, plot.rows) == ([], [], [])
    assert plots.stacked([("a", 0), ("b", 0)]) == []


def test_a_lying_bar_is_filled_by_its_parts() -> None:
    assert plots.stacked([("a", 3), ("b", 0), ("c", 1)]) == [
        Bar("a", "0.00%", 0, "75.00%", 0, ""),
        Bar("c", "75.00%", 0, "25.00%", 0, ""),
    ]


def test_heat_has_a_class_for_each_share() -> None:
    assert [plots.heat(share) for share in (None, 0, 0.5, 1)] == ["", "heat-0", "heat-4", "heat-9"]
