"""Which words may have which tag, and which articles are held out."""

from __future__ import annotations

import pytest
import spacy

from annotations.suggest.gold import Gold, held_out
from annotations.suggest.learning import allowed_tags

TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-SHIP", "I-SHIP")
TEXT = "On Monday Ana Souza left pro-Iran Hezbollah for the Aurora II."


def gold(*names: tuple[str, str], undecided: tuple[str, ...] = ()) -> Gold:
    def place(quote: str) -> tuple[int, int]:
        start = TEXT.index(quote)
        return start, start + len(quote)

    return Gold(
        TEXT,
        tuple((*place(quote), label) for quote, label in names),
        tuple(place(quote) for quote in undecided),
    )


def tags(each: Gold) -> dict[str, str]:
    """Of every word that may not only be no name: what it may be."""
    doc = spacy.blank("en").make_doc(TEXT)
    found = {}
    for token, row in zip(doc, allowed_tags(doc, each, TAGS), strict=True):
        may = [tag for tag, allowed in zip(TAGS, row, strict=True) if allowed]
        found[token.text] = "any" if len(may) == len(TAGS) else " ".join(may)
    return {word: may for word, may in found.items() if may != "O"}


@pytest.mark.parametrize(
    ("label", "kind"), [("PERSON", "PER"), ("GPE", "LOC"), ("FAC", "LOC"), ("SHIP", "SHIP")]
)
def test_a_name_has_the_heads_kind_of_its_label(label: str, kind: str) -> None:
    assert tags(gold(("Ana Souza", label))) == {"Ana": f"B-{kind}", "Souza": f"I-{kind}"}


def test_what_rules_make_is_no_name_to_the_head() -> None:
    assert tags(gold(("Monday", "DATE"))) == {}


def test_nothing_is_said_of_a_label_that_is_not_learned() -> None:
    assert tags(gold(("Aurora II", "LAW"))) == {"Aurora": "any", "II": "any"}


def test_nothing_is_said_of_what_nobody_decided() -> None:
    assert tags(gold(("Hezbollah", "ORG"), undecided=("Hezbollah for the Aurora",))) == {
        "Hezbollah": "B-ORG",
        "for": "any",
        "the": "any",
        "Aurora": "any",
    }


def test_nothing_is_said_of_a_name_within_a_word() -> None:
    assert tags(gold(("Ira", "GPE"))) == {"Iran": "any"}


def test_of_names_in_names_the_outer_one_counts() -> None:
    assert tags(gold(("Souza", "GPE"), ("Ana Souza", "PERSON"))) == {
        "Ana": "B-PER",
        "Souza": "I-PER",
    }


def test_one_article_in_five_is_held_out_and_always_the_same() -> None:
    texts = [f"Article {number}" for number in range(500)]
    chosen = held_out(texts)

    assert 70 <= len(chosen) <= 130
    assert {texts[i] for i in held_out(texts[:100])} == {texts[i] for i in chosen if i < 100}


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_of_few_articles_one_is_held_out_and_one_is_not(count: int) -> None:
    for number in range(60):
        chosen = held_out([f"{number} {each}" for each in range(count)])
        assert 1 <= len(chosen) < count


def test_found_where_nobody_decided_is_neither_right_nor_wrong() -> None:
    each = gold(("Ana Souza", "PERSON"), undecided=("Hezbollah",))
    start = TEXT.index("Hezbollah")

    assert not each.is_judged((start, start + 9, "ORG"))
    assert each.is_judged((3, 9, "ORG"))
    assert each.is_judged(each.names[0])
