"""What was counted, as pages show it: verdicts on suggestions by label, rule, model and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from django.db.models import DateField, Sum
from django.db.models.functions import Cast, Trunc
from django.utils import timezone

from annotations.dashboard import plots
from annotations.dashboard.periods import Period
from annotations.dashboard.plots import Bar, Column, Plot, Series
from annotations.models import DecisionCount, Label, LabelCount, ProjectCount
from annotations.models.figures import APPLIED
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event

VERDICTS = {"accepted": "Accepted", "corrected": "Corrected", "rejected": "Rejected"}
LINES = ("one", "two", "three", "four", "five")
Names = dict[int | None, str]
FRESH = timedelta(minutes=1)
"""Figures this young are not counted again because somebody looks."""

Key = TypeVar("Key", bound=Hashable)


class Decided(NamedTuple):
    """So many decisions, in a unit of time from `start` on. `label` is None for claims."""

    start: date
    label: int | None
    rule: str
    model_version: str
    accepted: int
    corrected: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How often suggestions were accepted as they were, corrected, and rejected."""

    accepted: int = 0
    corrected: int = 0
    rejected: int = 0

    @property
    def total(self) -> int:
        return self.accepted + self.corrected + self.rejected

    def share(self, verdict: str) -> float | None:
        """Of all; None where nothing was decided."""
        count: int = getattr(self, verdict)
        return count / self.total if self.total else None

    @property
    def shares(self) -> list[str]:
        return [plots.share_text(self.share(verdict)) for verdict in VERDICTS]

    @property
    def named_shares(self) -> list[tuple[str, str]]:
        return list(zip(VERDICTS.values(), self.shares, strict=True))

    @property
    def bars(self) -> list[Bar]:
        return plots.stacked([(verdict, getattr(self, verdict)) for verdict in VERDICTS])


def is_behind(project: Project, count: ProjectCount | None) -> bool:
    """Whether something happened since the figures were counted, a minute ago or longer."""
    if count is None or count.counted_at is None:
        return True
    if timezone.now() - count.counted_at < FRESH:
        return False
    return Event.objects.newest_of_project(project.pk) > count.event_id


def decided(project: Project, period: Period) -> list[Decided]:
    """All that was decided in the period, summed by its units: one query of thousands of rows."""
    rows = DecisionCount.objects.filter(project=project)
    if period.count:
        rows = rows.filter(day__gte=period.starts(timezone.localdate())[0])
    found = rows.annotate(start=Cast(Trunc("day", period.unit), DateField())).values_list(
        "start", "label_id", "rule", "model_version"
    )
    sums = found.annotate(*map(Sum, VERDICTS)).order_by(
        "start", "label_id", "rule", "model_version"
    )
    return list(map(Decided._make, sums))


def of_models(rows: Iterable[Decided]) -> list[Decided]:
    """Without what people applied from other articles."""
    return [row for row in rows if row.rule != APPLIED]


def of_person(project: Project, person: User, since: date) -> dict[int | None, Verdicts]:
    """What one person decided since then of models' suggestions, by label, the most decided
    first; None are claims.
    """
    rows = LabelCount.objects.filter(project=project, person=person, day__gte=since)
    sums = rows.order_by().values_list("label").annotate(*map(Sum, VERDICTS))
    found = {label: Verdicts(*counts) for label, *counts in sums}
    return dict(sorted(found.items(), key=lambda pair: -pair[1].total))


def summed(rows: Iterable[Decided]) -> Verdicts:
    return grouped(rows, lambda _: None).get(None, Verdicts())


def grouped(rows: Iterable[Decided], key: Callable[[Decided], Key]) -> dict[Key, Verdicts]:
    """The most decided first."""
    sums: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        counts = sums[key(row)]
        counts[0] += row.accepted
        counts[1] += row.corrected
        counts[2] += row.rejected
    found = {each: Verdicts(*counts) for each, counts in sums.items()}
    return dict(sorted(found.items(), key=lambda pair: -pair[1].total))


def starts(rows: Sequence[Decided], period: Period) -> list[date]:
    """The units of the period, of all months from the first with a decision on."""
    first = min((row.start for row in rows), default=None)
    return period.starts(timezone.localdate(), first)


def by_label(rows: Sequence[Decided], period: Period, names: Names) -> Plot:
    """The share accepted of the labels decided most often, in each unit of the period."""
    found = grouped(rows, lambda row: (row.label, row.start))
    labels = list(grouped(rows, lambda row: row.label))[: len(LINES)]
    units = starts(rows, period)
    return plots.lines(
        "Share accepted as suggested",
        period.over,
        [period.label(start) for start in units],
        [
            Series(
                key,
                names.get(label, ""),
                [found.get((label, start), Verdicts()).share("accepted") for start in units],
            )
            for key, label in zip(LINES, labels, strict=False)
        ],
        is_share=True,
    )


def label_names(project: Project) -> Names:
    """By id; what has no label is a claim."""
    names: Names = {None: "Claims"}
    names.update(Label.objects.of_project(project).values_list("pk", "name"))
    return names


def over_time(rows: Sequence[Decided], period: Period) -> Plot:
    """Shares accepted, corrected and rejected in each unit of the period."""
    by_start = grouped(rows, lambda row: row.start)
    found = [by_start.get(start, Verdicts()) for start in starts(rows, period)]
    return plots.columns(
        "Share of the suggestions decided",
        period.over,
        [period.label(start) for start in starts(rows, period)],
        [
            Series(verdict, name, [each.share(verdict) for each in found])
            for verdict, name in VERDICTS.items()
        ],
        is_share=True,
        beside=[Column("Decided", [each.total for each in found])],
    )
