"""What is known of an article beside its text. The text itself never changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from articles import details as known
from articles.forms import DETAILS, DetailsForm
from articles.models import Article
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Role
from newsdesk.http import SignedInRequest


@signed_in
@require_http_methods(["GET", "POST"])
def details(request: SignedInRequest, slug: str, article_id: int) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    articles = Article.objects.filter(project=membership.project).select_related("outlet")
    article = get_object_or_404(articles, pk=article_id)
    form = DetailsForm(request.POST or None, initial=_present(article))
    if request.method == "POST" and form.is_valid():
        known.change(article=article, by=request.user, **form.changes)
        messages.success(request, "The details are saved.", extra_tags="good")
        return redirect("annotations:reader", slug, article_id)
    context = {
        "project": membership.project,
        "membership": membership,
        "here": "articles",
        "article": article,
        "form": form,
        "fields": [form[name] for name in DETAILS],
    }
    return render(request, "articles/details.html", context, status=422 if form.errors else 200)


def _present(article: Article) -> dict[str, Any]:
    return {name: shown for name, shown in known.shown(article).items() if shown}
