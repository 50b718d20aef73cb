"""JSON as the standard has it: what Python takes beyond it, and what breaks it, is refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn


class NotJson(Exception):
    """Why it is not JSON, and the character at which that shows (-1: not known)."""

    def __init__(self, reason: str, at: int = -1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


def _refuse_constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is not a number in JSON")


NOT_CLOSED = "a quotation mark is not closed"
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def decoded(text: str) -> Any:
    """The one value in a text. Raises NotJson, which names the character."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        reason = _reason(error)
        if text[error.pos : error.pos + 1] in ("\n", "") and reason.startswith("Invalid control"):
            reason = f"{NOT_CLOSED}: the line ends"
        raise NotJson(f"{reason} at character {error.pos + 1:,}", error.pos) from error
    except (RecursionError, ValueError) as error:
        raise _beyond(error) from error


def next_value(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start`, and where it ends."""
    try:
        return _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise NotJson(_reason(error), error.pos) from error
    except (RecursionError, ValueError) as error:
        raise _beyond(error) from error


def _reason(error: json.JSONDecodeError) -> str:
    """Some of Python's messages end in "at", for the place that it adds."""
    reason = error.msg.removesuffix(" starting at").removesuffix(" at")
    return NOT_CLOSED if reason == "Unterminated string" else reason


def _beyond(error: Exception) -> NotJson:
    if isinstance(error, RecursionError):
        return NotJson("it is nested too deeply")
    return NotJson("a number has too many digits")
