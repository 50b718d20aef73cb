"""Notes how many articles are in each state, day by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from annotations.models import AnnotationSet, Progress, StateCount
from newsdesk.accounts.models import Project

STATES = [state.value for state in Progress.State]
Kind, State = AnnotationSet.Kind, AnnotationSet.State


def count_all() -> None:
    for project_id in Project.objects.order_by("pk").values_list("pk", flat=True):
        count(project_id)


def count(project_id: int) -> None:
    """Write down today's; the first time, the days before as well as they can be known."""
    if not StateCount.objects.filter(project=project_id).exists():
        StateCount.objects.bulk_create(_past(project_id))
    StateCount.objects.update_or_create(
        project_id=project_id, day=timezone.localdate(), defaults=of_now(project_id)
    )


def of_now(project_id: int) -> dict[str, int]:
    """The project's articles by state."""
    rows = Progress.objects.filter(project=project_id).order_by().values_list("state")
    return {**dict.fromkeys(STATES, 0), **dict(rows.annotate(Count("pk")))}


def _past(project_id: int) -> list[StateCount]:
    """A row for each day before today on which something is known to have changed."""
    changes: dict[date, Counter[str]] = defaultdict(Counter)
    for reached in _reached(project_id):
        was = ""
        for state, at in sorted(reached.items(), key=lambda each: (each[1], STATES.index(each[0]))):
            day = timezone.localtime(at).date()
            changes[day][state] += 1
            changes[day][was] -= 1
            was = state
    total, rows = Counter[str](), []
    for day in sorted(day for day in changes if day < timezone.localdate()):
        total.update(changes[day])
        rows.append(
            StateCount(project_id=project_id, day=day, **{name: total[name] for name in STATES})
        )
    return rows


def _reached(project_id: int) -> Iterator[dict[str, datetime]]:
    """When each article came to be what it is now: imported, begun, finished, approved.

    What happened in between is not known: one that was sent back has been in annotation since.
    """
    sets = "article__documents__annotation_sets"
    annotated = Q(**{f"{sets}__kind": Kind.ANNOTATED})
    rows = Progress.objects.filter(project=project_id).annotate(
        begun=Min(f"{sets}__made_at", filter=annotated),
        finished=Max(f"{sets}__submitted_at", filter=annotated),
        approved=Max(f"{sets}__approved_at"),
    )
    columns = ("state", "article__added_at", "begun", "finished", "approved")
    for state, *moments in rows.order_by().values_list(*columns).iterator():
        names = ["suggested" if state != "new" else "new", "in_annotation", "submitted", "approved"]
        known = STATES.index(state)
        yield {
            name: at
            for name, at in zip(names, moments, strict=True)
            if at and STATES.index(name) <= known
        }
