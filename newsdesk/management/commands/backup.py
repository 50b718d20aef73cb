from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsdesk import backup
from newsdesk.errors import Refused


class Command(BaseCommand):
    help = "Write everything (database and files) to one file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            size = backup.backup(file.resolve())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{file}: {size:,} bytes")
