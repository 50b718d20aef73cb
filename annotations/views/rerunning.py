"""Reading a project's articles again: what there is to read, how far it is, what came of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from annotations import jobs, paging
from annotations.actions import heads
from annotations.actions import rerunning as actions
from annotations.models import SuggestionRun
from annotations.suggest import pipeline
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Project, Role
from newsdesk.http import SignedInRequest, is_htmx


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rerun(request: SignedInRequest, slug: str) -> HttpResponse:
    project = membership_or_404(request.user, slug, role=Role.MANAGER).project
    if request.method == "POST":
        with transaction.atomic():
            run = actions.request(project=project, by=request.user)
            jobs.defer_rerun(run.pk)
    elif is_htmx(request):
        context = {"project": project, **newest(project)}
        return render(request, "annotations/_rerun.html", context)
    return redirect("annotations:learning", slug)


@signed_in
@require_POST
def cancel(request: SignedInRequest, slug: str, rerun_id: int) -> HttpResponse:
    project = membership_or_404(request.user, slug, role=Role.MANAGER).project
    run = get_object_or_404(SuggestionRun, project=project, pk=rerun_id)
    actions.cancel(run=run, by=request.user)
    return redirect("annotations:learning", slug)


def newest(project: Project) -> dict[str, Any]:
    """The newest run, and how many articles the next one would read, counted to MOST_COUNTED.

    Nobody waits for that number while a run goes on.
    """
    runs = SuggestionRun.objects.filter(project=project).select_related("made_by")
    run = runs.first()
    if run and run.is_unfinished:
        return {"run": run}
    left = actions.left(project.pk, heads.known_version(project.pk))
    return {
        "run": run,
        "left": paging.count(left),
        "most": paging.MOST_COUNTED,
        "is_own": pipeline.is_own(),
    }
