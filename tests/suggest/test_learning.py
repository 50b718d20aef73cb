"""With the model that ships: what gold teaches, and that it cannot teach to forget."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from annotations.suggest import pipeline, rehearsal, suggest_many
from annotations.suggest.component import Reader
from annotations.suggest.gate import from_json
from annotations.suggest.gold import Gold
from annotations.suggest.heads import Head, Lesson, learn
from annotations.suggest.names_head import from_bytes

SHIPS = (
    "Aurora II", "Baltic Star", "Celeste", "Dawn Trader", "Ever Grand", "Fjord Queen", "Galatea",
    "Horizon Spirit", "Iskra", "Jade Wind", "Kestrel", "Lady Maren", "Meridian", "Nordvik",
    "Ocean Pearl", "Polar Fox", "Quetzal", "Rosalind", "Sea Lark", "Tern", "Ulysses", "Vega",
)  # fmt: skip
SENTENCES = (
    "The tanker {} left the port of Rotterdam on Monday.",
    "Coastguards boarded the {} off Oman, said Ana Souza.",
    "The crew of the {} were rescued by a helicopter.",
    "A fire broke out on the cargo ship {} near Malta.",
    "The {} ran aground and was towed to Lagos by two tugs.",
)
LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "SHIP"})
KNOWN = {"Rotterdam": "GPE", "Oman": "GPE", "Malta": "GPE", "Lagos": "GPE", "Ana Souza": "PERSON"}


def text_of(ships: Sequence[str]) -> str:
    return "\n".join(
        SENTENCES[number % len(SENTENCES)].format(ship) for number, ship in enumerate(ships)
    )


def about(ships: Sequence[str], label: str = "SHIP", is_held_out: bool = False) -> Gold:
    """An article on these ships with every name marked."""
    text = text_of(ships)
    marked = {**KNOWN, **dict.fromkeys(ships, label)}
    names = [
        (start, start + len(name), kind)
        for name, kind in marked.items()
        if (start := text.find(name)) >= 0
    ]
    return Gold(text, tuple(names), is_held_out=is_held_out)


def taught(gold: list[Gold]) -> Lesson:
    return learn(gold, labels=LABELS, in_use=None, tell=lambda total, done: None)


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    """Ships in other words each time; those of the last articles are held out."""
    own = [about([*SHIPS[turn:16], *SHIPS[:turn]]) for turn in range(10)]
    others = [about([*SHIPS[turn:], *SHIPS[16:turn]], is_held_out=True) for turn in range(16, 21)]
    return taught([*own, *others])


def labels_of(text: str, head: Head | None) -> dict[str, str]:
    (found,) = suggest_many([text], head)
    return {span.text: span.label for span in found.spans}


def test_a_label_the_model_did_not_know_is_learned(lesson: Lesson) -> None:
    ships = next(each for each in from_json(lesson.figures["gold"]) if each.label == "SHIP")

    assert lesson.figures["new_labels"] == ["SHIP"]
    assert ships.before.right == 0
    assert ships.after.f > 0.6


def test_what_the_model_knew_is_not_forgotten_by_it(lesson: Lesson) -> None:
    assert lesson.refusal == ""
    assert {each.label for each in from_json(lesson.figures["rehearsal"])} >= {"PERSON", "ORG"}
    assert len(lesson.head) < 40_000


def test_a_learned_head_changes_what_is_suggested_and_says_so(lesson: Lesson) -> None:
    text = "The tanker Sirocco left the port of Genoa on Monday, said Maria Rossi."
    head = Head(3, lesson.head)

    assert labels_of(text, None).get("Sirocco") != "SHIP"
    assert labels_of(text, head)["Sirocco"] == "SHIP"
    assert labels_of(text, head)["Maria Rossi"] == "PERSON"
    (found,) = suggest_many([text], head)
    assert found.model_version == f"{pipeline.shipped_version()}+3"
    assert labels_of(text, None).get("Sirocco") != "SHIP"  # nothing of it stays behind


def test_gold_that_teaches_to_forget_is_refused() -> None:
    """Here nobody is marked as a person, over and over."""
    words = "Ana Souza met Li Wei and Omar Farid in Oman. Eva Kraus and Tom Reed were there too."
    empty = [Gold(f"{words} {number}", ()) for number in range(60)]
    lesson = taught([*empty, Gold(words, (), is_held_out=True)])

    assert "PERSON on rehearsal" in lesson.refusal


@pytest.mark.long
def test_the_same_gold_gives_the_same_head(lesson: Lesson) -> None:
    gold = [about(SHIPS[:10]), about(SHIPS[10:], is_held_out=True)]

    assert taught(gold).head == taught(gold).head


def test_progress_is_told_and_may_end_it() -> None:
    told: list[tuple[int, int]] = []

    def tell(total: int, done: int) -> None:
        told.append((total, done))
        if done == 2:
            raise KeyboardInterrupt

    gold = [about(SHIPS[:5]), about(SHIPS[5:10]), about(SHIPS[10:], is_held_out=True)]
    with pytest.raises(KeyboardInterrupt):
        learn(gold, labels=LABELS, in_use=None, tell=tell)
    assert told == [(4, 0), (4, 2)]


def test_a_name_of_a_rare_label_is_not_learned() -> None:
    lesson = taught([about(SHIPS[:5]), about(SHIPS[5:10], is_held_out=True)])

    assert lesson.figures["new_labels"] == []
    assert from_bytes(lesson.head).tags == rehearsal.load(pipeline.MODEL).shipped.tags


def test_the_rehearsal_is_that_of_the_model_beside_it() -> None:
    known = rehearsal.load(pipeline.MODEL)
    reader = pipeline.load().get_pipe("newsdesk_reader")
    counts = rehearsal.counts(known, known.shipped)

    assert isinstance(reader, Reader)
    assert list(known.shipped.tags) == reader.encoder.labels["names"]
    assert all(count.gold >= 50 and count.f > 0.6 for count in counts.values()), counts
    assert np.isfinite(known.words.vectors).all()
    assert (pipeline.MODEL / pipeline.REHEARSAL).stat().st_size < 4_000_000
