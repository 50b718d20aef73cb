"""Floors for what the claim rules reach on text they were not made from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotations.suggest import suggest
from benchmarks import claims

SHARED = Path(os.environ.get("NEWSDESK_SHARED", "../shared"))
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs NEWSDESK_SHARED")


@pytest.fixture(scope="module")
def seed() -> dict[str, claims.SeedClaim]:
    return {one.id: one for one in claims.on_seed(SHARED / "seeds")}


@pytest.mark.parametrize("id_", ["c4", "c5", "c6", "c10", "c15"])
def test_a_claim_is_found_with_its_source(id_: str, seed: dict[str, claims.SeedClaim]) -> None:
    assert seed[id_].content
    assert seed[id_].source


@pytest.mark.parametrize("id_", ["c5", "c6", "c10"])
def test_a_claim_came_through_its_outlet(id_: str, seed: dict[str, claims.SeedClaim]) -> None:
    assert seed[id_].via


def test_twelve_of_thirteen_core_claims_are_whole(seed: dict[str, claims.SeedClaim]) -> None:
    core = [one for one in seed.values() if one.tier == "core"]
    assert len(core) == 13
    assert sum(one.is_whole for one in core) >= 12, [one.id for one in core if not one.is_whole]


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


def test_attributions_on_unseen_news() -> None:
    found = claims.on_polnear(SHARED / "data" / "polnear-dev", parity=1)
    assert found["say cue"].f >= 78
    assert found["say source"].f >= 75
    assert found["say content"].f >= 62
    assert found["say content tokens"].f >= 80
