"""A learned names head as the desk hands it on: nothing here loads the model or numpy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """`number` is that of the version in its project; `data` as NamesHead.to_bytes writes it."""

    number: int
    data: bytes
