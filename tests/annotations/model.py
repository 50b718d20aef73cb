"""What a person's edits of an article do, in plain Python, and random sequences of them.

Two items that say the same become one, which has its own tests; here no edit makes such two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

Extent = tuple[int, int]
TEXT = (
    "Ann met Bob in Iran and Ann told Cy of Paris\n"
    "Bob left Iran for Paris while Ann and Cy stayed\n"
    "Iran told Ann of Bob and Paris"
)
NAMES = {"Ann": "PERSON", "Bob": "PERSON", "Iran": "GPE", "Paris": "GPE"}
CLAIMED = ("Ann told Cy", "Cy stayed")
LABELS = {"PERSON": "1", "ORG": "2", "GPE": "3", "DATE": "8"}
CLAIM = "CLAIM"
PROPOSED = "indirect"  # the speech of what is suggested
OWN = "none"  # that of what is added without a source


@dataclass(frozen=True, slots=True)
class Item:
    """A span, or a claim by its content; `suggested` is what the model proposed, if it did.

    A claim has a source in one piece, or none, and the key of the claim that reports it.
    """

    extent: Extent
    label: str
    state: str = "suggested"
    suggested: tuple[Extent, str] | None = None
    speech: str = ""
    source: Extent | None = None
    within: str | None = None

    @property
    def is_claim(self) -> bool:
        return self.label == CLAIM

    def decided(self, state: str) -> Item | None:
        """As it was proposed, in this state; what was not proposed is gone."""
        speech = PROPOSED if self.is_claim else ""
        return Item(*self.suggested, state, self.suggested, speech) if self.suggested else None


Items = dict[str, Item]


class Model:
    """Items by their keys on pages, and what stood before each edit."""

    def __init__(self, items: Items) -> None:
        self.items = items
        self.done: list[Items] = []
        self.undone: list[Items] = []

    def decide(self, verb: str, key: str) -> None:
        item = self.items[key]
        standing = item.state == "confirmed"
        if verb == "accept" and not standing:
            self._put(key, item.decided("confirmed"))
        elif verb == "restore" and item.state == "rejected":
            self._put(key, item.decided("suggested"))
        elif verb in {"reject", "remove"} and item.state != "rejected":
            self._put(key, item.decided("rejected"))

    def correct_claim(
        self, key: str, source: Extent | None, speech: str, within: str | None
    ) -> None:
        item = replace(self.items[key], state="confirmed")
        self._put(key, replace(item, source=source, speech=speech, within=within))

    def correct(self, key: str, extent: Extent, label: str) -> None:
        item = replace(self.items[key], extent=extent, label=label, state="confirmed")
        self._put(key, item)

    def add(self, extent: Extent, label: str) -> None:
        speech = OWN if label == CLAIM else ""
        self._put("new", Item(extent, label, "confirmed", speech=speech))

    def mark_same(self, word: str, label: str) -> None:
        changed = dict(self.items)
        for number, extent in enumerate(self._free(word)):
            key = next((key for key, each in self._undecided() if each.extent == extent), None)
            item = self.items[key] if key else Item(extent, label)
            changed[key or f"new {number}"] = replace(item, label=label, state="confirmed")
        self._become(changed)

    def undo(self) -> None:
        self.undone.append(self.items)
        self.items = self.done.pop()

    def redo(self) -> None:
        self.done.append(self.items)
        self.items = self.undone.pop()

    def is_taken(self, extent: Extent, label: str, by: str = "") -> bool:
        """Whether another item says this, or was proposed as this."""
        others = [each for key, each in self.items.items() if key != by]
        return any(
            (extent, label) in ((each.extent, each.label), each.suggested) for each in others
        )

    def marked(self, extent: Extent) -> list[str]:
        """The spans that cover just this: those that stand, else those proposed."""
        found = {
            key: each.state
            for key, each in self.items.items()
            if each.extent == extent and not each.is_claim and each.state != "rejected"
        }
        return [key for key in found if found[key] == "confirmed"] or list(found)

    def may_report(self, key: str) -> list[str]:
        """The claims that stand, but for this one and those that it reports."""
        standing = [name for name, each in self.items.items() if each.state == "confirmed"]
        return [
            name for name in standing if self.items[name].is_claim and key not in self._out(name)
        ]

    def _out(self, key: str) -> Iterator[str]:
        """This claim, the one that reports it, and so on."""
        at: str | None = key
        while at:
            yield at
            at = self.items[at].within

    def name_new(self, seen: Items) -> None:
        """Give what was added the keys that it has on pages."""
        unknown = {
            (each.extent, each.label): key for key, each in seen.items() if key not in self.items
        }
        self.items = {
            unknown[each.extent, each.label] if key.startswith("new") else key: each
            for key, each in self.items.items()
        }

    def _free(self, word: str) -> Iterator[Extent]:
        """Where the word stands and nothing is decided, nor longer words are proposed."""
        spans = [each for each in self.items.values() if not each.is_claim]
        decided = [each.extent for each in spans if each.state == "confirmed"]
        decided += [
            each.suggested[0] for each in spans if each.state != "suggested" and each.suggested
        ]
        longer = [each.extent for _, each in self._undecided()]
        for found in re.finditer(rf"\b{word}\b", TEXT):
            start, end = found.span()
            is_part = any(a <= start and end <= b and (a, b) != (start, end) for a, b in longer)
            if not is_part and all(end <= a or b <= start for a, b in decided):
                yield start, end

    def _undecided(self) -> list[tuple[str, Item]]:
        found = self.items.items()
        return [
            (key, each) for key, each in found if each.state == "suggested" and not each.is_claim
        ]

    def _put(self, key: str, item: Item | None) -> None:
        others = {name: each for name, each in self.items.items() if name != key}
        if item is None or item.state == "rejected":
            others = {name: _untied(each, key) for name, each in others.items()}
        self._become({**others, key: item} if item else others)

    def _become(self, items: Items) -> None:
        if items != self.items:
            self.done.append(self.items)
            self.undone = []
            self.items = items


def _untied(item: Item, key: str) -> Item:
    return replace(item, within=None) if item.within == key else item


class Desk(Protocol):
    """Where the same edits are made for real; `has_within`, if what reports a claim among them.

    With `marks_once`, to add a label where a span covers just that is to relabel the span.
    """

    has_within: bool
    marks_once: bool

    def decide(self, verb: str, key: str, item: Item) -> None: ...
    def correct(self, key: str, item: Item, extent: Extent, label: str) -> None: ...
    def correct_claim(
        self, key: str, source: Extent | None, speech: str, within: str | None
    ) -> None: ...
    def add(self, extent: Extent, label: str) -> None: ...
    def mark_same(self, word: str, label: str) -> None: ...
    def step(self, verb: str) -> None: ...
    def seen(self) -> Items: ...
    def close(self) -> None: ...


def _places() -> list[Extent]:
    """Every run of one to three words of a line."""
    found = []
    for line in re.finditer(r".+", TEXT):
        words = [each.span() for each in re.finditer(r"\w+", line[0])]
        runs = [
            (words[a], words[b])
            for a in range(len(words))
            for b in range(a, min(a + 3, len(words)))
        ]
        found += [(line.start() + first[0], line.start() + last[1]) for first, last in runs]
    return found


places = st.sampled_from(_places())
labels = st.sampled_from(list(LABELS))
speeches = st.sampled_from(["direct", "indirect", "mixed", OWN])
picks = st.integers(0, 30)


class Edits(RuleBasedStateMachine):
    """Each edit is made for real and in the model; afterwards both show the same."""

    open: Callable[[], Desk]

    @initialize()
    def begin(self) -> None:
        self.desk = type(self).open()
        self.model = Model(self.desk.seen())

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()

    @rule(pick=picks, verb=st.sampled_from(["accept", "accept", "reject", "remove"]))
    def decide(self, pick: int, verb: str) -> None:
        """What is rejected is listed with a button beside it, which restores it."""
        if self.model.items:
            key = self._pick(pick)
            item = self.model.items[key]
            asked = "restore" if item.state == "rejected" else verb
            self.desk.decide(asked, key, item)
            self.model.decide(asked, key)
            self._compare()

    @rule(pick=picks, label=labels)
    def relabel(self, pick: int, label: str) -> None:
        if self.model.items:
            key = self._pick(pick)
            self._correct(key, self.model.items[key].extent, label)

    @rule(pick=picks, extent=places)
    def move(self, pick: int, extent: Extent) -> None:
        if self.model.items:
            key = self._pick(pick)
            self._correct(key, extent, self.model.items[key].label)

    @rule(extent=places, label=labels)
    def add(self, extent: Extent, label: str) -> None:
        self._add(extent, label)

    @rule(extent=places)
    def add_claim(self, extent: Extent) -> None:
        self._add(extent, CLAIM)

    @rule(pick=picks, source=st.none() | places, speech=speeches, outer=st.none() | picks)
    def correct_claim(
        self, pick: int, source: Extent | None, speech: str, outer: int | None
    ) -> None:
        claims = [key for key in self._keys() if self.model.items[key].is_claim]
        shown = [key for key in claims if self.model.items[key].state != "rejected"]
        if not shown:
            return
        key = shown[pick % len(shown)]
        around = sorted(self.model.may_report(key)) if self.desk.has_within else []
        within = around[outer % len(around)] if around and outer is not None else None
        self.desk.correct_claim(key, source, speech, within)
        self.model.correct_claim(key, source, speech, within)
        self._compare()

    @rule(word=st.sampled_from([*NAMES, "told", "and"]), label=labels)
    def apply_to_all(self, word: str, label: str) -> None:
        self.desk.mark_same(word, label)
        self.model.mark_same(word, label)
        self._compare()

    @rule()
    def undo(self) -> None:
        if self.model.done:
            self.desk.step("undo")
            self.model.undo()
            self._compare()

    @rule()
    def redo(self) -> None:
        if self.model.undone:
            self.desk.step("redo")
            self.model.redo()
            self._compare()

    def _add(self, extent: Extent, label: str) -> None:
        is_once = self.desk.marks_once and label != CLAIM
        marked = self.model.marked(extent) if is_once else []
        if self.model.is_taken(extent, label) or len(marked) > 1:
            return
        self.desk.add(extent, label)
        if marked:
            self.model.correct(marked[0], extent, label)
        else:
            self.model.add(extent, label)
        self._compare()

    def _correct(self, key: str, extent: Extent, label: str) -> None:
        item = self.model.items[key]
        is_possible = not item.is_claim and item.state != "rejected"
        if is_possible and not self.model.is_taken(extent, label, by=key):
            self.desk.correct(key, item, extent, label)
            self.model.correct(key, extent, label)
            self._compare()

    def _pick(self, number: int) -> str:
        keys = self._keys()
        return keys[number % len(keys)]

    def _keys(self) -> list[str]:
        return sorted(self.model.items, key=lambda key: (key[0], int(key[1:])))

    def _compare(self) -> None:
        seen = self.desk.seen()
        self.model.name_new(seen)
        told = {key: replace(each, suggested=None) for key, each in seen.items()}
        expected = self.model.items.items()
        assert told == {key: replace(each, suggested=None) for key, each in expected}


def run(
    open_desk: Callable[[], Desk],
    *,
    sequences: int,
    is_random: bool = False,
    is_shrinking: bool = True,
) -> None:
    """So many sequences of 30 edits, the same each time unless `is_random`."""
    machine = type("EditsHere", (Edits,), {"open": staticmethod(open_desk)})
    shrinking = [Phase.shrink] if is_shrinking else []
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=30,
            deadline=None,
            derandomize=not is_random,
            phases=[Phase.generate, *shrinking],
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
