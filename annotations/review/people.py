"""Several people in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def joined(names: Sequence[str]) -> str:
    """As in "Ana, Otto and Ines"."""
    return " and ".join([", ".join(names[:-1]), *names[-1:]] if names[1:] else names)
