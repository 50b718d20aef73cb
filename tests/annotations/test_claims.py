"""A claim is decided as one, with its parts and with what lies within it."""

from __future__ import annotations

import pytest

from annotations.actions import claims
from annotations.actions.errors import BadClaim, NotHere, QuoteMismatch
from annotations.models import Claim, ClaimPart, Decision
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.factories import suggested_set
from tests.queries import counted

OUTER = "Bob Corker claimed sales rose in Iran"
INNER = "sales rose in Iran"


@pytest.fixture
def outer(document: Document) -> Claim:
    return suggest_claim(document, OUTER, source="Rex Tillerson")


@pytest.fixture
def inner(document: Document, outer: Claim) -> Claim:
    return suggest_claim(document, INNER, source="Bob Corker", within=outer)


def standing(hand: Hand, claim: Claim) -> Claim:
    result = Decision.objects.get(annotation_set=hand.set, on_claim=claim).result_claim
    assert result is not None
    return result


def test_accepting_copies_the_claim_with_its_parts(hand: Hand, outer: Claim) -> None:
    written = hand.accept(outer)

    copy = standing(hand, outer)
    extents = copy.parts.values_list("role", "start", "end")
    assert list(extents) == list(outer.parts.values_list("role", "start", "end"))
    assert copy.speech == "indirect"
    assert hand.claim(outer).verdict == "accepted"
    assert written.ranges == [(0, 13), hand.find(OUTER)]


def test_the_event_holds_the_whole_claim(hand: Hand, outer: Claim) -> None:
    hand.accept(outer)

    event = Event.objects.get()
    assert (event.target_kind, event.target_id, event.before) == ("claim", outer.pk, None)
    assert event.after is not None
    assert [part["role"] for part in event.after["claim"]["parts"]] == ["content", "source"]
    assert event.after["decision"]["result"] == event.after["claim"]["id"]


def test_an_inferred_part_stands_for_what_its_entity_became(document: Document, hand: Hand) -> None:
    entity = suggest_entity(document, "Rex Tillerson")
    claim = suggest_claim(document, "He left", inferred=entity)

    hand.accept(claim)

    part = standing(hand, claim).parts.get(role="source")
    entity.refresh_from_db()
    assert (part.start, part.is_inferred, part.entity) == (None, True, entity.became)
    item = hand.claim(claim)
    assert item.verdict == "accepted"
    assert item.in_role("source")[0].entity_name == "Rex Tillerson"


def test_rejecting_copies_nothing(hand: Hand, outer: Claim) -> None:
    hand.reject(outer)

    assert not hand.set.claims.exists()
    assert [item.key for item in hand.reading.rejected_claims] == [outer.pk]


def test_an_inner_claim_accepted_last_is_within_at_once(
    hand: Hand, outer: Claim, inner: Claim
) -> None:
    hand.accept(outer)

    hand.accept(inner)

    assert standing(hand, inner).within == standing(hand, outer)
    assert hand.claim(inner).within == outer.pk


def test_deciding_the_outer_claim_ties_the_accepted_inner_one(
    hand: Hand, outer: Claim, inner: Claim
) -> None:
    hand.accept(inner)
    assert (standing(hand, inner).within, hand.claim(inner).verdict) == (None, "accepted")

    hand.accept(outer)

    assert standing(hand, inner).within == standing(hand, outer)
    assert hand.claim(inner).verdict == "accepted"
    tie, decision = Event.objects.order_by("-pk")[:2]
    assert tie.group == decision.group
    assert {tie.target_id, decision.target_id} == {outer.pk, inner.pk}


def test_a_corrected_outer_claim_ties_too(hand: Hand, outer: Claim, inner: Claim) -> None:
    hand.accept(inner)

    hand.change_claim(outer, speech="direct")

    assert standing(hand, inner).within == standing(hand, outer)


def test_undo_of_the_outer_decision_unties(hand: Hand, outer: Claim, inner: Claim) -> None:
    hand.accept(inner)
    hand.accept(outer)

    hand.undo()

    assert standing(hand, inner).within is None
    assert hand.claim(outer).state == "suggested"
    hand.redo()
    assert standing(hand, inner).within == standing(hand, outer)


def test_taking_the_outer_claim_away_unties(hand: Hand, outer: Claim, inner: Claim) -> None:
    hand.accept(outer)
    hand.accept(inner)
    before = standing(hand, outer)

    hand.remove(outer)

    assert standing(hand, inner).within is None
    assert hand.claim(inner).verdict == "accepted"
    hand.undo()
    assert standing(hand, outer) == before
    assert standing(hand, inner).within == before


def test_correcting_replaces_the_parts_of_a_role(
    document: Document, hand: Hand, outer: Claim
) -> None:
    hand.change_claim(outer, cue=[hand.find("said")], source=[hand.find("Rex")])

    item = hand.claim(outer)
    assert [part.text for part in item.in_role("cue")] == ["said"]
    assert [part.text for part in item.in_role("source")] == ["Rex"]
    assert [part.text for part in item.in_role("content")] == [OUTER]
    assert item.verdict == "corrected"


def test_a_part_that_stays_keeps_its_row_and_entity(
    document: Document, hand: Hand, outer: Claim
) -> None:
    entity = suggest_entity(document, "Rex Tillerson")
    outer.parts.filter(role="source").update(entity=entity)
    hand.accept(outer)
    source = standing(hand, outer).parts.get(role="source")

    hand.change_claim(outer, source=[hand.find("Rex Tillerson"), hand.find("Monday")])

    first, second = standing(hand, outer).parts.filter(role="source")
    assert (first.pk, first.entity) == (source.pk, source.entity)
    assert second.entity is None
    hand.undo()
    assert standing(hand, outer).parts.get(role="source") == source


def test_a_role_can_be_emptied_but_content_not(hand: Hand, outer: Claim) -> None:
    hand.change_claim(outer, source=[])
    assert hand.claim(outer).in_role("source") == ()

    with pytest.raises(BadClaim):
        hand.change_claim(outer, content=[])


@pytest.mark.parametrize("extent", [(5, 5), (9, 4), (0, 10_000)])
def test_parts_lie_in_the_document(hand: Hand, outer: Claim, extent: tuple[int, int]) -> None:
    with pytest.raises(BadClaim):
        hand.change_claim(outer, content=[extent])


def test_the_content_of_a_claim_may_cross_paragraphs(document: Document, hand: Hand) -> None:
    added = hand.add_claim("rose in Iran.\nHe left")

    assert hand.claim(added).in_role("content")[0].text == "rose in Iran.\nHe left"


def test_a_content_may_have_several_parts(document: Document, hand: Hand) -> None:
    added = hand.add_claim("He left")
    hand.change_claim(added, content=[hand.find("He left"), hand.find("sales rose")])

    parts = [part.text for part in hand.claim(added).in_role("content")]
    assert parts == ["sales rose", "He left"]


def test_an_added_claim_has_no_decision(document: Document, hand: Hand, outer: Claim) -> None:
    hand.accept(outer)

    added = hand.add_claim(
        "He left", cue=[hand.find("said")], source=[hand.find("He")], within=outer.pk
    )

    item = hand.claim(added)
    assert (item.origin, item.verdict, item.within) == ("human", None, outer.pk)
    assert Decision.objects.count() == 1


def test_only_a_standing_claim_reports_another(
    document: Document, hand: Hand, outer: Claim
) -> None:
    with pytest.raises(NotHere):
        hand.add_claim("He left", within=outer.pk)


def test_an_added_claim_is_removed_and_comes_back(document: Document, hand: Hand) -> None:
    added = hand.add_claim("He left", source=[hand.find("He")])
    parts = list(ClaimPart.objects.values())

    hand.remove(added)
    assert not Claim.objects.exists()
    hand.undo()

    assert Claim.objects.get() == added
    assert list(ClaimPart.objects.values()) == parts


def test_a_claim_sent_again_is_added_once(document: Document, hand: Hand) -> None:
    hand.add_claim("He left", idempotency_key="c1")

    again = Hand(document, hand.by)
    again.add_claim("He left", idempotency_key="c1")

    assert Claim.objects.count() == 1
    assert again.version == 1


def test_a_rejected_claim_is_restored(hand: Hand, outer: Claim) -> None:
    hand.reject(outer)

    hand.restore(outer)

    assert hand.claim(outer).state == "suggested"


def test_words_that_differ_from_the_content_are_refused(
    document: Document, annotator: User, outer: Claim
) -> None:
    with pytest.raises(QuoteMismatch):
        claims.accept(
            document=document, key=outer.pk, quote="Sales fell", seen_version=0, by=annotator
        )


def test_an_equal_claim_of_a_newer_model_gets_the_standing_one(
    document: Document, hand: Hand, outer: Claim
) -> None:
    hand.accept(outer)
    suggested_set(document, "test 2.0")
    newer = Claim.objects.create(
        annotation_set=suggested_set(document, "test 2.0"), speech="indirect"
    )
    for part in outer.parts.all():
        part.pk, part.claim = None, newer
        part.save()
    assert [item.key for item in hand.reading.claims] == [outer.pk]

    hand.accept(newer)

    assert standing(hand, newer) == standing(hand, outer)
    assert hand.set.claims.count() == 1
    before = list(Decision.objects.order_by("pk").values_list("at", flat=True))

    hand.change_claim(newer, speech="direct")

    assert standing(hand, newer) == standing(hand, outer)
    assert standing(hand, outer).speech == "direct"
    after = list(Decision.objects.order_by("pk").values_list("at", flat=True))
    assert all(new > old for old, new in zip(before, after, strict=True))


def test_a_circle_is_never_tied(document: Document, hand: Hand, outer: Claim, inner: Claim) -> None:
    hand.accept(outer)
    Claim.objects.filter(pk=standing(hand, outer).pk).update(within=None)
    hand.accept(inner)
    Claim.objects.filter(pk=outer.pk).update(within=inner)

    hand.reject(inner)
    hand.accept(inner)

    ties = {standing(hand, each).within for each in (outer, inner)}
    assert None in ties


def test_the_number_of_queries_does_not_grow_with_the_article(
    document: Document, hand: Hand
) -> None:
    hand.reject(suggest_claim(document, "He left"))
    numbers = []
    for count in (1, 60):
        entity = suggest_entity(document, f"Speaker {count}")
        crowd = [suggest_claim(document, INNER, inferred=entity) for _ in range(count)]
        with counted() as queries:
            hand.accept(crowd[-1])
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 14
