"""Where the same words stand, and near forms of them."""

from __future__ import annotations

import pytest

from annotations.reader import same_words

TEXT = (
    "Iran’s oil. IRAN and Iranian; Iran. "
    "The Kurds met a Kurd, Kurds' lands and the army; Armies 伊朗人在伊朗。"
)


def shown(found: list[tuple[int, int]]) -> list[str]:
    return [TEXT[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("words", "same", "near"),
    [
        ("Iran", ["Iran", "Iran"], ["IRAN"]),
        ("Iran’s", ["Iran’s"], ["IRAN", "Iran"]),
        ("Kurds", ["Kurds", "Kurds"], ["Kurd"]),
        ("army", ["army"], ["Armies"]),
        ("伊朗", ["伊朗", "伊朗"], []),
        ("Nobody", [], []),
        ("", [], []),
        ("(", [], []),
    ],
)
def test_words_are_found_and_near_forms_apart(words: str, same: list[str], near: list[str]) -> None:
    assert shown(same_words.exact(TEXT, words)) == same
    assert shown(same_words.near(TEXT, words)) == near


def test_what_is_decided_or_part_of_longer_words_is_not_free() -> None:
    places = [(0, 4), (10, 14), (20, 24), (30, 34)]

    free = same_words.free(places, decided=[(12, 20)], undecided=[(20, 24), (28, 34)])

    assert list(free) == [(0, 4), (20, 24)]
