from __future__ import annotations

import pytest

from annotations.suggest.cues import forms, lexicon


def test_the_lexicon_knows_about_250_verbs_by_all_their_forms() -> None:
    verbs = lexicon().verbs
    assert len({cue.lemma for cue in verbs.values()}) >= 240
    for form in ("said", "says", "saying", "underscored", "denies", "admitted", "wrote", "vowed"):
        assert form in verbs


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("voice", ["voice", "voices", "voiced", "voicing"]),
        ("stress", ["stress", "stresses", "stressed", "stressing"]),
        ("say", ["say", "says", "sayed", "saying"]),
    ],
)
def test_regular_forms(lemma: str, expected: list[str]) -> None:
    assert list(forms(lemma)) == expected


def test_thinking_is_not_saying() -> None:
    assert lexicon().verbs["said"].is_speech
    assert not lexicon().verbs["believes"].is_speech
    assert not lexicon().verbs["praised"].is_speech


def test_every_frame_is_one_the_patterns_read() -> None:
    known = {"q", "c", "n", "i", "as", "t", "by", "think", "evidence", "express"}
    for cue in lexicon().verbs.values():
        assert {frame for frame in cue.frames if not frame.startswith("+")} <= known, cue
