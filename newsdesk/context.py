"""What every template may ask for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from annotations.comments import threads
from annotations.reader import comfort
from annotations.reader.comfort import Comfort
from newsdesk.jobs import is_worker_missing


def background(request: HttpRequest) -> dict[str, Callable[[], object]]:
    """Each is asked of the database only where a template says it."""

    def unread_comments() -> int:
        """In the project of the address, of whoever is signed in."""
        slug = request.resolver_match.kwargs.get("slug", "") if request.resolver_match else ""
        if not slug or not request.user.is_authenticated:
            return 0
        return threads.unread_count(request.user, slug)

    return {"is_worker_missing": is_worker_missing, "unread_comments": unread_comments}


def appearance(request: HttpRequest) -> dict[str, Comfort]:
    """`comfort`: how wide, how large and how light this browser's person reads."""
    return {"comfort": comfort.of(request.COOKIES)}
