"""How much of the processor a process and all that it started have used."""

from __future__ import annotations

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def seconds(pid: int) -> float:
    """Of user and system time, children that have ended among it. 0 where there is no /proc."""
    found = _stat(pid)
    if not found:
        return 0.0
    own = sum(int(ticks) for ticks in found[11:15]) / TICKS
    return own + sum(seconds(child) for child in _children(pid))


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _stat(pid: int) -> list[str]:
    """What /proc tells, from the state on: what comes before may hold blanks."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
