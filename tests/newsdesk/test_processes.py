from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsdesk.processes import Supervisor

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's PR_SET_PDEATHSIG")
SUPERVISE = """
import sys
from newsdesk.processes import Supervisor, end_with_supervisor
with Supervisor(print) as supervisor:
    child = "from newsdesk.processes import end_with_supervisor as end; end(); import time;"
    child += "print('up', flush=True); time.sleep(60)"
    print(supervisor.start("child", sys.executable, "-c", child).process.pid, flush=True)
    supervisor.watch(lambda: None)
"""


def wait_until(is_so: Callable[[], bool], within_s: float = 30) -> None:
    until = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < until, "it did not come about in time"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_child_that_ends_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    notes = tmp_path / "notes"

    with Supervisor(said.append) as supervisor:

        def stop_after_the_second() -> None:
            supervisor.is_stopping = notes.exists() and len(notes.read_text()) >= 2

        supervisor.start("child", "/bin/sh", "-c", f"printf x >> {notes}; exit 3")
        supervisor.watch(stop_after_the_second)

    assert said[0] == "The child ended (exit code 3); starting it again."


def test_leaving_ends_every_child() -> None:
    with Supervisor(print) as supervisor:
        children = [supervisor.start(name, "/bin/sleep", "60") for name in ("one", "two")]

    assert [child.process and child.process.returncode for child in children] == [-15, -15]


def test_signals_are_as_they_were_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Supervisor(print):
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


@ON_LINUX
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_no_child_outlives_its_supervisor(how: signal.Signals) -> None:
    supervising = subprocess.Popen(
        [sys.executable, "-c", SUPERVISE], stdout=subprocess.PIPE, text=True, cwd=os.getcwd()
    )
    assert supervising.stdout
    child = int(supervising.stdout.readline())
    assert supervising.stdout.readline() == "up\n"

    supervising.send_signal(how)
    supervising.wait(15)
    wait_until(lambda: not is_alive(child))
    supervising.stdout.close()
