"""What belongs together in two annotated sets of one document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.alignment import (
    Aligned,
    Claim,
    Part,
    Span,
    align_claims,
    align_spans,
    claim_differences,
    has_same_parts,
    jaccard,
    reported_alike,
    span_differences,
)
from annotations.attribute_shape import Values
from annotations.extents import merged, overlapping, shared

SPANS = st.lists(
    st.builds(
        lambda start, size, label: Span(start, start + size, label),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from(["PERSON", "ORG"]),
    ),
    max_size=12,
    unique=True,
)


def claim(start: int, end: int, *parts: Part, speech: str = "indirect", key: int = 0) -> Claim:
    return Claim(speech, (Part("content", (start, end)), *parts), key)


def test_spans_are_aligned_by_overlap_and_named_by_what_differs() -> None:
    first = [Span(0, 5, "PERSON"), Span(10, 14, "ORG"), Span(20, 25, "GPE"), Span(40, 44, "GPE")]
    second = [Span(0, 5, "PERSON"), Span(10, 18, "ORG"), Span(20, 25, "ORG"), Span(30, 33, "GPE")]

    pairs = align_spans(first, second)

    assert [span_differences(pair) for pair in pairs] == [
        (),
        ("boundary",),
        ("label",),
        ("only one",),
        ("only one",),
    ]
    assert pairs[3] == Aligned(None, second[3])
    assert pairs[4] == Aligned(first[3], None)


def test_of_several_that_overlap_the_same_label_comes_first_then_the_greatest_share() -> None:
    whole = Span(0, 20, "ORG")
    inside = [Span(0, 18, "GPE"), Span(3, 7, "ORG"), Span(8, 20, "ORG")]

    aligned = {(pair.first, pair.second) for pair in align_spans([whole], inside)}

    assert (whole, inside[2]) in aligned
    assert {(None, inside[0]), (None, inside[1])} < aligned


@given(SPANS, SPANS)
def test_each_span_is_aligned_once_and_exchanging_the_sets_exchanges_the_sides(
    first: list[Span], second: list[Span]
) -> None:
    pairs = align_spans(first, second)

    assert sorted(pair.first for pair in pairs if pair.first) == sorted(first)
    assert sorted(pair.second for pair in pairs if pair.second) == sorted(second)
    turned = {(pair.second, pair.first) for pair in align_spans(second, first)}
    assert turned == {(pair.first, pair.second) for pair in pairs}


@given(SPANS)
def test_a_set_aligned_with_itself_differs_nowhere(spans: list[Span]) -> None:
    assert all(span_differences(pair) == () for pair in align_spans(spans, spans))


@given(SPANS, SPANS)
def test_overlaps_are_those_that_share_a_character(first: list[Span], second: list[Span]) -> None:
    ours, theirs = [span.extent for span in first], [span.extent for span in second]

    expected = {
        (i, j)
        for i, a in enumerate(ours)
        for j, b in enumerate(theirs)
        if set(range(*a)) & set(range(*b))
    }
    assert set(overlapping(ours, theirs)) == expected


@given(SPANS, SPANS)
def test_shared_lengths_are_those_of_the_characters(first: list[Span], second: list[Span]) -> None:
    ours = {place for span in first for place in range(*span.extent)}
    theirs = {place for span in second for place in range(*span.extent)}

    common = shared(merged(s.extent for s in first), merged(s.extent for s in second))
    assert common == len(ours & theirs)


def test_claims_are_the_same_from_half_of_their_content_on() -> None:
    assert jaccard([(0, 20)], [(0, 10)]) == 0.5
    half = align_claims([claim(0, 20)], [claim(0, 10)])
    less = align_claims([claim(0, 20)], [claim(0, 9)])
    any_overlap = align_claims([claim(0, 20)], [claim(0, 9)], least=0)

    assert [bool(pair.first and pair.second) for pair in half] == [True]
    assert [claim_differences(pair) for pair in less] == [("only one",), ("only one",)]
    assert claim_differences(any_overlap[0]) == ("content",)


def test_of_two_claims_with_one_content_the_same_source_decides() -> None:
    ours = claim(0, 20, Part("source", (30, 35)))
    others = [claim(0, 20, Part("source", (40, 45))), claim(0, 20, Part("source", (30, 38)))]

    assert Aligned(ours, others[1]) in align_claims([ours], others)


def test_parts_are_the_same_by_overlap_or_by_entity() -> None:
    named = claim(0, 9, Part("source", (10, 15), entity=7))
    longer = claim(0, 9, Part("source", (10, 20)))
    inferred = claim(0, 9, Part("source", None, entity=7))
    other = claim(0, 9, Part("source", None, entity=8))
    both = claim(0, 9, Part("source", (10, 15)), Part("source", (30, 35)))
    nobody = claim(0, 9)

    assert has_same_parts(named, longer, "source")
    assert has_same_parts(named, inferred, "source")
    assert not has_same_parts(named, other, "source")
    assert not has_same_parts(named, both, "source")
    assert not has_same_parts(named, nobody, "source")
    assert has_same_parts(nobody, nobody, "source")


def test_what_differs_between_two_claims_is_named_part_by_part() -> None:
    ours = claim(0, 20, Part("source", (30, 35)), Part("cue", (36, 40)), speech="direct")
    theirs = claim(0, 18, Part("cue", (50, 54)), Part("via", (60, 64)))

    assert claim_differences(Aligned(ours, theirs)) == ("content", "cue", "source", "via", "speech")
    assert claim_differences(Aligned(ours, ours)) == ()


@pytest.mark.parametrize("role", ["cue", "source", "via"])
def test_other_boundaries_of_any_part_are_a_difference(role: str) -> None:
    general = claim(0, 20, Part(role, (30, 45), entity=7))
    bagheri = claim(0, 20, Part(role, (38, 45), entity=7))
    inferred = claim(0, 20, Part(role, None, entity=7))

    assert claim_differences(Aligned(general, bagheri)) == (role,)
    assert claim_differences(Aligned(inferred, bagheri)) == (role,)
    assert claim_differences(Aligned(inferred, inferred)) == ()
    assert has_same_parts(general, bagheri, role)


def test_a_content_in_two_stretches_counts_what_it_covers() -> None:
    ours = Claim("direct", (Part("content", (0, 10)), Part("content", (20, 30))))
    pairs = align_claims([ours], [claim(0, 30)])

    assert jaccard(ours.extents("content"), [(0, 30)]) == 20 / 30
    assert claim_differences(pairs[0]) == ("content", "speech")


def test_what_reports_a_claim_is_the_same_where_the_outer_claims_are_aligned() -> None:
    first = [claim(0, 20, key=1), replace(claim(30, 40, key=2), within=1)]
    second = [claim(0, 20, key=3), replace(claim(30, 40, key=4), within=3)]
    apart = [*second[:1], claim(30, 40, key=5)]

    def differ(others: list[Claim]) -> list[tuple[str, ...]]:
        pairs = align_claims(first, others)
        alike = reported_alike((pair.first, pair.second) for pair in pairs)
        return [claim_differences(Aligned(*row)) for row in alike]

    assert differ(second) == [(), ()]
    assert differ(apart) == [(), ("reported in",)]


def test_attributes_are_named_by_their_keys() -> None:
    said: Values = {"KIND": "A", "SURE": True}
    other: Values = {"KIND": "B", "SURE": True}
    spans = Aligned(Span(0, 5, "ORG", values=said), Span(0, 6, "ORG", values=other))
    claims = Aligned(replace(claim(0, 5), values=said), claim(0, 5))

    assert span_differences(spans) == ("boundary", "KIND")
    assert claim_differences(claims) == ("KIND", "SURE")
