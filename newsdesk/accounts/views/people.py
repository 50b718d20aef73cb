"""Everybody with an account, for site administrators."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from newsdesk.accounts.access import SECOND_STEPS, signed_in
from newsdesk.accounts.actions import closing
from newsdesk.accounts.forms import FindPersonForm
from newsdesk.accounts.models import User
from newsdesk.errors import NotAllowed
from newsdesk.http import SignedInRequest

MOST_SHOWN = 200


@signed_in
@never_cache
@require_GET
def list_people(request: SignedInRequest) -> HttpResponse:
    _require_administrator(request)
    form = FindPersonForm(request.GET)
    found = _people(form.cleaned_data["text"] if form.is_valid() else "")
    context = {"people": found[:MOST_SHOWN], "most_shown": MOST_SHOWN, "form": form}
    return render(request, "accounts/people.html", context)


@signed_in
@require_POST
def close(request: SignedInRequest, person_id: int) -> HttpResponse:
    person = _person(request, person_id)
    handed_over = closing.close(user=person, by=request.user)
    messages.success(request, f"{person}’s account is closed. Their work stays.")
    if handed_over:
        names = ", ".join(str(project) for project in handed_over)
        messages.warning(request, f"You manage {names} now: nobody else did.")
    return redirect("accounts:people")


@signed_in
@require_POST
def reopen(request: SignedInRequest, person_id: int) -> HttpResponse:
    person = _person(request, person_id)
    closing.reopen(user=person, by=request.user)
    messages.success(request, f"{person}’s account is open again.")
    return redirect("accounts:people")


@signed_in
@require_POST
def forget_second_step(request: SignedInRequest, person_id: int) -> HttpResponse:
    person = _person(request, person_id)
    closing.forget_second_step(user=person, by=request.user)
    messages.success(request, f"{person} signs in with the password alone now.")
    return redirect("accounts:people")


def _person(request: SignedInRequest, person_id: int) -> User:
    """Somebody else: one’s own account is not closed by oneself."""
    _require_administrator(request)
    return get_object_or_404(User.objects.exclude(pk=request.user.pk), pk=person_id)


def _require_administrator(request: SignedInRequest) -> None:
    if not request.user.is_staff:
        raise NotAllowed("This is for site administrators. Ask one of them.")


def _people(text: str) -> QuerySet[User]:
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_STEPS)
    matching = Q(name__icontains=text) | Q(email__icontains=text) if text else Q()
    people = User.objects.filter(matching).annotate(has_second_step=Exists(steps))
    return people.order_by("name", "pk")
