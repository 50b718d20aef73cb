from __future__ import annotations

import time

import pytest

from annotations.suggest.quotations import find_quotations


def quoted(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('"Rain," she said, "is late."', ['"Rain,"', '"is late."']),
        ("“Rain,” she said.", ["“Rain,”"]),
        ("«La pluie», dit-elle.", ["«La pluie»"]),
        ("„Regen“, sagte sie.", ["„Regen“"]),
        ("»Regen«, sagte sie.", ["»Regen«"]),
        ("‘It’s the workers’ choice,’ he said.", ["‘It’s the workers’ choice,’"]),
        ("'It's ours,' he said.", ["'It's ours,'"]),
        ("''Rain'' he said", ["''Rain''"]),
        ('“Rain," she said.', ['“Rain,"']),
        ("The workers' plan and the nurses' plan", []),
        ("It began in the '90s, rock 'n' roll", []),
        ("She is 6'2\" tall", []),
    ],
)
def test_marks_are_read(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


def test_a_quotation_in_a_quotation_is_deeper() -> None:
    text = "“He told me ‘never again’ twice,” she said."
    found = {text[one.start : one.end]: one.depth for one in find_quotations(text)}
    assert found == {"“He told me ‘never again’ twice,”": 0, "‘never again’": 1}


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "He said: “We are leaving today\n\nThe road was empty."
    (found,) = find_quotations(text)
    assert text[found.start : found.end] == "“We are leaving today"
    assert not found.closed
    assert not found.goes_on


def test_a_quotation_opened_again_in_the_next_paragraph_goes_on() -> None:
    first, second = find_quotations('"The dam held.\n\n"The bridge did not," she said.')
    assert first.goes_on
    assert second.closed


@pytest.mark.parametrize("text", ["", "'", '"', "“”", "’’’’", "\n\n\n", "«" * 50, "'s " * 40])
def test_any_marks_are_survived(text: str) -> None:
    for one in find_quotations(text):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize("unit", ['"', "'a ", "’s “", "»a ", "' "])
def test_time_grows_with_the_length_only(unit: str) -> None:
    began = time.process_time()
    find_quotations(unit * 60_000)
    assert time.process_time() - began < 5
