"""What became of the suggestions: accepted, corrected, rejected, by label, rule, model and time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations.dashboard import figures, plots
from annotations.dashboard.figures import Decided, Names, Verdicts
from annotations.dashboard.periods import Period
from annotations.models.figures import APPLIED
from annotations.views import counting
from annotations.views.counting import PeriodForm
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Project, Role
from newsdesk.http import SignedInRequest, is_htmx

CLAIMS = 0
"""Stands for a label's id in addresses, where claims are meant."""
MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Side:
    """What decisions are broken down by, under the name it has in addresses."""

    key: str
    title: str
    column: str
    of: Callable[[Decided], Any]


SIDES = (
    Side("label", "By label", "Label", lambda row: row.label or CLAIMS),
    Side("rule", "By what found them", "Found by", attrgetter("rule")),
    Side("model", "By model version", "Model version", attrgetter("model_version")),
)


class ChoiceForm(PeriodForm):
    """Which decisions are shown; each may be missing."""

    label = forms.IntegerField(required=False, min_value=CLAIMS)
    rule = forms.CharField(required=False, max_length=60)
    model = forms.CharField(required=False, max_length=100)


@dataclass(frozen=True, slots=True)
class Line:
    """One label, rule or model version; `link` shows it alone, or all again if it is chosen."""

    name: str
    verdicts: Verdicts
    link: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The same decisions by one of their sides; `more` says how many lines are not shown."""

    side: Side
    lines: list[Line]
    more: int


@signed_in
@require_GET
def statistics(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.REVIEWER)
    chosen = counting.chosen(ChoiceForm(request.GET))
    context = {**counting.context(request, membership), **_shown(membership.project, chosen)}
    name = "_statistics" if is_htmx(request) else "statistics"
    return render(request, f"annotations/{name}.html", context)


def _shown(project: Project, chosen: dict[str, Any]) -> dict[str, Any]:
    """What people applied stands by itself, among what found suggestions."""
    period = counting.period(chosen)
    every = figures.decided(project, period)
    found = _fitting(every, chosen)
    of_models = figures.of_models(found)
    rows = found if chosen["rule"] == APPLIED else of_models
    by_side = {"label": rows, "rule": found, "model": of_models}
    names = figures.label_names(project)
    return {
        "period": period,
        "is_empty": not every,
        "all": figures.summed(rows),
        "verdicts": figures.VERDICTS,
        "plot": figures.over_time(rows, period),
        "breakdowns": [_breakdown(side, by_side[side.key], chosen, names) for side in SIDES],
        "heat": _heat(rows, period, names),
    }


def _fitting(rows: list[Decided], chosen: dict[str, Any]) -> list[Decided]:
    for side in SIDES:
        if chosen[side.key] not in {None, ""}:
            rows = [row for row in rows if side.of(row) == chosen[side.key]]
    return rows


def _breakdown(
    side: Side, rows: Sequence[Decided], chosen: dict[str, Any], names: Names
) -> Breakdown:
    lines = [
        Line(
            names.get(value or None, "") if side.key == "label" else value,
            verdicts,
            _link(chosen, side.key, value),
            chosen[side.key] == value,
        )
        for value, verdicts in figures.grouped(rows, side.of).items()
    ]
    return Breakdown(side, lines[:MOST_LINES], len(lines[MOST_LINES:]))


def _link(chosen: dict[str, Any], key: str, value: object) -> str:
    """Shows this value alone; where it is shown alone already, all of its kind."""
    wanted = {**chosen, key: None if chosen[key] == value else value}
    given = {name: each for name, each in wanted.items() if each not in {None, ""}}
    return "?" + urlencode(given)


def _heat(rows: Sequence[Decided], period: Period, names: Names) -> dict[str, Any]:
    """The share accepted of each label in each unit of the period, as a table with colours."""
    starts = figures.starts(rows, period)
    cells = figures.grouped(rows, lambda row: (row.label, row.start))
    labels = figures.grouped(rows, lambda row: row.label)
    return {
        "over": period.over,
        "heads": [period.label(start) for start in starts],
        "rows": [(names.get(label, ""), _cells(cells, label, starts)) for label in labels],
    }


def _cells(
    found: dict[tuple[int | None, date], Verdicts], label: int | None, starts: Sequence[date]
) -> list[tuple[str, str, int]]:
    """Of each unit: the class of its colour, what it says, and of how many decisions."""
    each = [found.get((label, start), Verdicts()) for start in starts]
    shares = [verdicts.share("accepted") for verdicts in each]
    return [
        (plots.heat(share), plots.share_text(share), verdicts.total)
        for share, verdicts in zip(shares, each, strict=True)
    ]
