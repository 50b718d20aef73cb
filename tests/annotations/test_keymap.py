"""The commands of the reader and their keys."""

from __future__ import annotations

import re

from django.conf import settings

from annotations.reader import keymap


def test_no_key_means_two_things_at_one_place() -> None:
    assert list(keymap.clashes(keymap.COMMANDS)) == []
    pairs = keymap.clashes(keymap.commands({"find": "x", "name": "w", "go": "H"}))
    assert [(one.name, other.name) for one, other in pairs] == [
        ("reject", "find"),
        ("name", "cursor"),
    ]


def test_keys_are_shown_as_they_are_printed() -> None:
    shown = {key: keymap.shown(key) for key in ("a", "Shift+u", "Ctrl+Shift+z", "ArrowDown", "?")}

    assert list(shown.values()) == ["A", "⇧U", "Ctrl ⇧Z", "↓", "?"]


def test_a_chosen_key_takes_the_place_of_the_usual_one() -> None:
    chosen = {each.name: each.keys for each in keymap.commands({"accept": "E", "finish": "f"})}

    assert chosen["accept"] == ("Shift+e", "Enter")
    assert chosen["reject"] == ("x",)
    assert chosen["finish"] == ("Ctrl+Enter",)


def test_the_documentation_tells_every_key() -> None:
    told = (settings.BASE_DIR / "docs" / "reader.md").read_text().splitlines()

    for each in keymap.COMMANDS:
        keys = " ".join(key if key == "…" else f"<kbd>{key}</kbd>" for key in each.shown)
        assert f"| {keys} | {each.title} |" in told


def test_the_scripts_know_every_command() -> None:
    scripts = settings.BASE_DIR / "static" / "js"
    known = (scripts / "commands.js").read_text() + (scripts / "claims.js").read_text()
    digits = {"label", "candidate", "more"}

    for name in {each.name for each in keymap.COMMANDS} - digits - {""}:
        is_run = re.search(rf'^  "?{re.escape(name)}"?: \(', known, re.MULTILINE)
        assert is_run or f'command === "{name}"' in known, name


def test_the_help_tells_each_page_that_a_letter_leads_to() -> None:
    page = (settings.BASE_DIR / "templates" / "base.html").read_text()
    (go,) = (each.title for each in keymap.COMMANDS if each.name == "go")

    assert re.findall(r"\b[A-Z]\b", go) == [
        letter.upper() for letter in re.findall(r'data-go="(\w)"', page)
    ]
