from __future__ import annotations

import pytest

from annotations.suggest import entities, suggest
from annotations.suggest.found import Found
from annotations.suggest.spelling import distance, key, skeleton


def grouped(text: str, *names: tuple[str, str]) -> list[list[str]]:
    """The names of each entity; each (name, label) stands for its next place in the text."""
    found, at = [], 0
    for name, label in names:
        start = text.index(name, at)
        at = start + len(name)
        found.append(Found(start, at, label, 0.9, "model"))
    groups = entities.group(text, found)
    return [[text[found[i].start : found[i].end] for i in one.mentions] for one in groups]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Shoigu", "Shoygu"),
        ("Sergei", "Sergey"),
        ("Khamenei", "Khameney"),
        ("al-Assad", "al Assad".replace(" ", "-")),
        ("Zelensky", "Zelenskyy"),
        ("Gaddafi", "Gadafi"),
    ],
)
def test_spellings_of_one_name_share_a_key(left: str, right: str) -> None:
    assert key(left) == key(right)


def test_the_skeleton_forgets_vowels() -> None:
    assert skeleton("Mohammad") == skeleton("Muhammed") == skeleton("Mohamed")


def test_distance_stops_at_its_limit() -> None:
    assert distance("kitten", "sitten") == 1
    assert distance("a", "abcdefgh") == 3


def test_a_surname_and_a_title_find_their_person() -> None:
    text = "Ana Souza spoke. Minister Souza said so. Souza left."
    names = [("Ana Souza", "PERSON"), ("Souza", "PERSON"), ("Souza", "PERSON")]
    assert grouped(text, *names) == [["Ana Souza", "Souza", "Souza"]]


def test_a_surname_above_its_full_name_finds_it() -> None:
    text = "Souza Warns of Floods\n\nAna Souza warned of floods."
    assert grouped(text, ("Souza", "PERSON"), ("Ana Souza", "PERSON")) == [["Souza", "Ana Souza"]]


def test_two_spellings_with_one_title_are_one_person() -> None:
    text = "Defense Minister Sergey Shoigu called. Defense Minister Shoygu agreed."
    assert len(grouped(text, ("Sergey Shoigu", "PERSON"), ("Shoygu", "PERSON"))) == 1


def test_different_people_stay_apart() -> None:
    text = "Sergey Shoigu met Sergei Lavrov. Ana Souza met Rui Souza."
    people = ("Sergey Shoigu", "Sergei Lavrov", "Ana Souza", "Rui Souza")
    assert len(grouped(text, *((name, "PERSON") for name in people))) == 4


def test_of_two_with_one_surname_the_nearest_above_is_meant() -> None:
    text = "Ana Souza came. Rui Souza came too. Souza sang."
    names = [("Ana Souza", "PERSON"), ("Rui Souza", "PERSON"), ("Souza", "PERSON")]
    assert grouped(text, *names) == [["Ana Souza"], ["Rui Souza", "Souza"]]


def test_an_abbreviation_joins_its_long_form() -> None:
    text = "The Gulf Research Council (GRC) met. GRC members agreed; the G.R.C. did not."
    names = [("Gulf Research Council", "ORG"), ("GRC", "ORG"), ("GRC", "ORG"), ("G.R.C.", "ORG")]
    assert len(grouped(text, *names)) == 1


def test_the_ways_to_write_a_country_are_one() -> None:
    text = "The United States and the US and the U.S. agreed with Britain and the UK."
    names = [(name, "GPE") for name in ("United States", "US", "U.S.", "Britain", "UK")]
    assert [len(one) for one in grouped(text, *names)] == [3, 2]


def test_an_owned_name_joins_its_owner_s() -> None:
    text = "Chad's Armed Forces moved. The Armed Forces stopped."
    assert len(grouped(text, ("Chad's Armed Forces", "ORG"), ("Armed Forces", "ORG"))) == 1


def test_dates_and_amounts_are_nobody() -> None:
    assert grouped("On Monday $5 million", ("Monday", "DATE"), ("$5 million", "MONEY")) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The US State Department spoke. The State Department knew.", "US State Department"),
        ("The Church of Scientology sued. Later the Church won.", "Church of Scientology"),
    ],
)
def test_a_shorter_name_of_one_body_is_the_same(text: str, name: str) -> None:
    found = suggest(text)
    assert len({span.entity for span in found.spans if span.label == "ORG"}) == 1
    assert found.entities[0].name == name


def test_a_name_in_its_own_script_is_the_same_one() -> None:
    text = "Leila Haddad (ليلى حداد) met Wang Yi (王毅) in Kyiv (Київ)."
    found = suggest(text)
    labels = {span.text: span.label for span in found.spans}
    entities = {span.text: span.entity for span in found.spans}
    for name, gloss in (("Leila Haddad", "ليلى حداد"), ("Wang Yi", "王毅"), ("Kyiv", "Київ")):
        assert labels[gloss] == labels[name]
        assert entities[gloss] == entities[name]


def test_a_place_is_governed_or_land_at_all_its_mentions() -> None:
    text = "UNREST IN MIDDLE EAST\n\nTalks in the Middle East failed. The Middle East waits."
    found = suggest(text)
    (place,) = found.entities
    assert place.label == "LOC"
    assert [found.spans[i].label for i in place.mentions] == ["LOC"] * 3


def test_an_entity_has_the_other_names_of_its_mentions_as_aliases() -> None:
    text = (
        "WORLD BANK LENDS\n\nThe European Union (EU) met. Minister Ana Souza and Ana Sousa of the"
        " World Bank came. Souza left. She said so. The EU and the World Bank agreed."
    )
    aliases = {one.name: set(one.aliases) for one in suggest(text).entities}
    assert aliases["European Union"] == {"EU"}
    assert aliases["World Bank"] == set()
    assert "Souza" in aliases["Ana Souza"]
    assert not {"She", "Minister Ana Souza"} & aliases["Ana Souza"]


def test_a_surname_in_another_spelling_is_no_alias() -> None:
    text = "Defense Minister Sergey Shoigu called. Defense Minister Shoygu agreed. Shoigu left."
    (one,) = (each for each in suggest(text).entities if each.name == "Sergey Shoigu")
    assert (len(one.mentions), one.aliases) == (3, ("Shoigu",))
