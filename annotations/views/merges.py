"""The inbox of pairs that may be one thing: yes, no or unsure, one key each, and undo."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from annotations import filters, jobs
from annotations.actions import answering
from annotations.entities import mentions
from annotations.entities.mentions import SIDES
from annotations.filters import UnknownFilter
from annotations.forms import KeyField
from annotations.models import ProposedMerge
from annotations.views.opening import valid
from newsdesk.accounts.access import membership_or_404, signed_in
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.history.models import Event
from newsdesk.http import SignedInRequest, is_htmx

ROWS_A_PAGE = 20
LOOKED_AT = 50
TOO_SLOW = "These pairs take too long to find now. Try again later."
State = ProposedMerge.State
STATES = {State.OPEN: "Open", State.UNSURE: "Unsure", State.NO: "No", State.YES: "Yes"}


class MergesForm(forms.Form):
    """Which are listed; `score` and `after` are of the last row before the page."""

    state = forms.ChoiceField(required=False, choices=list(STATES.items()))
    score = forms.FloatField(required=False, min_value=0, max_value=1)
    after = KeyField(required=False)


class AnswerForm(forms.Form):
    """`seen` is the state that was on the page; `kept` the one that a yes keeps."""

    says = forms.ChoiceField(choices=[(each, each) for each in (State.YES, State.NO, State.UNSURE)])
    seen = forms.ChoiceField(choices=[(each, each) for each in State])
    kept = KeyField(required=False)


class UndoForm(forms.Form):
    """The event of what is taken back."""

    event = KeyField()


@signed_in
@require_GET
def merges(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.ANNOTATOR)
    context = {**_page(membership), **_listed(request, membership)}
    return render(request, "annotations/merges.html", context)


@signed_in
@require_POST
def answer(request: SignedInRequest, slug: str, proposal_id: int) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.REVIEWER)
    proposal = get_object_or_404(ProposedMerge, project=membership.project, pk=proposal_id)
    sent = valid(AnswerForm(request.POST))
    answering.answer(
        proposal=proposal,
        says=sent["says"],
        seen=sent["seen"],
        kept=sent["kept"] or 0,
        by=request.user,
    )
    return _answered(request, membership)


@signed_in
@require_POST
def undo(request: SignedInRequest, slug: str) -> HttpResponse:
    membership = membership_or_404(request.user, slug, role=Role.REVIEWER)
    event = valid(UndoForm(request.POST))["event"]
    answering.undo(project_id=membership.project.pk, event_id=event, by=request.user)
    if "entity" in request.POST:
        messages.success(request, "Undone.", extra_tags="good")
        entity = valid(OfEntityForm(request.POST))["entity"]
        return redirect("annotations:entity", slug, entity)
    return _answered(request, membership)


class OfEntityForm(forms.Form):
    """The card that it was asked for on."""

    entity = KeyField()


@signed_in
@require_POST
def find(request: SignedInRequest, slug: str) -> HttpResponse:
    """Look now; else it is looked every ten minutes."""
    membership = membership_or_404(request.user, slug, role=Role.REVIEWER)
    jobs.defer_proposals(membership.project.pk)
    messages.info(request, "New names are compared now. Reload this page in a moment.")
    return redirect("annotations:merges", slug)


def _answered(request: SignedInRequest, membership: Membership) -> HttpResponse:
    """The list as it is now, for scripts; else the page again."""
    if not is_htmx(request):
        wanted = urlencode({"state": request.GET["state"]}) if "state" in request.GET else ""
        address = reverse("annotations:merges", args=[membership.project.slug])
        return redirect(f"{address}?{wanted}" if wanted else address)
    context = {**_page(membership), **_listed(request, membership)}
    return render(request, "annotations/_merges.html", context)


@filters.in_time(TOO_SLOW)
def _listed(request: SignedInRequest, membership: Membership) -> dict[str, Any]:
    form = MergesForm(request.GET)
    if not form.is_valid():
        raise UnknownFilter
    asked, project = form.cleaned_data, membership.project
    state = asked["state"] or State.OPEN
    rows = _rows(membership, state)
    if asked["after"] and asked["score"] is not None:
        score, key = asked["score"], asked["after"]
        rows = rows.filter(score__lte=score).filter(Q(score__lt=score) | Q(pk__gt=key))
    found = list(rows[: ROWS_A_PAGE + 1])
    shown = found[:ROWS_A_PAGE]
    context = {"proposals": _with_examples(shown), "state": state, "states": STATES}
    context["most_counted"] = mentions.MOST_COUNTED
    context["last"] = _last(project.pk, membership.user) if membership.may(Role.REVIEWER) else None
    if len(found) > ROWS_A_PAGE:
        place = {"state": state, "score": shown[-1].score, "after": shown[-1].pk}
        context["next"] = urlencode(place)
    return context


def _rows(membership: Membership, state: str) -> QuerySet[Any]:
    project, user = membership.project, membership.user
    counts = {f"{side}_count": mentions.mention_count(project, user, side) for side in SIDES}
    rows = mentions.proposed_merges(project, user, state, mentions.near(membership))
    found: QuerySet[Any] = rows.annotate(**counts)
    return found.select_related("first__label", "second__label", "by")


def _with_examples(rows: list[Any]) -> list[dict[str, Any]]:
    """Each with its two sides, that with more mentions first: a yes keeps it."""
    wanted = [getattr(row, f"{side}_mention") for row in rows for side in SIDES]
    examples = mentions.with_words(each for each in wanted if each)
    return [
        {
            "row": row,
            "sides": sorted(
                (
                    {
                        "entity": getattr(row, side),
                        "count": getattr(row, f"{side}_count"),
                        "example": examples.get(getattr(row, f"{side}_mention")),
                    }
                    for side in SIDES
                ),
                key=lambda side: -side["count"],
            ),
        }
        for row in rows
    ]


def _last(project_id: int, user: User) -> Event | None:
    """What this person answered last and nobody took back. An undo stores who asks again and when,
    so the newest pair need not be that of the newest answer.
    """
    answered = ProposedMerge.objects.filter(project=project_id, by=user).order_by("-at")
    keys = list(answered.values_list("pk", flat=True)[:LOOKED_AT])
    undone = Event.objects.filter(undoes=OuterRef("group"))
    events = Event.objects.filter(target_kind="merge", target_id__in=keys, verb="entity.answer")
    return events.filter(~Exists(undone), actor_id=user.pk).order_by("-pk").first()


def _page(membership: Membership) -> dict[str, Any]:
    return {
        "project": membership.project,
        "membership": membership,
        "here": "entities",
        "may_answer": membership.may(Role.REVIEWER),
    }
