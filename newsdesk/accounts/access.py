"""Who may enter a view. What is not yours does not exist (404)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control

from newsdesk.accounts.actions.sessions import FAREWELL
from newsdesk.accounts.models import Membership, Role, User
from newsdesk.errors import NotAllowed, Refused

View = Callable[..., HttpResponseBase]
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SignedOut(Refused):
    """You are signed out. Sign in in another tab, then try again here: nothing typed is lost."""

    status = 401


class Suspended(Refused):
    """A manager has suspended you in this project. Ask them to let you in again."""

    status = 404


class NeedsSecondStep(Refused):
    """This desk asks for a second step at sign-in. Set yours up in another tab: nothing is lost."""

    status = 403


def signed_in(view: View) -> Any:
    """Sends whoever is not signed in to the sign-in page; the view gets a SignedInRequest.

    Whoever lacks a second step where the desk requires one is sent to set it up. What htmx
    fetches for a part of a page is refused instead, so that the page stays.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _turn_away(request)
        if settings.REQUIRE_MFA and not is_mfa_enabled(request.user, SECOND_STEPS):
            return _lead_to_second_step(request)
        answer = view(request, *args, **kwargs)
        if not answer.has_header("Cache-Control"):
            patch_cache_control(answer, private=True, no_cache=True)
        return answer

    return guarded


def membership_or_404(user: User, slug: str, *, role: Role = Role.VIEWER) -> Membership:
    """This person's membership of the project, if it includes what `role` may do.

    Raises Http404 for whoever is not a member, `Suspended`, which is a 404 as well, for who was
    one until a manager suspended them, `NotAllowed` for too low a role.
    """
    members = Membership.objects.filter(user__is_active=True).select_related("project")
    membership = get_object_or_404(members, user=user, project__slug=slug)
    if membership.is_suspended:
        raise Suspended(membership.suspension)
    if not membership.may(role):
        raise NotAllowed
    return membership


def _turn_away(request: HttpRequest) -> HttpResponseBase:
    if _is_part(request):
        if farewell := request.session.get(FAREWELL):
            raise Suspended(farewell)
        raise SignedOut
    return redirect_to_login(request.get_full_path())


def _lead_to_second_step(request: HttpRequest) -> HttpResponseBase:
    if _is_part(request):
        raise NeedsSecondStep
    return redirect("mfa_index")


def _is_part(request: HttpRequest) -> bool:
    return "HX-Current-URL" in request.headers
