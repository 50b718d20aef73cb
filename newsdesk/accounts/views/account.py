"""One's own account: where it is signed in, and what happened to it."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from newsdesk.accounts.access import SECOND_STEPS, signed_in
from newsdesk.accounts.actions import sessions
from newsdesk.accounts.devices import device
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from newsdesk.http import SignedInRequest

HISTORY_ROWS = 20
HAPPENED = {
    "user.sign_in": "Signed in",
    "user.fail_second_step": "Right password, wrong code",
    "user.change_password": "New password",
    "user.add_second_step": "{step} set up",
    "user.remove_second_step": "{step} removed",
    "user.forget_second_step": "Second step removed by an administrator",
    "user.renew_codes": "New recovery codes",
    "user.end_sessions": "Signed out elsewhere",
    "user.make_sign_in_link": "A sign-in link was made",
    "user.close": "Account closed by an administrator",
    "user.reopen": "Account opened again by an administrator",
    "user.create": "Account made",
}
STEPS = {
    "totp": "Authenticator app",
    "webauthn": "Passkey or security key",
    "recovery_codes": "Recovery codes",
}


@signed_in
@never_cache
@require_GET
def show(request: SignedInRequest) -> HttpResponse:
    context = {
        "has_second_step": is_mfa_enabled(request.user, SECOND_STEPS),
        "sessions": _sessions(request),
        "happened": _happened(request.user),
    }
    return render(request, "accounts/account.html", context)


@signed_in
@require_POST
def end_session(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = get_object_or_404(_others(request), pk=session_id)
    sessions.end(sessions=[session], user=request.user, by=request.user)
    messages.success(request, f"{device(session.user_agent)} is signed out.")
    return redirect("accounts:account")


@signed_in
@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    count = sessions.end(sessions=_others(request), user=request.user, by=request.user)
    messages.success(request, f"Signed out everywhere else: {count} ended.")
    return redirect("accounts:account")


def _sessions(request: SignedInRequest) -> list[dict[str, object]]:
    """Those that still are one, the latest used first."""
    found = UserSession.objects.purge_and_list(request.user)
    found.sort(key=lambda session: session.last_seen_at, reverse=True)
    return [{"session": each, "device": device(each.user_agent)} for each in found]


def _others(request: SignedInRequest) -> QuerySet[UserSession]:
    own: QuerySet[UserSession] = UserSession.objects.filter(user=request.user)
    return own.exclude(session_key=request.session.session_key)


def _happened(user: User) -> list[dict[str, object]]:
    """What concerned signing in, newest first."""
    about = Event.objects.filter(target_kind="user", target_id=user.pk, verb__in=HAPPENED)
    return [_row(event) for event in about.newest_first()[:HISTORY_ROWS]]


def _row(event: Event) -> dict[str, object]:
    after = event.after or {}
    step = STEPS.get(after.get("type", ""), "Second step")
    what = HAPPENED[event.verb].format(step=step)
    return {"what": what, "device": after.get("device"), "event": event}
