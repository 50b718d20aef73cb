from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsdesk.processes import end_with_supervisor
from newsdesk.worker import work


class Command(BaseCommand):
    help = "Run background jobs until stopped. Any machine with the same DATABASE_URL may."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at once (2)")
        parser.add_argument("--once", action="store_true", help="stop when no job is left")

    def handle(self, *args: Any, concurrency: int, once: bool, **options: Any) -> None:
        end_with_supervisor()
        work(concurrency=concurrency, is_once=once)
