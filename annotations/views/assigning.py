"""Assigning by hand: which articles, for whom, in what shares, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from annotations import filters
from annotations.actions import assigning
from annotations.models import Progress
from annotations.views.going_on import NextForm
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.forms import StyledForm, posted
from newsdesk.accounts.models import Membership, Project, Role
from newsdesk.http import SignedInRequest, whole_number

MOST_ARTICLES = 1_000
"""At once; whoever assigns more does so in several goes."""
LARGEST_SHARE = 100


class DueField(forms.DateField):
    """Until when; empty for whenever. Today still will do."""

    def __init__(self) -> None:
        widget = forms.DateInput(attrs={"type": "date"})
        super().__init__(label="Due", required=False, widget=widget)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value < timezone.localdate():
            raise forms.ValidationError("This day is past. Choose today or a later one.")


class SharesForm(StyledForm):
    """For whom: a field for each person's share, named by their id."""

    due_on = DueField()

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in people:
            share = forms.IntegerField(
                label=f"Share of {each.user}",
                min_value=0,
                max_value=LARGEST_SHARE,
                initial=0 if each.role != Role.ANNOTATOR else 1,
                widget=forms.NumberInput(attrs={"class": "input"}),
            )
            self.fields[f"share_{each.user_id}"] = share
        self.people = people

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(self.shares.values()):
            raise forms.ValidationError("Give at least one person a share.")
        return data

    @property
    def shares(self) -> dict[int, int]:
        return {
            each.user_id: self.cleaned_data.get(f"share_{each.user_id}") or 0
            for each in self.people
        }


class AssignForm(SharesForm, NextForm):
    """Also how many articles, and which first."""

    count = forms.IntegerField(label="Articles", min_value=1, max_value=MOST_ARTICLES, initial=20)
    field_order = ("count", "order", "outlet", "published_from", "published_to", "due_on")


@dataclass(frozen=True, slots=True)
class Chosen:
    """`rows` are assigned; `shown` are the chosen ones by name, unless a filter chose them.
    `sentence` says what the filter asks for, `is_more` that it finds more than go at once.
    """

    rows: QuerySet[Progress]
    count: int
    places: int
    shown: list[Progress]
    sentence: str
    is_more: bool

    @property
    def is_by_filter(self) -> bool:
        return not self.shown


@signed_in
@require_http_methods(["GET", "POST"])
def assign(request: SignedInRequest, slug: str) -> HttpResponse:
    """The articles that were ticked in the list (`article`), or all that its filters find."""
    membership = membership_or_404(request.user, slug, role=Role.MANAGER)
    project = membership.project
    if not request.GET:
        messages.info(request, "Tick the articles that you want to assign first.")
        return redirect("annotations:queue", slug)
    with filters.in_time():
        chosen = _chosen(project, request.GET)
    form = SharesForm(posted(request), people=annotators(project))
    if request.method == "POST" and form.is_valid():
        give(request, chosen.rows, form)
        return redirect("annotations:assignments", slug)
    context = {
        "project": project,
        "membership": membership,
        "here": "articles",
        "chosen": chosen,
        "most": MOST_ARTICLES,
        "form": form,
    }
    return render(request, "annotations/assign.html", context, status=422 if form.errors else 200)


def give(request: SignedInRequest, rows: QuerySet[Progress], form: SharesForm) -> None:
    """Assign them as the form says, and tell how many that were."""
    made = assigning.assign(
        rows=rows, shares=form.shares, by=request.user, due_on=form.cleaned_data["due_on"]
    )
    articles = "1 article" if made.passed_over == 1 else f"{made.passed_over} articles"
    left = f" {articles} had no place for them." if made.passed_over else ""
    if made.given:
        messages.success(request, f"{made.given} assigned.{left}", extra_tags="good")
    else:
        messages.warning(request, f"Nothing was assigned.{left}", extra_tags="warn")


def give_first(request: SignedInRequest, project: Project, form: AssignForm) -> None:
    """The first articles with places left, in the order and of those that the form asks for."""
    data = form.cleaned_data
    wanted = {key: data[key] for key in ("outlet", "published_from", "published_to")}
    free = _free(filters.of(project, {key: value for key, value in wanted.items() if value}).qs)
    keys = free.order_by(*assigning.ORDERS[data["order"]]).values_list("pk", flat=True)
    give(request, Progress.objects.filter(pk__in=list(keys[: data["count"]])), form)


def annotators(project: Project) -> list[Membership]:
    members = Membership.objects.active().filter(project=project)
    able = members.filter(role__in=Role.ANNOTATOR.and_above).select_related("user")
    return list(able.order_by("user__name", "user"))


def _free(rows: QuerySet[Progress]) -> QuerySet[Progress]:
    return rows.filter(assigning.OPEN, places__gt=0)


def _chosen(project: Project, asked: QueryDict) -> Chosen:
    if "article" in asked:
        return _ticked(project, asked.getlist("article"))
    found = filters.of(project, {key: asked[key] for key in asked if key != "all"})
    free = _free(found.qs).order_by("-article_id")
    rows = list(free.values_list("pk", "places")[: MOST_ARTICLES + 1])
    is_more, rows = len(rows) > MOST_ARTICLES, rows[:MOST_ARTICLES]
    return Chosen(
        rows=Progress.objects.filter(pk__in=[pk for pk, _ in rows]),
        count=len(rows),
        places=sum(places for _, places in rows),
        shown=[],
        sentence=found.sentence,
        is_more=is_more,
    )


def _ticked(project: Project, keys: list[str]) -> Chosen:
    """Raises Http404 for a key that is no article's here."""
    numbers = set(filter(None, map(whole_number, keys)))
    rows = Progress.objects.filter(project=project, pk__in=numbers)
    shown = list(rows.select_related("article").order_by("-pk")[: MOST_ARTICLES + 1])
    if not len(shown) == len(numbers) == len(set(keys)) <= MOST_ARTICLES:
        raise Http404
    left = [row.places for row in shown if row.state != Progress.State.APPROVED]
    return Chosen(rows, len(shown), sum(left), shown, "", is_more=False)
