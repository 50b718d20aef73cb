"""A desk of its own for a benchmark: a data folder and a PostgreSQL, removed afterwards."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command

from newsdesk import embedded_postgres


@contextmanager
def desk(*options: str) -> Iterator[Path]:
    """An empty, migrated database; `options` are PostgreSQL settings, as in "fsync=off"."""
    folder = Path(tempfile.mkdtemp(prefix="newsdesk-bench-"))
    folder.chmod(0o711)
    for name in ("DATABASE_URL", "NEWSDESK_URL"):
        os.environ.pop(name, None)
    os.environ["NEWSDESK_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsdesk.settings"
    try:
        with embedded_postgres.running(folder, *options):
            django.setup()
            call_command("migrate", verbosity=0)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
