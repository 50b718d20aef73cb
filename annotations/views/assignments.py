"""Who is to annotate what: one's own articles, the next one, and for managers everybody's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from annotations import queues
from annotations.actions import assigning
from annotations.models import Assignment, Progress
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.forms import StyledForm, posted
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.errors import Invalid, NotAllowed
from newsdesk.http import SignedInRequest

SHOWN = 100
MOST_ARTICLES = 1_000
LARGEST_SHARE = 100
State = Assignment.State
IS_APPROVED = Q(article__progress__state=Progress.State.APPROVED)
IS_OPEN = Q(state=State.OPEN) & ~IS_APPROVED


class OrderForm(StyledForm):
    order = forms.ChoiceField(
        label="Begin with",
        choices=[(name, name.capitalize()) for name in assigning.ORDERS],
        widget=forms.Select(attrs={"class": "input short"}),
    )


class AssignForm(OrderForm):
    """How many articles, for whom: a field for each person's share, named by their id."""

    count = forms.IntegerField(label="Articles", min_value=1, max_value=MOST_ARTICLES, initial=20)
    due_on = forms.DateField(
        label="Due", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

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

    @property
    def share_fields(self) -> list[forms.BoundField]:
        return [self[f"share_{each.user_id}"] for each in self.people]


@signed_in
@require_http_methods(["GET", "POST"])
def assignments(request: SignedInRequest, slug: str) -> HttpResponse:
    """One's own assignments; a manager sees everybody's and assigns here."""
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    is_manager = membership.may(Role.MANAGER)
    if request.method == "POST" and not is_manager:
        raise NotAllowed
    form = (
        AssignForm(posted(request), people=_annotators(membership.project)) if is_manager else None
    )
    if request.method == "POST" and form and form.is_valid():
        _assign(request, membership.project, form)
        return redirect("annotations:assignments", slug)
    context = {**_page(request, membership), "form": form}
    return render(
        request,
        "annotations/assignments.html",
        context,
        status=422 if form and form.errors else 200,
    )


@signed_in
@require_POST
def next_article(request: SignedInRequest, slug: str) -> HttpResponse:
    """To the article that this person goes on with."""
    project = membership_or_404(request.user, slug, role=Role.ANNOTATOR).project
    form = OrderForm(request.POST)
    if form.is_valid():
        request.session["order"] = form.cleaned_data["order"]
    after = request.POST.get("after", "")
    is_number = after.isascii() and after.isdigit() and len(after) < 19
    return go_on(request, project, after=int(after) if is_number else None)


def go_on(request: SignedInRequest, project: Project, *, after: int | None) -> HttpResponse:
    """To the next article for this person, or to their assignments if nothing is left.

    The order is the one they chose last, in this session.
    """
    rows = Progress.objects.filter(project=project)
    order = request.session.get("order", "newest")
    found = assigning.next_article(rows=rows, by=request.user, order=order, after=after)
    if found:
        return redirect("annotations:reader", project.slug, found)
    messages.info(request, "Nothing is left for you to annotate here.")
    return redirect("annotations:assignments", project.slug)


@signed_in
@require_POST
def release(request: SignedInRequest, slug: str, assignment_id: int) -> HttpResponse:
    found = _assignment(request, slug, assignment_id)
    assigning.release(article_id=found.article_id, annotator=found.annotator, by=request.user)
    messages.success(request, f"Given back: {found.article}.")
    return redirect("annotations:assignments", slug)


@signed_in
@require_POST
def hand_over(request: SignedInRequest, slug: str, assignment_id: int) -> HttpResponse:
    found = _assignment(request, slug, assignment_id)
    to = _annotator(found.project, request.POST.get("to", ""))
    assigning.hand_over(
        article_id=found.article_id, annotator=found.annotator, to=to, by=request.user
    )
    messages.success(request, f"{to} has {found.article} now.")
    return redirect("annotations:assignments", slug)


def _assign(request: SignedInRequest, project: Project, form: AssignForm) -> None:
    data = form.cleaned_data
    free = Progress.objects.filter(assigning.OPEN, project=project, places__gt=0)
    chosen = list(
        free.order_by(*assigning.ORDERS[data["order"]])[: data["count"]].values_list("pk")
    )
    made = assigning.assign(
        rows=Progress.objects.filter(pk__in=[pk for (pk,) in chosen]),
        shares=form.shares,
        by=request.user,
        due_on=data["due_on"],
    )
    left = f" {made.passed_over} articles had no place for them." if made.passed_over else ""
    messages.success(request, f"{made.given} assigned.{left}", extra_tags="good")


def _page(request: SignedInRequest, membership: Membership) -> dict[str, Any]:
    project = membership.project
    whose = _whose(request, membership)
    open_ones = Assignment.objects.of(whose).unfinished().filter(project=project)
    soonest = open_ones.order_by(F("due_on").asc(nulls_last=True), "id")
    return {
        "project": project,
        "membership": membership,
        "here": "assignments",
        "name": "assignments",
        "queues": queues.of(membership),
        "whose": whose,
        "order_form": OrderForm(
            auto_id="next_%s", initial={"order": request.session.get("order", "newest")}
        ),
        "today": timezone.localdate(),
        "mine": list(soonest.select_related("article", "article__progress")[:SHOWN]),
        "counts": _counts(Assignment.objects.of(whose).filter(project=project)),
        "people": _people(project) if membership.may(Role.MANAGER) else [],
        "others": _annotators(project) if membership.may(Role.MANAGER) else [],
    }


def _counts(rows: QuerySet[Assignment]) -> dict[str, int]:
    return rows.aggregate(
        open=Count("pk", filter=IS_OPEN),
        sent_back=Count("pk", filter=Q(state=State.SENT_BACK)),
        submitted=Count("pk", filter=Q(state=State.SUBMITTED)),
    )


def _people(project: Project) -> list[dict[str, Any]]:
    """Each person who holds a place here, with counts. Few of those are unfinished, so that only
    these are looked at with the states of their articles.
    """
    rows = Assignment.objects.filter(project=project)
    counted = rows.values("annotator", "annotator__name").annotate(
        sent_back=Count("pk", filter=Q(state=State.SENT_BACK)),
        submitted=Count("pk", filter=Q(state=State.SUBMITTED)),
    )
    unfinished = _unfinished(project)
    none = {"open": 0, "late": 0}
    return [
        {**row, **unfinished.get(row["annotator"], none)}
        for row in counted.order_by("annotator__name", "annotator")
    ]


def _unfinished(project: Project) -> dict[int, dict[str, int]]:
    counted = (
        Assignment.objects.filter(project=project)
        .exclude(state=State.SUBMITTED)
        .exclude(IS_APPROVED)
        .values("annotator")
        .annotate(
            open=Count("pk", filter=Q(state=State.OPEN)),
            late=Count("pk", filter=Q(due_on__lt=timezone.localdate())),
        )
    )
    return {row["annotator"]: {"open": row["open"], "late": row["late"]} for row in counted}


def _annotators(project: Project) -> list[Membership]:
    members = Membership.objects.active().filter(project=project)
    able = members.filter(role__in=Role.ANNOTATOR.and_above).select_related("user")
    return list(able.order_by("user__name", "user"))


def _annotator(project: Project, number: str) -> User:
    found = {str(each.user_id): each.user for each in _annotators(project)}
    if number not in found:
        raise Invalid("Choose somebody who annotates in this project.")
    return found[number]


def _whose(request: SignedInRequest, membership: Membership) -> User:
    """Oneself; for a manager whom `?of=` names, if they hold a place here."""
    asked = request.GET.get("of", "")
    if not (asked and membership.may(Role.MANAGER)):
        return request.user
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    held = Assignment.objects.filter(project=membership.project)
    return get_object_or_404(User, pk=number, pk__in=held.values("annotator"))


def _assignment(request: SignedInRequest, slug: str, assignment_id: int) -> Assignment:
    """One's own, or anybody's for a manager; others do not exist."""
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    found = Assignment.objects.filter(project=membership.project)
    if not membership.may(Role.MANAGER):
        found = found.of(request.user)
    return get_object_or_404(
        found.select_related("article", "annotator", "project"), pk=assignment_id
    )
