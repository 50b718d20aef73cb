"""The list of a project's articles."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations import filters, paging
from annotations.filters import ArticleFilter, UnknownFilter
from annotations.models import Progress
from annotations.paging import Page
from annotations.tables import ArticleTable
from articles.models import Outlet
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.http import SignedInRequest, is_htmx

LARGEST_KEY = 2**63 - 1
MOST_OUTLETS = 200


class PageForm(forms.Form):
    """Where a page begins and how long it is."""

    before = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)
    rows = forms.IntegerField(required=False, min_value=1, max_value=paging.MOST_ROWS)


@signed_in
@require_GET
def queue(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug)
    place, wanted = _place_and_filters(request.GET)
    asked = filters.of(membership.project, wanted)
    with filters.in_time():
        page = paging.page(
            _rows(asked),
            key="article_id",
            size=place["rows"] or 50,
            before=place["before"],
            after=place["after"],
        )
        count = paging.count(asked.qs)
    context = {
        "membership": membership,
        "project": membership.project,
        "here": "articles",
        "filter": asked,
        "page": page,
        "table": ArticleTable(page.rows),
        "count": count,
        "most_counted": paging.MOST_COUNTED,
        "is_waiting": any(row.state == "new" and not row.failure for row in page.rows),
        **_links(asked, page, place["rows"]),
    }
    if is_htmx(request):
        return _fragment(request, context, asked, place)
    context["outlets"] = _outlets(asked)
    return render(request, "annotations/queue.html", context)


def _place_and_filters(query: QueryDict) -> tuple[dict[str, int | None], dict[str, str]]:
    """Raises UnknownFilter for a place that is no number."""
    form = PageForm(query)
    if not form.is_valid():
        key, reasons = next(iter(form.errors.items()))
        raise UnknownFilter(f"“{key}” in the address: {reasons[0]}")
    return form.cleaned_data, {
        key: str(value) for key, value in query.items() if key not in form.fields
    }


def _rows(asked: ArticleFilter) -> Any:
    shown = ("state", "failure", "suggestion_count", "decided_count", "project_id")
    article = ("headline", "published_at", "added_at", "authors")
    return asked.qs.select_related("article", "outlet").only(
        *shown, "outlet__name", *(f"article__{name}" for name in article)
    )


def _links(asked: ArticleFilter, page: Page[Progress], rows: int | None) -> dict[str, str]:
    """The addresses of the pages around this one, "" where there is none."""

    def address(**place: int | None) -> str:
        values = {**asked.recipe, "rows": rows, **place}
        return "?" + urlencode({key: value for key, value in values.items() if value is not None})

    return {
        "here_link": address(),
        "first": address() if page.newer is not None else "",
        "newer": address(after=page.newer) if page.newer is not None else "",
        "older": address(before=page.older) if page.older is not None else "",
        "last": address(after=0) if page.older is not None else "",
        "recipe_link": "?" + urlencode(asked.recipe),
    }


def _outlets(asked: ArticleFilter) -> list[str]:
    """The project's outlets by name, at least the one in use."""
    names = Outlet.objects.filter(project=asked.project).order_by("name")
    found = list(names.values_list("name", flat=True)[:MOST_OUTLETS])
    chosen = asked.recipe.get("outlet")
    return found if chosen is None or chosen in found else [chosen, *found]


def _fragment(
    request: SignedInRequest,
    context: dict[str, Any],
    asked: ArticleFilter,
    place: dict[str, int | None],
) -> HttpResponse:
    """The list alone; the browser's address becomes the one without empty filters."""
    answer = render(request, "annotations/_queue.html", context)
    values = {**asked.recipe, **place}
    query = urlencode({key: value for key, value in values.items() if value is not None})
    address = f"{request.path}?{query}" if query else request.path
    if address != request.htmx.current_url_abs_path:
        answer["HX-Push-Url"] = address
    return answer
