"""One-time links. Looking at one changes nothing, so that previews do not use it up."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newsdesk.accounts.actions import links, members, people
from newsdesk.accounts.actions.people import AddressTaken
from newsdesk.accounts.forms import ComeBackForm, NewPersonForm, posted
from newsdesk.accounts.models import Membership, OneTimeLink, User

Kind = OneTimeLink.Kind


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    link = links.usable(Kind.WELCOME, token)
    form = NewPersonForm(posted(request), link=link)
    if request.method == "POST" and form.is_valid():
        return _sign_in(request, people.create_first(token=token, **form.cleaned_data))
    context = {"form": form, "link": link, "title": "Welcome to newsdesk"}
    return render(request, "accounts/new_person.html", context, status=_status(form))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    link = links.usable(Kind.SIGN_IN, token)
    form = ComeBackForm(posted(request), person=User(email=link.email))
    if request.method == "POST" and form.is_valid():
        return _sign_in(request, people.come_back(token=token, **form.cleaned_data))
    context = {"form": form, "link": link}
    return render(request, "accounts/sign_in_link.html", context, status=_status(form))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, token: str) -> HttpResponse:
    link = links.usable(Kind.INVITE, token)
    if isinstance(request.user, User):
        return _invite_user(request, request.user, link, token)
    form = NewPersonForm(posted(request), link=link)
    if request.method == "POST" and form.is_valid():
        try:
            user, project = members.join_as_new(token=token, **form.cleaned_data)
        except AddressTaken as refusal:
            form.add_error("email", refusal.message)
        else:
            return _sign_in(request, user, reverse("annotations:queue", args=[project.slug]))
    context = {"form": form, "link": link, "title": f"Join {link.project}"}
    return render(request, "accounts/new_person.html", context, status=_status(form))


def _invite_user(request: HttpRequest, user: User, link: OneTimeLink, token: str) -> HttpResponse:
    """Somebody with an account looks at an invitation, or accepts it."""
    project = members.require_fit(link, user)
    held = Membership.objects.filter(project=project, user=user).first()
    if held and held.may(links.role_of(link)):
        messages.success(request, f"You are in {project} already, as {held.role}.")
        return redirect("annotations:queue", project.slug)
    if request.method == "POST":
        members.join(token=token, by=user)
        return redirect("annotations:queue", project.slug)
    return render(request, "accounts/join.html", {"link": link})


def _sign_in(request: HttpRequest, user: User, then: str = "/") -> HttpResponse:
    """As by the password: who has a second step is asked for it."""
    answer: HttpResponse = perform_login(request, user, redirect_url=then)
    return answer


def _status(form: NewPersonForm | ComeBackForm) -> int:
    return 422 if form.is_bound and form.errors else 200
