"""A source or via that the article does not name can be told by name."""

from __future__ import annotations

import pytest

from annotations.actions import merging, reverting
from annotations.actions.errors import BadClaim, UnknownEntity, UnknownLabel
from annotations.entities import likeness
from annotations.models import ClaimPart, Entity
from annotations.reader.inferring import Inferred
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, project_entity, suggest_claim, suggest_entity
from tests.factories import create_document
from tests.queries import counted

NEW = Inferred(label="PERSON", name="Ann Lee")


def told(hand: Hand, role: str = "source") -> list[tuple[str | None, str | None]]:
    """Words and entity of each part of the role, of the one claim that stands."""
    (claim,) = [each for each in hand.reading.claims if each.state == "confirmed"]
    return [(part.text, part.entity_name) for part in claim.in_role(role)]


def test_an_entity_of_the_project_is_the_source(document: Document, hand: Hand) -> None:
    known = project_entity(document, "Ann Lee")
    hand.change_claim(suggest_claim(document, "sales rose"), source=[Inferred(known.pk)])

    assert told(hand) == [(None, "Ann Lee")]
    part = ClaimPart.objects.get(claim__annotation_set=hand.set, role="source")
    assert (part.start, part.is_inferred, part.entity) == (None, True, known)


def test_a_new_name_becomes_an_entity_once(document: Document, hand: Hand) -> None:
    hand.add_claim("sales rose", source=[NEW], via=[Inferred(label="ORG", name="Interfax")])
    hand.add_claim("He left", source=[Inferred(label="PERSON", name="ann  lee")])

    names = Entity.objects.order_by("pk").values_list("name", "label__key", "normalised_name")
    assert sorted(names) == [("Ann Lee", "PERSON", "ann lee"), ("Interfax", "ORG", "interfax")]


def test_a_name_that_somebody_has_is_theirs_also_as_an_alias(
    document: Document, hand: Hand
) -> None:
    known = project_entity(document, "A. Lee")
    Entity.objects.filter(pk=known.pk).update(aliases=["Ann Lee"])
    project_entity(document, "Ann Lee", "ORG")

    hand.add_claim("sales rose", source=[NEW])

    assert told(hand) == [(None, "A. Lee")]


def test_a_new_name_is_compared_and_never_one_that_was_merged(
    document: Document, hand: Hand, reviewer: User
) -> None:
    kept, gone = project_entity(document, "A. Lee"), project_entity(document, "Ann Lee")
    merging.merge(kept=kept.pk, gone=gone.pk, by=reviewer)
    hand.add_claim("sales rose", source=[NEW])
    hand.add_claim("He left", source=[Inferred(label="PERSON", name="Bob Lee")])

    tied = ClaimPart.objects.filter(role="source").order_by("pk").values_list("entity", flat=True)
    assert tied[0] == kept.pk
    assert Entity.objects.get(pk=tied[1]).keys == likeness.keys(["Bob Lee"])


def test_whom_nobody_names_any_more_is_put_back_but_not_chosen(
    document: Document, hand: Hand
) -> None:
    claim = hand.add_claim("sales rose", source=[NEW])
    added = Event.objects.get(verb="claim.add").pk
    lee = ClaimPart.objects.get(role="source").entity
    assert lee is not None
    hand.change_claim(claim, source=[])

    with pytest.raises(UnknownEntity):
        hand.change_claim(claim, source=[Inferred(lee.pk)])
    hand._write(reverting.claim, key=claim.pk, event=added)
    assert told(hand) == [(None, "Ann Lee")]


def test_who_was_only_suggested_becomes_the_projects(document: Document, hand: Hand) -> None:
    suggested = suggest_entity(document, "Ann Lee")
    hand.add_claim("sales rose", source=[Inferred(suggested.pk)])

    suggested.refresh_from_db()
    assert suggested.became
    part = ClaimPart.objects.get(role="source")
    assert part.entity == suggested.became


def test_placed_and_inferred_vias_stand_in_one_order(document: Document, hand: Hand) -> None:
    claim = suggest_claim(document, "sales rose")
    fars = Inferred(project_entity(document, "Fars", "ORG").pk)
    hand.change_claim(claim, via=[hand.find("Rex Tillerson"), fars, hand.find("Bob Corker")])

    words = [text or name for text, name in told(hand, "via")]
    assert words == ["Rex Tillerson", "Fars", "Bob Corker"]


def test_one_that_stays_keeps_its_row_and_can_be_replaced_or_emptied(
    document: Document, hand: Hand
) -> None:
    entity = suggest_entity(document, "Ann Lee")
    claim = suggest_claim(document, "He left", inferred=entity)
    hand.accept(claim)
    part = ClaimPart.objects.get(claim__annotation_set=hand.set, role="source")
    own = Inferred(part.entity_id)

    hand.change_claim(claim, source=[own, hand.find("Bob Corker")])
    assert ClaimPart.objects.filter(pk=part.pk, is_inferred=True).exists()
    assert told(hand) == [(None, "Ann Lee"), ("Bob Corker", None)]
    hand.change_claim(claim, source=[hand.find("Bob Corker")])
    assert told(hand) == [("Bob Corker", None)]
    hand.change_claim(claim, source=[])
    assert told(hand) == []
    hand.undo()
    hand.undo()
    assert told(hand) == [(None, "Ann Lee"), ("Bob Corker", None)]


def test_naming_whom_the_model_had_inferred_is_no_correction(
    document: Document, hand: Hand
) -> None:
    entity = suggest_entity(document, "Ann Lee")
    claim = suggest_claim(document, "He left", inferred=entity)
    hand.change_claim(claim, source=[Inferred(entity.pk)])
    assert hand.claim(claim).verdict == "accepted"


@pytest.mark.parametrize("role", ["content", "cue"])
def test_only_a_source_or_via_can_be_inferred(document: Document, hand: Hand, role: str) -> None:
    claim = suggest_claim(document, "He left")
    with pytest.raises(BadClaim):
        hand.change_claim(claim, **{role: [NEW]})
    assert not Entity.objects.exists()


def test_nobody_of_another_project_or_article_and_no_other_label(
    document: Document, hand: Hand
) -> None:
    claim = suggest_claim(document, "He left")
    elsewhere = create_document("Ann Lee.")
    for other in (project_entity(elsewhere, "Ann Lee"), suggest_entity(elsewhere, "Ann Lee")):
        with pytest.raises(UnknownEntity):
            hand.change_claim(claim, source=[Inferred(other.pk)])
    near = create_document("Bob Lee.", project=document.project)
    with pytest.raises(UnknownEntity):
        hand.change_claim(claim, source=[Inferred(suggest_entity(near, "Bob Lee").pk)])
    with pytest.raises(UnknownLabel):
        hand.change_claim(claim, source=[Inferred(label="NOBODY", name="Ann Lee")])


def test_writes_stay_within_their_queries(document: Document, hand: Hand) -> None:
    suggested = Inferred(suggest_entity(document, "Fars", label="ORG").pk)
    claim = suggest_claim(document, "He left", inferred=suggest_entity(document, "Bob"))
    with counted() as first:
        hand.change_claim(claim, source=[NEW, hand.find("Bob Corker")], via=[suggested])
    with counted() as second:
        hand.change_claim(claim, source=[Inferred(label="ORG", name="Interfax")])
    assert max(len(first), len(second)) <= 14
