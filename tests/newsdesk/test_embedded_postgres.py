from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from newsdesk import embedded_postgres, postgres_binaries
from newsdesk.embedded_postgres import database_settings, is_answering, running
from newsdesk.postgres_binaries import PostgresError

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("1[5-9]/bin"))
NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A data folder that PostgreSQL's own account can reach."""
    parent = Path(tempfile.mkdtemp(prefix="newsdesk-own-"))
    parent.chmod(0o711)
    yield parent / "data"
    embedded_postgres.stop(parent / "data")
    shutil.rmtree(parent)


def _connect(folder: Path) -> psycopg.Connection[tuple[object, ...]]:
    to = database_settings(folder)
    return psycopg.connect(host=to["HOST"], user=to["USER"], dbname=to["NAME"], autocommit=True)


def _postmaster(folder: Path) -> int:
    return int(next(folder.glob("pg*/postmaster.pid")).read_text().split()[0])


def _as_nobody(act: Callable[[], object]) -> str:
    """What `act` raises when somebody else does it; empty if nothing."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            act()
        except Exception as error:
            os.write(writing, str(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.wait()
    return said


def test_settings_of_a_folder_touch_nothing(tmp_path: Path) -> None:
    database_settings(tmp_path / "data")

    assert list(tmp_path.iterdir()) == []


def test_the_last_to_leave_stops_the_server(folder: Path) -> None:
    with running(folder):
        with running(folder):
            first = _postmaster(folder)
        assert is_answering(folder)
        assert _postmaster(folder) == first
    assert not is_answering(folder)


def test_what_was_stored_is_there_the_next_time(folder: Path) -> None:
    with running(folder), _connect(folder) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('said')")
    with running(folder), _connect(folder) as connection:
        assert connection.execute("SELECT word FROM kept LIMIT 1").fetchone() == ("said",)


def test_a_killed_server_comes_back_with_what_was_stored(folder: Path) -> None:
    with running(folder):
        with _connect(folder) as connection:
            connection.execute("CREATE TABLE survivors AS SELECT 1 AS one")
        os.kill(_postmaster(folder), signal.SIGKILL)
        embedded_postgres.start(folder)
        with _connect(folder) as connection:
            assert connection.execute("SELECT one FROM survivors").fetchone() == (1,)


def test_a_log_that_has_grown_is_put_aside_while_the_server_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_postgres, "LARGEST_LOG", 1_000)
    log, aside = folder / "pg.log", folder / "pg.log.1"
    with running(folder):
        log.write_text("x" * 2_000)
        embedded_postgres.start(folder)

        assert aside.read_text() == "x" * 2_000
        assert log.stat().st_size == 0
    assert "database system is shut down" in log.read_text(errors="strict")


def test_the_log_keeps_what_happens_to_the_server_and_no_persons_mistakes(folder: Path) -> None:
    with running(folder), _connect(folder) as connection:
        with pytest.raises(psycopg.errors.UndefinedTable):
            connection.execute("SELECT 'a text' FROM nowhere")
        connection.execute("CHECKPOINT")
    said = (folder / "pg.log").read_text()

    assert "ready to accept connections" in said
    assert "nowhere" not in said
    assert "checkpoint complete" not in said


def test_why_a_server_did_not_start_is_read_from_the_end_of_its_log(folder: Path) -> None:
    server = embedded_postgres._server(folder)
    server.log.write_bytes(b"pre-existing shared memory block \xff" + b"." * 5_000)
    assert not embedded_postgres._is_dying(server)

    server.log.write_bytes(b"." * 5_000 + b"\xff pre-existing shared memory block")
    assert embedded_postgres._is_dying(server)


def test_a_number_that_another_program_got_is_not_the_server(folder: Path) -> None:
    with running(folder):
        cluster = next(folder.glob("pg[0-9]*"))
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n")

    with running(folder):
        assert _postmaster(folder) != os.getpid()


def test_text_sorts_by_code_point(folder: Path) -> None:
    with running(folder), _connect(folder) as connection:
        found = connection.execute("SELECT 'Z' < 'a' COLLATE \"default\"").fetchone()
    assert found == (True,)


@as_root
def test_other_accounts_of_the_machine_are_kept_out(folder: Path) -> None:
    with running(folder):
        assert "Peer authentication failed" in _as_nobody(lambda: _connect(folder))


@as_root
def test_the_data_of_another_account_is_refused_by_name(folder: Path) -> None:
    with running(folder):
        said = _as_nobody(lambda: embedded_postgres.start(folder))
    assert "belongs to root" in said
    assert "NEWSDESK_DATA" in said


@as_root
def test_a_folder_that_the_servers_account_cannot_enter_is_refused() -> None:
    with tempfile.TemporaryDirectory() as closed, pytest.raises(PostgresError, match="may not en"):
        embedded_postgres.start(Path(closed) / "data")


def test_a_path_too_long_for_a_socket_works(folder: Path) -> None:
    far = folder.parent / ("long" * 25)
    try:
        with running(far), _connect(far) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        shutil.rmtree(embedded_postgres.socket_folder(far), ignore_errors=True)


@pytest.mark.skipif(not DEBIAN, reason="Debian's PostgreSQL is not installed")
def test_debians_postgresql_serves_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_PG_BIN", str(DEBIAN[0]))
    other = folder.parent / "debian"
    with running(other), _connect(other) as connection:
        version = connection.info.server_version // 10000
    assert version == postgres_binaries.find().major == int(DEBIAN[0].parent.name)


def test_files_of_another_version_are_refused_by_name(folder: Path) -> None:
    old = folder.parent / "old" / "pg9"
    old.mkdir(parents=True)
    (old / "PG_VERSION").write_text("9\n")

    with pytest.raises(PostgresError, match="pg9 was made by another version"):
        embedded_postgres.start(old.parent)


def test_programs_that_do_not_run_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSDESK_PG_BIN", "/nowhere")

    with pytest.raises(PostgresError, match="/nowhere/postgres does not run"):
        postgres_binaries.find()
