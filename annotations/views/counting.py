"""What the pages of figures have in common: their period, and how fresh the figures are."""

from __future__ import annotations

from typing import Any

from django import forms

from annotations import jobs
from annotations.dashboard import figures
from annotations.dashboard.periods import DEFAULT, PERIODS, Period
from annotations.filters import UnknownFilter
from annotations.models import ProjectCount
from newsdesk.accounts.models import Membership
from newsdesk.http import SignedInRequest, is_htmx


class PeriodForm(forms.Form):
    """What an address may ask for; it may be missing."""

    period = forms.ChoiceField(
        required=False, choices=[(each.key, each.name) for each in PERIODS.values()]
    )


def chosen(form: forms.Form) -> dict[str, Any]:
    """What the address asks for. Raises UnknownFilter for what there is not."""
    if not form.is_valid():
        key, reasons = next(iter(form.errors.items()))
        raise UnknownFilter(f"“{key}” in the address: {reasons[0]}")
    return form.cleaned_data


def period(values: dict[str, Any]) -> Period:
    return PERIODS.get(values["period"], DEFAULT)


def context(request: SignedInRequest, membership: Membership) -> dict[str, Any]:
    """Has the project counted again if something happened since; the page waits for it."""
    project = membership.project
    count = ProjectCount.objects.filter(pk=project.pk).first()
    is_behind = figures.is_behind(project, count)
    if is_behind and not is_htmx(request):
        jobs.defer_count(project.pk)
    return {
        "membership": membership,
        "project": project,
        "here": "dashboard",
        "periods": PERIODS.values(),
        "is_behind": is_behind,
        "counted_at": count.counted_at if count else None,
        "again": request.get_full_path(),
    }
