"""What one person sees of one article."""

from __future__ import annotations

import pytest

from annotations.models import Span
from annotations.reader import reading
from articles.models import Document
from newsdesk.accounts.models import User
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.factories import create_document, suggest_span, suggested_set
from tests.queries import counted


def test_suggestions_come_first_of_all(document: Document, annotator: User) -> None:
    suggestion = suggest_span(document, "Rex Tillerson")

    seen = reading.of(document, annotator)

    assert (seen.annotation_set, seen.version, seen.state) == (None, 0, "")
    assert seen.is_writable
    item = seen.spans[0]
    assert (item.key, item.state, item.origin, item.score) == (
        suggestion.pk,
        "suggested",
        "model",
        0.9,
    )
    assert seen.labels[0].key == "PERSON"


def test_spans_are_in_reading_order_outer_first(document: Document, annotator: User) -> None:
    for quote in ("Iran", "Tillerson", "Rex Tillerson", "Bob Corker"):
        suggest_span(document, quote)

    extents = [(item.start, item.end) for item in reading.of(document, annotator).spans]

    assert extents == [(0, 13), (4, 13), (34, 44), (67, 71)]


def test_decided_suggestions_are_shown_as_what_they_became(document: Document, hand: Hand) -> None:
    accepted = suggest_span(document, "Rex Tillerson")
    rejected = suggest_span(document, "Iran")
    open_one = suggest_span(document, "Monday", "DATE")
    hand.accept(accepted)
    hand.reject(rejected)

    seen = hand.reading

    assert [(item.key, item.state) for item in seen.spans] == [
        (accepted.pk, "confirmed"),
        (open_one.pk, "suggested"),
    ]
    assert seen.counts == (3, 2)


def test_only_the_newest_suggestions_are_shown(document: Document, hand: Hand) -> None:
    accepted = suggest_span(document, "Rex Tillerson")
    suggest_span(document, "Monday", "DATE")
    hand.accept(accepted)
    newer = suggested_set(document, "test 2.0")
    added = Span.objects.create(annotation_set=newer, label=accepted.label, start=34, end=44)

    assert [item.key for item in hand.reading.spans] == [accepted.pk, added.pk]


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_what_says_the_same_as_something_decided_is_hidden(
    document: Document, hand: Hand, verb: str
) -> None:
    decided = suggest_span(document, "Rex Tillerson")
    getattr(hand, verb)(decided)
    newer = suggested_set(document, "test 2.0")
    Span.objects.create(annotation_set=newer, label=decided.label, start=0, end=13)

    seen = hand.reading

    assert [item.key for item in (*seen.spans, *seen.rejected_spans)] == [decided.pk]


def test_an_equal_claim_of_a_newer_model_is_hidden(document: Document, hand: Hand) -> None:
    decided = suggest_claim(document, "sales rose", source="Bob Corker")
    hand.reject(decided)
    newer = suggested_set(document, "test 2.0")
    equal = suggest_claim(document, "sales rose", source="Bob Corker")
    other = suggest_claim(document, "sales rose", source="Rex Tillerson")
    for each in (equal, other):
        each.annotation_set = newer
        each.save()

    assert [item.key for item in hand.reading.claims] == [other.pk]


def test_parts_have_the_words_of_the_text(document: Document, annotator: User) -> None:
    entity = suggest_entity(document, "Rex Tillerson")
    suggest_claim(document, "sales rose in Iran", source="Bob Corker", inferred=entity)

    claim = reading.of(document, annotator).claims[0]

    assert [(part.role, part.text, part.entity_name) for part in claim.parts] == [
        ("content", "sales rose in Iran", None),
        ("source", "Bob Corker", None),
        ("source", None, "Rex Tillerson"),
    ]


def test_another_persons_marks_are_not_shown(
    document: Document, hand: Hand, reviewer: User
) -> None:
    hand.add("Iran", "GPE")

    assert reading.of(document, reviewer).spans == ()


def test_after_a_write_the_same_is_seen(document: Document, hand: Hand) -> None:
    suggest_claim(document, "sales rose", source="Bob Corker")
    suggest_span(document, "Monday", "DATE")
    written = hand.accept(suggest_span(document, "Rex Tillerson"))

    with counted() as queries:
        seen = reading.after(written)

    assert len(queries) == 2
    whole = hand.reading
    assert (seen.spans, seen.claims, seen.counts) == (whole.spans, whole.claims, whole.counts)


def test_the_number_of_queries_does_not_grow(document: Document, annotator: User) -> None:
    crowded = create_document("x " * 3_000, project=document.project)
    label = suggest_span(document, "Iran").label
    suggested = suggested_set(crowded)
    Span.objects.bulk_create(
        Span(annotation_set=suggested, label=label, start=2 * i, end=2 * i + 1)
        for i in range(3_000)
    )
    numbers = []
    for each in (document, crowded):
        with counted() as queries:
            reading.of(each, annotator)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1] <= 6
