"""The keys that a person chooses for the reader's commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from annotations.reader import keymap
from newsdesk.accounts.forms import StyledForm

USUAL = {each.name: each.key for each in keymap.COMMANDS if each.key}
TITLES = {each.name: each.title for each in keymap.COMMANDS}
LOOK = {"class": "input", "autocomplete": "off", "spellcheck": "false"}
SIGN = re.compile(r"[A-Za-z!-/:-@\[-`{-~]", re.ASCII)


class KeysForm(StyledForm):
    """One field for each command whose key may be another; empty for none."""

    has_single_keys = forms.BooleanField(
        required=False,
        label="Letters, digits and signs alone are commands",
        help_text="Without them, Ctrl + K still lists every command, and buttons do the rest.",
    )

    def __init__(self, *args: Any, chosen: Mapping[str, str] = {}, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, key in USUAL.items():
            self.fields[name] = forms.CharField(
                required=False,
                max_length=1,
                strip=False,
                label=TITLES[name][0].upper() + TITLES[name][1:],
                initial=chosen.get(name, key),
                widget=forms.TextInput(attrs=LOOK),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in USUAL:
            key = data.get(name, "")
            if key and not SIGN.fullmatch(key):
                self.add_error(name, "Type a letter from A to Z or a sign; digits are labels.")
        for pair in keymap.clashes(keymap.commands(self._typed())):
            own, other = sorted(pair, key=lambda each: each.name not in self.chosen)
            self.add_error(own.name, f"This is the key of “{other.title}”, too.")
        return data

    def _typed(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name) or "" for name in USUAL}

    @property
    def chosen(self) -> dict[str, str]:
        """Those that differ from the usual."""
        return {name: key for name, key in self._typed().items() if key != USUAL[name]}

    @property
    def commands(self) -> list[forms.BoundField]:
        return [self[name] for name in USUAL]
