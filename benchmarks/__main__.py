"""Measures on a database of its own: `python -m benchmarks dashboard`,
`exporting`, `importing`, `lists`, `reader`, `team` or `worker`.

`--help` after the name tells what can be set.
"""

from __future__ import annotations

import sys
from importlib import import_module

from benchmarks.desk import desk

NEEDING_A_DESK = ("dashboard", "exporting", "importing", "lists", "reader", "team", "worker")


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in NEEDING_A_DESK:
        sys.exit(f"usage: python -m benchmarks {{{','.join(NEEDING_A_DESK)}}}")
    with desk("fsync=off"):
        import_module(f"benchmarks.{sys.argv[1]}").main(sys.argv[2:])


if __name__ == "__main__":
    main()
