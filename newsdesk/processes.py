"""Processes that must not outlive each other."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

PARENT = "NEWSDESK_PARENT"
PR_SET_PDEATHSIG = 1
GRACE_S = 10
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 10.0
STEADY_S = 60
LOOK_AFTER_S = 3.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_with_parent(parent: int, how: signal.Signals = signal.SIGTERM) -> None:
    """The kernel sends `how` when the parent ends, even if it was killed (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(how))
    if os.getppid() != parent:  # it ended before we asked
        os.kill(os.getpid(), how)


def end_with_supervisor(how: signal.Signals = signal.SIGTERM) -> None:
    """For a child of `Supervisor`; does nothing in a process that somebody started by hand."""
    if parent := os.environ.pop(PARENT, ""):
        end_with_parent(int(parent), how)


@dataclass(slots=True)
class Child:
    """A program that is started again, after a growing pause, whenever it ends."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    restart_at: float | None = None

    def start(self) -> None:
        # A session of its own: Ctrl+C reaches the supervisor only, which ends it in order.
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.started_at = time.monotonic()
        self.restart_at = None

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> str:
        """Soon after a long life, later each time if not. Says how it ended."""
        now = time.monotonic()
        is_steady = now - self.started_at > STEADY_S
        self.pause_s = FIRST_PAUSE_S if is_steady else min(self.pause_s * 2, LONGEST_PAUSE_S)
        self.restart_at = now + self.pause_s
        code = self.process.returncode if self.process else 0
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

    def end(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Starts children, starts them again when they end, ends them all when it is told to stop.

    Use as a context manager in the main thread: leaving it ends every child.
    """

    def __init__(self, say: Callable[[str], object]) -> None:
        self.is_stopping = False
        self._say = say
        self._children: list[Child] = []
        self._wake = threading.Event()
        self._handlers: dict[signal.Signals, signal._HANDLER] = {}

    def __enter__(self) -> Supervisor:
        for number in STOP_SIGNALS:
            self._handlers[number] = signal.signal(number, self._stop)
        self._handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, self._look)
        return self

    def __exit__(self, *error: object) -> None:
        self._end_all()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def start(self, name: str, *command: str, **environment: str) -> Child:
        child = Child(name, command, {**os.environ, **environment, PARENT: str(os.getpid())})
        child.start()
        self._children.append(child)
        return child

    def watch(self, look_after: Callable[[], object]) -> None:
        """Returns when a signal asked to stop. Calls `look_after` every few seconds."""
        while True:
            self._wake.clear()
            if self.is_stopping:
                return
            look_after()
            self._restart_ended()
            self._wake.wait(self._until_next_restart())

    def pause(self, seconds: float) -> None:
        """Waits, but not when a stop is asked for or a child ends."""
        self._wake.wait(seconds)
        self._wake.clear()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True
        self._wake.set()

    def _look(self, number: int, frame: FrameType | None) -> None:
        self._wake.set()

    def _restart_ended(self) -> None:
        for child in filter(Child.has_ended, self._children):
            if child.restart_at is None:
                self._say(f"The {child.name} ended ({child.plan_restart()}); starting it again.")
            elif time.monotonic() >= child.restart_at:
                child.start()

    def _until_next_restart(self) -> float:
        due = [child.restart_at for child in self._children if child.restart_at is not None]
        return max(0.05, min([LOOK_AFTER_S, *(at - time.monotonic() for at in due)]))

    def _end_all(self) -> None:
        for child in self._children:
            if child.process and not child.has_ended():
                child.process.terminate()
        deadline = time.monotonic() + GRACE_S
        for child in self._children:
            child.end(deadline)
