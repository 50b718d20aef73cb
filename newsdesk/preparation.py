"""What has to be done before the desk can open, done only when it is needed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from newsdesk import static

MIGRATION_LOCK = 0x6E657773  # any number that no other program locks in our database
SCARCE_MEMORY_MB = 1500
SCARCE_DISK_MB = 1000


def migrate() -> None:
    """Brings the database to this version; machines that share it wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if _has_migrations_to_run():
                call_command("migrate", verbosity=0, interactive=False)
                call_command("createcachetable", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def leave_database() -> None:
    """Ends this process's connections; who only watches others needs none."""
    connections.close_all()
    cast("DatabaseWrapper", connection).close_pool()


def collect_static() -> None:
    """Collects, hashes and compresses static files if any has changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / "collected"
    found = _fingerprint()
    if not stamp.exists() or stamp.read_text() != found:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(found)


def warnings() -> Iterator[str]:
    """What may become scarce here, in sentences."""
    memory = _available_memory_mb()
    if memory is not None and memory < SCARCE_MEMORY_MB:
        yield f"Only {memory} MB of memory are free; suggestions for long articles may need more."
    disk = shutil.disk_usage(settings.DATA_DIR).free // 2**20
    if disk < SCARCE_DISK_MB:
        yield f"Only {disk} MB are free on the disk of {settings.DATA_DIR}."


def _has_migrations_to_run() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _fingerprint() -> str:
    lines = [
        f"{path} {status.st_mtime_ns} {status.st_size}"
        for path in _static_files()
        for status in [path.stat()]
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _static_files() -> Iterator[Path]:
    """What is collected, and the code that changes it on its way."""
    yield Path(static.__file__)
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))


def _available_memory_mb() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return None
    found = [int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")]
    return found[0] // 1024 if found else None
