"""A source or via that says the words of a mention is who the mention is."""

from __future__ import annotations

import pytest

from annotations.models import Claim, ClaimPart, Entity, Span
from articles.models import Document
from tests.annotations.hands import Hand, project_entity, suggest_claim, suggest_entity
from tests.factories import suggest_span
from tests.queries import counted

CONTENT = "sales rose in Iran"


@pytest.fixture
def mention(document: Document) -> Span:
    span = suggest_span(document, "Bob Corker")
    suggest_entity(document, "Bob Corker", span)
    return span


def source_of(claim: Claim) -> Entity | None:
    return ClaimPart.objects.get(claim=claim, role="source").entity


def corrected(hand: Hand) -> Claim:
    return Claim.objects.get(annotation_set=hand.set)


def test_an_added_claims_source_is_the_mentions_entity(hand: Hand, mention: Span) -> None:
    claim = hand.add_claim(CONTENT, source=[hand.find("Bob Corker")])

    entity = source_of(claim)
    assert entity is not None
    assert (entity.name, entity.proposed_in) == ("Bob Corker", None)
    hand.accept(mention)
    assert Span.objects.get(annotation_set=hand.set).entity == entity


def test_an_accepted_mention_is_the_same_entity(hand: Hand, mention: Span) -> None:
    hand.accept(mention)
    claim = hand.add_claim(CONTENT, source=[hand.find("Bob Corker")])

    assert source_of(claim) == Span.objects.get(annotation_set=hand.set).entity


def test_correcting_a_suggestion_ties_its_new_source(
    document: Document, hand: Hand, mention: Span
) -> None:
    known = project_entity(document, "Bob Corker")
    claim = suggest_claim(document, CONTENT, source="Rex Tillerson")
    hand.change_claim(claim, source=[hand.find("Bob Corker")])

    assert source_of(corrected(hand)) == known
    hand.change_claim(claim, source=[hand.find("Rex Tillerson")])
    assert source_of(corrected(hand)) is None
    hand.change_claim(claim, source=[hand.find("Bob Corker")])
    assert source_of(corrected(hand)) == known
    assert hand.claim(claim).verdict == "corrected"


def test_other_words_and_cues_name_nobody(hand: Hand, mention: Span) -> None:
    claim = hand.add_claim(CONTENT, source=[hand.find("Corker")], cue=[hand.find("Bob Corker")])

    assert source_of(claim) is None
    assert not ClaimPart.objects.exclude(entity=None).exists()


def test_undo_and_redo_keep_the_tie(hand: Hand, mention: Span) -> None:
    hand.add_claim(CONTENT, source=[hand.find("Bob Corker")])
    tied = source_of(corrected(hand))
    hand.undo()
    hand.redo()
    assert tied is not None
    assert source_of(corrected(hand)) == tied


def test_writes_stay_within_their_queries(document: Document, hand: Hand, mention: Span) -> None:
    claim = suggest_claim(document, CONTENT, source="Rex Tillerson")
    hand.add("Monday", "DATE")
    with counted() as queries:
        hand.change_claim(claim, source=[hand.find("Bob Corker")])
    assert len(queries) <= 14
    with counted() as queries:
        hand.add_claim("He left", source=[hand.find("Bob Corker")])
    assert len(queries) <= 14
