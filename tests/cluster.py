"""A pytest plugin: every run has a data folder and a PostgreSQL of its own, removed afterwards.

Loaded with `-p tests.cluster` (pyproject.toml), since it must act before settings are read.
The processes of pytest-xdist share the server; each has a database of its own in it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from newsdesk import embedded_postgres

PREFIX = "newsdesk-test-"
KEPT = {"NEWSDESK_PG_BIN", "NEWSDESK_PG_USER", "NEWSDESK_SHARED", "NEWSDESK_REQUIRE"}
OURS = {"DATABASE_URL", "DEBUG", "PORT", "SECRET_KEY", "TZ"}
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")

_open = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _open_cluster()
    yield


def _open_cluster() -> None:
    _forget_environment()
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        _remove_if_unused(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)
    atexit.register(_open.close)  # also when pytest ends before its session begins
    (folder / "static").mkdir()
    os.environ["NEWSDESK_DATA"] = str(folder)
    _open.callback(shutil.rmtree, folder, ignore_errors=True)
    _open.enter_context(embedded_postgres.running(folder, *QUICK))


def _forget_environment() -> None:
    for name in list(os.environ):
        if name in OURS or (name.startswith("NEWSDESK_") and name not in KEPT):
            del os.environ[name]


def _remove_if_unused(folder: Path) -> None:
    """What a killed run left behind: its server stops and its files go."""
    with suppress(FileNotFoundError):  # another run may be doing the same
        is_fresh = time.time() - folder.stat().st_mtime < 60
        if os.access(folder, os.W_OK) and not is_fresh and embedded_postgres.stop_if_unused(folder):
            shutil.rmtree(folder, ignore_errors=True)
