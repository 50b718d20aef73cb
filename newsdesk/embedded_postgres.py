"""A PostgreSQL of our own when DATABASE_URL is unset: one server for each data folder.

It listens on a socket in the data folder only and asks the kernel who calls (peer), so the
account that runs newsdesk gets in, and root. It is a daemon: a killed newsdesk leaves it running,
and the next one attaches to it. As root it runs as an account without a login, because
PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from newsdesk import postgres_binaries, postgres_cluster, server_account
from newsdesk.postgres_binaries import Binaries, PostgresError
from newsdesk.postgres_cluster import ROLE, Server, require

DATABASE = "newsdesk"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 80  # the kernel allows 107 bytes, file name included
PATIENCE_S = 60
LARGEST_LOG = 10_000_000  # bytes
TAIL = 2_000
# Errors reach whoever made them, so the log keeps only what happens to the server itself.
QUIET = ("log_min_messages=log", "log_checkpoints=off")


def database_settings(data_dir: Path) -> dict[str, Any]:
    """Django's connection settings of the embedded server. Starts and touches nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": ROLE,
        "HOST": str(socket_folder(data_dir)),
    }


def binary(program: str) -> Path:
    """Where pg_dump, psql and their like are, whichever server they are to talk to."""
    return Path(postgres_binaries.find() / program)


def socket_folder(data_dir: Path) -> Path:
    folder = data_dir / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET:
        return folder
    return Path("/tmp") / f"newsdesk-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]}"


@contextmanager
def running(data_dir: Path, *options: str) -> Iterator[None]:
    """The server runs while anybody is inside, in whichever process; the last to leave stops it.

    `options` are PostgreSQL settings such as "fsync=off", used if the server is started here.
    """
    open_data_folder(data_dir)
    with _lock_file(data_dir / "pg.users") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        start(data_dir, *options)
        try:
            yield
        finally:
            _stop_if_last(data_dir, users)


def stop_if_unused(data_dir: Path) -> bool:
    """Stops the server unless a process is inside `running`. Whether it is stopped now."""
    with _lock_file(data_dir / "pg.users") as users:
        return _stop_if_last(data_dir, users)


def is_answering(data_dir: Path) -> bool:
    """Whether something listens on the server's socket; takes no time, changes nothing."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(socket_folder(data_dir) / SOCKET))
        except OSError:
            return False
    return True


def start(data_dir: Path, *options: str) -> None:
    """Starts the server, creating its files the first time, or finds it running."""
    open_data_folder(data_dir)
    with _alone(data_dir):
        server = _server(data_dir)
        if not server.cluster.exists():
            postgres_cluster.create(server)
        _shorten_log(server)
        _run_until_it_answers(server, options)


def stop(data_dir: Path) -> bool:
    """Stops the server of this folder. Whether one was running."""
    if not data_dir.exists():
        return False
    with _alone(data_dir):
        server = _server(data_dir)
        if not server.cluster.exists() or not _is_running(server):
            return False
        stopped = server.run("pg_ctl", "-D", server.cluster, "-m", "fast", "-w", "stop")
        require(stopped, server, "PostgreSQL did not stop")
        return True


def open_data_folder(data_dir: Path) -> None:
    """Makes the folder. Root's may be passed through, as PostgreSQL's account must, not listed."""
    if not data_dir.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o700 if os.geteuid() else 0o711)
    owner = data_dir.stat().st_uid
    if os.geteuid() not in {0, owner}:
        name = server_account.name_of(owner)
        raise PostgresError(f"{data_dir} belongs to {name}. Run as {name} or set NEWSDESK_DATA.")


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    with _lock_file(data_dir / "pg.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _lock_file(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode=0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _stop_if_last(data_dir: Path, users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    stop(data_dir)
    return True


def _server(data_dir: Path) -> Server:
    binaries = postgres_binaries.find()
    cluster = data_dir / f"pg{binaries.major}"
    _refuse_other_version(cluster, binaries)
    account = server_account.for_cluster(cluster)
    if account:
        if not postgres_binaries.may_enter(account, data_dir):
            raise PostgresError(
                f"PostgreSQL runs as {account.pw_name}, who may not enter {data_dir}."
                " Set NEWSDESK_DATA to a folder such as /var/lib/newsdesk."
            )
        binaries = postgres_binaries.readable_by(account, binaries, copies=data_dir)
    return Server(cluster, socket_folder(data_dir), binaries, account)


def _refuse_other_version(cluster: Path, binaries: Binaries) -> None:
    others = [path for path in cluster.parent.glob("pg[0-9]*") if (path / "PG_VERSION").exists()]
    if others and cluster not in others:
        raise PostgresError(
            f"{others[0]} was made by another version of PostgreSQL than {binaries.version}."
            " Set NEWSDESK_PG_BIN to the programs that made it."
        )


def _run_until_it_answers(server: Server, options: tuple[str, ...]) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        if not _is_running(server):
            _launch(server, options)
        try:
            return _create_database(server.socket)
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise PostgresError(f"PostgreSQL does not answer: {error}") from None
            time.sleep(0.1)


def _is_running(server: Server) -> bool:
    _forget_if_dead(server.cluster / "postmaster.pid")
    _forget_if_dead(server.socket / f"{SOCKET}.lock")
    return server.run("pg_ctl", "-D", server.cluster, "status").returncode == 0


def _forget_if_dead(pid_file: Path) -> None:
    """After a kill the number may be another program's, or a zombie's that nobody waits for."""
    try:
        pid = int(pid_file.read_text().split()[0])
        program, state = Path(f"/proc/{pid}/stat").read_text().split("(")[1].split(")")
    except (FileNotFoundError, ProcessLookupError, ValueError, IndexError):
        return
    if program != "postgres" or state.split()[0] == "Z":
        pid_file.unlink(missing_ok=True)


def _launch(server: Server, options: tuple[str, ...]) -> None:
    _open_socket_folder(server)
    _open_log(server)
    settings = "".join(f" -c {option}" for option in (*QUIET, *options))
    arguments = ("-D", server.cluster, "-l", server.log, "-t", str(PATIENCE_S), "-w")
    until = time.monotonic() + PATIENCE_S
    while True:
        started = server.run("pg_ctl", *arguments, "-o", f"-k {server.socket}{settings}", "start")
        # A killed server's last children hold its shared memory for a moment.
        if started.returncode == 0 or time.monotonic() > until or not _is_dying(server):
            return require(started, server, "PostgreSQL did not start")
        time.sleep(0.2)


def _open_log(server: Server) -> None:
    server.log.touch(mode=0o600)
    server_account.give(server.log, server.account)


def _shorten_log(server: Server) -> None:
    """What has grown is put aside. The file stays the same: a running server holds it open."""
    if server.log.exists() and server.log.stat().st_size > LARGEST_LOG:
        aside = server.log.with_suffix(".log.1")
        shutil.copyfile(server.log, aside)
        aside.chmod(0o600)
        os.truncate(server.log, 0)


def _is_dying(server: Server) -> bool:
    with server.log.open("rb") as log:
        log.seek(max(0, server.log.stat().st_size - TAIL))
        return b"pre-existing shared memory block" in log.read()


def _open_socket_folder(server: Server) -> None:
    folder = server.socket
    folder.mkdir(exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), _uid(server)}:
        raise PostgresError(f"{folder} belongs to somebody else: set NEWSDESK_DATA.")
    folder.chmod(0o711 if server.account else 0o700)
    server_account.give(folder, server.account)


def _uid(server: Server) -> int:
    return server.account.pw_uid if server.account else os.geteuid()


def _create_database(socket: Path) -> None:
    address = f"host='{socket}' user={ROLE} dbname=postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        known = "SELECT FROM pg_database WHERE datname = %s"
        if connection.execute(known, [DATABASE]).rowcount == 0:
            connection.execute(f"CREATE DATABASE {DATABASE}")
