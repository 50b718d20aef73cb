"""Signing in is allauth's; what stands around it is ours."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from newsdesk.accounts.forms import ForgottenForm, posted
from newsdesk.accounts.jobs import mail_sign_in_link
from newsdesk.accounts.models import User


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; while nobody has an account, where to find the link that makes the first one."""
    if not User.objects.exists():
        return render(request, "accounts/nobody_yet.html")
    answer: HttpResponse = allauth.login(request)
    return answer


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """A sign-in link by e-mail, where the desk can send any.

    Known and unknown addresses get the same answer after the same work.
    """
    form = ForgottenForm(posted(request))
    is_sent = False
    if settings.HAS_EMAIL and request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="reset_password", key=email.lower()):
            return render(request, "429.html", status=429)
        user = User.objects.filter(email__iexact=email).first()
        mail_sign_in_link.defer(user_id=user.pk if user else 0)
        is_sent = True
    context = {"form": form, "has_email": settings.HAS_EMAIL, "is_sent": is_sent}
    status = 422 if form.errors else 200
    return render(request, "accounts/forgotten.html", context, status=status)
