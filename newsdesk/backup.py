"""One file that holds everything: a dump of the database and the stored files."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection

from newsdesk.embedded_postgres import binary
from newsdesk.errors import Refused

DUMP = "database.dump"
FILES = "files"


class NotABackup(Refused):
    """This file is not a backup made by newsdesk."""


class AlreadyInUse(Refused):
    """There is data here already. Add --replace to put the backup in its place."""


def backup(target: Path) -> int:
    """Write the backup to `target` (a .tar), whole or not at all; returns its bytes."""
    with _scratch(target.parent) as folder:
        _run("pg_dump", "--format=custom", f"--file={folder / DUMP}")
        draft = folder / "backup.tar"
        with tarfile.open(draft, "w") as tar:
            tar.add(folder / DUMP, DUMP)
            if Path(settings.MEDIA_ROOT).exists():
                tar.add(settings.MEDIA_ROOT, FILES)
        draft.replace(target)
    return target.stat().st_size


def restore(source: Path, *, replace: bool = False) -> None:
    """Put a backup in place. Data that is here already is kept unless `replace`."""
    if not replace and _is_in_use():
        raise AlreadyInUse
    with _scratch(Path(settings.MEDIA_ROOT).parent) as folder:
        _unpack(source, folder)
        connection.close()
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            f"--dbname={settings.DATABASES['default']['NAME']}",
            str(folder / DUMP),
        )
        _swap_files(folder / FILES)


def _unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source) as tar:
            # Python learned this filter in 3.11.4; older ones have the check below.
            tar.extraction_filter = getattr(tarfile, "data_filter", None)
            for member in tar:
                _require_plain(member)
                tar.extract(member, folder)
    except tarfile.TarError as error:
        raise NotABackup from error
    if not (folder / DUMP).exists():
        raise NotABackup


def _require_plain(member: tarfile.TarInfo) -> None:
    """A file or folder below the one it is unpacked into: no link, no device, no way out."""
    path = PurePosixPath(member.name)
    is_inside = not path.is_absolute() and ".." not in path.parts
    if not is_inside or not (member.isfile() or member.isdir()):
        raise NotABackup


def _swap_files(fresh: Path) -> None:
    current = Path(settings.MEDIA_ROOT)
    fresh.mkdir(exist_ok=True)
    if current.exists():
        shutil.rmtree(current)
    fresh.replace(current)


def _is_in_use() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('accounts_user') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)")
        return bool(cursor.fetchone()[0])


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the desk's database."""
    environment = {**os.environ, **_connection_variables()}
    done = subprocess.run(
        [str(binary(program)), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(f"{program} failed: {done.stderr.strip()}")


def _connection_variables() -> dict[str, str]:
    database: dict[str, Any] = settings.DATABASES["default"]
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    return {name: str(database[key]) for name, key in names.items() if database.get(key)}
