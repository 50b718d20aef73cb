from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import clean, paragraphs, paragraphs_at, text_key


def test_line_ends_become_line_feeds_and_nothing_is_stripped() -> None:
    assert clean("  a\r\nb\rc\n\n ") == ("  a\nb\nc\n\n ", ())


def test_nul_and_lone_surrogates_are_replaced_one_for_one() -> None:
    text, warnings = clean("a\x00b\ud800c")

    assert text == "a\ufffdb\ufffdc"
    assert "2 unreadable characters" in warnings[0]


def test_unicode_is_not_normalised() -> None:
    assert clean("e\u0301 \u00e9")[0] == "e\u0301 \u00e9"


@given(st.text())
def test_paragraphs_are_the_lines_that_are_not_empty(text: str) -> None:
    text, _ = clean(text)

    found = [text[each.start : each.end] for each in paragraphs(text)]

    assert found == [line for line in text.split("\n") if line]


def test_texts_that_differ_in_white_space_only_have_one_key() -> None:
    assert text_key(" a\n b ") == text_key("a b")
    assert text_key("a b") != text_key("ab")


@pytest.mark.parametrize("text", ["One.\n\nTwo.\nThree.", "\n\nOne.\nTwo.\n", "One.", "\n", ""])
def test_the_paragraphs_at_a_place_are_those_of_the_text(text: str) -> None:
    every = paragraphs(text)
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            touched = [n for n, each in enumerate(every) if start < each.end and each.start < end]
            before = [n for n, each in enumerate(every) if each.start <= start]
            first = before[-1] if before else 0
            wanted = [n for n in range(len(every)) if n == first or (n > first and n in touched)]
            found = paragraphs_at(text, [(start, end)])
            assert found == {n: every[n] for n in wanted}


@given(st.text("ab\n", max_size=40), st.lists(st.integers(0, 40), max_size=6))
def test_the_paragraphs_at_many_places_are_those_at_each(text: str, starts: list[int]) -> None:
    ranges = [(start, start + 3) for start in starts if start <= len(text)]
    each = [paragraphs_at(text, [one]) for one in ranges]

    found = paragraphs_at(text, ranges)

    assert found == {number: line for one in each for number, line in one.items()}
    assert list(found) == sorted(found)


def test_paragraphs_are_made_from_one_number_to_another() -> None:
    text = "a\nb\n\nc\nd"
    assert paragraphs(text, 1, 3) == paragraphs(text)[1:3]
