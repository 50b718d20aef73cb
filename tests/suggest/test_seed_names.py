"""Floors for what the names of the model and the rules reach on text they were not made from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks import names, syntax

SHARED = Path(os.environ.get("NEWSDESK_SHARED", "../shared"))
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs NEWSDESK_SHARED")


def test_the_seed_article_s_core_names_are_found() -> None:
    missed, count, _ = names.on_seed(SHARED / "seeds")
    assert count == 45
    assert count - len(missed) >= 38, missed


def test_names_on_unseen_news_and_encyclopaedia() -> None:
    file = SHARED / "data" / "uner-pud" / "en_pud-ud-test.iob2"
    assert names.on_uner(file)["all"].f >= 72


@pytest.mark.parametrize(("folder", "las", "upos"), [("ud-ewt", 80, 92), ("ud-gum", 80, 92)])
def test_trees_and_tags(folder: str, las: float, upos: float) -> None:
    measured = syntax.measure(SHARED / "data" / folder, limit=6000)
    assert measured.las >= las
    assert measured.tagged >= upos
