"""The figures of a report as pages show them: by pair, by label and role, and over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from annotations.agreement.counting import ALL, ROLES
from annotations.agreement.measures import MEASURES, Measure
from annotations.dashboard import plots, ranges
from annotations.dashboard.plots import Plot, Series
from annotations.dashboard.ranges import Measured, Range
from annotations.models import AgreementFigure, AgreementReport, Label
from newsdesk.accounts.models import User

EVERY_KIND = "All labels together"
ROLE_NAMES = {key: f"Claims: {role}" for key, role in ROLES.items()}
FEW = "Too few articles for an interval."


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in words: `value` is "" where there is none, and `reason` says why then."""

    name: str
    value: str
    interval: str
    reason: str
    comparisons: int
    heat: str
    is_chosen: bool = False
    query: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What two people have in the table of pairs; nothing where they share no article."""

    first: int
    second: int
    line: Line | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """All that the page shows of one report under one choice of measure and kind."""

    measure: Measure
    kind: str
    kind_name: str
    whole: Line
    measures: list[Line]
    kinds: list[Line]
    people: list[User]
    pairs: list[tuple[User, list[Cell]]]
    bars: list[Range]
    plot: Plot | None


def read(report: AgreementReport, measure: str, kind: str) -> Agreed:
    """In 3 queries. `measure` and `kind` have to be among `measures` and its `kinds`."""
    chosen = MEASURES[measure]
    figures = AgreementFigure.objects.filter(report=report)
    everybody = {(row.measure, row.kind): row for row in figures.filter(first=None)}
    of_pairs = list(figures.filter(measure=measure, kind=kind).exclude(first=None))
    names = kind_names(report)
    whole = everybody[measure, kind]
    people = _people(of_pairs)
    return Agreed(
        chosen,
        kind,
        names[kind],
        _line(chosen.name, whole),
        [
            _line(each.name, everybody[key, ALL], key == measure, f"measure={key}", each.sentence)
            for key, each in MEASURES.items()
        ],
        [
            _line(
                names[each],
                everybody[measure, each],
                each == kind,
                f"measure={measure}&kind={each}",
            )
            for each in chosen.kinds(report.labels)
        ],
        people,
        _table(people, of_pairs),
        ranges.ranges(_measured(names, everybody, measure, chosen.kinds(report.labels))),
        _over_time(chosen, names[kind], whole.months),
    )


def kind_names(report: AgreementReport) -> dict[str, str]:
    """What labels and roles are called, by key."""
    labels = Label.objects.of_project(report.project_id).values_list("key", "name")
    return {ALL: EVERY_KIND, **{key: key for key in report.labels}, **dict(labels), **ROLE_NAMES}


def _measured(
    names: Mapping[str, str],
    figures: Mapping[tuple[str, str], AgreementFigure],
    measure: str,
    kinds: Iterable[str],
) -> Iterator[Measured]:
    """What the measure says of each kind, where it says anything."""
    for kind in kinds:
        figure = figures[measure, kind]
        if figure.value is not None:
            yield names[kind], figure.value, figure.low, figure.high


def _people(figures: Iterable[AgreementFigure]) -> list[User]:
    keys = chain.from_iterable((row.first_id, row.second_id) for row in figures)
    return list(User.objects.filter(pk__in={key for key in keys if key}).order_by("name", "pk"))


def _table(people: list[User], figures: Iterable[AgreementFigure]) -> list[tuple[User, list[Cell]]]:
    found = {(row.first_id, row.second_id): row for row in figures}
    return [(row, [_cell(row, column, found) for column in people]) for row in people]


def _cell(row: User, column: User, found: Mapping[tuple[Any, Any], AgreementFigure]) -> Cell:
    first, second = sorted((row.pk, column.pk))
    figure = found.get((first, second))
    return Cell(first, second, _line(f"{row} and {column}", figure) if figure else None)


def _line(
    name: str,
    figure: AgreementFigure,
    is_chosen: bool = False,
    query: str = "",
    sentence: str = "",
) -> Line:
    low, high, value = figure.low, figure.high, figure.value
    return Line(
        name,
        "" if value is None else f"{value:z.2f}",
        f"{low:z.2f} to {high:z.2f}" if low is not None and high is not None else "",
        figure.reason or (FEW if low is None else ""),
        figure.comparisons,
        plots.heat(value),
        is_chosen,
        query,
        sentence,
    )


def _over_time(measure: Measure, kind: str, months: list[dict[str, Any]]) -> Plot | None:
    """None before there are two months to compare."""
    if len(months) < 2:
        return None

    def values(name: str) -> list[float | None]:
        return [None if each[name] is None else max(each[name], 0.0) for each in months]

    return plots.lines(
        f"{measure.name}, {kind[:1].lower()}{kind[1:]}, month by month",
        "Month",
        [each["month"] for each in months],
        [
            Series("one", measure.name, values("value")),
            Series("two", "95 % interval, from", values("low")),
            Series("three", "to", values("high")),
        ],
        is_share=True,
        beside=[plots.Column("Comparisons", [each["comparisons"] for each in months])],
    )
