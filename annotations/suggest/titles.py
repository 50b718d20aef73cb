"""Titles and offices that stand before a person's name and are no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.suggest.gazetteer import lines

TITLES = frozenset(line for line in lines("titles.txt") if not line.startswith("+"))
OF_A_TITLE = frozenset(line[1:] for line in lines("titles.txt") if line.startswith("+"))
"""Words that stand in a title only when one of TITLES follows ("Defense Minister")."""


def title_length(words: Sequence[str]) -> int:
    """How many leading words of a person's name are titles; never all of them."""
    length = 0
    for i, word in enumerate(words[:-1]):
        lower = word.casefold()
        of_office = length > 0 and words[i - 1] == "of" and lower in OF_A_TITLE
        if lower in TITLES or of_office:
            length = i + 1
        elif lower not in OF_A_TITLE and word not in {"-", "and", "of"}:
            break
    return length
