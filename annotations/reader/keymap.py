"""The reader's commands and their keys, as its help, its palette and its scripts read them. Pure.

A key is named as browsers name it (`KeyboardEvent.key`), a letter in lower case, with `Shift+` or
`Ctrl+` before it; of signs only the sign itself counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

SHOWN = {
    "ArrowDown": "↓",
    "ArrowUp": "↑",
    "ArrowLeft": "←",
    "ArrowRight": "→",
    "Escape": "Esc",
    "Delete": "Del",
}
DIGITS = {
    "label": ("1", "…", "0"),
    "candidate": ("1", "…", "9", "0"),
    "more": ("⇧1", "…", "⇧9"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """What can be done at some places of the reader.

    `key` is one that a person may change: a letter, a capital one for Shift, or a sign. `fixed`
    are others that stay. Without a name it is only listed: what its keys do depends on the place.
    At the places of `but` it is not listed: there its keys do nothing, or something else.
    """

    name: str
    title: str
    places: tuple[str, ...]
    key: str = ""
    fixed: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return (_named(self.key), *self.fixed) if self.key else self.fixed

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys as they are printed on keyboards; digits are those of labels or candidates."""
        return DIGITS.get(self.name) or tuple(shown(key) for key in self.keys)


def shown(key: str) -> str:
    """`Shift+u` as ⇧U, `ArrowDown` as ↓."""
    *held, last = key.split("+") if len(key) > 1 else [key]
    name = SHOWN.get(last, last.upper() if len(last) == 1 else last)
    return "".join("⇧" if each == "Shift" else f"{each} " for each in held) + name


def _named(key: str) -> str:
    return f"Shift+{key.lower()}" if key.isalpha() and key != key.lower() else key


ANY = ("text",)
ITEM = ("span", "claim")
SELECTED = ("selection",)
EDITOR = ("editor", "claim")
ERASING = ("Delete", "Backspace")
REMOVING = "reject what is suggested, remove what is confirmed"
SIDEWAYS = ("ArrowLeft", "ArrowRight")
SIDEWAYS_WITH_SHIFT = ("Shift+ArrowLeft", "Shift+ArrowRight")

COMMANDS = (
    Command("accept", "accept, go on", ANY, "a", ("Enter",), SELECTED),
    Command("reject", "reject, go on", ITEM, "x", but=SELECTED),
    Command("skip", "leave it, go on", ITEM, fixed=("Space",)),
    Command("label", "this label, for the span or for selected words", ("span", "selection")),
    Command("same", "the same words elsewhere, also in other articles", ("span", "selection"), "p"),
    Command("bounds", "boundaries", ITEM, "b"),
    Command("remove", REMOVING, ITEM, fixed=ERASING, but=SELECTED),
    Command("tie", "who or what this is: the entity of a name, or of a claim’s source", ITEM, "e"),
    Command("comment", "comment on this, or on the article", ANY, "n"),
    Command("attributes", "attributes that the scheme asks for", (*ITEM, "editor"), "d"),
    Command("claim", "claim from selected words or the sentence; on a claim, its parts", ANY, "c"),
    Command("source", "source of the claim", EDITOR, "s"),
    Command("cue", "cue of the claim", EDITOR, "v"),
    Command("via", "via of the claim: the outlet", EDITOR, "o"),
    Command("content", "content of the claim", EDITOR, "t"),
    Command("within", "the claim that reports this one", ("editor",), "r"),
    Command("candidate", "this candidate; 0: not stated", ("editor",)),
    Command("more", "this candidate as well, or no more", ("editor",)),
    Command("another", "add the next choice to what is there", ("editor",), "m"),
    Command("name", "type a name, which the article may not have", ("editor",), "/"),
    Command("empty", "not stated", ("editor",), fixed=ERASING),
    Command("claim-save", "save the claim", ("editor",), fixed=("Enter",)),
    Command("", "move the end by a word", ("bounds",), fixed=SIDEWAYS),
    Command("", "move the start by a word", ("bounds",), fixed=SIDEWAYS_WITH_SHIFT),
    Command("bounds-save", "save the boundaries", ("bounds",), fixed=("Enter",)),
    Command("", "a word on or back", ("cursor",), fixed=SIDEWAYS),
    Command("", "select words", ("cursor",), fixed=SIDEWAYS_WITH_SHIFT),
    Command("", "a paragraph on or back", ("cursor",), fixed=("ArrowDown", "ArrowUp")),
    Command("next", "next suggestion", ANY, "j"),
    Command("previous", "previous suggestion", ANY, "k"),
    Command("nextAny", "next of anything marked", ANY, fixed=("ArrowDown",), but=("cursor",)),
    Command("previousAny", "previous of anything marked", ANY, fixed=("ArrowUp",), but=("cursor",)),
    Command("find", "find in the article", ANY, "/"),
    Command("cursor", "word cursor", ("text", "bounds", "editor"), "w"),
    Command("undo", "undo", ANY, "u", ("Ctrl+z",)),
    Command("redo", "redo", ANY, "U", ("Ctrl+Shift+z",)),
    Command("why", "why this was suggested", ITEM, "y"),
    Command("past", "what became of this, and back to an earlier step", ITEM, "h"),
    Command("reply", "answer what is said here, or next", ANY, "r"),
    Command("surest", "accept all above a score", ANY, "A"),
    Command("list", "everything marked as a list, for screen readers", ANY, "i"),
    Command("filter", "show some of what is marked only", ANY, "f"),
    Command("tags", "tags on, off", ANY, "l"),
    Command("comfort", "width, size and light of the text", ANY, "z"),
    Command("print", "print, with claims as notes", ANY, fixed=("Ctrl+p",)),
    Command("palette", "all commands", ("text", "bounds", "editor"), fixed=("Ctrl+k",)),
    Command("go", "go to: A articles, R review, C comments, E entities, D dashboard", ANY, "g"),
    Command("help", "keys of this place", ("text", "bounds", "editor"), "?"),
    Command("finish", "finish this article, open the next", ANY, fixed=("Ctrl+Enter",)),
    Command("cancel", "leave what you are in", ("text", "bounds", "editor"), fixed=("Escape",)),
)


def commands(chosen: Mapping[str, str]) -> tuple[Command, ...]:
    """All, with the keys that a person has chosen by the names of commands."""
    return tuple(
        replace(each, key=chosen[each.name]) if each.key and each.name in chosen else each
        for each in COMMANDS
    )


def clashes(found: Iterable[Command]) -> Iterator[tuple[Command, Command]]:
    """Pairs that have a key in common at a place in common."""
    for one, other in combinations((each for each in found if each.name), 2):
        if set(one.keys) & set(other.keys) and _around(one) & _around(other):
            yield one, other


def _around(command: Command) -> set[str]:
    """Its places, and the article around an item or a selection."""
    is_within = {"span", "claim", "selection"} & set(command.places)
    return {*command.places, *(ANY if is_within else ())}
