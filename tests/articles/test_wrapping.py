from __future__ import annotations

from articles.wrapping import is_hard_wrapped, joined

WRAPPED = """\
The dockers of the southern ports walked out for the eighth
day on Thursday after talks with the operator had broken
down overnight, the union said in a statement that was sent
to all newspapers.

Ships are waiting off the coast, and the ministry has offered
to mediate between the two sides, as it did last year.
"""


def test_lines_broken_for_width_are_noticed_and_joined() -> None:
    assert is_hard_wrapped(WRAPPED)

    text = joined(WRAPPED)

    assert not is_hard_wrapped(text)
    assert text.count("\n") == 2
    assert "eighth day on Thursday" in text


def test_paragraphs_on_one_line_each_are_left_alone() -> None:
    text = "\n".join(f"Paragraph {n} says something long enough to be a line." for n in range(9))

    assert not is_hard_wrapped(text)
