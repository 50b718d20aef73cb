"""The whole desk as somebody starts it, in a data folder and at a port of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsdesk import embedded_postgres
from tests.newsdesk.test_processes import ON_LINUX, wait_until

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"

pytestmark = ON_LINUX


class Desk:
    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port = _free_port()
        self.said = data_dir.parent / "said"

    def start(self) -> subprocess.Popen[bytes]:
        with self.said.open("wb") as said:
            running = subprocess.Popen(self._command("run"), env=self._environment(), stdout=said)
        wait_until(lambda: "Ctrl+C ends it" in self.said.read_text(), within_s=120)
        return running

    def manage(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(command),
            env={**self._environment(), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def status(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/accounts/login/", headers={"Host": "localhost"})
        return connection.getresponse().status

    def processes(self) -> list[int]:
        """All of this desk's own: whoever has its data folder in the environment."""
        mark = f"NEWSDESK_DATA={self.data_dir}".encode()
        return [
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/environ")
            if mark in _read(path)
        ]

    def kill(self, *but: int) -> None:
        for process in set(self.processes()) - set(but):
            with contextlib.suppress(ProcessLookupError):  # it ended since it was listed
                os.kill(process, signal.SIGKILL)

    def _command(self, command: str) -> list[str]:
        return [sys.executable, str(MANAGE), command]

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {**kept, "NEWSDESK_DATA": str(self.data_dir), "PORT": str(self.port)}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    parent = Path(tempfile.mkdtemp(prefix="newsdesk-run-"))
    parent.chmod(0o711)
    desk = Desk(parent / "data")
    yield desk
    embedded_postgres.stop(desk.data_dir)
    shutil.rmtree(parent)


@pytest.fixture(autouse=True)
def _nothing_left(desk: Desk) -> Iterator[None]:
    """What a test that failed left running may not be met by the next one."""
    yield
    desk.kill()


def test_a_fresh_desk_prints_the_link_for_the_first_person_and_ends_without_a_trace(
    desk: Desk,
) -> None:
    running = desk.start()

    assert f"http://localhost:{desk.port}/welcome/" in desk.said.read_text()
    assert desk.status() == 200
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == 0
    assert desk.processes() == []
    assert not embedded_postgres.is_answering(desk.data_dir)


def test_a_second_start_says_where_the_first_is(desk: Desk) -> None:
    running = desk.start()

    second = desk.manage("run", PORT=str(_free_port()))

    assert second.returncode == 0
    assert f"already running at http://localhost:{desk.port}" in second.stdout
    running.terminate()
    assert running.wait(60) == 0


def test_a_busy_port_is_named_before_anything_is_done(desk: Desk, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", desk.port)):
        refused = desk.manage("run", NEWSDESK_DATA=str(tmp_path / "fresh"))

    assert refused.returncode == 1
    assert f"Port {desk.port} is in use" in refused.stderr
    assert f"PORT={desk.port + 1} make run" in refused.stderr
    assert list((tmp_path / "fresh").glob("pg[0-9]*")) == []


def test_after_a_kill_no_child_is_left_and_it_starts_again(desk: Desk) -> None:
    running = desk.start()
    running.kill()
    running.wait()
    wait_until(lambda: desk.processes() == [], within_s=60)

    again = desk.start()

    assert desk.status() == 200
    again.terminate()
    assert again.wait(60) == 0


def test_killed_children_and_a_killed_database_are_started_again(desk: Desk) -> None:
    running = desk.start()
    postmaster = next(desk.data_dir.glob("pg[0-9]*/postmaster.pid"))
    os.kill(int(postmaster.read_text().split()[0]), signal.SIGKILL)
    desk.kill(running.pid)

    wait_until(lambda: _answers(desk), within_s=60)

    running.terminate()
    assert running.wait(60) == 0


def _answers(desk: Desk) -> bool:
    try:
        return desk.status() == 200
    except OSError:
        return False


def test_stop_ends_all_of_it(desk: Desk) -> None:
    running = desk.start()

    assert desk.manage("stop").stdout == "newsdesk has stopped.\n"

    assert running.wait(60) == 0
    assert desk.processes() == []
    assert not embedded_postgres.is_answering(desk.data_dir)
    assert desk.manage("stop").stdout == "newsdesk was not running.\n"
