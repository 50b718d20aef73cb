"""What a critical reader of ten articles missed, class by class, in sentences of our own."""

from __future__ import annotations

import pytest

from annotations.suggest import suggest
from annotations.suggest.consistency import consistent
from annotations.suggest.found import Found
from tests.suggest.claims_helpers import attributed, claims, only

DAM = "the dam would hold"


def own(text: str) -> list[str]:
    """What the article says in its own voice."""
    return [claim.content for claim in claims(text) if claim.speech == "none"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("On Friday, Peru closed the port.", ["On Friday, Peru closed the port"]),
        ("In Lima, Ana Quispe met fishermen.", ["In Lima, Ana Quispe met fishermen"]),
        ("The river rose at night, but Peru evacuated 80 people in Puno.",
         ["Peru evacuated 80 people in Puno"]),
        ("Ana Quispe was charged with theft in Lima.",
         ["Ana Quispe was charged with theft in Lima"]),
        ("Ana Quispe had read an article in a magazine from Peru.",
         ["Ana Quispe had read an article in a magazine from Peru"]),
        ("One in three visits came from Peru and Bolivia.",
         ["One in three visits came from Peru and Bolivia"]),
        ("A team from the University of Puno of the US has measured the lake.",
         ["A team from the University of Puno of the US has measured the lake"]),
        ("After news of the flood was reported in Puno, Ana Quispe met Rui Costa in Lima.",
         ["news of the flood was reported in Puno", "Ana Quispe met Rui Costa in Lima"]),
        ("The port closed in Puno on August 10 and Peru says it will not open.",
         ["The port closed in Puno on August 10"]),
    ],
)  # fmt: skip
def test_the_article_tells_when_and_in_every_main_clause(text: str, told: list[str]) -> None:
    assert own(text) == told


@pytest.mark.parametrize("text", ["The WHO says the dam is safe.", "WHO say the dam is safe."])
def test_an_abbreviation_is_no_pronoun(text: str) -> None:
    found = only(text)
    assert "WHO" in found.source
    assert found.content == "the dam is safe"


def test_a_second_quotation_with_a_cue_of_its_own_is_given_once() -> None:
    text = '"The river is rising," Ana said. "We must go now to the hills," Rui said.'
    assert [(one.source, one.content) for one in attributed(text)] == [
        ("Ana", '"The river is rising,"'),
        ("Rui", '"We must go now to the hills,"'),
    ]


def test_a_mark_that_slipped_to_the_comma_before_it_opens_its_quotation() -> None:
    text = (
        'Ana Quispe said maps would be free," For example, schools can print them at no cost".'
        ' Rui Costa said he had a "strong case".'
    )
    contents = [claim.content for claim in attributed(text)]
    assert contents[-1] == 'he had a "strong case"'
    assert all("Rui" not in content for content in contents)


def test_a_paragraph_behind_a_colon_is_speech_though_its_stop_stands_behind_the_mark() -> None:
    text = 'Ana Quispe has called the ruling a mistake:\n\n"We face a dark day. They know nothing".'
    assert '"We face a dark day. They know nothing"' in [one.content for one in attributed(text)]


def test_the_verb_before_a_colon_is_the_cue() -> None:
    text = 'Ana Quispe tweeted using her own account:\n\n"The river is rising. We must go now."'
    assert only(text).cue == "tweeted"


def test_a_pull_quote_is_given_to_the_name_behind_it() -> None:
    text = (
        '"The river is rising again," Ana Quispe said.\n\n'
        '"We have lost all that we had." Local farmer, Puno'
    )
    assert attributed(text)[-1].source == "Local farmer"


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (f"Engineers are worried {DAM}.", "Engineers", "are worried", DAM),
        ("Farmers were critical of the new law.", "Farmers", "were critical of", "the new law"),
        (f"Ana Quispe came to the conclusion that {DAM}.", "Ana Quispe", "came to the conclusion",
         DAM),
        ("It broke a Peru Red Cross recommendation that all salt be washed.", "Peru Red Cross",
         "recommendation", "all salt be washed"),
        ("One clerk admitted to hiding the letters.", "One clerk", "admitted to",
         "hiding the letters"),
        ('The "News" section of the site says the dam is safe.', 'The "News" section of the site',
         "says", "the dam is safe"),
        (f"Director of the Lima chapter of the Council on Dams Ana Quispe said {DAM}.",
         "Director of the Lima chapter of the Council on Dams Ana Quispe", "said", DAM),
        ('Ana Quispe described Rui Costa as a clerk, "facing years in a cell for nothing at all".',
         "Ana Quispe", "described",
         'Rui Costa as a clerk, "facing years in a cell for nothing at all"'),
        ('Writing in a blog, Ana Quispe dubbed the plan: "The long farewell to our river".',
         "Ana Quispe", "dubbed", '"The long farewell to our river"'),
    ],
)  # fmt: skip
def test_who_says_what_by_which_words(text: str, source: str, cue: str, content: str) -> None:
    found = attributed(text)[0]
    assert (found.source, found.cue, found.content) == (source, cue, content)


@pytest.mark.parametrize(
    "text",
    [
        "Police questioned the student.",
        "The town began a trial to determine whether people would use the bridge.",
        "Ana Quispe expressed her support to Rui Costa.",
        "Residents were encouraged to submit their designs online.",
        "A man from a group called the Dawn was taken to Lima.",
    ],
)
def test_what_is_done_or_asked_is_no_claim(text: str) -> None:
    assert attributed(text) == [] or all(
        one.evidence.startswith("encouraged") for one in attributed(text)
    )


def test_a_report_is_not_what_the_next_speaker_says() -> None:
    text = (
        "Ana Quispe told Reuters that on Monday after the flood, Rui Costa told the police that"
        " the gate was open."
    )
    assert attributed(text)[0].source == "Ana Quispe"
    assert all("Quispe" not in one.content for one in attributed(text))


def test_remarks_to_a_station_came_through_it() -> None:
    text = 'Ana Quispe, in remarks to al-Mina television, said "the dam is safe and will hold."'
    assert only(text).via == "al-Mina television"


def test_two_words_before_the_marks_make_it_mixed() -> None:
    text = 'Ana Quispe asserted that officials "have told us nothing but one lie after another."'
    assert only(text).speech == "mixed"


@pytest.mark.parametrize(
    "text",
    [
        f"Critics of the Church of Puno say {DAM}.",
        f"Results of tests, published in a paper by Ana Quispe, show {DAM}.",
    ],
)
def test_whom_a_source_is_about_is_not_who_speaks(text: str) -> None:
    assert only(text).who == ""


def test_both_of_two_sources_are_named_without_that_word() -> None:
    found = only("Both the Peru Red Cross and the World Bank said the dam was safe.")
    assert found.source == "the Peru Red Cross | the World Bank"


def named(text: str) -> dict[str, str]:
    """Every marked name with its label."""
    return {span.text: span.label for span in suggest(text).spans}


def entity_names(text: str) -> set[str]:
    return {entity.name for entity in suggest(text).entities}


def test_a_name_cut_short_is_whole_where_it_stands_whole_elsewhere() -> None:
    text = "Puno Science Fair opened. They won the Puno Science Fair."
    places = [(0, 17), (39, 51)]
    found = [Found(start, end, "ORG", 0.9, "model") for start, end in places]
    marked = [text[one.start : one.end] for one in consistent(text, found)]
    assert marked == ["Puno Science Fair"] * 2


def test_the_north_is_the_country_that_has_a_south() -> None:
    text = "North Korea fired at South Korea. The South fired into the North."
    assert [len(entity.mentions) for entity in suggest(text).entities] == [2, 2]
    assert "South" not in named("South Korea sent ships to Peru. The South of the land is dry.")


def test_what_an_abbreviation_means_is_the_same_body() -> None:
    text = "Bishops of CEI (Italian Episcopal Conference) met in Rome."
    assert named(text)["Italian Episcopal Conference"] == named(text)["CEI"] == "ORG"
    assert "CEI" not in entity_names(text)


def test_a_surname_misspelt_behind_ms_is_the_person_named_before() -> None:
    text = "Lydia Buchtmann came to Perth. The issue is hard, Ms Bauchtmann said."
    assert "Lydia Buchtmann" in entity_names(text)
    assert "Bauchtmann" not in entity_names(text)
    text = "Lydia Harriman came to Perth. The issue is hard, Ms Harrison said."
    assert {"Lydia Harriman", "Harrison"} <= entity_names(text)


def test_a_court_without_its_country_is_the_same_court() -> None:
    text = "The Italian Supreme Court of Cassation ruled. The Supreme Court was clear."
    assert "Supreme Court" not in entity_names(text)


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("A survey of 1709 schoolchildren was made in Peru.", "1709", None),
        ("The web and the Internet were slow in Peru.", "Internet", None),
        ("The flag was raised in Peru on Waitangi Day this year.", "Waitangi Day", "DATE"),
        ("Millions of pilgrims arrive each year for the Hajj in Mecca.", "Hajj", "EVENT"),
        ("A clerk of the Los Angeles Sheriff's office came.", "Los Angeles Sheriff's office",
         "ORG"),
        ("Requests came from the Municipality of Bogliasco in May.", "Municipality of Bogliasco",
         "GPE"),
    ],
)  # fmt: skip
def test_names_are_what_they_are(text: str, name: str, label: str | None) -> None:
    assert named(text).get(name) == label
