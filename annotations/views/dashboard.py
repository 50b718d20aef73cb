"""How a project gets on: articles by state, who does how much, and when the rest is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from annotations import figures, throughput
from annotations.periods import Period
from annotations.views import counting
from annotations.views.counting import PeriodForm
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.http import SignedInRequest, is_htmx


@signed_in
@require_GET
def dashboard(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody sees the articles, annotators their own work, managers everybody's."""
    membership = membership_or_404(request.user, slug)
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
        **_labels(membership, period),
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


def _labels(membership: Membership, period: Period) -> dict[str, Any]:
    """Where whoever reviews may look closer: the page of suggestions."""
    if not membership.may(Role.REVIEWER):
        return {}
    rows = figures.decided(membership.project, period)
    names = figures.label_names(membership.project)
    labels = figures.by_label(rows, period, names) if rows else None
    return {"sees_suggestions": True, "labels": labels}
