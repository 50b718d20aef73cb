"""What every template may ask for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from newsdesk.jobs import is_worker_missing


def background(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """`is_worker_missing`: asked of the database only where a template says it."""
    return {"is_worker_missing": is_worker_missing}
