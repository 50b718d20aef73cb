"""Every frame of the lexicon, in sentences of our own."""

from __future__ import annotations

import pytest

from tests.suggest.claims_helpers import attributed, only

DAM = "the dam would hold"


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (f"The minister said that {DAM}.", "The minister", "said", DAM),
        (f"The minister said {DAM}.", "The minister", "said", DAM),
        (f"Engineers have often warned that {DAM}.", "Engineers", "have often warned", DAM),
        (f"She told reporters in Lima that {DAM}.", "She", "told", DAM),
        ("The dam would hold, the minister said.", "the minister", "said", "The dam would hold"),
        ("The dam would hold, said Ana Quispe.", "Ana Quispe", "said", "The dam would hold"),
        ("The dam, the minister said, would hold.", "the minister", "said", "The dam | would hold"),
        ("The dam would hold, according to Ana Quispe.", "Ana Quispe", "according to",
         "The dam would hold"),
        ("According to two engineers, the dam would hold.", "two engineers", "According to", DAM),
        ("As the bank noted, prices fell in May.", "the bank", "noted", "prices fell in May"),
        ("The governor rejected the plan for a new port.", "The governor", "rejected",
         "the plan for a new port"),
        ("The governor criticised the slow rescue of the miners.", "The governor", "criticised",
         "the slow rescue of the miners"),
        ("Ghana voiced concern about the closed border.", "Ghana", "voiced concern about",
         "the closed border"),
        ("The bishop expressed hope that the talks would resume.", "The bishop", "expressed hope",
         "the talks would resume"),
        ("The senator described the vote as a farce.", "The senator", "described",
         "the vote as a farce"),
        ("The union vowed to fight the law.", "The union", "vowed", "to fight the law"),
        ("The mayor urged residents to stay indoors.", "The mayor", "urged",
         "residents to stay indoors"),
        ("The envoy called for an immediate truce.", "The envoy", "called for",
         "an immediate truce"),
        ("The envoy warned of a wider war.", "The envoy", "warned of", "a wider war"),
        ("Quito accused Lima of piracy.", "Quito", "accused", "Lima of piracy"),
        ("The mayor's claim that the bridge was safe has angered residents.", "The mayor", "claim",
         "the bridge was safe"),
        ("Farmers are worried about the drought.", "Farmers", "are worried about", "the drought"),
        ("Rao was quoted as saying the mine was safe.", "Rao", "was quoted as saying",
         "the mine was safe"),
    ],
)  # fmt: skip
def test_a_frame(text: str, source: str, cue: str, content: str) -> None:
    found = only(text)
    assert (found.source, found.cue, found.content) == (source, cue, content)
    assert found.speech == "indirect"
    assert 0 < found.score < 1
    assert found.evidence


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ('"The river is rising," Ana Quispe said.', "Ana Quispe", '"The river is rising,"'),
        ('"The river is rising," said Ana Quispe.', "Ana Quispe", '"The river is rising,"'),
        ('Ana Quispe said: "The river is rising."', "Ana Quispe", '"The river is rising."'),
        ("Ana Quispe said, “The river is rising.”", "Ana Quispe", "“The river is rising.”"),
        ("«The river is rising», Ana Quispe said.", "Ana Quispe", "«The river is rising»"),
        ("‘It’s the farmers’ river,’ Ana Quispe said.", "Ana Quispe", "‘It’s the farmers’ river,’"),
        ('"The river," Ana Quispe said, "is rising fast."', "Ana Quispe",
         '"The river," | "is rising fast."'),
        ('"The river is rising," Ana Quispe said on Monday. "We must leave now."', "Ana Quispe",
         '"The river is rising," | "We must leave now."'),
        ('"Go now. The river is rising fast," Ana Quispe said.', "Ana Quispe",
         '"Go now. The river is rising fast,"'),
        ("“She said ‘never’ twice,” Ana Quispe said.", "Ana Quispe", "“She said ‘never’ twice,”"),
        ('"The dam held.\n\n"The bridge did not," Ana Quispe said.', "Ana Quispe",
         '"The dam held. | "The bridge did not,"'),
    ],
)  # fmt: skip
def test_a_direct_quotation(text: str, source: str, content: str) -> None:
    found = only(text)
    assert (found.source, found.content, found.speech) == (source, content, "direct")


def test_a_quotation_inside_a_clause_is_mixed() -> None:
    found = only('Ana Quispe said the harvest was "the worst we have ever seen in this valley".')
    assert found.speech == "mixed"
    assert found.content == 'the harvest was "the worst we have ever seen in this valley"'


def test_a_borrowed_name_in_quotation_marks_is_no_quotation() -> None:
    found = only('Ana Quispe said the troops would leave the "green belt" by May.')
    assert found.speech == "indirect"


def test_an_apposition_belongs_to_the_source_a_relative_clause_does_not() -> None:
    text = (
        "Ana Quispe, the mayor of Puno, said the dam held. Rui Costa, who owns it, said it leaks."
    )
    assert [claim.source for claim in attributed(text)] == [
        "Ana Quispe, the mayor of Puno",
        "Rui Costa",
    ]


def test_bodies_that_designate_are_two_sources() -> None:
    text = "The group is designated as a cartel by both Canada and the European Union."
    found = only(text)
    assert found.who == "Canada | European Union"
    assert "designated as a cartel" in found.content


def test_a_passive_report_has_no_source() -> None:
    found = only("The general is believed to have left the country.")
    assert found.source == ""
    assert "to have left the country" in found.content


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Quispe: dam will hold", "Quispe", "dam will hold"),
        ("Dam will hold in the rainy season: ministry", "ministry",
         "Dam will hold in the rainy season"),
        ("Dam will hold, says Quispe", "Quispe", "Dam will hold"),
    ],
)  # fmt: skip
def test_a_headline(text: str, source: str, content: str) -> None:
    found = attributed(f"{text}\n\nWork on the dam goes on in the valley.")[0]
    assert (found.source, found.content, found.zone) == (source, content, "headline")


@pytest.mark.parametrize(
    "text",
    [
        "The ship sailed from Lagos to Dakar on Monday.",
        "A stream called Rimac crosses the town.",
        "He did not mention the price.",
        "It rained for three days.",
        "The so-called “peace train” left on time.",
    ],
)
def test_nobody_claims_anything(text: str) -> None:
    assert attributed(text) == []


def test_a_cue_inside_a_quotation_makes_no_claim_of_its_own() -> None:
    found = only('"The doctors told me that I was well and I said thank you," Ana Quispe said.')
    assert found.source == "Ana Quispe"


def test_two_claims_joined_by_a_conjunction_are_two() -> None:
    text = "Poland said it would appeal, while Spain said it would pay."
    assert [(claim.source, claim.content) for claim in attributed(text)] == [
        ("Poland", "it would appeal"),
        ("Spain", "it would pay"),
    ]


def test_an_interrupted_cue_keeps_its_own_clause() -> None:
    text = '"We were ready," he said, adding that schools would stay shut for two weeks.'
    first, second = attributed(text)
    assert (first.cue, first.content) == ("said", '"We were ready,"')
    assert (second.cue, second.content) == ("adding", "schools would stay shut for two weeks")


def test_a_semicolon_ends_what_is_said() -> None:
    text = "According to the army, four soldiers died; the road was closed on Monday."
    assert attributed(text)[0].content == "four soldiers died"


def test_a_day_between_cue_and_clause_is_in_neither() -> None:
    found = only("The court said on Friday it would publish the ruling.")
    assert found.content == "it would publish the ruling"


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Rui Costa, a lawyer, poked at the mayor during the debate, writing, “Notice the mayor.”",
         "Rui Costa, a lawyer", "“Notice the mayor.”"),
        ("Rui Costa told me, ''We dig; we dig with people who like it.''",
         "Rui Costa", "''We dig; we dig with people who like it.''"),
        ('She grew so upset that Rui had to change the answer: "Of course I believe in it."',
         "Rui", '"Of course I believe in it."'),
        ('"It is the town one, the mine nothing so far." - Rui Costa',
         "Rui Costa", '"It is the town one, the mine nothing so far."'),
        ('One miner joined, writing in a letter "I have myself started to dig at night."',
         "One miner", '"I have myself started to dig at night."'),
        ('Rui Costa stated,\n\n"The driver was picked up in a black car."',
         "Rui Costa", '"The driver was picked up in a black car."'),
        ('The e-mail said, "Thank you for your work."', "The e-mail",
         '"Thank you for your work."'),
    ],
)  # fmt: skip
def test_a_quotation_with_its_speaker_further_off(text: str, source: str, content: str) -> None:
    found = only(text)
    assert (found.source, found.content, found.speech) == (source, content, "direct")


def test_a_turn_of_a_transcript_is_all_of_its_line() -> None:
    text = "QUISPE: The dam holds. It will hold for years.\n\nCOSTA: Who built it? We did."
    assert [(claim.source, claim.content) for claim in attributed(text)] == [
        ("QUISPE", "The dam holds. It will hold for years"),
        ("COSTA", "Who built it? We did"),
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("According to Quispe the dam in question was mended by hand.", "Quispe",
         "the dam in question was mended by hand"),
        ("They follow a plan which, according to Andes, Lima and Quito have both criticised.",
         "Andes", "Lima and Quito have both criticised"),
        ("She was described by Ana Quispe as the queen of the valley.", "Ana Quispe",
         "She was described by Ana Quispe as the queen of the valley"),
        ("They do not want Quito to leave.", "They", "Quito to leave"),
        ("The mayor declined to name the firm.", "The mayor", "to name the firm"),
    ],
)  # fmt: skip
def test_where_source_and_content_end(text: str, source: str, content: str) -> None:
    found = attributed(text)[0]
    assert (found.source, found.content) == (source, content)


def test_what_somebody_is_told_is_not_his_claim() -> None:
    found = attributed("Ana Quispe was held and told that the dam had burst.")
    assert [claim.source for claim in found if claim.source == "Ana Quispe"] == []


def test_a_quotation_goes_on_from_whoever_was_heard_last() -> None:
    text = (
        'Ana Quispe called the mine "a planet in its own orbit." Rui Costa described it as the'
        ' deepest he ever saw.\n\n"We called it the cellar of the world. Nothing was deeper."'
    )
    assert attributed(text)[-1].who == "Rui Costa"


@pytest.mark.parametrize(
    "text",
    [
        "Reports named a member of the group within the church called the Sea Guard.",
        "The wet report was found on a street by a passer-by on Friday.",
        "The port blocked the crew, denying them entry to the pier.",
    ],
)
def test_naming_finding_and_withholding_are_no_claims(text: str) -> None:
    assert attributed(text) == []


def test_a_reason_that_is_cited_says_nothing() -> None:
    found = only("Citing privacy rules, officials said the files would stay shut.")
    assert (found.source, found.cue) == ("officials", "said")
    assert found.content == "the files would stay shut"


def test_a_title_with_a_country_keeps_the_name_behind_it() -> None:
    found = only("According to the Peruvian envoy to Chile Ana Souza, the border would stay shut.")
    assert (found.source, found.who) == ("the Peruvian envoy to Chile Ana Souza", "Ana Souza")
    assert found.content == "the border would stay shut"


def test_a_finding_of_a_court_is_a_claim() -> None:
    found = only("The law was found by the High Court to be void.")
    assert found.source == "the High Court"


def test_what_a_site_is_against_is_not_who_speaks() -> None:
    found = only("Posts on the Reuters-critic board said that the fire was out.")
    assert found.who == ""


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The bank will not cut rates, two officials familiar with the matter said.",
            "two officials familiar with the matter",
            "The bank will not cut rates",
        ),
        (
            "Prices could rise by a tenth in winter, the body's head Anna Berg told a hearing.",
            "the body's head Anna Berg",
            "Prices could rise by a tenth in winter",
        ),
        (
            "The fleet has left port, a person close to her said.",
            "a person close to her",
            "The fleet has left port",
        ),
    ],
)
def test_who_closes_a_sentence_is_all_between_comma_and_verb(
    text: str, source: str, content: str
) -> None:
    found = only(text)
    assert (found.source, found.content) == (source, content)


def test_what_a_speaker_does_meanwhile_is_no_part_of_the_name() -> None:
    found = only('Rui Costa, speaking at a summit, warned: "Every frozen conflict returns."')
    assert found.source == "Rui Costa"


def test_residents_of_two_towns_are_one_source_and_no_town() -> None:
    found = only("Residents of Porto and Lisbon complained that prices have doubled.")
    assert (found.source, found.who) == ("Residents of Porto and Lisbon", "")


def test_what_nobody_in_particular_understands_is_said_once() -> None:
    found = only("It is understood that creditors, among them the bank, expect an answer by May.")
    assert found.content == "creditors, among them the bank, expect an answer by May"


def test_a_former_engineer_has_claimed() -> None:
    found = only(
        "The firm knew of the leak for years, a former engineer at the company has claimed."
    )
    assert (found.source, found.cue) == ("a former engineer at the company", "has claimed")


def test_a_claim_that_nobody_confirmed_is_not_the_claimed() -> None:
    text = "The Velmar news agency reported a ransom, a claim the government has not confirmed."
    assert all("ransom" not in one.content for one in attributed(text) if "confirm" in one.cue)


def test_who_issues_a_statement_says_what_it_says() -> None:
    found = only("The minister's office later issued a statement saying the reports were false.")
    assert found.source == "The minister's office"


def test_no_figure_urges_anybody() -> None:
    text = "Ana Quispe said the revelations were shocking and urged ministers to act."
    assert {one.source for one in attributed(text)} == {"Ana Quispe"}


def test_who_asked_not_to_be_named_said_nothing_by_that() -> None:
    found = only("The engineer, who asked not to be named, said staff were under pressure.")
    assert found.content == "staff were under pressure"


def test_a_quotation_belongs_to_the_verb_it_follows() -> None:
    text = 'Rui Costa described the arrests as "an abuse of power" and demanded their release.'
    said = {one.cue: one.content for one in attributed(text)}
    assert said["demanded"] == "their release"


def test_while_another_reports_something_else() -> None:
    text = (
        "An official said that talks were close to collapse, while state-affiliated Velmar News TV"
        ' reported "noticeable progress", citing a high-ranking source.'
    )
    said = {one.source: (one.via, one.content) for one in attributed(text)}
    assert said["An official"] == ("", "talks were close to collapse")
    assert said["a high-ranking source"][1] == '"noticeable progress"'
