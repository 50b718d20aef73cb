from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsdesk import desk


class Command(BaseCommand):
    help = "End the web server, the worker and the embedded PostgreSQL of this data folder."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            has_run = desk.stop()
        except PermissionError:
            raise CommandError(f"{settings.DATA_DIR} belongs to somebody else.") from None
        self.stdout.write("newsdesk has stopped." if has_run else "newsdesk was not running.")
