"""What every template may ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from newsdesk.jobs import STALLED_S


def background(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """`is_worker_missing`: asked of the database only where a template says it."""
    return {"is_worker_missing": is_worker_missing}


def is_worker_missing() -> bool:
    """Whether no worker has given a sign of life lately, so that jobs wait."""
    alive = timezone.now() - timedelta(seconds=STALLED_S)
    return not ProcrastinateWorker.objects.filter(last_heartbeat__gte=alive).exists()
