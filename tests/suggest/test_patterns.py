from __future__ import annotations

import time

import pytest

from annotations.suggest import patterns


def found(text: str, label: str) -> list[str]:
    return [text[one.start : one.end] for one in patterns.find(text) if one.label == label]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("It began on October 7, 2023 in the south.", "October 7, 2023"),
        ("It began on 7 October.", "7 October"),
        ("They met on Tuesday, 5 May 2020.", "Tuesday, 5 May 2020"),
        ("Just days ago, the agency reported it.", "Just days ago"),
        ("Two weeks ago it rained.", "Two weeks ago"),
        ("He resigned last month.", "last month"),
        ("It was worse in the 1990s.", "1990s"),
        ("Nothing has moved since March.", "March"),
        ("On Monday morning they left.", "Monday morning"),
        ("The law dates from 1987.", "1987"),
        ("Filed 2019-05-01 at noon.", "2019-05-01"),
        ("By the early 20th century it was gone.", "20th century"),
    ],
)
def test_a_date_is_found_whole(text: str, date: str) -> None:
    assert found(text, "DATE") == [date]


@pytest.mark.parametrize(
    "text", ["She may march on.", "Room 2,011 is free.", "He ran 1,987 metres."]
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert found(text, "DATE") == []


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("It cost $5 million.", "$5 million"),
        ("It cost 3.2 billion euros.", "3.2 billion euros"),
        ("It cost £3.5bn.", "£3.5bn"),
        ("It cost US$20m.", "US$20m"),
        ("It cost Rs 500 crore.", "Rs 500 crore"),
        ("It cost 1,200 Kenyan pounds or 40,000 shillings.", "40,000 shillings"),
        ("It cost EUR 300,000.", "EUR 300,000"),
        ("It cost fifty dollars.", "fifty dollars"),
    ],
)
def test_money_is_found_in_many_currencies(text: str, money: str) -> None:
    assert found(text, "MONEY") == [money]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Prices rose 4.5 percent.", "4.5 percent"),
        ("Prices rose by 10-15%.", "10-15%"),
        ("It covers about 12,000 square kilometers.", "about 12,000 square kilometers"),
        ("It weighs 100 kg.", "100 kg"),
    ],
)
def test_a_quantity_keeps_its_unit(text: str, quantity: str) -> None:
    assert found(text, "QUANTITY") == [quantity]


def test_laws_and_events_show_by_their_form() -> None:
    text = "The Clean Air Act of 1970 came after World War II and UN Resolution 242."
    assert found(text, "LAW") == ["Clean Air Act of 1970", "UN Resolution 242"]
    assert found(text, "EVENT") == ["World War II"]


def test_no_match_crosses_a_line() -> None:
    assert found("Signed in May\n2021 homes were built.", "DATE") != ["May\n2021"]
    assert all("\n" not in date for date in found("on 5\nMay 2020", "DATE"))


@pytest.mark.parametrize("unit", ["1", "a", "A b ", ",1", "1.1", "Ab and ", " ", "(", "$"])
def test_long_monotony_costs_little_time(unit: str) -> None:
    began = time.process_time()
    patterns.find(unit * (100_000 // len(unit)))
    assert time.process_time() - began < 5
