"""Who is to annotate what: one's own articles, and for managers everybody's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from annotations import filters
from annotations.actions import assigning, holding, places
from annotations.models import Assignment, Progress
from annotations.review import queues
from annotations.views import going_on
from annotations.views.assigning import AssignForm, DueField, annotators, give_first
from annotations.views.going_on import NextForm
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.forms import posted
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.errors import Invalid, NotAllowed
from newsdesk.http import SignedInRequest, whole_number

SHOWN = 100
LAST = 20
State = Assignment.State
IS_OPEN = Q(state=State.OPEN) & ~queues.IS_APPROVED


class DueForm(forms.Form):
    """Until when somebody should finish."""

    due_on = DueField()


@signed_in
@require_http_methods(["GET", "POST"])
def assignments(request: SignedInRequest, slug: str) -> HttpResponse:
    """One's own assignments; a manager sees everybody's and assigns here."""
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    project, is_manager = membership.project, membership.may(Role.MANAGER)
    if request.method == "POST" and not is_manager:
        raise NotAllowed
    people, outlets = annotators(project), going_on.outlets(request, project)
    form = AssignForm(posted(request), people=people, outlets=outlets) if is_manager else None
    if request.method == "POST" and form and form.is_valid():
        give_first(request, project, form)
        return redirect("annotations:assignments", slug)
    choice = going_on.chosen(request, project)
    next_form = NextForm(auto_id="next_%s", initial=choice, outlets=outlets)
    context = {**_page(request, membership, people), "form": form, "next_form": next_form}
    return render(
        request,
        "annotations/assignments.html",
        context,
        status=422 if form and form.errors else 200,
    )


@signed_in
@require_POST
def release(request: SignedInRequest, slug: str, assignment_id: int) -> HttpResponse:
    """Annotators give back what they have not begun, managers anybody's place."""
    membership, found = _assignment(request, slug, assignment_id)
    holding.release(
        article_id=found.article_id,
        annotator=found.annotator,
        by=request.user,
        takes_begun=membership.may(Role.MANAGER),
    )
    messages.success(request, f"Given back: {found.article}.")
    return redirect("annotations:assignments", slug)


@signed_in
@require_POST
def hand_over(request: SignedInRequest, slug: str, assignment_id: int) -> HttpResponse:
    membership, found = _assignment(request, slug, assignment_id)
    to = _annotator(found.project, request.POST.get("to", ""))
    holding.hand_over(
        article_id=found.article_id,
        annotator=found.annotator,
        to=to,
        by=request.user,
        takes_begun=membership.may(Role.MANAGER),
    )
    messages.success(request, f"{to} has {found.article} now.")
    return redirect("annotations:assignments", slug)


@signed_in
@require_POST
def set_due(request: SignedInRequest, slug: str, assignment_id: int) -> HttpResponse:
    membership_or_404(request.user, slug, role=Role.MANAGER)
    _, found = _assignment(request, slug, assignment_id)
    form = DueForm(request.POST)
    if not form.is_valid():
        raise Invalid(" ".join(map(str, form.errors["due_on"])))
    due_on = form.cleaned_data["due_on"]
    holding.set_due(assignment=found, due_on=due_on, by=request.user)
    until = f"is due on {filters.date_text(due_on)}" if due_on else "is due whenever"
    messages.success(request, f"{found.article} {until}.")
    address = reverse("annotations:assignments", args=[slug])
    return redirect(f"{address}?of={found.annotator_id}")


def _page(
    request: SignedInRequest, membership: Membership, annotating: list[Membership]
) -> dict[str, Any]:
    project = membership.project
    whose = _whose(request, membership)
    open_ones = Assignment.objects.of(whose).unfinished().filter(project=project)
    soonest = open_ones.order_by(F("due_on").asc(nulls_last=True), "id")
    holding_it = Assignment.objects.filter(article=OuterRef("article")).values("annotator")
    shown: QuerySet[Any] = soonest.select_related("article").annotate(
        is_begun=places.begun_sets(), holders=ArraySubquery(holding_it)
    )
    mine = [(each, _others(each.holders, annotating)) for each in shown[:SHOWN]]
    return {
        "project": project,
        "membership": membership,
        "here": "assignments",
        "name": "assignments" if whose == request.user else "",
        "queues": queues.of(membership),
        "whose": whose,
        "today": timezone.localdate(),
        "mine": mine,
        "finished": _finished(project, whose),
        "is_any_left": whose == request.user and not mine and _is_any_left(project, whose),
        "counts": _counts(Assignment.objects.of(whose).filter(project=project)),
        "people": _people(project) if membership.may(Role.MANAGER) else [],
    }


def _finished(project: Project, whose: User) -> QuerySet[Assignment]:
    """The last that they finished."""
    rows = Assignment.objects.of(whose).filter(project=project, state=State.SUBMITTED)
    return rows.select_related("article__progress").order_by("-changed_at", "-id")[:LAST]


def _is_any_left(project: Project, user: User) -> bool:
    return assigning.is_any_left(rows=Progress.objects.filter(project=project), by=user)


def _others(holders: list[int], annotating: list[Membership]) -> list[Membership]:
    """Who can take a place: those who hold none in the article."""
    return [each for each in annotating if each.user_id not in holders]


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
        .exclude(queues.IS_APPROVED)
        .values("annotator")
        .annotate(
            open=Count("pk", filter=Q(state=State.OPEN)),
            late=Count("pk", filter=Q(due_on__lt=timezone.localdate())),
        )
    )
    return {row["annotator"]: {"open": row["open"], "late": row["late"]} for row in counted}


def _annotator(project: Project, sent: str) -> User:
    """Raises Http404 for who is not in the project, Invalid for who does not annotate there."""
    number = whole_number(sent)
    if number is None:
        raise Invalid("Choose somebody who annotates in this project.")
    members = Membership.objects.active().filter(project=project).select_related("user")
    found = get_object_or_404(members, user=number)
    if not found.may(Role.ANNOTATOR):
        raise Invalid("Choose somebody who annotates in this project.")
    return found.user


def _whose(request: SignedInRequest, membership: Membership) -> User:
    """Oneself; for a manager whom `?of=` names, if they hold a place here."""
    asked = request.GET.get("of", "")
    if not (asked and membership.may(Role.MANAGER)):
        return request.user
    held = Assignment.objects.filter(project=membership.project)
    return get_object_or_404(User, pk=whole_number(asked), pk__in=held.values("annotator"))


def _assignment(
    request: SignedInRequest, slug: str, assignment_id: int
) -> tuple[Membership, Assignment]:
    """One's own, or anybody's for a manager; others do not exist."""
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    found = Assignment.objects.filter(project=membership.project)
    if not membership.may(Role.MANAGER):
        found = found.of(request.user)
    rows = found.select_related("article", "annotator", "project")
    return membership, get_object_or_404(rows, pk=assignment_id)
