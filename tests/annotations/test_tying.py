"""Whom a mention names, or the source of a claim, chosen by hand."""

from __future__ import annotations

import random

import pytest
from django.test import Client

from annotations.actions import merging, tying
from annotations.actions.errors import ChangedSince, NotHere, UnknownEntity
from annotations.entities import choosing
from annotations.history import past
from annotations.models import ClaimPart, Entity, Span
from annotations.verdicts import Verdict
from articles.models import Document
from newsdesk.accounts.models import Membership, Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, project_entity, suggest_claim, suggest_entity
from tests.factories import create_document, create_project, suggest_span
from tests.queries import counted

SCRIPTED = {"HX-Request": "true"}


def tie(hand: Hand, span: Span, entity: Entity | None) -> None:
    quote = hand.document.text[span.start : span.end]
    hand._write(tying.span, key=span.pk, quote=quote, entity=entity.pk if entity else None)


def address(document: Document, path: str) -> str:
    return f"/projects/{document.project.slug}/articles/{document.article_id}/{path}"


def tied(hand: Hand) -> Entity | None:
    return hand.set.spans.select_related("entity").get().entity


def test_what_is_suggested_is_accepted_with_its_tie(document: Document, hand: Hand) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)
    other = project_entity(document, "R. T.")

    tie(hand, mention, other)

    assert tied(hand) == other
    assert hand.span(mention).verdict == Verdict.ACCEPTED
    hand.undo()
    assert hand.span(mention).state == "suggested"
    hand.redo()
    assert tied(hand) == other


def test_of_what_stands_only_the_tie_changes(document: Document, hand: Hand) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)
    hand.accept(mention)
    own, decided = tied(hand), hand.set.decisions.get()
    other = project_entity(document, "R. T.")

    tie(hand, mention, other)

    assert tied(hand) == other
    assert hand.set.decisions.get().at == decided.at
    assert hand.span(mention).verdict == Verdict.ACCEPTED
    hand.undo()
    assert tied(hand) == own


def test_one_of_its_own_is_called_by_as_much_of_long_words_as_a_name_has_room_for(
    project: Project, annotator: User
) -> None:
    text = "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FA5), k=3_000)))
    hand = Hand(create_document(text, project=project), annotator)

    tie(hand, hand.add(text), None)

    own = tied(hand)
    assert own is not None
    assert own.name == text[:200]


def test_one_that_is_only_suggested_beside_it_can_be_chosen(document: Document, hand: Hand) -> None:
    whole, surname = suggest_span(document, "Rex Tillerson"), suggest_span(document, "Tillerson")
    suggested = suggest_entity(document, "Rex Tillerson", whole)
    suggest_entity(document, "Tillerson", surname)
    offered = choosing.of(hand.reading, hand.by, "Tillerson", suggested.label_id)
    assert {each.key for each in offered if each.is_suggested} >= {suggested.pk}

    tie(hand, surname, suggested)

    own = tied(hand)
    assert own is not None
    assert (own.name, own.proposed_in) == ("Rex Tillerson", None)
    assert hand.span(surname).verdict == Verdict.ACCEPTED
    assert hand.span(whole).state == "suggested"
    hand.accept(whole)
    assert set(hand.set.spans.values_list("entity", flat=True)) == {own.pk}


def test_who_is_called_just_so_comes_first_in_an_article_that_names_others(
    document: Document, hand: Hand
) -> None:
    other = suggest_span(document, "Bob Corker")
    suggest_entity(document, "Bob Corker", other)
    hand.accept(other)
    words = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", words)
    known = project_entity(document, "Rex Tillerson")

    offered = choosing.of(hand.reading, hand.by, "Rex Tillerson", known.label_id)

    assert [each.name for each in offered] == ["Rex Tillerson", "Bob Corker"]
    assert offered[0].key == known.pk


def test_a_source_on_the_words_of_a_name_follows_its_new_label(
    document: Document, hand: Hand
) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)
    claim = suggest_claim(document, "sales rose", source="Rex Tillerson")
    hand.accept(mention)
    hand.accept(claim)
    sources = ClaimPart.objects.filter(claim__annotation_set=hand.set, role="source")
    tie(hand, mention, project_entity(document, "R. T."))

    hand.relabel(mention, "ORG")

    assert sources.get().entity == tied(hand)
    assert hand.claim(claim).verdict == Verdict.ACCEPTED
    hand.undo()
    assert sources.get().entity == tied(hand) == Entity.objects.get(name="R. T.")


def test_one_that_another_article_suggests_cannot(document: Document, hand: Hand) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    other = create_document("Bob Corker left.", project=document.project)
    suggested = suggest_entity(other, "Bob Corker", suggest_span(other, "Bob Corker"))

    with pytest.raises(UnknownEntity):
        tie(hand, mention, suggested)


def test_an_entity_of_its_own_is_made_once(document: Document, hand: Hand) -> None:
    span = hand.add("Bob Corker")

    tie(hand, span, None)

    own = tied(hand)
    assert own is not None
    assert (own.name, own.label.key, own.proposed_in) == ("Bob Corker", "PERSON", None)
    assert own.keys
    tie(hand, span, own)
    assert Event.objects.filter(verb="span.tie").count() == 1


def test_its_history_says_whom_it_named_and_names(
    document: Document, hand: Hand, project: Project
) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    claim = suggest_claim(document, "sales rose", source="Rex Tillerson")
    hand.accept(mention)
    hand.accept(claim)
    tie(hand, mention, project_entity(document, "R. T."))
    tie(hand, mention, project_entity(document, "Rexy"))
    hand.undo()
    membership = Membership.objects.get(project=project, user=hand.by)

    steps = past.of(hand.reading, membership, "span", mention.pk)
    of_claim = past.of(hand.reading, membership, "claim", claim.pk)

    said = "Person on “Rex Tillerson”"
    assert [(each.before, each.after) for each in steps[:4]] == [
        (f"{said} as Rexy", f"{said} as R. T."),
        (f"{said} as R. T.", f"{said} as Rexy"),
        (said, f"{said} as R. T."),
        ("undecided", said),
    ]
    assert "source Rex Tillerson as R. T." in of_claim[0].after


def test_sources_on_the_same_words_are_tied_along_as_one_step(
    document: Document, hand: Hand
) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    claim = suggest_claim(document, "sales rose", source="Rex Tillerson")
    hand.accept(mention)
    hand.accept(claim)
    other = project_entity(document, "R. T.")

    tie(hand, mention, other)

    source = ClaimPart.objects.get(claim__annotation_set=hand.set, role="source")
    assert source.entity == other
    assert hand.claim(claim).verdict == Verdict.ACCEPTED
    hand.undo()
    assert not ClaimPart.objects.filter(entity=other).exists()
    assert tied(hand) is None


def test_only_entities_of_the_project_and_the_label_can_be_chosen(
    document: Document, hand: Hand
) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    elsewhere = create_document("Elsewhere.", project=create_project("Other"))
    for stranger in (
        project_entity(document, "Rex", "ORG"),
        project_entity(elsewhere, "Rex"),
        suggest_entity(elsewhere, "Rex"),
    ):
        with pytest.raises(UnknownEntity):
            tie(hand, mention, stranger)
    assert not Event.objects.exists()


def test_one_that_was_merged_meanwhile_is_the_one_it_became(
    document: Document, hand: Hand, reviewer: User
) -> None:
    span = hand.add("Bob Corker")
    kept, gone = project_entity(document, "Bob"), project_entity(document, "Corker")
    merging.merge(kept=kept.pk, gone=gone.pk, by=reviewer)

    tie(hand, span, gone)

    assert tied(hand) == kept


def test_a_tie_that_was_split_since_is_not_undone(document: Document, hand: Hand) -> None:
    span = hand.add("Bob Corker")
    tie(hand, span, project_entity(document, "Bob"))
    Span.objects.filter(pk=span.pk).update(entity=project_entity(document, "Another"))

    with pytest.raises(ChangedSince):
        hand.undo()


def test_the_source_of_a_claim_is_tied_by_itself(document: Document, hand: Hand) -> None:
    proposed = suggest_entity(document, "Rex Tillerson")
    claim = suggest_claim(document, "sales rose", source="Bob Corker", inferred=proposed)
    other = project_entity(document, "R. T.")

    hand._write(tying.claim, key=claim.pk, role="source", order=1, entity=other.pk)

    parts = hand.claim(claim).in_role("source")
    assert [part.entity_id for part in parts] == [None, other.pk]
    assert hand.claim(claim).verdict == Verdict.CORRECTED  # it is nothing but its tie
    hand._write(tying.claim, key=claim.pk, role="source", order=0, entity=other.pk)
    assert {part.entity_id for part in hand.claim(claim).in_role("source")} == {other.pk}
    hand.undo()
    hand.undo()
    assert hand.claim(claim).state == "suggested"
    for role, order in (("source", 2), ("via", 0), ("content", 0)):
        with pytest.raises(NotHere):
            hand._write(tying.claim, key=claim.pk, role=role, order=order, entity=other.pk)


def test_those_of_the_article_come_first_then_by_likeness(
    client: Client, project: Project, document: Document, hand: Hand
) -> None:
    corker, tillerson = (
        suggest_span(document, "Bob Corker"),
        suggest_span(document, "Rex Tillerson"),
    )
    suggest_entity(document, "Bob Corker", corker)
    hand.accept(corker)
    other = create_document("Rex Tilerson, Ann Lee and Tehran.", project=project)
    for quote in ("Rex Tilerson", "Ann Lee"):
        suggested = suggest_span(other, quote)
        suggest_entity(other, quote, suggested)
        Hand(other, hand.by, Hand(other, hand.by).reading.version).accept(suggested)
    client.force_login(hand.by)
    path = address(document, f"spans/{tillerson.pk}/entities/")

    found = client.get(path).context["choices"]
    typed = client.get(path, {"text": "lee"}).context["choices"]

    assert [each.name for each in found] == ["Bob Corker", "Rex Tilerson"]
    assert [each.is_here for each in found] == [True, False]
    assert [each.name for each in typed] == ["Ann Lee"]


def test_it_is_chosen_by_plain_forms_as_well(
    client: Client, document: Document, hand: Hand
) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    claim = suggest_claim(document, "sales rose", source="Rex Tillerson")
    other = project_entity(document, "R. Tillerson")
    client.force_login(hand.by)

    page = client.get(address(document, f"spans/{mention.pk}/entities/"))
    action = page.context["address"]
    sent = {"seen_version": 0, "quote": "Rex Tillerson", "entity": other.pk}
    assert client.post(action, sent).status_code == 302
    assert tied(hand) == other

    page = client.get(address(document, f"claims/{claim.pk}/entities/"))
    assert page.context["words"] == "Rex Tillerson"
    sent = {"seen_version": 1, "entity": other.pk, "role": "source", "order": 0}
    assert client.post(page.context["address"], sent).status_code == 302
    assert hand.claim(claim).in_role("source")[0].entity_id == other.pk
    answer = client.get(address(document, f"claims/{claim.pk}/entities/"), {"part": "via-0"})
    assert answer.status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_choosing_takes_12_queries_and_tying_14(
    client: Client, project: Project, annotator: User, count: int
) -> None:
    text = "\n".join(f"Rex Tillerson said that {number} rose." for number in range(count))
    document = create_document(text, project=project)
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)
    hand = Hand(document, annotator)
    for number in range(count):
        hand.accept(suggest_claim(document, f"{number} rose", source="Rex Tillerson"))
        project_entity(document, f"Rex {number}")
    hand.accept(mention)
    client.force_login(annotator)

    with counted() as chose:
        page = client.get(address(document, f"spans/{mention.pk}/entities/"), headers=SCRIPTED)
    sent = {"seen_version": hand.version, "quote": "Rex Tillerson", "entity": 0}
    with counted() as wrote:
        answer = client.post(address(document, f"spans/{mention.pk}/tie/"), sent, headers=SCRIPTED)

    assert page.status_code == answer.status_code == 200
    assert 'data-named="s' in answer.content.decode()
    assert Event.objects.filter(verb="span.tie").count() == count + 1
    assert len(chose) <= 12
    assert len(wrote) <= 14
