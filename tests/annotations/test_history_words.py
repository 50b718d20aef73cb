"""Whatever the code puts into the history has words there, and a filter that finds it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db.models import Q

from annotations.actions import review
from annotations.history import chronicle
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.annotations.test_history_page import get, told
from tests.factories import suggest_span

VERB = re.compile(r"[a-z]+\.[a-z_]+")
BARE = ("undo", "redo", "adjudicate")
NO_VERBS = {"manifest.json"}


def _verbs() -> Iterator[str]:
    """Every text in the actions and receivers that looks like a verb."""
    for app in ("annotations", "articles", "newsdesk"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "actions" in path.parts or path.stem in ("actions", "receivers"):
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield node.value


VERBS = sorted({each for each in _verbs() if VERB.fullmatch(each)} - NO_VERBS | set(BARE))
OF_PEOPLE = [verb for verb in VERBS if not verb.startswith("user.")]  # those of no project


def test_the_verbs_of_the_code_are_found() -> None:
    assert {"span.accept", "set.send_back", "adjudication.begin", "entity.change"} <= set(VERBS)


@pytest.mark.parametrize("verb", OF_PEOPLE)
def test_every_verb_has_words(verb: str) -> None:
    said = chronicle.said(verb)

    assert ":" not in said
    assert "_" not in said
    assert verb not in said


def test_every_verb_is_found_by_a_filter(project: Project) -> None:
    for verb in OF_PEOPLE:
        kind = verb.partition(".")[0]
        Event.objects.create(
            verb=verb, project_id=project.pk, target_kind="span" if verb in BARE else kind
        )
    asked = Q()
    for _, wanted in chronicle.KINDS.values():
        asked |= wanted

    assert set(Event.objects.filter(asked).values_list("verb", flat=True)) == set(OF_PEOPLE)


def test_undo_and_redo_of_a_name_are_among_names(
    hand: Hand, project: Project, reviewer: User
) -> None:
    hand.add("Iran", "GPE")
    hand.undo()
    hand.redo()
    hand.submit()

    rows = [" ".join(row.split()) for row in told(get(reviewer, project, "?kind=span"))]
    assert rows == [
        f"{hand.by} redid: added a name “Iran” Country or city",
        f"{hand.by} undid: added a name “Iran” Country or city",
        f"{hand.by} added a name “Iran” Country or city",
    ]


def test_boundaries_and_parts_are_told_before_and_after(
    document: Document, hand: Hand, project: Project, reviewer: User
) -> None:
    span = suggest_span(document, "Tillerson")
    hand.accept(span)
    hand.stretch(span, "Rex Tillerson")
    claim = hand.add_claim("sales rose", source=[hand.find("Bob Corker")])
    hand.change_claim(claim, source=[hand.find("He")], cue=[hand.find("claimed")], speech="mixed")

    rows = [" ".join(row.split()) for row in told(get(reviewer, project))]
    assert rows[:3] == [
        f"{hand.by} corrected a claim “sales rose”"
        " cue none → “claimed” source “Bob Corker” → “He” direct speech → mixed speech",
        f"{hand.by} added a claim “sales rose” source “Bob Corker”",
        f"{hand.by} corrected a name “Rex Tillerson” Person"
        " boundaries “Tillerson” → “Rex Tillerson”",
    ]


def test_days_are_a_filter(hand: Hand, project: Project, reviewer: User) -> None:
    for day in (1, 2, 3):
        at = datetime(2026, 3, day, 23, 59, tzinfo=UTC)
        Event.objects.create(verb="set.submit", project_id=project.pk, at=at, target_kind="set")

    def count(query: str) -> int:
        return len(told(get(reviewer, project, query)))

    assert count("?since=2026-03-02") == 2
    assert count("?until=2026-03-02") == 2
    assert count("?since=2026-03-02&until=2026-03-02") == 1
    assert count("?since=9999-12-31&until=9999-12-31") == 0


def test_whom_a_step_to_gold_left_out_is_told(
    document: Document, hand: Hand, project: Project, reviewer: User, manager: User
) -> None:
    hand.submit()
    Hand(document, manager).add("Iran", "GPE")
    review.approve(
        document=document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        by=reviewer,
        without=f"person-{manager.pk}",
    )

    (row, *_) = told(get(reviewer, project))
    assert " ".join(row.split()) == f"{reviewer} approved the article without {manager}"


def test_of_a_dataset_it_says_which(project: Project) -> None:
    event = Event.objects.create(
        verb="dataset.download",
        project_id=project.pk,
        target_kind="dataset",
        target_id=7,
        after={"file": "gold.jsonl"},
    )
    (told,) = chronicle.entries([event])
    assert (told.said, told.facts) == ("downloaded a dataset", ("number 7", "gold.jsonl"))
