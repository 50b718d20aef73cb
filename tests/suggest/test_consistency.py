from __future__ import annotations

from annotations.suggest.consistency import consistent, surname
from annotations.suggest.found import Found


def spread(text: str, name: str, label: str, score: float = 0.9) -> list[tuple[str, str, str]]:
    """What is marked when the model saw `name` at its first place only."""
    start = text.index(name)
    found = consistent(text, [Found(start, start + len(name), label, score, "model")])
    return [(text[one.start : one.end], one.label, one.evidence) for one in found]


def test_a_name_found_once_is_marked_wherever_it_stands() -> None:
    text = "Ana Souza spoke.\nAna Souza, the minister\nMore from Ana Souza."
    assert [name for name, _, _ in spread(text, "Ana Souza", "PERSON")] == ["Ana Souza"] * 3


def test_the_surname_of_a_person_is_marked_too() -> None:
    text = "Ana Souza spoke. Then Souza's aide did. General Souza left."
    assert spread(text, "Ana Souza", "PERSON")[1:] == [
        ("Souza", "PERSON", "same name above"),
        ("Souza", "PERSON", "same name above"),
    ]


def test_a_name_above_its_full_form_says_so() -> None:
    text = "Souza warns of floods\n\nAna Souza warned of floods."
    assert spread(text, "Ana Souza", "PERSON")[0] == ("Souza", "PERSON", "same name below")


def test_another_name_with_that_word_is_left_alone() -> None:
    text = "Ana Souza spoke at the Souza Foundation with her brother Rui Souza."
    assert [name for name, _, _ in spread(text, "Ana Souza", "PERSON")] == ["Ana Souza"]


def test_an_everyday_word_is_no_surname() -> None:
    text = "George Hope spoke. Hope died when others still had hope."
    assert [name for name, _, _ in spread(text, "George Hope", "PERSON")] == ["George Hope"]


def test_an_abbreviation_in_brackets_is_marked_from_there_on() -> None:
    text = "The Gulf Research Council (GRC) met. The GRC agreed."
    assert [name for name, _, _ in spread(text, "Gulf Research Council", "ORG")] == [
        "Gulf Research Council",
        "GRC",
        "GRC",
    ]


def test_one_name_has_one_label() -> None:
    text = "Bexar won. Bexar lost. Bexar drew."
    places = [0, 11, 23]
    labels = [("GPE", 0.9), ("ORG", 0.5), ("GPE", 0.8)]
    found = [
        Found(start, start + 5, label, score, "model")
        for start, (label, score) in zip(places, labels, strict=True)
    ]
    assert {one.label for one in consistent(text, found)} == {"GPE"}


def test_particles_belong_to_the_surname() -> None:
    assert surname("Alexander van der Bellen") == "van der Bellen"
    assert surname("Ana Souza") == "Souza"
    assert surname("Souza") == "Souza"


def test_two_halves_of_a_person_become_one() -> None:
    text = "Republican Ana Souza spoke. Souza left."
    halves = [Found(11, 14, "PERSON", 0.9, "model"), Found(28, 33, "PERSON", 0.9, "model")]
    found = consistent(text, halves)
    assert [text[one.start : one.end] for one in found] == ["Ana Souza", "Souza"]


def test_a_given_name_two_people_share_takes_the_surname_behind_it() -> None:
    text = "Gary Chan won. Democrat Gary Fan of the south lost."
    at = text.rindex("Gary")
    names = [Found(0, 9, "PERSON", 0.9, "model"), Found(at, at + 4, "PERSON", 0.9, "model")]
    found = consistent(text, names)
    assert [text[one.start : one.end] for one in found] == ["Gary Chan", "Gary Fan"]
