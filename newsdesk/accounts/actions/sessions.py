"""Ending sessions: a browser that is signed in is signed out at once."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from newsdesk.accounts.models import User
from newsdesk.history.models import record

FAREWELL = "farewell"
"""In the session of a browser that was signed out by somebody: the sentence that it is told."""


@transaction.atomic
def end(*, sessions: Iterable[UserSession], user: User, by: User, farewell: str = "") -> int:
    """End these sessions of a person; how many there were. Each browser is told the `farewell`."""
    ended = list(sessions)
    for session in ended:
        session.end()
        if farewell:
            _leave(session.session_key, farewell)
    if ended:
        after = {"count": len(ended)}
        record(verb="user.end_sessions", by=by, target_kind="user", target_id=user.pk, after=after)
    return len(ended)


def _leave(key: str, farewell: str) -> None:
    """A session of nobody in place of the one that ended: with unsaved work in front of them, who
    was signed out has to read why, and not to sign in again in vain.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    store.clear()  # else it would look for the one that ended, and take another key
    store[FAREWELL] = farewell
    store.save(must_create=True)
