"""One-time links. Looking at one changes nothing, so that previews do not use it up."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from newsdesk.accounts.actions import links, members
from newsdesk.accounts.actions.links import LinkUnusable
from newsdesk.accounts.forms import NewPersonForm
from newsdesk.accounts.models import OneTimeLink, User
from newsdesk.accounts.signals import first_person_joined

Kind = OneTimeLink.Kind


@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    links.usable(Kind.WELCOME, token)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _sign_in(request, _first_person(token, form))
        return redirect("accounts:projects")
    context = {"form": form, "title": "Welcome to newsdesk", "is_first": True}
    return render(request, "accounts/new_person.html", context, status=_status(form))


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    link = links.usable(Kind.SIGN_IN, token)
    if request.method == "POST":
        with transaction.atomic():
            links.use(links.usable(Kind.SIGN_IN, token, lock=True))
            user = get_object_or_404(User, email__iexact=link.email, is_active=True)
        _sign_in(request, user)
        return redirect("accounts:projects")
    return render(request, "accounts/sign_in_link.html", {"email": link.email})


@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, token: str) -> HttpResponse:
    link = links.usable(Kind.INVITE, token)
    if isinstance(request.user, User):
        return _invite_member(request, request.user, link, token)
    form = NewPersonForm(request.POST or None, initial={"email": link.email})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user = members.create_person(**form.cleaned_data)
            project = members.accept_invitation(token=token, by=user)
        _sign_in(request, user)
        return redirect("annotations:queue", project.slug)
    context = {"form": form, "title": f"Join {link.project}", "link": link}
    return render(request, "accounts/new_person.html", context, status=_status(form))


def _invite_member(request: HttpRequest, user: User, link: OneTimeLink, token: str) -> HttpResponse:
    if request.method == "POST":
        project = members.accept_invitation(token=token, by=user)
        return redirect("annotations:queue", project.slug)
    return render(request, "accounts/join.html", {"link": link})


@transaction.atomic
def _first_person(token: str, form: NewPersonForm) -> User:
    """Whoever comes first is site administrator; the lock lets nobody else be first."""
    links.use(links.usable(Kind.WELCOME, token, lock=True))
    if User.objects.exists():
        raise LinkUnusable
    user = members.create_person(**form.cleaned_data, is_staff=True)
    first_person_joined.send(User, user=user)
    return user


def _sign_in(request: HttpRequest, user: User) -> None:
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


def _status(form: NewPersonForm) -> int:
    return 422 if form.is_bound else 200
