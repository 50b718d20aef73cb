"""Ending sessions: a browser that is signed in is signed out at once."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.db import transaction

from newsdesk.accounts.models import User
from newsdesk.history.models import record


@transaction.atomic
def end(*, sessions: Iterable[UserSession], user: User, by: User) -> int:
    """End these sessions of a person; how many there were."""
    ended = list(sessions)
    for session in ended:
        session.end()
    if ended:
        after = {"count": len(ended)}
        record(verb="user.end_sessions", by=by, target_kind="user", target_id=user.pk, after=after)
    return len(ended)
