"""Paste one article, and see what it would become before it is imported."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles import actions, wrapping
from articles.actions import AlreadyHere
from articles.forms import PasteForm, UploadForm
from articles.importers import ArticleRow
from articles.models import Document
from articles.text import paragraphs, text_key
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Project, Role
from newsdesk.http import SignedInRequest

EARLIER_RUNS = 5


@signed_in
@require_http_methods(["GET", "POST"])
def import_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """Paste an article, or choose a file. Without scripts a button shows the preview."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    form = PasteForm(request.POST or None)
    if request.method != "POST" or request.POST.get("then") == "look" or not form.is_valid():
        return show(request, membership, form, UploadForm())
    try:
        document = actions.paste(project=membership.project, row=form.row, by=request.user)
    except AlreadyHere:
        return show(request, membership, form, UploadForm())
    return _after_paste(request, slug, document)


@signed_in
@require_POST
def preview(request: SignedInRequest, slug: str) -> HttpResponse:
    """What a pasted text would become, while it is being typed."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    form = PasteForm(request.POST)
    context = {"project": membership.project, **_preview(membership.project, form)}
    return render(request, "articles/_preview.html", context)


def show(
    request: SignedInRequest, membership: Membership, form: PasteForm, upload_form: UploadForm
) -> HttpResponse:
    """The import page with what is in the forms."""
    runs = membership.project.import_runs.select_related("by").order_by("-id")
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "import",
        "form": form,
        "upload_form": upload_form,
        "runs": runs[:EARLIER_RUNS],
        **_preview(membership.project, form),
    }
    is_wrong = bool(form.errors or upload_form.errors or context.get("duplicate"))
    return render(request, "articles/import.html", context, status=422 if is_wrong else 200)


def _after_paste(request: SignedInRequest, slug: str, document: Document) -> HttpResponse:
    if request.POST.get("then") == "stay":
        messages.success(request, f"Imported: {document.article}.", extra_tags="good")
        return redirect("articles:import", slug)
    return redirect(reverse("annotations:reader", args=[slug, document.article_id]))


def _preview(project: Project, form: PasteForm) -> dict[str, Any]:
    if not form.data.get("text", "").strip():
        return {"is_empty": True}
    if not form.is_valid():
        return {"form": form}
    return {"form": form, **_preview_of(project, form.row)}


def _preview_of(project: Project, row: ArticleRow) -> dict[str, Any]:
    known = Document.objects.filter(
        project=project, text_key=text_key(row.text), is_current=True
    ).select_related("article")
    return {
        "row": row,
        "words": len(row.text.split()),
        "paragraph_count": len(paragraphs(row.text)),
        "duplicate": known.first(),
        "is_hard_wrapped": wrapping.is_hard_wrapped(row.text),
    }
