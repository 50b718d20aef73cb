"""What comes with an article is checked to the last offset; a refusal names the place."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.datasets import attached
from articles.importers import Unusable

TEXT = "Rex said sales rose.\nHe left 🙂."
LABELS = {"PERSON", "GPE"}
Record = dict[str, Any]
REX = {"start": 0, "end": 3, "label": "PERSON"}
CONTENT = {"start": 9, "end": 19}
CLAIM = {"speech": "direct", "content": [CONTENT]}
ENTITY = {"id": 1, "name": "Rex", "label": "PERSON"}


def read(**record: Any) -> attached.AttachedSet:
    return attached.read(record, TEXT, LABELS)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"set": "finished"}, "set must be one of suggested, annotated, gold"),
        ({"set": ["gold"]}, "set must be one of"),
        ({"offset_unit": "utf16"}, "offset_unit must be"),
        ({"offset_unit": ["codepoint"]}, "offset_unit must be"),
        ({"model_version": 7}, "model_version must be a string, not 7"),
        ({"model_version": "x" * 501}, "model_version has 501 characters"),
        ({"spans": {"0": REX}}, "spans must be a list"),
        ({"spans": [REX, "Rex"]}, "spans[1]: This must be an object"),
        ({"spans": [{**REX, "start": True}]}, "spans[0]: start and end must be integers"),
        ({"spans": [{**REX, "start": 0.0}]}, "spans[0]: start and end must be integers"),
        ({"spans": [{**REX, "end": "3"}]}, "spans[0]: start and end must be integers"),
        ({"spans": [{**REX, "start": -1}]}, "spans[0]: [-1, 3) is not inside the text of 31"),
        ({"spans": [{**REX, "end": 32}]}, "spans[0]: [0, 32) is not inside the text"),
        ({"spans": [{**REX, "start": 3}]}, "spans[0]: [3, 3) is not inside the text"),
        ({"spans": [{**REX, "start": 5}]}, "spans[0]: [5, 3) is not inside the text"),
        ({"spans": [{**REX, "end": 10**30}]}, "is not inside the text"),
        ({"spans": [REX, {**REX, "text": "Max"}]}, "spans[1]: [0, 3) is 'Rex', not 'Max'"),
        ({"spans": [{**REX, "text": 3}]}, "spans[0]: [0, 3) is 'Rex', not 3"),
        ({"spans": [{**REX, "start": 15, "end": 25}]}, "may not cross the end of a line"),
        ({"spans": [{**REX, "label": "DOG"}]}, "no label 'DOG'. Bring the scheme of the project"),
        ({"spans": [{**REX, "label": ["GPE"]}]}, "spans[0]: This project has no label"),
        ({"spans": [{**REX, "entity": 9}]}, "spans[0]: entity 9 is not among the entities"),
        ({"claims": [CLAIM] * 20_001}, "There are 20,001 claims; 20,000 are the most"),
        ({"claims": [CLAIM] * 51}, "More than 50 marks lie over one another at 9"),
        ({"spans": [{**REX, "entity": {}}]}, "spans[0]: entity must be an integer or a string"),
        ({"spans": [REX, REX]}, "spans[1]: The same stands here already"),
        ({"set": "gold", "spans": [REX, REX]}, "spans[1]: The same stands here already"),
        ({"set": "gold", "spans": [{**REX, "decision": "kept"}]}, "decision must be accepted"),
        ({"set": "gold", "spans": [{**REX, "decision": "corrected"}]}, "what was proposed"),
        (
            {
                "set": "gold",
                "spans": [{**REX, "decision": "corrected", "proposed": {**REX, "end": 99}}],
            },
            "spans[0].proposed: [0, 99) is not inside",
        ),
        ({"rejected": [REX]}, "rejected must be an object"),
        ({"rejected": {"spans": [{**REX, "end": 99}]}}, "rejected.spans[0]: [0, 99)"),
        ({"claims": [{**CLAIM, "speech": "sung"}]}, "claims[0]: speech must be one of"),
        ({"claims": [{"speech": "direct"}]}, "claims[0]: A claim needs at least one content"),
        ({"claims": [{**CLAIM, "cue": [3]}]}, "claims[0].cue[0]: This must be an object"),
        ({"claims": [{**CLAIM, "cue": [{**CONTENT, "end": 99}]}]}, "claims[0].cue[0]: [9, 99)"),
        (
            {"claims": [{**CLAIM, "source": [{"inferred": True}]}]},
            "claims[0].source[0]: Only a source or via with an entity",
        ),
        ({"claims": [{**CLAIM, "source": [{"inferred": 1}]}]}, "inferred must be true or false"),
        (
            {"claims": [{**CLAIM, "cue": [{"inferred": True, "entity": 1}]}], "entities": [ENTITY]},
            "claims[0].cue[0]: Only a source or via",
        ),
        ({"claims": [{**CLAIM, "id": 1}, {**CLAIM, "id": 1}]}, "claims[1]: The same stands"),
        ({"claims": [{**CLAIM, "id": 1, "within": 2}]}, "there is no claim 2 around it"),
        (
            {"claims": [{**CLAIM, "id": 1, "within": 2}, {**CLAIM, "id": 2, "within": 1}]},
            "lies within itself",
        ),
        ({"entities": [{**ENTITY, "name": ""}]}, "entities[0]: An entity needs an id and a name"),
        ({"entities": [{**ENTITY, "label": "DOG"}]}, "entities[0]: This project has no label"),
        ({"entities": [ENTITY, ENTITY]}, "entities[1]: The same stands here already"),
        ({"entities": [{**ENTITY, "aliases": [1]}]}, "entities[0]: aliases must be strings"),
        ({"entities": [{**ENTITY, "name": "x" * 201}]}, "entities[0]: name has 201 characters"),
        (
            {"entities": [{**ENTITY, "aliases": ["Rex", "x" * 3_000]}]},
            "entities[0]: aliases[1] has 3,000 characters; 200 are the most",
        ),
    ],
)
def test_a_bad_set_is_refused_with_its_place(record: Record, reason: str) -> None:
    with pytest.raises(Unusable) as refusal:
        read(**record)
    assert reason in str(refusal.value)


def test_a_record_that_does_not_say_what_it_is_holds_suggestions() -> None:
    found = read(spans=[REX])
    assert (found.kind, found.model_version) == ("suggested", "imported")
    ((_, suggested, result),) = found.spans
    assert suggested is not None
    assert (suggested.start, suggested.end, suggested.label) == (0, 3, "PERSON")
    assert result is None


def test_a_span_whose_entity_has_another_label_comes_without_it() -> None:
    found = read(spans=[{**REX, "entity": 1}], entities=[{**ENTITY, "label": "GPE"}])
    assert [item.suggested and item.suggested.entity for item in found.spans] == [None]
    assert found.untied == ("'Rex' is GPE, so no PERSON is tied to it.",)


def test_offsets_count_code_points() -> None:
    start = TEXT.index("🙂")
    found = read(spans=[{"start": start, "end": start + 1, "label": "GPE", "text": "🙂"}])
    assert len(found.spans) == 1


def test_a_claim_may_lie_within_one_that_comes_later() -> None:
    found = read(claims=[{**CLAIM, "id": "a", "within": "b"}, {**CLAIM, "id": "b"}])
    assert [item.key for item in found.claims] == ["a", "b"]


KEYS = ["set", "spans", "claims", "rejected", "entities", "model_version", "offset_unit"]
INNER = [*REX, "id", "content", "source", "speech", "within", "entity", "inferred", "proposed"]
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
known = st.sampled_from(["gold", "corrected", "accepted", "PERSON", "direct", 0, 3])
values = st.recursive(
    scalars | known,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(INNER + KEYS), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(KEYS), values))
def test_whatever_comes_is_read_or_refused(record: Record) -> None:
    with suppress(Unusable):
        assert isinstance(read(**record), attached.AttachedSet)
