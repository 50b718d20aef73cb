"""The whole: zones, the article's own voice, and any text at all."""

from __future__ import annotations

import itertools
import time

import pytest

from annotations.suggest import suggest
from annotations.suggest.claims import find_claims
from annotations.suggest.pipeline import parse
from tests.suggest.claims_helpers import attributed, claims


def test_captions_and_bylines_make_no_claims() -> None:
    text = (
        "Dam to be closed\n\nBy Ana Says\n\nAna Quispe, who says the dam will hold. Photo: R. Costa"
        "\n\nThe dam was closed."
    )
    assert attributed(text) == []


def test_the_article_s_own_claims_name_no_source_and_score_lower() -> None:
    found = claims("Bolivia supplies gas to Brazil. The minister said that prices would fall.")
    own = [claim for claim in found if claim.speech == "none"]
    assert [claim.content for claim in own] == ["Bolivia supplies gas to Brazil"]
    assert own[0].source == own[0].cue == ""
    assert own[0].score < 0.7
    assert own[0].evidence == "own voice"


@pytest.mark.parametrize(
    "text",
    [
        "Will Bolivia supply gas to Brazil?",
        "I think Bolivia and Brazil are wonderful.",
        "Bolivia may perhaps help Brazil.",
        "Rain.",
    ],
)
def test_questions_opinions_and_perhapses_are_not_the_article_s_claims(text: str) -> None:
    assert [claim for claim in claims(text) if claim.speech == "none"] == []


def test_an_insertion_by_the_reporter_is_not_given_to_the_speaker() -> None:
    text = "Peru claimed that the raids, which have killed nine people, would go on until May."
    found = attributed(text)[0]
    assert found.source == "Peru"
    assert "killed" not in found.content
    assert found.content.endswith("would go on until May")


def test_offsets_count_code_points() -> None:
    text = "😀 é 🇵🇪 Ana Quispe said the dam would hold."
    (found,) = [one for one in suggest(text).claims if one.cue]
    part = found.content[0]
    assert text[part.start : part.end] == "the dam would hold"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "word",
        "said",
        '"',
        "“”",
        ". . . ! ? : ; , — –",
        "said said said said said said.",
        '"said" "said" "said" according to',
        "according to",
        ", said , said , according to ,",
        "he: : : said that that that",
        "東京で会議が開かれた。大臣は「平和が必要だ」と述べた。",
        "قال الوزير إن السد سيصمد.",
        "Министр заявил: «Плотина выдержит».",
        "a\r\nb\r\n\r\nc said d",
        "\u202eRTL \u200b zero\ufeff said the dam",
        "’ ’ ’s said ‘",
        "that that said that that said that.",
    ],
)
def test_any_text_gives_an_honest_result(text: str) -> None:
    found = suggest(text)
    for claim in found.claims:
        assert claim.content
        for part in (*claim.content, *claim.cue, *claim.source, *claim.via):
            if part.start is not None and part.end is not None:
                assert 0 <= part.start < part.end <= len(text)
                assert part.text == text[part.start : part.end]


def test_a_text_without_a_parse_has_no_claims() -> None:
    assert find_claims("She said no.", [], [], [], []) == []


def test_claims_stand_in_reading_order_and_point_to_each_other() -> None:
    text = "Ana Quispe said that Rui Costa denied the charges. Two ships sank, Reuters reported."
    found = suggest(text).claims
    starts = [claim.content[0].start or 0 for claim in found]
    assert starts == sorted(starts)
    assert all(claim.within is None or 0 <= claim.within < len(found) for claim in found)


def test_time_grows_with_the_length_only() -> None:
    unit = (
        'Ana Quispe said the dam would hold, Reuters reported. "We are safe here," she added. '
        "Bolivia supplies gas to Brazil.\n\n"
    )
    seconds = []
    for count in (40, 160):
        text = unit * count
        parsed = parse(text)
        began = time.process_time()
        assert len(find_claims(text, parsed, [], [], [])) >= 2 * count
        seconds.append(time.process_time() - began)
    assert seconds[1] < 8 * seconds[0] + 0.5


def test_every_claim_says_why() -> None:
    texts = ("Ana Quispe said so.", "“Go home now,” he said.", "Ships sank, Reuters reported.")
    for claim in itertools.chain.from_iterable(claims(text) for text in texts):
        assert claim.evidence
        assert claim.speech in {"direct", "indirect", "mixed", "none"}
