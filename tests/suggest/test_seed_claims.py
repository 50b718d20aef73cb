"""What the claims of one article of news must be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations.suggest import suggest
from benchmarks import seed as measured

SHARED = Path(os.environ.get("NEWSDESK_SHARED", "../shared"))
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs NEWSDESK_SHARED")


@pytest.fixture(scope="module")
def seed() -> dict[str, measured.SeedClaim]:
    return {one.id: one for one in measured.claims(SHARED / "seeds")}


@pytest.mark.parametrize("id_", ["c4", "c5", "c6", "c10", "c15"])
def test_a_claim_is_found_with_its_source(id_: str, seed: dict[str, measured.SeedClaim]) -> None:
    assert seed[id_].content
    assert seed[id_].source


@pytest.mark.parametrize("id_", ["c5", "c6", "c10"])
def test_a_claim_came_through_its_outlet(id_: str, seed: dict[str, measured.SeedClaim]) -> None:
    assert seed[id_].via


def test_no_claim_stands_in_a_caption() -> None:
    text = (SHARED / "seeds" / "article.txt").read_text(encoding="utf-8")
    found = suggest(text)
    captions = [zone for zone in found.zones if zone.zone == "caption"]
    assert len(captions) == 2
    assert captions[1].repeats == captions[0].start
    for claim in found.claims:
        start = claim.content[0].start or 0
        assert not any(zone.start <= start < zone.end for zone in captions)


def test_the_reporter_s_insertion_is_not_given_to_the_speaker() -> None:
    text = (SHARED / "seeds" / "article.txt").read_text(encoding="utf-8")
    place = text.index("which have resulted")
    for claim in suggest(text).claims:
        if claim.source:
            assert not any((p.start or 0) <= place < (p.end or 0) for p in claim.content)
