"""The web server: granian, with a few processes of a few threads each."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from typing import Any

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from newsdesk.processes import end_with_parent
from newsdesk.wsgi import application

THREADS = 4  # for each process; a request waits for the database, not for the processor
AT_ONCE = signal.SIGKILL  # an orphan must free the port for whoever starts newsdesk again


def serve() -> None:
    """Serves until SIGTERM or SIGINT."""
    Server(
        "newsdesk.wsgi:application",
        address=settings.NEWSDESK_BIND,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_PROCESSES,
        blocking_threads=THREADS,
        workers_kill_timeout=5,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve(target_loader=_application, wrap_loader=False)


def _application() -> Callable[..., Any]:
    """Called in each serving process, which must not outlive the one that started it."""
    if parent := multiprocessing.parent_process():
        end_with_parent(parent.pid or 0, AT_ONCE)
    return application
