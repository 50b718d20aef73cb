from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from newsdesk.accounts.devices import SEEN_AT

EVERY_SECONDS = 600


class LastSeenMiddleware:
    """Keeps when and from where each session was last used, to within ten minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_due = time.time() - request.session.get(SEEN_AT, 0) > EVERY_SECONDS
        if is_due and request.user.is_authenticated:
            UserSession.objects.create_from_request(request)
            request.session[SEEN_AT] = time.time()
        return self.get_response(request)
