from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsdesk import backup
from newsdesk.errors import Refused


class Command(BaseCommand):
    help = "Put a backup in place. Stop newsdesk first (make stop), then start it again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace the data that is here")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            backup.restore(file.resolve(), replace=replace)
        except FileNotFoundError as error:
            raise CommandError(f"{file}: there is no such file.") from error
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Restored from {file}.")
