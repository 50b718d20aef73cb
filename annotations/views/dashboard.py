"""How a project gets on: articles by state, who does how much, and when the rest is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from annotations.dashboard import figures, throughput
from annotations.dashboard.periods import Period
from annotations.review import queues
from annotations.views import counting
from annotations.views.counting import PeriodForm
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.http import SignedInRequest, is_htmx


@signed_in
@require_GET
def dashboard(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody sees the articles, annotators their own work, reviewers also the reviews and all
    suggestions, managers everybody's work.
    """
    membership = membership_or_404(request.user, slug)
    membership.user = request.user
    period = counting.period(counting.chosen(PeriodForm(request.GET)))
    history = throughput.History(membership.project, period)
    starts = period.starts(timezone.localdate(), history.first)
    context = {
        **counting.context(request, membership),
        "period": period,
        "total": sum(history.now.values()),
        "states": throughput.states_over_time(history, period, starts),
        "forecasts": throughput.forecasts(history),
        **_people(membership, period, starts),
        **_labels(membership, period, starts),
        **_waiting(membership, starts[0]),
    }
    name = "_dashboard" if is_htmx(request) else "dashboard"
    return render(request, f"annotations/{name}.html", context)


def _people(membership: Membership, period: Period, starts: Sequence[date]) -> dict[str, Any]:
    if not membership.may(Role.ANNOTATOR):
        return {}
    project = membership.project
    only = None if membership.may(Role.MANAGER) else membership.user
    return {
        "people": throughput.people(project, starts[0], only),
        "finished": throughput.finished_over_time(project, period, starts, only),
        "verdicts": figures.VERDICTS,
    }


def _labels(membership: Membership, period: Period, starts: Sequence[date]) -> dict[str, Any]:
    """One's own acceptance by label; whoever reviews sees everybody's, and may look closer."""
    if not membership.may(Role.ANNOTATOR):
        return {}
    project = membership.project
    names = figures.label_names(project)
    own = figures.of_person(project, membership.user, starts[0])
    found = {"own": [(names.get(label, ""), verdicts) for label, verdicts in own.items()]}
    if not membership.may(Role.REVIEWER):
        return found
    rows = figures.of_models(figures.decided(project, period))
    labels = figures.by_label(rows, period, names) if rows else None
    return {**found, "sees_suggestions": True, "labels": labels}


def _waiting(membership: Membership, since: date) -> dict[str, Any]:
    """What waits and since when; for reviewers also who reviewed how much since a day."""
    waiting = queues.waiting_for(membership)
    if not membership.may(Role.REVIEWER):
        return {"waiting": waiting}
    return {"waiting": waiting, "reviewers": queues.reviewers(membership.project, since)}
