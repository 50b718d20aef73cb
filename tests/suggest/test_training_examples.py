"""The training examples change names, never the shape of a sentence."""

from __future__ import annotations

import random

from annotations.suggest.training.examples import ANY, Example
from annotations.suggest.training.swapping import pool_of, swapped

MET = Example(["Ann", "Lee", "met", "Oslo", "Radio", "in", "rome", "."],
              [(0, 2, "PER"), (3, 5, "ORG"), (6, 7, "LOC")])  # fmt: skip
OTHER = Example(["Bo", "Ek", "left", "Blue", "Cross"], [(0, 2, "PER"), (3, 5, "ORG")])


def every_form() -> list[list[str]]:
    pool, dice = pool_of([MET, OTHER]), random.Random(0)
    return [swapped(MET, pool, dice).words for _ in range(300)]


def test_a_name_gives_way_to_one_of_its_label_and_length() -> None:
    forms = every_form()
    assert {tuple(words[3:5]) for words in forms} == {("Oslo", "Radio"), ("Blue", "Cross")}
    assert {len(words) for words in forms} == {8}


def test_persons_are_mixed_from_first_and_last_words() -> None:
    persons = {tuple(words[:2]) for words in every_form()}
    assert {("Ann", "Ek"), ("Bo", "Lee"), ("Bo", "Ek"), ("Ann", "Lee")} == persons


def test_other_words_and_names_in_lower_case_stay() -> None:
    assert all(w[2] == "met" and w[5:] == ["in", "rome", "."] for w in every_form())


def test_a_stretch_nobody_names_stays() -> None:
    unsure = Example(["The", "Guardian"], [(0, 2, ANY)])
    assert swapped(unsure, pool_of([MET, OTHER]), random.Random(0)).words == unsure.words
