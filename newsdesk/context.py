"""What every template may ask for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from annotations import comfort
from annotations.comfort import Comfort
from newsdesk.jobs import is_worker_missing


def background(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """`is_worker_missing`: asked of the database only where a template says it."""
    return {"is_worker_missing": is_worker_missing}


def appearance(request: HttpRequest) -> dict[str, Comfort]:
    """`comfort`: how wide, how large and how light this browser's person reads."""
    return {"comfort": comfort.of(request.COOKIES)}
