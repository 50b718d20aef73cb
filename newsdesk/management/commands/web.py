from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from newsdesk import web
from newsdesk.processes import end_with_supervisor


class Command(BaseCommand):
    help = "Serve the pages until stopped (run does this, and starts a worker too)."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        end_with_supervisor(web.AT_ONCE)
        web.serve()
