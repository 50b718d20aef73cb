"""Imports: upload a file, look at it, start, follow, read what was left out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from articles import actions, running
from articles.forms import PasteForm, UploadForm
from articles.importers import Unusable
from articles.looking import look
from articles.models import ImportProblem, ImportRun
from articles.spreadsheets import safe_cell
from articles.views import paste
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role
from newsdesk.errors import Refused
from newsdesk.http import SignedInRequest, whole_number
from newsdesk.jobs import is_worker_missing

RUNS_A_PAGE = 50
PROBLEMS_A_PAGE = 50
State = ImportRun.State


class UnknownPlace(Refused):
    """This address asks for a page that does not exist."""

    status = 400


@signed_in
@require_POST
def upload(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return paste.show(request, membership, PasteForm(), form)
    file = form.cleaned_data["file"]
    try:
        run = actions.upload(project=membership.project, name=file.name, file=file, by=request.user)
    except Unusable as problem:
        form.add_error("file", f"{file.name} cannot be read. {problem}")
        return paste.show(request, membership, PasteForm(), form)
    return redirect("articles:import-run", slug, run.pk)


@signed_in
@require_GET
def list_runs(request: SignedInRequest, slug: str) -> HttpResponse:
    """All imports of the project, newest first."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    runs = membership.project.import_runs.select_related("by").order_by("-id")
    if before := request.GET.get("before"):
        runs = runs.filter(pk__lt=_number(before))
    page = list(runs[: RUNS_A_PAGE + 1])
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "import",
        "runs": page[:RUNS_A_PAGE],
        "next": page[RUNS_A_PAGE - 1].pk if len(page) > RUNS_A_PAGE else None,
    }
    return render(request, "articles/import_runs.html", context)


@signed_in
@require_GET
def import_run(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    """One import: what will come, how far it is, or what became of it."""
    membership, run = _membership_and_run(request, slug, run_id)
    is_busy = run.state in {State.QUEUED, State.RUNNING}
    context: dict[str, Any] = {
        "project": membership.project,
        "membership": membership,
        "here": "import",
        "run": run,
        "is_busy": is_busy,
        "is_alone": is_busy and is_worker_missing(),
        "earlier": _earlier(run),
        **_problem_page(run, request.GET.get("after", "")),
    }
    if run.state == State.PREVIEW:
        return render(request, "articles/import_preview.html", {**context, "look": look(run)})
    return render(request, "articles/import_run.html", context)


@signed_in
@require_POST
def start(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    _, run = _membership_and_run(request, slug, run_id)
    join_lines = request.POST.get("join_lines") == "on"
    actions.start(run=run, join_lines=join_lines, by=request.user)
    return redirect("articles:import-run", slug, run_id)


@signed_in
@require_POST
def discard(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    _, run = _membership_and_run(request, slug, run_id)
    actions.discard(run=run, by=request.user)
    messages.success(request, f"Discarded: {run.name}. Nothing of it was imported.")
    return redirect(
        "articles:import-runs" if request.POST.get("then") == "list" else "articles:import", slug
    )


@signed_in
@require_GET
def original(request: SignedInRequest, slug: str, run_id: int) -> FileResponse:
    """The bytes as they came, never shown by the browser."""
    _, run = _membership_and_run(request, slug, run_id)
    if not run.file:
        raise Http404
    return FileResponse(
        running.open_file(run),
        as_attachment=True,
        filename=run.name,
        content_type="application/octet-stream",
    )


@signed_in
@require_GET
def problems(request: SignedInRequest, slug: str, run_id: int) -> StreamingHttpResponse:
    """All problems of a run as CSV."""
    _, run = _membership_and_run(request, slug, run_id)
    answer = StreamingHttpResponse(_problem_lines(run), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="problems-{run.pk}.csv"'
    return answer


class _Line:
    """What csv writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def _problem_lines(run: ImportRun) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(["row", "imported", "reason", "excerpt"])
    for problem in run.problems.iterator(chunk_size=1000):
        imported = "yes" if problem.is_warning else "no"
        cells = (problem.row, imported, safe_cell(problem.reason), safe_cell(problem.excerpt))
        yield writer.writerow(cells)


def _problem_page(run: ImportRun, after: str) -> dict[str, Any]:
    """Problems behind a place (`row-id`), and the place of the next page."""
    found: QuerySet[ImportProblem] = run.problems.select_related("duplicate_of")
    if after:
        row, _, pk = after.partition("-")
        behind = Q(row__gt=_number(row)) | Q(pk__gt=_number(pk))
        found = found.filter(Q(row__gte=_number(row)) & behind)
    page = list(found[: PROBLEMS_A_PAGE + 1])
    last = page[PROBLEMS_A_PAGE - 1] if len(page) > PROBLEMS_A_PAGE else None
    return {
        "problems": page[:PROBLEMS_A_PAGE],
        "next": f"{last.row}-{last.pk}" if last else "",
        "after": after,
    }


def _number(text: str) -> int:
    number = whole_number(text, digits=9)
    if number is None:
        raise UnknownPlace
    return number


def _earlier(run: ImportRun) -> ImportRun | None:
    """The first import of the very same file."""
    same = ImportRun.objects.filter(
        project=run.project_id, sha256=run.sha256, pk__lt=run.pk, kind=ImportRun.Kind.FILE
    )
    return same.exclude(state=State.PREVIEW).order_by("pk").first()


def _membership_and_run(
    request: SignedInRequest, slug: str, run_id: int
) -> tuple[Membership, ImportRun]:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    runs = ImportRun.objects.select_related("project", "by")
    return membership, get_object_or_404(runs, pk=run_id, project=membership.project)
