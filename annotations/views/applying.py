"""What was applied to a project's other articles: the list, how far one is, and its undo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from annotations import jobs
from annotations.actions import applying as actions
from annotations.filters import UnknownFilter
from annotations.forms import KeyField
from annotations.models import ApplyOutcome, ApplyRun
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.http import SignedInRequest, is_htmx
from newsdesk.jobs import is_worker_missing

ROWS = 50
PASSED_OVER = Q(left_count__gt=0) | Q(kept_count__gt=0) | Q(kind=ApplyOutcome.Kind.FAILED)


class PageForm(forms.Form):
    """Where a list begins, and whether it has only what was passed over."""

    before = KeyField(required=False)
    left = forms.BooleanField(required=False)


@signed_in
@require_GET
def applied(request: SignedInRequest, slug: str) -> HttpResponse:
    """What this person applied, the newest first; for managers what anybody did."""
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    runs = _seen(membership)
    before = _asked(request)["before"]
    rows = list((runs if before is None else runs.filter(pk__lt=before))[: ROWS + 1])
    context = {
        **_page(membership),
        "runs": rows[:ROWS],
        "next": rows[ROWS - 1].pk if len(rows) > ROWS else None,
        "sees_all": membership.may(Role.MANAGER),
    }
    return render(request, "annotations/applied.html", context)


@signed_in
@require_GET
def run(request: SignedInRequest, slug: str, apply_id: int) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    found = get_object_or_404(_seen(membership), pk=apply_id)
    context = {
        **_page(membership),
        "run": found,
        "is_worker_missing": found.is_unfinished and is_worker_missing(),
        "is_own": found.made_by == request.user,
        **_outcomes(found, _asked(request), request.user),
    }
    template = "_apply_run" if is_htmx(request) else "apply_run"
    return render(request, f"annotations/{template}.html", context)


@signed_in
@require_POST
def cancel(request: SignedInRequest, slug: str, apply_id: int) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    found = get_object_or_404(_seen(membership), pk=apply_id)
    actions.cancel(run=found, by=request.user)
    return redirect("annotations:apply-run", slug, apply_id)


@signed_in
@require_POST
def undo(request: SignedInRequest, slug: str, apply_id: int) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    found = get_object_or_404(_seen(membership), pk=apply_id)
    with transaction.atomic():
        actions.undo(run=found, by=request.user)
        jobs.defer_apply(found.pk)
    return redirect("annotations:apply-run", slug, apply_id)


def _seen(membership: Membership) -> QuerySet[ApplyRun]:
    """Each person's own, since they tell what stands in that person's set; managers see all."""
    runs = ApplyRun.objects.filter(project=membership.project)
    if not membership.may(Role.MANAGER):
        runs = runs.filter(made_by=membership.user)
    return runs.select_related("label", "from_article", "made_by")


def _outcomes(found: ApplyRun, asked: dict[str, Any], by: User) -> dict[str, Any]:
    """What came of it, in numbers, and article by article once it has ended."""
    kinds: Any = found.outcomes.order_by().values("kind").annotate(articles=Count("pk"))
    sums = {name: Sum(f"{name}_count") for name in ("place", "left", "undone", "kept")}
    counts = {row["kind"]: row for row in kinds.annotate(**sums)}
    context: dict[str, Any] = {"counts": counts, "asked": asked}
    context["totals"] = {name: sum(row[name] for row in counts.values()) for name in sums}
    own = counts.get(ApplyOutcome.Kind.OWN, dict.fromkeys(sums, 0))
    context["untouched"] = own["place"] - own["undone"] - own["kept"]
    if found.is_unfinished:
        return context
    rows = found.outcomes.select_related("article").order_by("-article")
    rows = rows.filter(PASSED_OVER) if asked["left"] else rows
    before = asked["before"]
    page = list((rows if before is None else rows.filter(article__lt=before))[: ROWS + 1])
    context["outcomes"] = page[:ROWS]
    context["next"] = page[ROWS - 1].article_id if len(page) > ROWS else None
    context["may_undo"] = found.state in actions.UNDOABLE and actions.written(found, by).exists()
    return context


def _asked(request: SignedInRequest) -> dict[str, Any]:
    form = PageForm(request.GET)
    if not form.is_valid():
        raise UnknownFilter
    return dict(form.cleaned_data)


def _page(membership: Membership) -> dict[str, Any]:
    return {"project": membership.project, "membership": membership, "here": "articles"}
