"""Two entities that are one, parted again; mentions split off, joined again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from annotations.actions import answering, merging, naming_entities, splitting
from annotations.actions.errors import (
    ChangedSince,
    NothingChosen,
    NothingToUndo,
    NotMergeable,
    TwoWikidataIds,
)
from annotations.entities import choosing, mentions
from annotations.history import chronicle
from annotations.models import AnnotationSet, ClaimPart, Entity, ProposedMerge, Span
from annotations.verdicts import Verdict
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, project_entity, suggest_claim, suggest_entity
from tests.factories import create_document, create_project, suggest_span

Pair = tuple[Entity, Entity]


def named(document: Document, hand: Hand, quote: str, name: str = "") -> Entity:
    """The project's entity of a mention that was accepted."""
    mention = suggest_span(document, quote)
    suggest_entity(document, name or quote, mention)
    hand.accept(mention)
    entity = Entity.objects.of_project(document.project).latest("pk")
    return entity


@pytest.fixture
def pair(document: Document, hand: Hand) -> Pair:
    return named(document, hand, "Rex Tillerson"), named(document, hand, "Bob Corker")


def names_read(hand: Hand) -> dict[str, str | None]:
    text = hand.document.text
    return {text[each.start : each.end]: each.entity_name for each in hand.reading.spans}


def undo(verb: str, by: User) -> None:
    event = Event.objects.filter(verb=verb).latest("pk")
    answering.undo(project_id=event.project_id or 0, event_id=event.pk, by=by)


def moves(document: Document) -> list[str]:
    """What the article's history tells of splits, the newest first."""
    told = Event.objects.of_article(document.article_id).filter(verb="entity.move")
    return [fact for each in chronicle.entries(list(told.newest_first())) for fact in each.facts]


def test_both_are_one_everywhere_and_no_set_is_touched(
    hand: Hand, pair: Pair, reviewer: User
) -> None:
    rex, bob = pair
    ties = set(Span.objects.values_list("pk", "entity"))
    version = hand.set.version

    merging.merge(kept=rex.pk, gone=bob.pk, by=reviewer)

    assert names_read(hand) == {"Rex Tillerson": "Rex Tillerson", "Bob Corker": "Rex Tillerson"}
    assert {each["words"] for each in mentions.of_entity(rex, hand.by)} == {
        "Rex Tillerson",
        "Bob Corker",
    }
    (listed,) = mentions.listed(rex.project, hand.by)
    assert (listed, listed.mention_count, listed.aliases) == (rex, 2, ["Bob Corker"])
    assert set(Span.objects.values_list("pk", "entity")) == ties
    assert hand.set.version == version


def test_undo_parts_them_as_they_were(hand: Hand, pair: Pair, reviewer: User) -> None:
    rex, bob = pair
    naming_entities.change(entity=bob, name="Bob", aliases=["B. C."], wikidata="Q1", by=reviewer)
    merging.merge(kept=rex.pk, gone=bob.pk, by=reviewer)
    rex.refresh_from_db()
    assert (rex.aliases, rex.wikidata) == (["Bob", "B. C."], "Q1")

    naming_entities.change(
        entity=rex, name="Rex", aliases=[*rex.aliases, "T-Rex"], wikidata="Q1", by=reviewer
    )
    undo("entity.merge", reviewer)

    rex.refresh_from_db()
    bob.refresh_from_db()
    assert (rex.name, rex.aliases, rex.wikidata) == ("Rex", ["T-Rex"], "")
    assert (bob.became, bob.aliases) == (None, ["B. C."])
    assert names_read(hand) == {"Rex Tillerson": "Rex", "Bob Corker": "Bob"}
    with pytest.raises(NothingToUndo):
        undo("entity.merge", reviewer)


def test_three_merged_one_after_the_other_part_in_turn(
    document: Document, pair: Pair, reviewer: User
) -> None:
    rex, bob = pair
    third = project_entity(document, "R. T.")
    merging.merge(kept=rex.pk, gone=bob.pk, by=reviewer)
    first = Event.objects.get(verb="entity.merge")
    merging.merge(kept=third.pk, gone=rex.pk, by=reviewer)

    assert mentions.family(third) == [third.pk, *sorted((rex.pk, bob.pk))]
    with pytest.raises(ChangedSince):
        answering.undo(project_id=rex.project_id, event_id=first.pk, by=reviewer)
    undo("entity.merge", reviewer)
    answering.undo(project_id=rex.project_id, event_id=first.pk, by=reviewer)
    assert set(Entity.objects.of_project(rex.project)) == {rex, bob, third}


def test_what_cannot_be_one_is_not_merged(document: Document, pair: Pair, reviewer: User) -> None:
    rex, bob = pair
    other = create_document("Elsewhere.", project=create_project("Other"))
    strangers = [
        rex.pk,
        project_entity(document, "Rex", "ORG").pk,
        project_entity(other, "Rex").pk,
        suggest_entity(document, "Rex").pk,
    ]
    for gone in strangers:
        with pytest.raises(NotMergeable):
            merging.merge(kept=rex.pk, gone=gone, by=reviewer)
    Entity.objects.filter(pk=rex.pk).update(wikidata="Q1")
    Entity.objects.filter(pk=bob.pk).update(wikidata="Q2")
    with pytest.raises(TwoWikidataIds):
        merging.merge(kept=rex.pk, gone=bob.pk, by=reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.filter(pk=rex.pk).update(became=rex)


def test_what_is_called_like_the_merged_one_is_tied_to_the_kept_one(
    hand: Hand, pair: Pair, reviewer: User
) -> None:
    rex, bob = pair
    merging.merge(kept=rex.pk, gone=bob.pk, by=reviewer)
    later = create_document("Bob Corker left.", project=rex.project)

    named(later, Hand(later, hand.by), "Bob Corker")

    assert (
        Span.objects.get(annotation_set__document=later, annotation_set__kind="annotated").entity
        == rex
    )


def test_no_verdict_changes_and_what_was_done_is_undone_as_before(
    document: Document, hand: Hand, reviewer: User
) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    proposed = suggest_entity(document, "Rex Tillerson", mention)
    claim = suggest_claim(document, "sales rose", inferred=proposed)
    hand.accept(mention)
    hand.accept(claim)
    rex = Entity.objects.of_project(document.project).get()
    other = project_entity(document, "R. T.")

    merging.merge(kept=other.pk, gone=rex.pk, by=reviewer)

    assert hand.claim(claim).verdict == Verdict.ACCEPTED
    assert hand.claim(claim).in_role("source")[0].entity_name == "R. T."
    hand.undo()
    hand.undo()
    assert not hand.set.spans.exists()
    hand.redo()
    assert hand.span(mention).entity_name == "R. T."


def test_gold_and_finished_sets_read_the_merged_one_too(
    hand: Hand, pair: Pair, reviewer: User
) -> None:
    rex, bob = pair
    hand.submit()
    assert hand.set.state == AnnotationSet.State.SUBMITTED

    merging.merge(kept=bob.pk, gone=rex.pk, by=reviewer)

    assert set(names_read(hand).values()) == {"Bob Corker"}


def test_chosen_mentions_become_an_entity_of_their_own_in_every_set(
    document: Document, hand: Hand, reviewer: User
) -> None:
    rex = named(document, hand, "Rex Tillerson")
    hand.change_claim(suggest_claim(document, "sales rose"), source=[hand.find("Rex Tillerson")])
    other = Hand(document, reviewer)
    other.accept(Span.objects.get(annotation_set__kind="suggested"))
    chosen = hand.set.spans.get()

    made = splitting.split(
        entity=rex, mentions=[chosen.pk], name="Rex T. Junior", is_whole=False, by=reviewer
    )

    assert {each.set.spans.get().entity for each in (hand, other)} == {made}
    assert ClaimPart.objects.get(claim__annotation_set=hand.set, role="source").entity == made
    assert not mentions.of_entity(rex, reviewer)
    assert ProposedMerge.objects.get().state == "no"
    assert moves(document) == ["from Rex Tillerson to Rex T. Junior"]

    undo("entity.split", reviewer)
    assert moves(document)[0] == "from Rex T. Junior to Rex Tillerson"
    assert {each.set.spans.get().entity for each in (hand, other)} == {rex}
    assert ClaimPart.objects.get(claim__annotation_set=hand.set, role="source").entity == rex
    assert not ProposedMerge.objects.exists()


def test_where_no_mention_is_left_what_is_inferred_and_proposed_follows(
    document: Document, hand: Hand, reviewer: User
) -> None:
    mention, later = suggest_span(document, "Rex Tillerson"), suggest_span(document, "He")
    proposed = suggest_entity(document, "Rex Tillerson", mention, later)
    claim = suggest_claim(document, "sales rose", inferred=proposed)
    hand.accept(mention)
    hand.accept(claim)
    rex = Entity.objects.of_project(document.project).get()

    made = splitting.split(
        entity=rex,
        mentions=[hand.set.spans.get().pk],
        name="Another",
        is_whole=False,
        by=reviewer,
    )

    assert hand.claim(claim).verdict == Verdict.ACCEPTED
    assert hand.claim(claim).in_role("source")[0].entity_id == made.pk
    hand.accept(later)
    assert hand.span(later).entity_id == made.pk


def test_only_the_chosen_ones_go_unless_all_of_the_article_shall(
    document: Document, hand: Hand, reviewer: User
) -> None:
    spans = [suggest_span(document, "Rex Tillerson"), suggest_span(document, "He")]
    suggest_entity(document, "Rex Tillerson", *spans)
    for each in spans:
        hand.accept(each)
    rex = Entity.objects.of_project(document.project).get()
    chosen = [hand.set.spans.get(start=0).pk]

    splitting.split(entity=rex, mentions=chosen, name="Another", is_whole=False, by=reviewer)
    assert names_read(hand) == {"Rex Tillerson": "Another", "He": "Rex Tillerson"}
    undo("entity.split", reviewer)
    splitting.split(entity=rex, mentions=chosen, name="Another", is_whole=True, by=reviewer)
    assert set(names_read(hand).values()) == {"Another"}


def test_a_split_is_no_obstacle_to_undo(document: Document, hand: Hand, reviewer: User) -> None:
    rex = named(document, hand, "Rex Tillerson")
    chosen = hand.set.spans.get()
    made = splitting.split(
        entity=rex, mentions=[chosen.pk], name="Another", is_whole=False, by=reviewer
    )

    hand.undo()
    assert not hand.set.spans.exists()
    hand.redo()
    assert hand.set.spans.get().entity == made
    with pytest.raises(NothingChosen):
        splitting.split(entity=rex, mentions=[chosen.pk], name="No", is_whole=False, by=reviewer)


def test_undoing_a_split_gives_the_aliases_back_and_leaves_no_namesake(
    document: Document, hand: Hand, reviewer: User
) -> None:
    rex = named(document, hand, "Rex Tillerson")
    aliases = ["R. T.", "Bob Corker", "Rexy"]
    naming_entities.change(entity=rex, name=rex.name, aliases=aliases, wikidata="", by=reviewer)
    chosen = hand.set.spans.get()
    made = splitting.split(
        entity=rex, mentions=[chosen.pk], name="Bob Corker", is_whole=False, by=reviewer
    )
    rex.refresh_from_db()
    assert rex.aliases == ["R. T.", "Rexy"]
    hand.remove(Span.objects.get(annotation_set__kind="suggested"))

    undo("entity.split", reviewer)

    rex.refresh_from_db()
    made.refresh_from_db()
    assert rex.aliases == aliases
    assert made.became == rex
    hand.undo()
    assert names_read(hand) == {"Rex Tillerson": "Rex Tillerson"}
    later = create_document("Bob Corker left.", project=rex.project)
    mention = suggest_span(later, "Bob Corker")
    suggest_entity(later, "Bob Corker", mention)
    there = Hand(later, hand.by)
    there.accept(mention)
    assert there.set.spans.get().entity == rex


def test_a_split_is_not_undone_over_a_later_merge(
    document: Document, hand: Hand, reviewer: User
) -> None:
    rex = named(document, hand, "Rex Tillerson")
    chosen = hand.set.spans.get()
    made = splitting.split(
        entity=rex, mentions=[chosen.pk], name="Another", is_whole=False, by=reviewer
    )
    merging.merge(kept=project_entity(document, "Third").pk, gone=made.pk, by=reviewer)

    with pytest.raises(ChangedSince):
        undo("entity.split", reviewer)
    undo("entity.merge", reviewer)
    undo("entity.split", reviewer)
    assert hand.set.spans.get().entity == rex


def test_undoing_something_else_does_not_undo_a_split(
    document: Document, hand: Hand, reviewer: User
) -> None:
    mention = suggest_span(document, "Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)
    claim = suggest_claim(document, "sales rose", source="Tillerson")
    hand.accept(mention)
    hand.accept(claim)
    rex = Entity.objects.of_project(document.project).get()
    hand.change_claim(claim, source=[hand.find("Tillerson")])
    hand.change_claim(claim, cue=[hand.find("Monday")])
    hand.stretch(mention, "Rex Tillerson")

    made = splitting.split(
        entity=rex, mentions=[hand.set.spans.get().pk], name="Another", is_whole=True, by=reviewer
    )

    for _ in range(2):
        hand.undo()
    assert names_read(hand)["Tillerson"] == "Another"
    source = ClaimPart.objects.get(claim__annotation_set=hand.set, role="source")
    assert source.entity == made
    hand.redo()
    source = ClaimPart.objects.get(claim__annotation_set=hand.set, role="source")
    assert source.entity == made


def test_others_that_are_called_alike_are_offered(
    document: Document, hand: Hand, pair: Pair
) -> None:
    rex, _ = pair
    other = project_entity(document, "Tillerson")

    assert [each.key for each in choosing.like(rex, hand.by)] == [other.pk]
