"""A spaCy pipeline that somebody else made reads in the place of newsdesk's own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from annotations.suggest import Suggestions, foreign, pipeline, suggest
from annotations.suggest.universal import make_universal

ROOT = Path(__file__).parents[2]

# Word, lemma, tag, relation in ClearNLP's labels, and the word it hangs on.
TREES = [
    "The the DT det 1|envoy envoy NN nsubjpass 3|was be VBD auxpass 3|told tell VBN ROOT 3"
    "|by by IN agent 3|Ana ana NNP compound 6|Souza souza NNP pobj 4|that that IN mark 9"
    "|talks talk NNS nsubj 9|failed fail VBD ccomp 3|in in IN prep 9|Lima lima NNP pobj 10"
    "|. . . punct 3",
    "Ana ana NNP compound 1|Souza souza NNP nsubj 2|said say VBD ROOT 2|the the DT det 4"
    "|rivers river NNS nsubj 6|would would MD aux 6|rise rise VB ccomp 2|. . . punct 2",
    "The the DT det 1|mine mine NN nsubj 2|is be VBZ ROOT 2|safe safe JJ acomp 2|, , , punct 2"
    "|according accord VBG prep 2|to to IN prep 5|the the DT det 8|police police NNS pobj 6"
    "|. . . punct 2",
    "The the DT det 1|army army NN nsubj 3|has have VBZ aux 3|denied deny VBN ROOT 3"
    "|the the DT det 5|reports report NNS dobj 3|of of IN prep 5|losses loss NNS pobj 6"
    "|. . . punct 3",
]  # fmt: skip
COARSE = {"DT": "DET", "VB": "VERB", "IN": "ADP", "JJ": "ADJ", "MD": "AUX", "NN": "NOUN"}


@Language.component("trees_by_hand")
def trees_by_hand(doc: Doc) -> Doc:
    """Sets the tree of the text that begins like this one."""
    rows = next(
        [row.split(" ") for row in tree.split("|")]
        for tree in TREES
        if tree.split(" ")[0] == doc[0].text and tree.split("|")[1].split(" ")[0] == doc[1].text
    )
    for token, (word, lemma, tag, relation, head) in zip(doc, rows, strict=True):
        assert token.text == word
        token.tag_, token.lemma_, token.dep_ = tag, lemma, relation
        token.pos_ = "PROPN" if tag == "NNP" else COARSE.get(tag[:2], "PUNCT")
        token.head = doc[int(head)]
    named = [token.i for token in doc if token.tag_ == "NNP"]
    if len(named) > 1:
        doc.set_ents([Span(doc, named[0], named[1] + 1, "PERSON")])
    return doc


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str | Path], None]]:
    """Chooses the pipeline that reads from now on."""

    def use(name: str | Path) -> None:
        monkeypatch.setenv("NEWSDESK_SPACY_MODEL", str(name))
        pipeline.load.cache_clear()

    yield use
    monkeypatch.undo()
    pipeline.load.cache_clear()


@pytest.fixture
def read(use: Callable[[str | Path], None], tmp_path: Path) -> Callable[[str], Suggestions]:
    """Reads by a pipeline with ClearNLP's labels, saved and loaded by the setting."""
    nlp = spacy.blank("en")
    nlp.add_pipe("trees_by_hand")
    nlp.to_disk(tmp_path / "by_hand")
    use(tmp_path / "by_hand")
    return suggest


def parts(found: Suggestions) -> list[tuple[str, list[str | None], list[str | None]]]:
    """Of somebody's claims: content, cue, source."""
    return [
        (
            " ".join(part.text or "" for part in one.content),
            [part.text for part in one.cue],
            [part.text for part in one.source],
        )
        for one in found.claims
        if one.speech != "none"
    ]


def test_a_clause_of_saying_is_read_from_foreign_labels(
    read: Callable[[str], Suggestions],
) -> None:
    found = read("Ana Souza said the rivers would rise.")
    assert parts(found) == [("the rivers would rise", ["said"], ["Ana Souza"])]
    assert found.model_version == "en_pipeline 0.0.0"


def test_according_to_is_read_from_foreign_labels(read: Callable[[str], Suggestions]) -> None:
    found = read("The mine is safe, according to the police.")
    assert parts(found) == [("The mine is safe", ["according to"], ["the police"])]


def test_an_object_is_read_from_foreign_labels(read: Callable[[str], Suggestions]) -> None:
    found = read("The army has denied the reports of losses.")
    assert parts(found) == [("the reports of losses", ["denied"], ["The army"])]


def test_prepositions_hang_on_their_nouns(read: Callable[[str], Suggestions]) -> None:
    text = "The envoy was told by Ana Souza that talks failed in Lima."
    (piece,) = pipeline.parse(text)
    tree = {token.text: (token.dep_, token.head.text) for token in piece.doc}

    assert tree["envoy"] == ("nsubj:pass", "told")
    assert tree["was"] == ("aux:pass", "told")
    assert (tree["Souza"], tree["by"]) == (("obl:agent", "told"), ("case", "Souza"))
    assert (tree["Lima"], tree["in"]) == (("obl", "failed"), ("case", "Lima"))
    assert len(list(piece.doc.sents)) == 1


def test_a_chain_of_prepositions_hangs_on_its_noun(read: Callable[[str], Suggestions]) -> None:
    (piece,) = pipeline.parse("The mine is safe, according to the police.")
    tree = {token.text: (token.dep_, token.head.text) for token in piece.doc}
    assert tree["police"] == ("obl", "is")
    assert tree["according"] == tree["to"] == ("case", "police")


def test_newsdesks_own_labels_are_left_alone() -> None:
    (piece,) = pipeline.parse("The mine is safe, according to the police.")
    before = [(token.dep_, token.head.i) for token in piece.doc]
    assert [(token.dep_, token.head.i) for token in make_universal(piece.doc)] == before


def test_a_blank_pipeline_gives_what_lists_and_patterns_know(
    use: Callable[[str | Path], None], tmp_path: Path
) -> None:
    spacy.blank("en").to_disk(tmp_path)
    use(tmp_path)
    found = suggest("Talks in Lima ended on 3 May 2024.\n\n“We have made no progress at all.”\n")
    names = {(one.text, one.label) for one in found.spans}

    assert {("Lima", "GPE"), ("3 May 2024", "DATE")} <= names
    assert all(one.evidence != "model" for one in found.spans)
    assert not parts(found)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("en_core_web_nope", "must name an installed spaCy pipeline or its folder"),
        ("/nowhere/at/all", "must name an installed spaCy pipeline or its folder"),
        (str(ROOT), "holds no spaCy pipeline (no meta.json)"),
    ],
)
def test_a_pipeline_that_is_not_there_is_told_by_the_settings_name(name: str, said: str) -> None:
    problem = foreign.problem(name)
    assert problem.startswith("NEWSDESK_SPACY_MODEL")
    assert said in problem


def test_a_pipeline_that_does_not_load_says_why(
    use: Callable[[str | Path], None], tmp_path: Path
) -> None:
    (tmp_path / "meta.json").write_text("{}")
    use(tmp_path)
    with pytest.raises(foreign.CannotLoad, match="which does not load"):
        suggest("Lima")


@pytest.mark.parametrize(
    "command", [["benchmarks/suggestions.py", "--model", "nope"], ["-m", "annotations.suggest"]]
)
def test_a_command_says_so_in_a_sentence(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if "--model" not in command:
        monkeypatch.setenv("NEWSDESK_SPACY_MODEL", "nope")
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "NEWSDESK_SPACY_MODEL must name" in done.stderr
    assert "Traceback" not in done.stderr
