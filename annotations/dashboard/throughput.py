"""How a project gets on: its articles by state, what people finish, and when the rest is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise, takewhile

from django.db import connection
from django.db.models import Count, Subquery, Sum
from django.db.models.functions import Coalesce, Trunc
from django.utils import timezone

from annotations.dashboard import plots
from annotations.dashboard.figures import VERDICTS, Verdicts
from annotations.dashboard.periods import Period
from annotations.dashboard.plots import Plot, Series
from annotations.models import PersonCount, Progress, StateCount
from newsdesk.accounts.models import Project, User

STATES = tuple(state.value for state in Progress.State)
ARTICLES = ("finished", "sent_back")
WEEK = timedelta(days=7)
WEEKS = 4
"""A forecast goes by what was done in so many weeks."""
FARTHEST = timedelta(days=3650)
MOST_TIMED = 500

MEDIANS = """
    SELECT person, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)
    FROM unnest(%s::bigint[]) person CROSS JOIN LATERAL (
        SELECT seconds FROM annotations_setcount
        WHERE project_id = %s AND person_id = person AND submitted_at >= %s
            AND seconds IS NOT NULL
        ORDER BY submitted_at DESC LIMIT %s
    ) newest
    GROUP BY GROUPING SETS ((person), ())
"""

States = dict[str, int]


class History:
    """The articles by state at the end of any day of a period, as they were noted, and now."""

    def __init__(self, project: Project, period: Period) -> None:
        rows = StateCount.objects.filter(project=project)
        if period.count:
            today = timezone.localdate()
            since = min(period.starts(today)[0], today - WEEK * WEEKS)
            before = rows.filter(day__lte=since).order_by("-day").values("day")[:1]
            rows = rows.filter(day__gte=Coalesce(Subquery(before), since))
        noted = rows.order_by("day").values("day", *STATES)
        self.days = [(row.pop("day"), row) for row in noted]
        now = Progress.objects.filter(project=project).order_by().values_list("state")
        self.now: States = {**dict.fromkeys(STATES, 0), **dict(now.annotate(Count("pk")))}

    @property
    def first(self) -> date | None:
        return self.days[0][0] if self.days else None

    def at(self, day: date) -> States | None:
        """None before anything was noted; what was noted last stands until the next note."""
        if day >= timezone.localdate():
            return self.now
        return next((states for noted, states in reversed(self.days) if noted <= day), None)


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a backlog is done if no more comes: `usual` at the mean of the last weeks, from
    `early` to `late` at the best and the worst of them; None where that is never. Before the
    first week is over, `a_week` is None."""

    name: str
    left: int
    a_week: float | None
    usual: date | None
    early: date | None
    late: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """What one person did in the period; `seconds` is the median of an article's work."""

    name: str
    finished: int
    sent_back: int
    verdicts: Verdicts
    seconds: float | None
    is_sum: bool = False

    @property
    def time(self) -> str:
        return time_text(self.seconds)


def states_over_time(history: History, period: Period, starts: Sequence[date]) -> Plot:
    """The states at the end of each unit, the finished ones lowest."""
    ends = [*(start - timedelta(days=1) for start in starts[1:]), timezone.localdate()]
    found = [history.at(end) for end in ends]
    return plots.columns(
        "Articles by state",
        period.over,
        [period.label(start) for start in starts],
        [
            Series(state, Progress.State(state).label.capitalize(), _of(found, state))
            for state in reversed(STATES)
        ],
    )


def _of(found: Sequence[States | None], state: str) -> list[float | None]:
    return [each[state] if each else None for each in found]


def forecasts(history: History) -> list[Forecast]:
    """For annotating and for approving. Nothing is left, nothing is forecast."""
    done = {"To annotate": ("submitted", "approved"), "To approve": ("approved",)}
    found = [_forecast(history, name, states) for name, states in done.items()]
    return [each for each in found if each.left]


def _forecast(history: History, name: str, done: Sequence[str]) -> Forecast:
    today = timezone.localdate()
    known = takewhile(bool, (history.at(today - WEEK * weeks) for weeks in range(WEEKS + 1)))
    counts = [sum(states[name] for name in done) for states in known if states]
    rates = [newer - older for newer, older in pairwise(counts)]
    left = sum(history.now.values()) - counts[0]
    if not rates:
        return Forecast(name, left, None, None, None, None)
    mean = sum(rates) / len(rates)
    dates = [_done_on(today, left, rate) for rate in (mean, max(rates), min(rates))]
    return Forecast(name, left, mean, *dates)


def _done_on(today: date, left: int, a_week: float) -> date | None:
    needed = WEEK * (left / a_week) if a_week > 0 else FARTHEST
    return today + needed if needed < FARTHEST else None


def people(project: Project, since: date, only: User | None = None) -> list[Person]:
    """Those who finished or decided anything since, most articles first; last their sum."""
    rows = PersonCount.objects.filter(project=project, day__gte=since)
    if only:
        rows = rows.filter(person=only)
    people = rows.order_by().values_list("person", "person__name", "person__email")
    found = list(people.annotate(*map(Sum, (*ARTICLES, *VERDICTS))))
    times = medians(project, since, [pk for pk, *_ in found])
    made = [
        Person(name or email, finished, sent_back, Verdicts(*verdicts), times.get(pk))
        for pk, name, email, finished, sent_back, *verdicts in found
    ]
    made.sort(key=lambda each: (-each.finished, -each.verdicts.total, each.name))
    return made if len(made) < 2 else [*made, _everybody(made, times.get(None))]


def _everybody(made: Sequence[Person], seconds: float | None) -> Person:
    verdicts = [sum(getattr(each.verdicts, verdict) for each in made) for verdict in VERDICTS]
    finished, sent_back = (sum(getattr(each, name) for each in made) for name in ARTICLES)
    return Person("Everybody", finished, sent_back, Verdicts(*verdicts), seconds, is_sum=True)


def medians(project: Project, since: date, person_ids: Sequence[int]) -> dict[int | None, float]:
    """Seconds an article took, of the latest 500 each at most; under None of all people's."""
    with connection.cursor() as cursor:
        cursor.execute(MEDIANS, [list(person_ids), project.pk, since, MOST_TIMED])
        return {person: seconds for person, seconds in cursor if seconds is not None}


def finished_over_time(
    project: Project, period: Period, starts: Sequence[date], only: User | None = None
) -> Plot | None:
    """How many articles people finished in each unit: one of two annotators counts twice.

    None if nobody finished any.
    """
    rows = PersonCount.objects.filter(project=project, day__gte=starts[0])
    if only:
        rows = rows.filter(person=only)
    by_start = rows.annotate(start=Trunc("day", period.unit)).order_by().values_list("start")
    sums: dict[date, int] = defaultdict(int, by_start.annotate(Sum("finished")))
    if not any(sums.values()):
        return None
    return plots.columns(
        "Articles you finished" if only else "Articles finished, once by each annotator",
        period.over,
        [period.label(start) for start in starts],
        [Series("one", "Finished", [sums[start] for start in starts])],
    )


def time_text(seconds: float | None) -> str:
    """Minutes and seconds, as people say them."""
    if seconds is None:
        return plots.NO_FIGURE
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
