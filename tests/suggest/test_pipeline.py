from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.suggest import suggest, suggest_many
from annotations.suggest.decoding import best_tags, best_tree, transitions
from annotations.suggest.pipeline import PIECE, parse, pieces

FRAGMENTS = (
    *("\n", "\n\n", " ", "“", "”", '"', "'", "’", "(", ")", ". ", "? ", " — ", ": ", ", ", "'s "),
    *(" said ", "according to ", "Reuters ", "he ", "President ", "Ana Souza ", "$5 million "),
    *("Del Frisco  's", "New  York  ", "$ 5  ", "Bank  of ", "\t", "\u00a0"),
    *("Lisbon ", "\ud800", "🙂", "שלום ", "the ", "Mr. ", "on Monday ", "who ", " reported "),
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "Hello",
        "...!!! ??? —— ,,,;;;",
        "\ud800 in Paris",
        "a\0b Paris",
        "👩‍👩‍👧 in 🇫🇷 Paris",
        "قال الرئيس محمد إن ذلك صحيح في بغداد.",
        "习近平在北京说。",
        "Сергей Лавров сказал в Москве. He said so in London.",
        "Paris\r\nLondon\r\n",
        "e\u0301" * 50,
        "\u200b" * 100,
        "(" * 5000,
        '"' * 5000,
        "Paris\u2028London",
        "Diners at Del Frisco  's in  New  York  paid $ 5  on  Monday  .",
        "Le ministre a déclaré hier à Paris que la paix était proche.",
        "Tyger Tyger, burning bright,\nIn the forests of the night;\nWhat immortal hand or eye",
        "Year\tTown\tPeople\n2001\tLima\t8,000,000\n2002\tQuito\t1,500,000\n",
        "INTERVIEWER: Who went?\nSOUZA: I did. [laughs]\nINTERVIEWER: (inaudible)\n",
    ],
)
def test_any_text_gets_an_answer(text: str) -> None:
    result = suggest(text)
    assert result.chars == len(text)
    assert all(text[one.start : one.end] == one.text for one in result.spans)
    assert all(0 <= one.start < one.end <= len(text) for one in result.spans)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=60).map("".join))
def test_whatever_is_written_spans_and_parts_quote_the_text(text: str) -> None:
    result = suggest(text)
    for one in result.spans:
        assert text[one.start : one.end] == one.text
        assert "\n" not in one.text
        assert one.text == one.text.strip()
        assert 0 <= one.score <= 1
    for number, entity in enumerate(result.entities):
        assert all(result.spans[mention].entity == number for mention in entity.mentions)
    for claim in result.claims:
        for part in (*claim.content, *claim.cue, *claim.source, *claim.via):
            assert part.start is None or text[part.start : part.end] == part.text
            assert part.text is None or part.text == part.text.strip()


def test_offsets_count_code_points_behind_emoji_and_combining_marks() -> None:
    text = "👩‍👩‍👧 e\u0301 شكرا — Angela Merkel spoke in Berlin."
    spans = {one.text: one for one in suggest(text).spans}
    assert text[spans["Angela Merkel"].start :].startswith("Angela Merkel")
    assert spans["Berlin"].end == len(text) - 1


SLOW = (pytest.param(unit, marks=pytest.mark.long) for unit in ('"', "-a"))


@pytest.mark.parametrize("unit", ["a", ".", " ", *SLOW])
def test_a_long_text_without_an_end_costs_bounded_time(unit: str) -> None:
    began = time.process_time()
    result = suggest(unit * (20_000 // len(unit)))
    assert result.chars == 20_000
    assert time.process_time() - began < 20


@pytest.mark.long
def test_a_million_letters_full_of_names_and_claims_stay_within_the_time_of_a_job() -> None:
    clause = "Ana Souza said that Reuters, "
    began = time.process_time()
    result = suggest(clause * (1_000_000 // len(clause)))
    assert result.spans
    assert time.process_time() - began < 180


def test_runs_without_a_space_lose_no_character() -> None:
    text = "see " + "x" * 1000 + " and\n" + "(" * 500 + " end"
    (piece,) = parse(text)
    assert piece.doc.text == text


def test_pieces_cover_a_text_once_and_cut_at_paragraphs() -> None:
    text = ("word " * 50 + "\n") * 400
    cuts = list(pieces(text))
    assert cuts[0][0] == 0
    assert cuts[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in pairwise(cuts))
    assert all(end - start <= PIECE for start, end in cuts)
    assert all(text[end - 1] == "\n" for _, end in cuts)


def test_many_texts_get_what_each_would_get_alone() -> None:
    texts = ["Ana Souza left Lisbon.", "", "On Friday the World Bank lent $5 million."]
    together = [[one.text for one in result.spans] for result in suggest_many(texts)]
    assert together == [[one.text for one in suggest(text).spans] for text in texts]


def test_a_line_break_ends_a_sentence_and_no_tree_crosses_it() -> None:
    text = "Minister Warns of Floods\n\nThe minister said rivers would rise. People left."
    (piece,) = parse(text)
    sentences = [sentence.text.strip() for sentence in piece.doc.sents]
    assert sentences == [
        "Minister Warns of Floods",
        "The minister said rivers would rise.",
        "People left.",
    ]


def test_a_parsed_text_has_tags_trees_and_lemmas() -> None:
    (piece,) = parse("The minister said that rivers would rise.")
    said = piece.doc[2]
    assert (said.lemma_, said.pos_, said.dep_) == ("say", "VERB", "ROOT")
    assert {child.dep_: child.text for child in said.children} == {
        "nsubj": "minister",
        "ccomp": "rise",
        "punct": ".",
    }
    assert piece.doc[1].head == said
    assert "VerbForm=Fin" in str(said.morph)


def test_tags_make_sense_even_where_scores_do_not() -> None:
    follow, begin = transitions(["O", "B-PER", "I-PER", "B-ORG", "I-ORG"])
    scores = np.log(np.array([[0.1, 0.2, 0.5, 0.1, 0.1], [0.1, 0.1, 0.2, 0.1, 0.5]], np.float32))
    assert best_tags(scores, follow, begin) in ([1, 2], [3, 4])


@pytest.mark.parametrize("seed", range(20))
def test_heads_are_always_one_tree(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(12, 13)).astype(np.float32)
    heads = best_tree(scores)
    assert heads.count(-1) == 1
    for word in range(12):
        seen, at = 0, word
        while at >= 0 and seen <= 12:
            at, seen = heads[at], seen + 1
        assert at == -1


@pytest.mark.long
def test_a_worker_stays_small() -> None:
    megabytes, _ = cost_of("'Ana Souza left Lisbon on Friday. ' * 1200")
    assert megabytes <= 700


@pytest.mark.long
@pytest.mark.parametrize("text", ["'a' * 1_000_000", "'word ' * 200_000"])
def test_a_million_letters_without_a_full_stop_stay_within_bounds(text: str) -> None:
    megabytes, seconds = cost_of(text)
    assert megabytes <= 1024
    assert seconds < 180


def cost_of(text: str) -> tuple[float, float]:
    """Megabytes and seconds of the processor of a process that reads this.

    Started by a small process: Linux counts into a child's peak what its parent held at the time.
    """
    reads = (
        "import resource; from annotations.suggest import suggest;"
        f"suggest({text}); used = resource.getrusage(resource.RUSAGE_SELF);"
        "print(used.ru_maxrss, used.ru_utime + used.ru_stime)"
    )
    starts = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", starts, reads],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    unit = 1024 if sys.platform != "darwin" else 1024**2
    peak, seconds = done.stdout.split()
    return int(peak) / unit, float(seconds)
