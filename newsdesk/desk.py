"""The desk of one data folder on this machine: it runs at most once, at one address."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from django.conf import settings

from newsdesk import embedded_postgres

STOP_PATIENCE_S = 30


class CannotStart(Exception):
    """The desk cannot start. The message says why and what to do."""


class AlreadyRunning(Exception):
    """The desk of this data folder runs already. The message is its address."""


def database() -> AbstractContextManager[None]:
    """The embedded PostgreSQL runs inside; with DATABASE_URL it is not touched."""
    if not settings.IS_DATABASE_EMBEDDED:
        return nullcontext()
    return embedded_postgres.running(settings.DATA_DIR)


def revive_database() -> None:
    """Starts the embedded PostgreSQL again if it was killed (for want of memory, say)."""
    if settings.IS_DATABASE_EMBEDDED and not embedded_postgres.is_answering(settings.DATA_DIR):
        embedded_postgres.start(settings.DATA_DIR)


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else runs this desk inside. `AlreadyRunning` if somebody does."""
    embedded_postgres.open_data_folder(settings.DATA_DIR)
    with _lock_file().open("a+") as lock:
        if not _has_taken(lock.fileno()):
            raise AlreadyRunning(_read(_lock_file())[1])
        lock.truncate(0)
        lock.write(f"{os.getpid()} {settings.NEWSDESK_URL}")
        lock.flush()
        yield


def require_free_port() -> None:
    """`CannotStart` if another program listens where we would."""
    for family, host in _addresses(settings.NEWSDESK_BIND):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, settings.PORT))
            except OSError as error:
                _explain(error)


def stop() -> bool:
    """Ends the web server, the worker and the embedded PostgreSQL. Whether anything ran."""
    has_run = _lock_file().exists() and _stop_runner()
    if settings.IS_DATABASE_EMBEDDED:
        has_run |= embedded_postgres.stop(settings.DATA_DIR)
    return has_run


def _stop_runner() -> bool:
    with _lock_file().open("r+") as lock:
        if _has_taken(lock.fileno()):
            return False
        number, until = signal.SIGTERM, time.monotonic() + STOP_PATIENCE_S
        os.kill(_read(_lock_file())[0], number)
        while not _has_taken(lock.fileno()):
            if time.monotonic() > until:
                os.kill(_read(_lock_file())[0], signal.SIGKILL)
            time.sleep(0.1)
        return True


def _lock_file() -> Path:
    return Path(settings.DATA_DIR) / "run.lock"


def _has_taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(lock: Path) -> tuple[int, str]:
    """Who runs the desk, and where it is."""
    while not (words := lock.read_text().split()):
        time.sleep(0.05)  # the other has the lock and is about to write
    return int(words[0]), words[1]


def _addresses(bind: str) -> list[tuple[socket.AddressFamily, str]]:
    """Where a browser may look for `bind`: it tries localhost under both families."""
    if ":" in bind:
        return [(socket.AF_INET6, bind)]
    both = [(socket.AF_INET, bind), (socket.AF_INET6, "::1")]
    return both if bind in {"127.0.0.1", "localhost"} else both[:1]


def _explain(error: OSError) -> None:
    port = settings.PORT
    if error.errno == errno.EADDRINUSE:
        raise CannotStart(
            f"Port {port} is in use by another program."
            f" Choose another one: PORT={port + 1} make run"
        ) from None
    if error.errno == errno.EACCES:
        raise CannotStart(f"Port {port} needs root. Choose one above 1023: PORT=8000 make run")
    if error.errno == errno.EADDRNOTAVAIL and settings.NEWSDESK_BIND != "127.0.0.1":
        raise CannotStart(f"NEWSDESK_BIND: this machine has no address {settings.NEWSDESK_BIND}.")
