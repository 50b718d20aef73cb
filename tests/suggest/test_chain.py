from __future__ import annotations

import pytest

from annotations.suggest.chain import is_outlet
from tests.suggest.claims_helpers import attributed, only


@pytest.mark.parametrize(
    "name",
    [
        "Reuters",
        "the Xinhua news agency",
        "Velmar state news agency",
        "the daily Nordposten",
        "a local newspaper",
        "the state broadcaster TVK",
        "The New York Times",
        "Al Jazeera",
        "state television",
        "the newspaper Diário do Cais",
        "Radio Vardena",
    ],
)
def test_an_outlet(name: str) -> None:
    assert is_outlet(name)


@pytest.mark.parametrize(
    "name", ["Ana Quispe", "the space agency", "the ministry", "union leaders", "Iran", "", "…"]
)
def test_no_outlet(name: str) -> None:
    assert not is_outlet(name)


@pytest.mark.parametrize(
    "text",
    [
        "Minister Ana Quispe said the dam would hold, the Velmar news agency reported.",
        "Minister Ana Quispe said the dam would hold, according to the Velmar news agency.",
        "The Velmar news agency reported that Minister Ana Quispe said the dam would hold.",
        "According to the Velmar news agency, Minister Ana Quispe said the dam would hold.",
    ],
)
def test_an_outlet_passes_on_what_a_person_says(text: str) -> None:
    found = only(text)
    assert "Ana Quispe" in found.source
    assert "Velmar news agency" in found.via
    assert found.content == "the dam would hold"


def test_an_outlet_passes_on_what_is_partly_quoted() -> None:
    said = "Minister Ana Quispe said she would mediate “if both sides ask for it”"
    found = only(f"{said}, the Lusitania news agency reported on Wednesday.")
    assert found.source == "Minister Ana Quispe"
    assert found.via == "the Lusitania news agency"
    assert found.content == "she would mediate “if both sides ask for it”"


def test_an_outlet_after_a_comma_covers_an_object_too() -> None:
    found = only("Ana Quispe stressed the need for a new dam, the Velmar news agency reported.")
    assert (found.source, found.via) == ("Ana Quispe", "the Velmar news agency")
    assert found.content == "the need for a new dam"


def test_a_reported_gerund_belongs_to_the_second_speaker() -> None:
    text = 'The daily Nordposten reported Minister Rui Costa warning, "The valley will burn again."'
    found = only(text)
    assert found.source == "Minister Rui Costa"
    assert found.via == "The daily Nordposten"
    assert found.content == '"The valley will burn again."'


def test_an_outlet_quotes_somebody() -> None:
    found = only("Xinhua quoted Premier Rui Costa as saying that prices would fall.")
    assert (found.source, found.via) == ("Premier Rui Costa", "Xinhua")
    assert found.content == "prices would fall"


def test_was_quoted_by_an_outlet() -> None:
    found = only("Rui Costa was quoted by Reuters as saying prices would fall.")
    assert (found.source, found.via, found.content) == ("Rui Costa", "Reuters", "prices would fall")


def test_an_outlet_alone_is_a_source() -> None:
    found = only("Two ships sank, Reuters reported.")
    assert (found.source, found.via, found.content) == ("Reuters", "", "Two ships sank")


def test_of_two_people_one_speaks_within_the_other() -> None:
    outer, inner = attributed("Ana Quispe said that Rui Costa denied the charges.")
    assert (outer.source, inner.source) == ("Ana Quispe", "Rui Costa")
    assert inner.within == 0
    assert inner.via == ""


def test_he_also_described_came_through_the_same_outlet() -> None:
    text = (
        "Minister Rui Costa voiced concern about the drought, according to Reuters. "
        "He also described the aid as a drop in the sea."
    )
    first, second = attributed(text)
    assert first.via == "Reuters"
    assert second.who == "Rui Costa"
    assert second.through == first.through
    assert second.inferred


def test_an_outlet_cites_before_its_clause() -> None:
    found = only("Reuters reported, quoting a port official, that two ships had sunk.")
    assert (found.source, found.via) == ("a port official", "Reuters")
    assert found.content == "two ships had sunk"


def test_what_an_outlet_cites() -> None:
    found = attributed("Two ships sank off Dakar, Reuters reported, citing the port authority.")
    assert [(one.source, one.via) for one in found] == [("the port authority", "Reuters")]
    assert found[0].content == "Two ships sank off Dakar"


@pytest.mark.parametrize(
    ("text", "source", "content", "via"),
    [
        ("The fire is out, Rui Costa told reporters on Monday, the Andes news agency reported.",
         "Rui Costa", "The fire is out", "the Andes news agency"),
        ("The Andes news agency won a prize.\n\nRui Costa said the fire was out, Andes reported"
         " on Monday.", "Rui Costa", "the fire was out", "Andes"),
        ('"We will rebuild," Costa was quoted as saying by the Andes news agency.',
         "Costa", '"We will rebuild,"', "the Andes news agency"),
        ("The road is closed, Costa was quoted as saying by Reuters.",
         "Costa", "The road is closed", "Reuters"),
        ("According to the Andes news agency, quoting the army, the bridge is closed.",
         "the army", "the bridge is closed", "the Andes news agency"),
        ("Andes News has learned that according to a leaked report, the mine is closed.",
         "a leaked report", "the mine is closed", "Andes News"),
    ],
)  # fmt: skip
def test_a_claim_that_came_through_an_outlet(
    text: str, source: str, content: str, via: str
) -> None:
    found = only(text)
    assert (found.source, found.content, found.via) == (source, content, via)


def test_an_outlet_that_cites_between_commas_passes_on() -> None:
    text = (
        "The state news agency Velmar, citing the plant's director Ana Quispe, reported that two"
        " reactors had been shut down."
    )
    found = only(text)
    assert "Ana Quispe" in found.source
    assert found.via == "The state news agency Velmar"
    assert found.content == "two reactors had been shut down"


def test_who_is_cited_by_an_outlet_is_the_source() -> None:
    found = only("The two had clashed over the dam, according to sources cited by Le Monde.")
    assert (found.source, found.via) == ("sources", "Le Monde")


@pytest.mark.parametrize(
    "text",
    [
        "Velmar News, quoting hospital officials, reported that two of them were teenagers.",
        "According to Velmar News, which quoted hospital officials, two of them were teenagers.",
    ],
)
def test_officials_whom_an_outlet_quotes(text: str) -> None:
    found = only(text)
    assert (found.source, found.via) == ("hospital officials", "Velmar News")
    assert found.content == "two of them were teenagers"


def test_a_semi_official_agency_is_told_whole() -> None:
    text = "“Nothing to hide,” he said, according to the semi-official Nasim news agency."
    found = only(text)
    assert (found.source, found.via) == ("he", "the semi-official Nasim news agency")
