"""Bringing articles in: paste one, or upload a file, look at it and start."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from articles import actions, running, wrapping
from articles.actions import AlreadyHere
from articles.forms import PasteForm, UploadForm
from articles.importers import ArticleRow, ProblemRow
from articles.models import Document, ImportRun
from articles.spreadsheets import safe_cell
from articles.text import paragraphs, text_key
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Project, Role
from newsdesk.http import SignedInRequest

PREVIEW_ROWS = 1000
SHOWN_ROWS = 8
SHOWN_PROBLEMS = 100


@signed_in
@require_http_methods(["GET", "POST"])
def import_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """Paste an article, or choose a file."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    form = PasteForm(request.POST or None)
    duplicate = None
    if request.method == "POST" and form.is_valid():
        try:
            document = actions.paste(project=membership.project, row=form.row, by=request.user)
        except AlreadyHere as refusal:
            duplicate = refusal.first
        else:
            return _after_paste(request, slug, document)
    return _import_page(request, membership, form, UploadForm(), duplicate)


@signed_in
@require_POST
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a pasted text would become, while it is being typed."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    form = PasteForm(request.POST)
    context: dict[str, Any] = {"form": form, "is_empty": not request.POST.get("text", "").strip()}
    if form.is_valid():
        context |= _preview_of(membership.project, form.row)
        context["is_hard_wrapped"] = wrapping.is_hard_wrapped(form.row.text)
    return render(request, "articles/_preview.html", context)


@signed_in
@require_POST
def upload(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _import_page(request, membership, PasteForm(), form)
    file = form.cleaned_data["file"]
    run = actions.upload(project=membership.project, name=file.name, file=file, by=request.user)
    return redirect("articles:import-run", slug, run.pk)


@signed_in
@require_GET
def import_run(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    """One import: what will come, how far it is, or what became of it."""
    membership, run = _membership_and_run(request, slug, run_id)
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "import",
        "run": run,
        "is_busy": run.state in {ImportRun.State.QUEUED, ImportRun.State.RUNNING},
        "problems": run.problems.select_related("duplicate_of")[:SHOWN_PROBLEMS],
        "shown_problems": SHOWN_PROBLEMS,
        "earlier": _earlier(run),
    }
    if run.state == ImportRun.State.PREVIEW:
        context |= _file_preview(run)
    return render(request, "articles/import_run.html", context)


@signed_in
@require_POST
def start(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    _, run = _membership_and_run(request, slug, run_id)
    actions.start(run=run, by=request.user)
    return redirect("articles:import-run", slug, run_id)


@signed_in
@require_POST
def discard(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    _, run = _membership_and_run(request, slug, run_id)
    actions.discard(run=run, by=request.user)
    return redirect("articles:import", slug)


@signed_in
@require_GET
def problems(request: SignedInRequest, slug: str, run_id: int) -> StreamingHttpResponse:
    """All problems of a run as CSV."""
    _, run = _membership_and_run(request, slug, run_id)
    answer = StreamingHttpResponse(_problem_lines(run), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="problems-{run.pk}.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


class _Line:
    """What csv writes to: it hands each line on."""

    def write(self, line: str) -> str:
        return line


def _problem_lines(run: ImportRun) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(["row", "reason", "excerpt"])
    for problem in run.problems.iterator(chunk_size=1000):
        cells = (problem.row, safe_cell(problem.reason), safe_cell(problem.excerpt))
        yield writer.writerow(cells)


def _after_paste(request: SignedInRequest, slug: str, document: Document) -> HttpResponse:
    if request.POST.get("then") == "stay":
        messages.success(request, f"Imported: {document.article}.", extra_tags="good")
        return redirect("articles:import", slug)
    return redirect(reverse("annotations:reader", args=[slug, document.article_id]))


def _import_page(
    request: SignedInRequest,
    membership: Membership,
    form: PasteForm,
    upload_form: UploadForm,
    duplicate: Document | None = None,
) -> HttpResponse:
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "import",
        "form": form,
        "upload_form": upload_form,
        "duplicate": duplicate,
        "runs": _runs(membership.project)[:10],
    }
    is_wrong = bool(form.errors or upload_form.errors or duplicate)
    return render(request, "articles/import.html", context, status=422 if is_wrong else 200)


def _runs(project: Project) -> QuerySet[ImportRun]:
    return project.import_runs.select_related("by").order_by("-id")


def _preview_of(project: Project, row: ArticleRow) -> dict[str, Any]:
    known = Document.objects.filter(
        project=project, text_key=text_key(row.text), is_current=True
    ).select_related("article")
    return {
        "row": row,
        "words": len(row.text.split()),
        "paragraph_count": len(paragraphs(row.text)),
        "duplicate": known.first(),
        "project": project,
    }


def _file_preview(run: ImportRun) -> dict[str, Any]:
    rows, has_more, unusable, warnings = running.sniff(run, PREVIEW_ROWS)
    good = [row for row in rows if isinstance(row, ArticleRow)]
    keys = {text_key(row.text) for row in good}
    known = Document.objects.filter(project=run.project, is_current=True, text_key__in=keys)
    return {
        "rows": [(row, len(row.text.split())) for row in good[:SHOWN_ROWS]],
        "good_count": len(good),
        "bad": [row for row in rows if isinstance(row, ProblemRow)][:SHOWN_ROWS],
        "bad_count": len(rows) - len(good),
        "known_count": known.count(),
        "has_more": has_more,
        "unusable": unusable,
        "file_warnings": warnings,
    }


def _earlier(run: ImportRun) -> ImportRun | None:
    """The first import of the very same file."""
    same = _runs(run.project).filter(sha256=run.sha256, pk__lt=run.pk)
    finished = same.exclude(sha256="").filter(state=ImportRun.State.DONE)
    return finished.last()


def _membership_and_run(
    request: SignedInRequest, slug: str, run_id: int
) -> tuple[Membership, ImportRun]:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    runs = ImportRun.objects.select_related("project", "by")
    return membership, get_object_or_404(runs, pk=run_id, project=membership.project)
