"""What an event keeps of a span or claim, with the words and the label's key beside the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from annotations.states import Json

TextOf = Callable[[int, int], str]
"""The words of `[start, end)`."""


def spelled(
    kind: str, state: Json | None, text_of: TextOf, labels: Mapping[int, str]
) -> Json | None:
    """The same state; its span has `label_key` and `text`, each part of its claim `text`. What
    stands nowhere, as an inferred part, has none. What is of another kind stays as it is.
    """
    row = (state or {}).get(kind)
    if state is None or not row:
        return state
    if kind == "span":
        return {**state, kind: {**_with_text(row, text_of), "label_key": labels.get(row["label"])}}
    if kind == "claim":
        parts = [_with_text(part, text_of) for part in row["parts"]]
        return {**state, kind: {**row, "parts": parts}}
    return state


def _with_text(row: Mapping[str, Any], text_of: TextOf) -> Json:
    return {**row, "text": None if row["start"] is None else text_of(row["start"], row["end"])}
