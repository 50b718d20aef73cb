"""What reports a claim can be said and unsaid, and no claim comes to lie within itself."""

from __future__ import annotations

import pytest

from annotations.actions.errors import ChangedSince, NotHere, NotStanding, WithinItself
from annotations.models import Claim
from articles.models import Document
from tests.annotations.hands import Hand, suggest_claim
from tests.queries import counted

OUTER = "Bob Corker claimed sales rose in Iran"
INNER = "sales rose in Iran"


@pytest.fixture
def outer(document: Document, hand: Hand) -> Claim:
    claim = suggest_claim(document, OUTER, source="Rex Tillerson")
    hand.accept(claim)
    return claim


@pytest.fixture
def inner(document: Document) -> Claim:
    return suggest_claim(document, INNER, source="Bob Corker")


def test_it_is_told_of_a_suggestion_which_is_corrected_by_that(
    hand: Hand, outer: Claim, inner: Claim
) -> None:
    hand.change_claim(inner, within=outer.pk)

    assert (hand.claim(inner).within, hand.claim(inner).verdict) == (outer.pk, "corrected")


def test_what_was_not_said_stays_and_none_is_said_by_0(
    hand: Hand, outer: Claim, inner: Claim
) -> None:
    hand.change_claim(inner, within=outer.pk)
    hand.change_claim(inner, speech="direct")
    assert hand.claim(inner).within == outer.pk

    hand.change_claim(inner, within=0)
    assert hand.claim(inner).within is None
    hand.undo()
    assert hand.claim(inner).within == outer.pk
    hand.undo()
    hand.undo()
    assert hand.claim(inner).state == "suggested"
    hand.redo()
    assert hand.claim(inner).within == outer.pk


def test_untying_what_the_model_had_tied_corrects_it(
    document: Document, hand: Hand, outer: Claim
) -> None:
    inner = suggest_claim(document, INNER, within=outer)
    hand.accept(inner)
    assert hand.claim(inner).verdict == "accepted"

    hand.change_claim(inner, within=0)
    assert hand.claim(inner).verdict == "corrected"
    hand.change_claim(inner, within=outer.pk)
    assert hand.claim(inner).verdict == "accepted"


def test_until_the_outer_claim_is_decided_only_the_rest_counts(
    document: Document, hand: Hand, outer: Claim
) -> None:
    undecided = suggest_claim(document, "He left")
    inner = suggest_claim(document, INNER, within=undecided)

    hand.change_claim(inner, within=outer.pk)
    assert (hand.claim(inner).within, hand.claim(inner).verdict) == (outer.pk, "accepted")

    hand.accept(undecided)
    assert (hand.claim(inner).within, hand.claim(inner).verdict) == (outer.pk, "corrected")


def test_only_what_stands_can_report(document: Document, hand: Hand, outer: Claim) -> None:
    inner = suggest_claim(document, INNER)
    undecided = suggest_claim(document, "He left")
    with pytest.raises(NotStanding):
        hand.change_claim(inner, within=undecided.pk)
    with pytest.raises(NotHere):
        hand.change_claim(inner, within=outer.pk + 1_000)


def test_no_claim_is_reported_in_itself_however_far_around(
    hand: Hand, outer: Claim, inner: Claim
) -> None:
    hand.change_claim(inner, within=outer.pk)
    innermost = hand.add_claim("sales rose", within=inner.pk)
    before = list(Claim.objects.values_list("pk", "within"))

    for within in (outer, inner, innermost):
        with pytest.raises(WithinItself):
            hand.change_claim(outer, within=within.pk)
    assert list(Claim.objects.values_list("pk", "within")) == before


def test_a_claim_told_to_lie_within_another_ties_none_that_is_around_it(
    document: Document, hand: Hand, outer: Claim
) -> None:
    late = suggest_claim(document, "He left")
    middle = suggest_claim(document, INNER, within=late)
    hand.accept(middle)
    added = hand.add_claim("sales rose", within=middle.pk)

    hand.change_claim(late, within=added.pk)

    assert hand.claim(late).within == added.pk
    assert hand.claim(middle).within is None


def test_undo_closes_no_circle_that_somebody_else_has_half_drawn(
    document: Document, hand: Hand
) -> None:
    one, other = hand.add_claim("sales rose"), hand.add_claim("He left")
    hand.change_claim(one, within=other.pk)
    hand.change_claim(one, within=0)
    mine = Claim.objects.filter(pk=other.pk)
    mine.update(within=one)  # as a colleague does in a shared draft

    with pytest.raises(ChangedSince):
        hand.undo()

    mine.update(within=None)
    hand.undo()
    assert hand.claim(one).within == other.pk


def test_undo_ties_to_nothing_that_is_gone(document: Document, hand: Hand) -> None:
    one, other = hand.add_claim("sales rose"), hand.add_claim("He left")
    hand.change_claim(one, within=other.pk)
    hand.change_claim(one, within=0)
    Claim.objects.get(pk=other.pk).delete()

    with pytest.raises(ChangedSince):
        hand.undo()


def test_writes_stay_within_their_queries(hand: Hand, outer: Claim, inner: Claim) -> None:
    with counted() as corrected:
        hand.change_claim(inner, within=outer.pk, source=[hand.find("Bob Corker")])
    with counted() as undone:
        hand.undo()
    with counted() as redone:
        hand.redo()
    assert max(len(corrected), len(undone), len(redone)) <= 14
