"""What a project's gold taught the model: its versions, their figures, and which one is in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from annotations import gold_texts, jobs, paging
from annotations.actions import learning as actions
from annotations.models import Label, ModelVersion
from annotations.suggest import gate, pipeline
from annotations.suggest.gate import Count, Figure
from annotations.views import rerunning
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.http import SignedInRequest, is_htmx

SHOWN = 50
ALL = "All names"
MINUS = "\u2212"
State = ModelVersion.State
PARTS = {
    "gold": ("In this project’s articles that were held out", "the model in use then"),
    "rehearsal": ("In texts of the training sets that were held out", "as shipped"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One label's figures, in per cent."""

    label: str
    names: int
    before: float
    after: float
    is_rare: bool

    @property
    def change(self) -> float:
        return round(self.after - self.before, 1)

    @property
    def change_text(self) -> str:
        return f"{self.change:+.1f}".replace("-", MINUS) if self.change else "0.0"


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a version on some texts; `compared` says with what."""

    title: str
    compared: str
    rows: list[Row]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def learning(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    if request.method == "POST":
        with transaction.atomic():
            version = actions.request(project=membership.project, by=request.user)
            jobs.learn.defer(version_id=version.pk)
        return redirect("annotations:learning", slug)
    context = {
        **_versions(membership),
        "gold": paging.count(gold_texts.gold_sets(membership.project)),
        "fewest": actions.FEWEST_ARTICLES,
        "most": gold_texts.MOST_ARTICLES,
        "most_lost": round(gate.MOST_LOST * 100),
        "enough": gate.ENOUGH,
        "can_learn": pipeline.can_learn(),
    }
    if is_htmx(request):
        return render(request, "annotations/_versions.html", context)
    again = rerunning.newest(membership.project)
    return render(request, "annotations/learning.html", {**context, **again})


@signed_in
@require_POST
def cancel(request: SignedInRequest, slug: str, version_id: int) -> HttpResponse:
    version = _version_or_404(request, slug, version_id)
    actions.cancel(version=version, by=request.user)
    return redirect("annotations:learning", slug)


@signed_in
@require_POST
def use(request: SignedInRequest, slug: str, version_id: int) -> HttpResponse:
    version = _version_or_404(request, slug, version_id)
    actions.use(version=version, by=request.user)
    messages.success(request, f"Version {version.number} reads this project’s articles now.")
    return redirect("annotations:learning", slug)


@signed_in
@require_POST
def use_shipped(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    actions.use_shipped(project=membership.project, by=request.user)
    messages.success(request, "The model as shipped reads this project’s articles now.")
    return redirect("annotations:learning", slug)


def _version_or_404(request: SignedInRequest, slug: str, version_id: int) -> ModelVersion:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    return get_object_or_404(ModelVersion, project=membership.project, pk=version_id)


def _versions(membership: Membership) -> dict[str, Any]:
    """Without their heads, which are of no use on a page."""
    every = ModelVersion.objects.filter(project=membership.project).select_related("made_by")
    made = every.defer("head")
    versions = list(made[:SHOWN])
    names = dict(Label.objects.of_project(membership.project).values_list("key", "name"))
    base, is_own = pipeline.shipped_version(), pipeline.is_own()
    return {
        "membership": membership,
        "project": membership.project,
        "here": "model",
        "shipped": base,
        "is_own": is_own,
        "active": made.filter(is_active=True, base=base).first() if is_own else None,
        "versions": [
            (each, _tables(each, names), _new_labels(each, names), each.base == base)
            for each in versions
        ],
        "is_running": any(each.state in ModelVersion.UNFINISHED for each in versions),
    }


def _tables(version: ModelVersion, names: dict[str, str]) -> list[Table]:
    return [
        Table(title, compared, _rows(gate.from_json(version.figures[part]), names))
        for part, (title, compared) in PARTS.items()
        if version.figures.get(part)
    ]


def _new_labels(version: ModelVersion, names: dict[str, str]) -> list[str]:
    return [names.get(key, key) for key in version.figures.get("new_labels", [])]


def _rows(figures: list[Figure], names: dict[str, str]) -> list[Row]:
    """One a label that gold has, and all together."""
    total = Figure(ALL, Count(), Count())
    for each in figures:
        total = Figure(ALL, total.before.plus(each.before), total.after.plus(each.after))
    return [
        Row(
            names.get(each.label, each.label),
            each.before.gold,
            round(each.before.f * 100, 1),
            round(each.after.f * 100, 1),
            each.is_rare,
        )
        for each in [*figures, total]
        if each.before.gold
    ]
