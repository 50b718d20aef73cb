"""People who edit through HTTP at the same time, and a plain account of what they did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from benchmarks.visitors import Answer, Visitor
from newsdesk.accounts.models import User

LABELS = {"PERSON": "per", "ORG": "org", "GPE": "gpe"}  # and the tags that pages show
MARK = re.compile(r'<mark [^>]*data-s="s(\d+)"[^>]*data-t="(\w+)"[^>]*>(w\d+)</mark>')
ROW = re.compile(r'<section class="row [^>]*id="p(\d+)"')
MOST_TRIES = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A set of spans on one text, by the address that it is written to."""

    path: str
    text: str

    def paragraph(self, word: str) -> int:
        return self.text.count("\n", 0, self.text.index(word))


@dataclass(frozen=True, slots=True)
class Edit:
    """What one write does to one word: its label afterwards, None for no span."""

    key: str
    word: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A refusal: what was seen, the version told, and what the answer shows."""

    seen: int
    present: int
    paragraphs: frozenset[int]
    shown: dict[str, str]


@dataclass(slots=True)
class Account:
    """Of one person on one place: their words, what they know, and every answer."""

    words: list[str]
    seen: dict[int, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    standing: dict[str, str | None] = field(default_factory=dict)
    done: list[tuple[str, str | None]] = field(default_factory=list)
    answered: list[tuple[int, Edit]] = field(default_factory=list)
    again: list[tuple[int, int]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


class Editor:
    """A person with two tabs, neither of which knows what the other one saved."""

    def __init__(self, visitors: list[Visitor], seed: int) -> None:
        self.visitors = visitors
        self.random = Random(seed)
        self.accounts: dict[Place, Account] = {}

    @property
    def user(self) -> User:
        return self.visitors[0].user

    def work(self, places: dict[Place, list[str]], edits: int) -> None:
        """So many edits in each place, in random order, each on words that are this person's."""
        self.accounts = {place: Account(list(words)) for place, words in places.items()}
        turns = [place for place in places for _ in range(edits)]
        self.random.shuffle(turns)
        for number, place in enumerate(turns):
            self._edit(place, f"{self.user.pk}-{number}")

    def _edit(self, place: Place, key: str) -> None:
        account = self.accounts[place]
        path, word, label, values = self._choose(place, account)
        answer, seen = self._send(place, account, path, {**values, "idempotency_key": key})
        assert answer.status == 200, answer.body[:500]
        account.answered.append((answer.version, Edit(key, word, label)))
        account.keys.update((shown, int(mark)) for mark, _, shown in MARK.findall(answer.body))
        if path != "undo/":
            account.done.append((word, account.standing.get(word)))
        account.standing[word] = label
        if self.random.random() < 0.1:  # as after an answer that was lost on its way
            again = self._write(1, place, path, {**values, "idempotency_key": key}, seen)
            account.again.append((answer.version, again.version))

    def _choose(
        self, place: Place, account: Account
    ) -> tuple[str, str, str | None, dict[str, str | int]]:
        mine = [word for word, label in account.standing.items() if label]
        verb = self.random.choice(["add", "add", "add", "correct", "remove", "undo"])
        if verb == "undo" and account.done:
            word, before = account.done.pop()
            return "undo/", word, before, {}
        if verb in {"add", "undo"} or not mine:
            return self._addition(place, account.words.pop())
        word = self.random.choice(mine)
        key, target = account.keys[word], {"quote": word}
        if verb == "remove":
            return f"spans/{key}/remove/", word, None, {**target}
        label = self.random.choice([each for each in LABELS if each != account.standing[word]])
        return f"spans/{key}/correct/", word, label, {**target, "label_key": label}

    def _addition(self, place: Place, word: str) -> tuple[str, str, str, dict[str, str | int]]:
        start, label = place.text.index(word), self.random.choice([*LABELS])
        extent = {"start": start, "end": start + len(word)}
        return "spans/", word, label, {**extent, "quote": word, "label_key": label}

    def _send(
        self, place: Place, account: Account, path: str, values: dict[str, str | int]
    ) -> tuple[Answer, int]:
        """Apply it again after each conflict, as who was told what changed meanwhile."""
        tab = self.random.randrange(2)
        for _ in range(MOST_TRIES):
            seen = account.seen.get(tab, place_begun(place))
            answer = self._write(tab, place, path, values, seen)
            account.seen[tab] = answer.version
            if answer.status != 409:
                return answer, seen
            account.conflicts.append(_conflict(seen, answer))
        raise AssertionError(f"refused {MOST_TRIES} times: {path}")

    def _write(
        self, tab: int, place: Place, path: str, values: dict[str, str | int], seen: int
    ) -> Answer:
        return self.visitors[tab].write(place.path + path, **values, seen_version=seen)


def place_begun(place: Place) -> int:
    """A draft of a review has a version before anybody wrote to it."""
    return 1 if place.path.endswith("review/") else 0


def _conflict(seen: int, answer: Answer) -> Conflict:
    shown = {word: tag for _, tag, word in MARK.findall(answer.body)}
    rows = frozenset(int(number) for number in ROW.findall(answer.body))
    return Conflict(seen, answer.version, rows, shown)


def replayed(edits: list[tuple[int, Edit]]) -> Iterator[tuple[int, dict[str, str]]]:
    """What stands after each version, from the answers alone."""
    standing: dict[str, str] = {}
    for version, edit in sorted(edits, key=lambda each: each[0]):
        standing = {word: label for word, label in standing.items() if word != edit.word}
        if edit.label:
            standing[edit.word] = edit.label
        yield version, standing
