"""The list of a project's articles."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from annotations import filters, paging
from annotations.filters import ArticleFilter, UnknownFilter
from annotations.models import Progress
from annotations.paging import Page
from annotations.review import queues
from annotations.tables import ArticleTable
from articles.models import Outlet
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Project
from newsdesk.http import SignedInRequest, is_htmx

LARGEST_KEY = 2**63 - 1
MOST_OUTLETS = 200
LEAST_SURE = "least_sure"
KEYS = {"": "article_id", LEAST_SURE: "doubt"}
"""Of each order: the column that it goes by, greatest first."""
Place = dict[str, Any]


class PageForm(forms.Form):
    """The order of the rows, where a page begins and how long it is."""

    order = forms.ChoiceField(
        required=False, choices=[("", "Newest first"), (LEAST_SURE, "Least sure first")]
    )
    before = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)
    rows = forms.IntegerField(required=False, min_value=1, max_value=paging.MOST_ROWS)


@signed_in
@require_GET
def queue(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug)
    place, wanted = _place_and_filters(request.GET)
    asked = filters.of(membership.project, wanted)
    key = KEYS[place["order"]]
    ordered = asked.qs.exclude(**{key: None})
    with filters.in_time():
        page = paging.page(
            _rows(ordered),
            key=key,
            size=place["rows"] or 50,
            before=place["before"],
            after=place["after"],
        )
        count = paging.count(ordered)
    told = queues.told(membership, page.rows)
    rows: list[Any] = page.rows
    for row in rows:
        row.told = told.get(row.pk, [])
    context = {
        "membership": membership,
        "project": membership.project,
        "here": "articles",
        "filter": asked,
        "page": page,
        "order": place["order"],
        "orders": PageForm.base_fields["order"].choices,  # type: ignore[attr-defined]
        "table": ArticleTable(page.rows),
        "count": count,
        "most_counted": paging.MOST_COUNTED,
        "is_waiting": any(row.state == "new" and not row.failure for row in page.rows),
        **_links(asked, page, place),
    }
    if is_htmx(request):
        return _fragment(request, context, asked, place)
    outlets = outlet_names(membership.project, asked.recipe.get("outlet"))
    context |= {"outlets": outlets, "queues": queues.of(membership), "name": "queue"}
    return render(request, "annotations/queue.html", context)


def _place_and_filters(query: QueryDict) -> tuple[Place, dict[str, str]]:
    """Raises UnknownFilter for a place that is no number, and for an order that there is not."""
    form = PageForm(query)
    if not form.is_valid():
        key, reasons = next(iter(form.errors.items()))
        raise UnknownFilter(f"“{key}” in the address: {reasons[0]}")
    return form.cleaned_data, {
        key: str(value) for key, value in query.items() if key not in form.fields
    }


def _rows(ordered: QuerySet[Progress]) -> Any:
    shown = ("state", "failure", "suggestion_count", "decided_count", "doubt", "project_id")
    article = ("headline", "published_at", "added_at", "authors")
    return ordered.select_related("article", "outlet").only(
        *shown, "outlet__name", *(f"article__{name}" for name in article)
    )


def _links(asked: ArticleFilter, page: Page[Progress], place: Place) -> dict[str, str]:
    """The addresses of the pages around this one, "" where there is none."""

    kept = {**asked.recipe, "order": place["order"] or None, "rows": place["rows"]}

    def address(**beside: int | None) -> str:
        values = {**kept, **beside}
        return "?" + urlencode({key: value for key, value in values.items() if value is not None})

    return {
        "here_link": address(),
        "first": address() if page.newer is not None else "",
        "newer": address(after=page.newer) if page.newer is not None else "",
        "older": address(before=page.older) if page.older is not None else "",
        "last": address(after=0) if page.older is not None else "",
        "recipe_link": "?" + urlencode(asked.recipe),
        "all_link": "?" + urlencode({"all": "on", **asked.recipe}),
    }


def outlet_names(project: Project, chosen: str | None = None) -> list[str]:
    """The project's outlets by name, at least the one in use."""
    names = Outlet.objects.filter(project=project).order_by("name")
    found = list(names.values_list("name", flat=True)[:MOST_OUTLETS])
    return found if not chosen or chosen in found else [chosen, *found]


def _fragment(
    request: SignedInRequest,
    context: dict[str, Any],
    asked: ArticleFilter,
    place: Place,
) -> HttpResponse:
    """The list alone; the browser's address becomes the one without empty filters."""
    answer = render(request, "annotations/_queue.html", context)
    values = {**asked.recipe, **place, "order": place["order"] or None}
    query = urlencode({key: value for key, value in values.items() if value is not None})
    address = f"{request.path}?{query}" if query else request.path
    if address != request.htmx.current_url_abs_path:
        answer["HX-Push-Url"] = address
    return answer
