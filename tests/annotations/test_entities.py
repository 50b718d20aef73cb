"""What a suggested entity becomes when somebody accepts a mention of it."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from annotations.actions import tying
from annotations.entities import likeness
from annotations.entities.naming import normalise
from annotations.models import Entity, ProposedMerge, Span
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, bare_entity, project_entity, suggest_entity
from tests.factories import create_document, suggest_span


def tied(hand: Hand) -> Entity | None:
    return Span.objects.select_related("entity").get(annotation_set=hand.set).entity


def test_it_becomes_a_new_entity_of_the_project(document: Document, hand: Hand) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    suggested = suggest_entity(document, "Rex Tillerson", mention)

    hand.accept(mention)

    own = tied(hand)
    suggested.refresh_from_db()
    assert own == suggested.became
    assert own is not None
    assert (own.proposed_in, own.name, own.label.key) == (None, "Rex Tillerson", "PERSON")


@pytest.mark.parametrize("name", ["Rex Tillerson", "rex  tillerson", "REX\u00a0TILLERSON"])
def test_it_becomes_the_one_of_that_name(document: Document, hand: Hand, name: str) -> None:
    known = project_entity(document, name)
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)

    hand.accept(mention)

    assert tied(hand) == known


def test_else_it_becomes_the_one_with_that_alias(document: Document, hand: Hand) -> None:
    known = project_entity(document, "Rex Wayne Tillerson")
    Entity.objects.filter(pk=known.pk).update(aliases=["Rex Tillerson"])
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)

    hand.accept(mention)

    assert tied(hand) == known


def test_it_brings_its_aliases(document: Document, hand: Hand) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    suggested = suggest_entity(document, "Rex Tillerson", mention)
    Entity.objects.filter(pk=suggested.pk).update(aliases=["Tillerson", "Rex W. Tillerson"])

    hand.accept(mention)

    own = tied(hand)
    assert own is not None
    assert own.aliases == ["Tillerson", "Rex W. Tillerson"]


def test_an_entity_that_is_known_learns_the_aliases_it_lacks(
    document: Document, hand: Hand
) -> None:
    known = project_entity(document, "Rex Tillerson")
    Entity.objects.filter(pk=known.pk).update(aliases=["T. Rex"])
    mention = suggest_span(document, "Rex Tillerson")
    suggested = suggest_entity(document, "Rex Tillerson", mention)
    names = ["t. rex", "REX TILLERSON", "Rex W. Tillerson"]
    Entity.objects.filter(pk=suggested.pk).update(aliases=names)

    hand.accept(mention)

    known.refresh_from_db()
    assert tied(hand) == known
    assert known.aliases == ["T. Rex", "Rex W. Tillerson"]


def test_a_surname_of_another_article_is_not_taken_for_a_person(
    document: Document, hand: Hand
) -> None:
    known = project_entity(document, "Ana Tillerson")
    Entity.objects.filter(pk=known.pk).update(aliases=["Tillerson"])
    mention = suggest_span(document, "Tillerson")
    suggest_entity(document, "Tillerson", mention)

    hand.accept(mention)

    own = tied(hand)
    assert own is not None
    assert (own != known, own.name) == (True, "Tillerson")


def test_the_name_goes_before_an_alias(document: Document, hand: Hand) -> None:
    aliased = project_entity(document, "Rex Wayne Tillerson")
    Entity.objects.filter(pk=aliased.pk).update(aliases=["Rex Tillerson"])
    named = project_entity(document, "Rex Tillerson")
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)

    hand.accept(mention)

    assert tied(hand) == named


def test_another_label_is_another_thing(document: Document, hand: Hand) -> None:
    project_entity(document, "Iran", "ORG")
    mention = suggest_span(document, "Iran", "GPE")
    suggest_entity(document, "Iran", mention, label="GPE")

    hand.accept(mention)

    own = tied(hand)
    assert own is not None
    assert own.label.key == "GPE"


def test_a_surname_is_tied_to_nobody_across_articles(document: Document, hand: Hand) -> None:
    known = project_entity(document, "Rex Tillerson")
    mention = suggest_span(document, "Tillerson")
    suggest_entity(document, "Tillerson", mention)

    hand.accept(mention)

    assert tied(hand) != known


def test_of_several_it_becomes_a_new_one_and_a_merge_is_proposed(
    document: Document, hand: Hand
) -> None:
    several = [project_entity(document, "Rex Tillerson") for _ in range(2)]
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)

    hand.accept(mention)

    own = tied(hand)
    assert own is not None
    assert own not in several
    pairs = set(ProposedMerge.objects.values_list("first", "second", "reason", "state"))
    assert pairs == {(several[0].pk, own.pk, "several", "open")}
    proposed = Event.objects.get(verb="entity.propose_merge")
    assert proposed.target_id == own.pk
    assert proposed.after == {"with": [each.pk for each in several]}


def accepted(document: Document, by: User, name: str) -> Entity | None:
    """What a mention in an article of its own is tied to by accepting it."""
    count = Document.objects.count()
    article = create_document(f"{name} left on day {count}.", project=document.project)
    mention = suggest_span(article, name)
    suggest_entity(article, name, mention)
    hand = Hand(article, by)
    hand.accept(mention)
    return tied(hand)


def test_whoever_meets_the_same_several_becomes_the_one_made_for_them(
    document: Document, annotator: User
) -> None:
    several = [project_entity(document, "Rex Tillerson") for _ in range(2)]

    first, *others = [accepted(document, annotator, "Rex Tillerson") for _ in range(4)]

    assert first not in several
    assert {*others} == {first}
    assert ProposedMerge.objects.count() == 1


def test_what_nothing_is_tied_to_any_more_is_not_met(
    document: Document, hand: Hand, annotator: User
) -> None:
    known = project_entity(document, "Robert Corker")
    Entity.objects.filter(pk=known.pk).update(aliases=["Bob Corker"])
    span = hand.add("Bob Corker")
    hand._write(tying.span, key=span.pk, quote="Bob Corker", entity=None)
    hand.undo()

    assert accepted(document, annotator, "Bob Corker") == known
    assert not ProposedMerge.objects.exists()


def test_of_several_that_nothing_is_tied_to_the_eldest_is_taken(
    document: Document, annotator: User
) -> None:
    eldest, _ = (bare_entity(document, "Bob Corker") for _ in range(2))

    assert accepted(document, annotator, "Bob Corker") == eldest


def test_what_learns_an_alias_is_compared_again(document: Document, hand: Hand) -> None:
    known = project_entity(document, "Rex Tillerson")
    Entity.objects.filter(pk=known.pk).update(is_compared=True)
    mention = suggest_span(document, "Rex Tillerson")
    suggested = suggest_entity(document, "Rex Tillerson", mention)
    Entity.objects.filter(pk=suggested.pk).update(aliases=["Rex W. Tillerson"])

    hand.accept(mention)

    known.refresh_from_db()
    assert known.aliases == ["Rex W. Tillerson"]
    assert not known.is_compared


def test_another_projects_entity_is_not_known_here(document: Document, hand: Hand) -> None:
    elsewhere = project_entity(create_document("Elsewhere."), "Rex Tillerson")
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)

    hand.accept(mention)

    assert tied(hand) != elsewhere


def test_two_articles_and_two_people_meet_in_one_entity(
    document: Document, hand: Hand, reviewer: User
) -> None:
    other = create_document("Rex Tillerson left.", project=document.project)
    for each in (document, other):
        mention = suggest_span(each, "Rex Tillerson")
        suggest_entity(each, "Rex Tillerson", mention)
        for by in (hand.by, reviewer):
            Hand(each, by).accept(mention)

    accepted = Span.objects.filter(annotation_set__kind="annotated")
    assert accepted.count() == 4
    assert accepted.values("entity").distinct().count() == 1


def test_moved_boundaries_keep_the_entity_and_another_label_has_another(
    document: Document, hand: Hand
) -> None:
    mention = suggest_span(document, "Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)

    hand.stretch(mention, "Rex Tillerson")
    own = tied(hand)
    assert own is not None
    hand.relabel(mention, "ORG")
    other = tied(hand)
    assert other is not None
    assert (other.label.key, other.name) == ("ORG", "Rex Tillerson")
    hand.relabel(mention, "PERSON")
    assert tied(hand) == own


def test_undo_takes_the_tie_back_and_leaves_the_entity(document: Document, hand: Hand) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)
    hand.accept(mention)
    own = tied(hand)

    hand.undo()
    hand.redo()

    assert tied(hand) == own
    assert Entity.objects.filter(proposed_in=None).count() == 1


def test_names_are_compared_without_case_and_white_space() -> None:
    assert normalise(" Sergey\tSHOIGU\n") == "sergey shoigu"
    assert normalise("Straße") == normalise("STRASSE")


def test_older_ones_are_looked_up_like_newer_by_names_that_an_index_has_room_for(
    document: Document,
) -> None:
    fitting, long = bare_entity(document, "Rex Tillerson"), bare_entity(document, "Bob")
    suggested = suggest_entity(document, "Iran")
    became = suggest_entity(document, "Rex Tillerson")
    Entity.objects.update(keys=[])
    Entity.objects.filter(pk=fitting.pk).update(aliases=["Rexy", "x" * 4_000])
    Entity.objects.filter(pk=long.pk).update(name="Bob " * 100, normalised_name="bob " * 100)
    Entity.objects.filter(pk=became.pk).update(became=fitting)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as those of rows that were there before
    fill = import_module("annotations.migrations.0017_merges").fill_keys
    fill(None, SimpleNamespace(connection=connection))

    rows = {each.pk: each for each in Entity.objects.all()}
    assert rows[fitting.pk].aliases == ["Rexy"]
    assert rows[fitting.pk].keys == likeness.keys(["Rex Tillerson", "Rexy"])
    assert rows[long.pk].normalised_name == normalise(rows[long.pk].name) == ("bob " * 50).strip()
    assert rows[suggested.pk].keys == likeness.keys(["Iran"])
    assert rows[became.pk].keys == []
