"""Plots as the server draws them: shapes for an SVG, and the table with the same figures. Pure.

Across, places are per cent of the width, so that a plot fills what room there is while its words
keep their size; down, they are pixels. Colours are classes of plots.css, told apart also by order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor, log10

HEIGHT = 200
MOST_TICKS = 5
MOST_LABELS = 4
BAR_SHARE = 0.76
HEATS = 9
NO_FIGURE = "–"


@dataclass(frozen=True, slots=True)
class Series:
    """Values over the plot's labels, None where there is none; `key` names its colour."""

    key: str
    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `text` tells what it stands for."""

    key: str
    x: str
    y: float
    width: str
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A piece of a line from label to label."""

    key: str
    x1: str
    y1: float
    x2: str
    y2: float


@dataclass(frozen=True, slots=True)
class Dot:
    key: str
    x: str
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A word beside the plot (`at` in pixels) or below it (`at` in per cent)."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Shapes and words of one plot; `head` and `rows` are its table, one row a label.

    `over` names what the labels are: "Week of".
    """

    title: str
    over: str
    ticks: list[Tick]
    labels: list[Tick]
    legend: list[tuple[str, str]]
    head: list[str]
    rows: list[tuple[str, list[str]]]
    bars: list[Bar] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Column:
    """One more column of a plot's table, which the plot does not draw."""

    name: str
    values: Sequence[float | None]


def columns(
    title: str,
    over: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    is_share: bool = False,
    beside: Sequence[Column] = (),
) -> Plot:
    """Stacked columns, the first series lowest; shares (0 to 1) fill the height."""
    totals = [sum(each.values[i] or 0 for each in series) for i in range(len(labels))]
    top, ticks = _scale(1 if is_share else max(totals, default=0), is_share)
    return Plot(
        title,
        over,
        ticks,
        _labels(labels),
        [(each.key, each.name) for each in series],
        *_table(labels, series, beside, is_share),
        bars=list(_bars(labels, series, top, is_share)),
    )


def lines(
    title: str,
    over: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    is_share: bool = False,
    beside: Sequence[Column] = (),
) -> Plot:
    """A line for each series, broken where there is no value."""
    values = [value for each in series for value in each.values if value is not None]
    top, ticks = _scale(1 if is_share else max(values, default=0), is_share)
    return Plot(
        title,
        over,
        ticks,
        _labels(labels),
        [(each.key, each.name) for each in series],
        *_table(labels, series, beside, is_share),
        strokes=[stroke for each in series for stroke in _strokes(each, len(labels), top)],
        dots=[dot for each in series for dot in _dots(each, labels, top, is_share)],
    )


def stacked(parts: Sequence[tuple[str, float]]) -> list[Bar]:
    """One lying bar of shares that fill it together."""
    total = sum(value for _, value in parts)
    bars, left = [], 0.0
    for key, value in parts:
        share = value / total if total else 0
        if share:
            bars.append(Bar(key, _percent(left), 0, _percent(share), 0, ""))
        left += share
    return bars


def heat(share: float | None) -> str:
    """The class of a table's cell that shows a share (0 to 1) by its colour, "" for none."""
    return "" if share is None else f"heat-{round(min(max(share, 0), 1) * HEATS)}"


def share_text(share: float | None) -> str:
    return NO_FIGURE if share is None else f"{100 * share:.0f} %"


def text(value: float | None, *, is_share: bool = False) -> str:
    """As tables say it: shares in per cent, counts with commas, others with one decimal."""
    if is_share or value is None:
        return share_text(value)
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _bars(
    labels: Sequence[str], series: Sequence[Series], top: float, is_share: bool
) -> Iterator[Bar]:
    width = BAR_SHARE / len(labels) if labels else 0
    for i, label in enumerate(labels):
        height = 0.0
        for each in series:
            value = each.values[i]
            if not value:
                continue
            grown = HEIGHT * value / top
            height += grown
            yield Bar(
                each.key,
                _percent(_middle(i, len(labels)) - width / 2),
                round(HEIGHT - height, 1),
                _percent(width),
                round(grown, 1),
                f"{label}: {each.name} {text(value, is_share=is_share)}",
            )


def _strokes(each: Series, count: int, top: float) -> Iterator[Stroke]:
    for (i, before), (j, after) in pairwise(enumerate(each.values)):
        if before is not None and after is not None:
            x1, x2 = _percent(_middle(i, count)), _percent(_middle(j, count))
            yield Stroke(each.key, x1, _down(before, top), x2, _down(after, top))


def _dots(each: Series, labels: Sequence[str], top: float, is_share: bool) -> Iterator[Dot]:
    for i, value in enumerate(each.values):
        if value is not None:
            says = f"{labels[i]}: {each.name} {text(value, is_share=is_share)}"
            yield Dot(each.key, _percent(_middle(i, len(labels))), _down(value, top), says)


def _down(value: float, top: float) -> float:
    return round(HEIGHT * (1 - value / top), 1)


def _middle(place: int, count: int) -> float:
    return (place + 0.5) / count


def _percent(share: float) -> str:
    return f"{100 * share:.2f}%"


def _scale(highest: float, is_share: bool) -> tuple[float, list[Tick]]:
    """The value at the upper edge, and round numbers up to it."""
    step = 0.25 if is_share else _step(highest)
    count = max(1, -floor(-highest / step))
    top = count * step
    ticks = [
        Tick(f"{HEIGHT * (1 - i / count):.1f}", text(i * step, is_share=is_share))
        for i in range(count + 1)
    ]
    return top, ticks


def _step(highest: float) -> float:
    """1, 2 or 5 times a power of ten, whole, so that few ticks reach the highest value."""
    if highest <= MOST_TICKS:
        return 1
    power: float = 10.0 ** floor(log10(highest / MOST_TICKS))
    return next(step * power for step in (1, 2, 5, 10) if step * power * MOST_TICKS >= highest)


def _labels(labels: Sequence[str]) -> list[Tick]:
    """Some of them, evenly spread, counted back from the last."""
    every = -(-len(labels) // MOST_LABELS) or 1
    shown = range((len(labels) - 1) % every, len(labels), every)
    return [Tick(_percent(_middle(i, len(labels))), labels[i]) for i in shown]


def _table(
    labels: Sequence[str], series: Sequence[Series], beside: Sequence[Column], is_share: bool
) -> tuple[list[str], list[tuple[str, list[str]]]]:
    head = [*(each.name for each in series), *(each.name for each in beside)]
    rows = [
        (
            label,
            [
                *(text(each.values[i], is_share=is_share) for each in series),
                *(text(each.values[i]) for each in beside),
            ],
        )
        for i, label in enumerate(labels)
    ]
    return head, rows
