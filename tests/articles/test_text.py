from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from articles.text import clean, paragraphs, text_key


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
