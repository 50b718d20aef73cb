"""The outlet that somebody spoke to is how the article has it."""

from __future__ import annotations

import pytest

from tests.suggest.claims_helpers import attributed, only


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("The dam would hold, two diplomats told Reuters on condition of anonymity.", "Reuters"),
        ("Minister Ana Quispe told the Daily Mirror that the dam would hold.", "the Daily Mirror"),
        ("Ana Quispe confirmed to AFP that the dam would hold.", "AFP"),
        ("Speaking to Sky News, Ana Quispe said the dam would hold.", "Sky News"),
        ('"The dam will hold," Ana Quispe said in an interview with Der Spiegel.', "Der Spiegel"),
        ("Ana Quispe told the Velmar news agency that the dam would hold.", "Velmar news agency"),
        ("Ana Quispe told the newspaper Diário do Cais that it would hold.", "Diário do Cais"),
        ("Ana Quispe told Radio Vardena that the dam would hold.", "Radio Vardena"),
    ],
)
def test_who_speaks_to_an_outlet_comes_through_it(text: str, via: str) -> None:
    assert via in only(text).via


@pytest.mark.parametrize(
    "text",
    [
        "Ana Quispe told reporters on Monday that the dam would hold.",
        "Ana Quispe told parliament that the dam would hold.",
        "Ana Quispe told President Rui Costa that the dam would hold.",
        "Ana Quispe said the dam would hold until the Times Square is built.",
    ],
)
def test_anybody_else_is_no_outlet(text: str) -> None:
    assert only(text).via == ""


def test_an_interview_belongs_to_its_speaker_alone() -> None:
    text = "In an interview with CNN, Ana Quispe said the mayor had promised to rebuild the dam."
    outer = next(one for one in attributed(text) if one.cue == "said")
    inner = [one for one in attributed(text) if one.within is not None]
    assert outer.via == "CNN"
    assert all(one.via == "" for one in inner)
