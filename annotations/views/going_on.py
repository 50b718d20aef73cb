"""To the next article that somebody annotates, by the order and the filters they chose last."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from annotations import filters
from annotations.actions import assigning
from annotations.filters import ArticleFilter, UnknownFilter
from annotations.views.queue import outlet_names
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.forms import StyledForm
from newsdesk.accounts.models import Project, Role
from newsdesk.http import SignedInRequest, whole_number

CHOICES = ("order", *ArticleFilter.base_filters)
Chosen = dict[str, str]


def _date_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class NextForm(StyledForm):
    """With what to begin, of which outlet, and published when."""

    order = forms.ChoiceField(
        label="Begin with", choices=[(name, name.capitalize()) for name in assigning.ORDERS]
    )
    outlet = forms.ChoiceField(label="Outlet", required=False)
    published_from = _date_field("Published from")
    published_to = _date_field("Published to")

    def __init__(self, *args: Any, outlets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outlet"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any"), *((name, name) for name in outlets)]


@signed_in
@require_POST
def next_article(request: SignedInRequest, slug: str) -> HttpResponse:
    """To the article that this person goes on with. What they choose here stands until they choose
    otherwise; who sends no choice goes on as before.
    """
    project = membership_or_404(request.user, slug, role=Role.ANNOTATOR).project
    if not set(request.POST).isdisjoint(CHOICES):
        request.session[_key(project)] = _sent(request, project)
    return go_on(request, project, after=whole_number(request.POST.get("after", "")))


def go_on(request: SignedInRequest, project: Project, *, after: int | None) -> HttpResponse:
    """To the next article for this person, or to their assignments if nothing is left."""
    choice = chosen(request, project)
    order = choice.pop("order")
    asked = _asked(project, choice)
    with filters.in_time():
        found = assigning.next_article(rows=asked.qs, by=request.user, order=order, after=after)
    if found:
        return redirect("annotations:reader", project.slug, found)
    limits = f": {asked.sentence}" if asked.sentence else ""
    messages.info(request, f"Nothing is left for you to annotate here{limits}.")
    return redirect("annotations:assignments", project.slug)


def chosen(request: SignedInRequest, project: Project) -> Chosen:
    """The order, and the filters in use."""
    return {"order": "newest", **request.session.get(_key(project), {})}


def outlets(request: SignedInRequest, project: Project) -> list[str]:
    """Those to choose from."""
    return outlet_names(project, chosen(request, project).get("outlet"))


def _key(project: Project) -> str:
    return f"next-{project.pk}"


def _sent(request: SignedInRequest, project: Project) -> Chosen:
    """Raises UnknownFilter; an order that there is not is the usual one."""
    sent = {key: request.POST.get(key, "") for key in CHOICES}
    order = sent.pop("order")
    kept = filters.of(project, sent).recipe
    return {**kept, "order": order} if order in assigning.ORDERS else kept


def _asked(project: Project, choice: Chosen) -> ArticleFilter:
    """All articles, where what was chosen is there no more."""
    try:
        return filters.of(project, choice)
    except UnknownFilter:
        return filters.of(project, {})
