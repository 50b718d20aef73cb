"""The rows of one decision, as the history lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotations.history.chronicle import Entry
from annotations.history.followed import VERB


def joined(entries: Iterable[Entry]) -> list[Entry]:
    """A decision between annotators, or what took it back, changes an item of each: of one write,
    those about the same words are one row, where the first stood, with all that they tell.
    """
    found: dict[object, Entry] = {}
    for entry in entries:
        is_decision = VERB in (entry.event.verb, entry.undone) and entry.words
        key = (entry.event.group, entry.words) if is_decision else entry.event.pk
        first = found.get(key)
        facts = dict.fromkeys([*entry.facts, *(first.facts if first else ())])
        found[key] = replace(first or entry, facts=tuple(facts))
    return list(found.values())
