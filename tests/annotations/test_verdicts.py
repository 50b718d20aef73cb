"""Accepted, corrected or rejected is computed from what was proposed and what stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotations import verdicts
from annotations.states import ClaimState, PartState, SpanState

PERSON, ORG = 1, 2
SUGGESTED, OWN, OTHER = 70, 7, 8

span = SpanState(1, PERSON, 0, 5, entity=SUGGESTED, score=0.9)
content = PartState(1, "content", 0, 10, 20)
inferred = PartState(2, "source", 0, None, None, entity=SUGGESTED, is_inferred=True)
claim = ClaimState(1, "indirect", (content, inferred))
result = replace(claim, id=9, parts=(replace(content, id=5), replace(inferred, entity=OWN)))
became: dict[int, int | None] = {SUGGESTED: OWN}


def test_no_result_is_rejected() -> None:
    assert verdicts.of_span(span, None) == "rejected"
    assert verdicts.of_claim(claim, None, became=became) == "rejected"


@pytest.mark.parametrize("changes", [{"start": 1}, {"end": 6}, {"label": ORG}])
def test_another_place_or_label_is_corrected(changes: dict[str, Any]) -> None:
    assert verdicts.of_span(span, replace(span, id=9, **changes)) == "corrected"


def test_an_entity_tie_never_changes_it() -> None:
    assert verdicts.of_span(span, replace(span, id=9, entity=OTHER)) == "accepted"
    cited = PartState(3, "source", 0, 0, 5, entity=SUGGESTED)
    proposed = replace(claim, parts=(content, cited))
    tied = replace(proposed, id=9, parts=(content, replace(cited, entity=OTHER)))
    assert verdicts.of_claim(proposed, tied, became=became) == "accepted"


def test_a_claim_with_the_same_parts_is_accepted() -> None:
    assert verdicts.of_claim(claim, result, became=became) == "accepted"


def test_an_inferred_part_is_known_by_what_its_entity_became() -> None:
    another = replace(result, parts=(content, replace(inferred, entity=OTHER)))
    assert verdicts.of_claim(claim, another, became=became) == "corrected"


def test_a_part_more_or_less_is_corrected() -> None:
    cue = PartState(4, "cue", 0, 6, 9)
    assert verdicts.of_claim(claim, replace(result, parts=(content,)), became=became) == "corrected"
    more = replace(result, parts=(*result.parts, cue))
    assert verdicts.of_claim(claim, more, became=became) == "corrected"


def test_another_speech_is_corrected() -> None:
    assert verdicts.of_claim(claim, replace(result, speech="direct"), became=became) == "corrected"


def test_the_order_of_parts_does_not_matter() -> None:
    first, second = PartState(1, "content", 0, 1, 2), PartState(2, "content", 1, 5, 6)
    proposed = replace(claim, parts=(first, second))
    turned = replace(proposed, id=9, parts=(replace(second, order=0), replace(first, order=1)))
    assert verdicts.of_claim(proposed, turned, became={}) == "accepted"


def test_within_counts_once_the_outer_claim_has_a_result() -> None:
    inner = replace(claim, within=3)
    loose, tied = result, replace(result, within=30)

    assert verdicts.of_claim(inner, loose, became=became, outer=None) == "accepted"
    assert verdicts.of_claim(inner, tied, became=became, outer=30) == "accepted"
    assert verdicts.of_claim(inner, loose, became=became, outer=30) == "corrected"
    assert verdicts.of_claim(claim, tied, became=became) == "corrected"
