from __future__ import annotations

from tests.suggest.claims_helpers import attributed, claims


def test_a_pronoun_stands_for_the_last_speaker() -> None:
    text = "Rui Costa said the fire was out. He thanked the crews and said the road was open."
    assert {claim.who for claim in attributed(text)} == {"Rui Costa"}


def test_a_surname_stands_for_the_whole_name() -> None:
    text = "Minister Funke Oyelaran said the port was open. Oyelaran said ships could leave."
    assert [claim.who for claim in attributed(text)] == ["Funke Oyelaran"] * 2


def test_mr_and_mrs_say_which_pronoun_fits() -> None:
    text = "Mrs Ana Quispe met Mr Rui Costa in Puno. She said the dam was safe."
    assert attributed(text)[0].who.endswith("Quispe")


def test_a_pronoun_after_an_unnamed_speaker_is_left_open() -> None:
    text = (
        "Rui Costa flew to Lima. A spokesman for the mine said the shaft was dry. "
        "He said the pumps were running."
    )
    assert attributed(text)[-1].who == ""


def test_the_minister_is_the_minister_named_before() -> None:
    text = "Trade Minister Rui Costa arrived in Lima. The minister said prices would fall."
    assert attributed(text)[-1].who == "Rui Costa"


def test_a_source_is_the_person_and_not_her_country() -> None:
    text = "Peru's energy minister, Ana Quispe, said the dam was safe."
    assert attributed(text)[0].who == "Ana Quispe"


def test_a_floating_quotation_takes_the_speaker_beside_it() -> None:
    text = (
        '"The river is rising fast," Ana Quispe said as the rain fell on the town. Cars were '
        'left behind. "We have to be out of here by noon."'
    )
    first, second = attributed(text)
    assert (second.who, second.cue, second.source) == ("Ana Quispe", "", "")
    assert second.inferred
    assert second.score < first.score


def test_a_floating_quotation_of_the_next_paragraph_follows_the_last_one() -> None:
    text = '"The river is rising fast," Ana Quispe said.\n\n"We have to be out by noon today."'
    assert [claim.who for claim in attributed(text)] == ["Ana Quispe"] * 2


def test_a_floating_quotation_does_not_reach_over_two_paragraphs() -> None:
    text = (
        '"The river is rising fast," Ana Quispe said.\n\nIt rained.\n\nIt stopped.\n\n'
        '"We have to be out by noon today."'
    )
    assert len(attributed(text)) == 1


def test_a_headline_points_to_the_claim_it_repeats() -> None:
    text = "Quispe: dam will hold\n\nMayor Ana Quispe said on Monday the dam will hold."
    found = claims(text)
    assert found[0].zone == "headline"
    assert found[0].repeats == 1
