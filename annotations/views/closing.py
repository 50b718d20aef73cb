"""Finishing an article, opening it again, and making it gold."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from annotations.actions import review
from annotations.forms import FinishForm, GoOnForm, VersionForm
from annotations.reader import checking
from annotations.review import mended
from annotations.views.going_on import go_on
from annotations.views.opening import opened, valid
from annotations.views.seeing import seen_by
from annotations.views.showing import shown_to
from newsdesk.accounts.access import signed_in
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest


@signed_in
@require_http_methods(["GET", "POST"])
def finish(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    """Then to the list of articles, or to the next one. A GET tells what to look at before."""
    membership, document = opened(request, slug, article_id, Role.ANNOTATOR)
    if request.method == "GET":
        seen = checking.with_changes(seen_by(request, document))
        made = {pk: str(request.user) for pk in seen.mended}
        found = {"warnings": checking.remarks(seen), "mended": mended.of(seen, made)}
        return render(request, "annotations/_warnings.html", found)
    values = valid(FinishForm(request.POST))
    review.submit(document=document, by=request.user, showing=shown_to(request), **values)
    messages.success(request, f"Finished: {document.article}.", extra_tags="good")
    if request.POST.get("then") == "next":
        return go_on(request, membership.project, after=article_id)
    return redirect("annotations:queue", slug)


@signed_in
@require_POST
def reopen(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    _, document = opened(request, slug, article_id, Role.ANNOTATOR)
    review.reopen(document=document, by=request.user, **valid(VersionForm(request.POST)))
    return redirect("annotations:reader", slug, article_id)


@signed_in
@require_POST
def approve(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    _, document = opened(request, slug, article_id, Role.REVIEWER)
    values = valid(GoOnForm(request.POST))
    review.approve(document=document, by=request.user, **values)
    messages.success(request, f"Approved: {document.article} is gold now.", extra_tags="good")
    return redirect("annotations:reader", slug, article_id)
