from __future__ import annotations

import random
import time

from annotations.reader.segments import MOST_SHOWN, Mark, lanes, segments

TEXT = "Grüße 🙂 from Paris, said Zoe\u0308 of IRNA.\nHe left."


def span(key: str, start: int, end: int) -> Mark:
    return Mark(key, start, end, "ORG", "suggested")


def content(key: str, start: int, end: int) -> Mark:
    return Mark(key, start, end, "claim", "suggested", role="content")


def test_overlapping_spans_share_a_segment() -> None:
    cut = segments(0, 10, [span("s1", 0, 6), span("s2", 4, 9)])

    assert [(each.start, each.end, [mark.key for _, mark in each.spans]) for each in cut] == [
        (0, 4, ["s1"]),
        (4, 6, ["s2", "s1"]),
        (6, 9, ["s2"]),
        (9, 10, []),
    ]


def test_the_innermost_span_takes_the_first_lane() -> None:
    assert lanes([span("outer", 0, 20), span("inner", 5, 9)]) == {"inner": 1, "outer": 2}


def test_spans_apart_share_a_lane_and_each_keeps_its_own() -> None:
    found = lanes([span("long", 0, 20), span("a", 0, 4), span("b", 10, 14), span("c", 12, 18)])

    assert found == {"a": 1, "b": 1, "c": 2, "long": 3}


def test_two_spans_on_the_same_words_lie_in_two_lanes() -> None:
    assert sorted(lanes([span("a", 0, 4), span("b", 0, 4)]).values()) == [1, 2]


def test_a_claim_is_no_lane() -> None:
    (only,) = segments(0, 4, [content("c1", 0, 4)])

    assert only.spans == ()
    assert [mark.key for mark in only.parts] == ["c1"]


def test_a_mark_over_two_paragraphs_is_cut_at_their_edges() -> None:
    wide = content("c1", 3, 30)

    first, second = segments(0, 10, [wide]), segments(11, 40, [wide])

    assert [(each.start, each.end, bool(each.parts)) for each in first] == [
        (0, 3, False),
        (3, 10, True),
    ]
    assert [(each.start, each.end, bool(each.parts)) for each in second] == [
        (11, 30, True),
        (30, 40, False),
    ]


def test_segments_add_up_to_the_text_whatever_is_marked() -> None:
    dice = random.Random(5)
    for _ in range(300):
        marks = [_any_mark(dice, number) for number in range(dice.randrange(12))]
        cut = segments(0, len(TEXT), marks)

        assert "".join(TEXT[each.start : each.end] for each in cut) == TEXT
        for each in cut:
            covering = {mark.key for _, mark in each.spans} | {mark.key for mark in each.parts}
            assert covering == {mark.key for mark in marks if mark.start <= each.start < mark.end}
            taken = [lane for lane, _ in each.spans]
            assert len(set(taken)) == len(taken)


def _any_mark(dice: random.Random, number: int) -> Mark:
    start = dice.randrange(len(TEXT) - 1)
    end = dice.randrange(start + 1, len(TEXT))
    role = dice.choice(["", "content"])
    return Mark(f"m{number}", start, end, "ORG", "suggested", role=role)


def test_thousands_of_spans_in_one_paragraph_are_laid_out_quickly() -> None:
    apart = [span(f"a{n}", 10 * n, 10 * n + 8) for n in range(20_000)]
    around = [span(f"b{n}", 10 * n, 10 * n + 18) for n in range(0, 20_000, 2)]
    begun = time.process_time()
    found = lanes([*apart, *around])

    assert time.process_time() - begun < 2
    assert {found[each.key] for each in apart} == {1}
    assert {found[each.key] for each in around} == {2}


def test_what_nests_too_deeply_shares_the_last_lane() -> None:
    nested = [span(f"s{n}", 0, n + 1) for n in range(30)]
    found = lanes(nested)

    assert [found[each.key] for each in nested[:3]] == [1, 2, 3]
    assert max(found.values()) == found["s29"] == found["s20"]


def test_thousands_of_spans_inside_each_other_are_cut_quickly_and_the_innermost_shown() -> None:
    nested = [span(f"s{n}", n, 10_000 - n) for n in range(3_000)]
    begun = time.process_time()
    cut = segments(0, 10_000, nested)

    assert time.process_time() - begun < 2
    assert len(cut) == 5_999
    assert max(len(each.spans) for each in cut) == MOST_SHOWN
    for number, each in enumerate(cut[:3_000]):
        assert each.spans[0][1].key == f"s{number}"  # where it begins it is met
