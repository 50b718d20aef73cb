from __future__ import annotations

import time

import pytest

from annotations.suggest.zones import find_zones

PAGE = """Dock strike ends after talks

By Amara Okafor

12 March 2024

Chidi Eze, head of the dockers' union
Chidi Eze, head of the dockers' union

LAGOS (Reuters) - Dockworkers went back on Monday.

The port was full. Photo: Ada Obi

Ships waited outside.
"""


def zones(text: str) -> list[tuple[str, str]]:
    return [(zone.zone, text[zone.start : zone.end]) for zone in find_zones(text)]


def test_a_page_of_news_falls_into_its_zones() -> None:
    assert zones(PAGE) == [
        ("headline", "Dock strike ends after talks"),
        ("byline", "By Amara Okafor"),
        ("dateline", "12 March 2024"),
        ("caption", "Chidi Eze, head of the dockers' union"),
        ("caption", "Chidi Eze, head of the dockers' union"),
        ("dateline", "LAGOS (Reuters) -"),
        ("body", "Dockworkers went back on Monday."),
        ("caption", "The port was full. Photo: Ada Obi"),
        ("body", "Ships waited outside."),
    ]


def test_a_second_copy_of_a_caption_points_to_the_first() -> None:
    first, second = (
        zone for zone in find_zones(PAGE) if zone.zone == "caption" and zone.start < 150
    )
    assert first.repeats is None
    assert second.repeats == first.start


def test_a_caption_that_opens_the_next_paragraph_is_one() -> None:
    text = "Ferry sinks\n\nThe Maris at its berth\n\nThe Maris at its berth was old. It sank."
    assert zones(text)[1] == ("caption", "The Maris at its berth")


def test_a_first_paragraph_is_no_headline() -> None:
    assert zones("The ferry sank on Monday.\n\nNobody was hurt.") == [
        ("body", "The ferry sank on Monday.\n\nNobody was hurt.")
    ]


def test_a_lone_line_is_body() -> None:
    assert zones("Ferry sinks") == [("body", "Ferry sinks")]


@pytest.mark.parametrize(
    "dateline",
    [
        "TEHRAN (AP) -",
        "NEW DELHI, Jan. 4 —",
        "GENEVA --",
        "PARIS —",
        "Warsaw (PAP) –",
        "SÃO PAULO, 3 May (Xinhua) --",
        "Abuja –",
        "(Buenos Aires)",
    ],
)
def test_datelines(dateline: str) -> None:
    text = f"Talks go on\n\n{dateline} The delegates met again."
    assert ("dateline", dateline) in zones(text)
    assert zones(text)[-1] == ("body", "The delegates met again.")


def test_what_is_no_city_is_no_dateline() -> None:
    assert zones("Talks go on\n\nIran – The Gulf state – denies it.")[-1][0] == "body"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "word", "...", "写真。\n\n東京", "a\r\nb"])
def test_any_text_has_zones_inside_it(text: str) -> None:
    for zone in find_zones(text):
        assert 0 <= zone.start < zone.end <= len(text)


@pytest.mark.parametrize(
    "line",
    [
        "By A" + "," * 60 + "#",
        "By Ann " + "|" * 60 + "5",
        "By A" + "-A" * 60 + "#",
        "By " + "A, " * 80 + "5",
    ],
)
def test_a_line_that_is_nearly_a_byline_takes_no_time(line: str) -> None:
    began = time.process_time()
    zones(f"Storm hits the coast\n{line}\nShips waited outside.")
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "line", ["By Ann Rao and Zoë de Boer, in Rome", "By Ann Rao | Staff, By Li Wei"]
)
def test_a_byline(line: str) -> None:
    assert ("byline", line) in zones(f"Storm hits the coast\n\n{line}\n\nShips waited outside.")
