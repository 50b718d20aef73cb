"""One item's history in the reader, and the way back to an earlier state of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions import reverting
from annotations.actions.errors import NotHere, StaleSet
from annotations.actions.writing import Written
from annotations.models import Claim, Span
from annotations.reader.inferring import Inferred
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, project_entity, suggest_claim, suggest_entity
from tests.factories import create_attribute, create_user, join, suggest_span

Action = Callable[..., Written]


def after(row: Span | Claim, step: int) -> int:
    """The id of the event of an item, counted from 0."""
    return Event.objects.filter(target_id=row.pk).order_by("id")[step].pk


def revert(hand: Hand, row: Span | Claim, step: int) -> Written:
    action: Action = reverting.span if isinstance(row, Span) else reverting.claim
    return hand._write(action, key=row.pk, event=after(row, step))


def test_label_and_boundaries_come_back_by_one_event_that_is_undone(
    document: Document, hand: Hand
) -> None:
    span = suggest_span(document, "Tillerson")
    hand.accept(span)
    hand.stretch(span, "Rex Tillerson")
    hand.relabel(span, "ORG")

    revert(hand, span, 0)

    seen = hand.span(span)
    assert (seen.label, seen.start, seen.state) == ("PERSON", 4, "confirmed")
    assert Event.objects.filter(target_id=span.pk).count() == 4
    hand.undo()
    assert (hand.span(span).label, hand.span(span).start) == ("ORG", 0)


def test_the_suggestion_comes_back_as_it_was_made(
    client: Client, document: Document, project: Project, hand: Hand, annotator: User
) -> None:
    inferred = suggest_entity(document, "Rex Tillerson")
    outer = suggest_claim(document, "sales rose in Iran")
    claim = suggest_claim(document, "He left", inferred=inferred)
    Claim.objects.filter(pk=claim.pk).update(within=outer)
    span = suggest_span(document, "Tillerson")
    hand.accept(outer)
    hand.stretch(span, "Rex Tillerson")
    hand.change_claim(claim, source=[], content=[hand.find("left")], within=0, speech="direct")
    client.force_login(annotator)

    for row, action, kind in ((span, reverting.span, "span"), (claim, reverting.claim, "claim")):
        place = [project.slug, document.article_id, row.pk]
        address = reverse(f"annotations:past-{kind}", args=place)
        assert 'value="0">Restore<' in client.get(address).content.decode()
        hand._write(action, key=row.pk, event=0)
        assert ">Restore<" in client.get(address).content.decode()  # what it was corrected to
        assert 'value="0">Restore<' not in client.get(address).content.decode()

    assert (hand.span(span).start, hand.span(span).verdict) == (4, "accepted")
    assert hand.claim(claim).verdict == "accepted"
    assert [part.entity_name for part in hand.claim(claim).in_role("source")] == ["Rex Tillerson"]
    assert hand.claim(claim).within == outer.pk
    hand.undo()
    assert [part.text for part in hand.claim(claim).in_role("content")] == ["left"]


def test_a_suggestion_that_was_rejected_comes_back_accepted(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.reject(span)
    hand._write(reverting.span, key=span.pk, event=0)
    assert (hand.span(span).label, hand.span(span).verdict) == ("PERSON", "accepted")

    own = hand.add("Iran", "GPE")
    with pytest.raises(NotHere):
        hand._write(reverting.span, key=own.pk, event=0)


def test_what_was_rejected_later_comes_back(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.relabel(span, "ORG")
    hand.reject(span)
    revert(hand, span, 0)
    assert (hand.span(span).label, hand.span(span).state) == ("ORG", "confirmed")


def test_a_rejection_comes_back(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.reject(span)
    hand.restore(span)
    hand.accept(span)
    revert(hand, span, 0)
    assert hand.span(span).state == "rejected"


def test_the_parts_of_a_claim_come_back(document: Document, hand: Hand) -> None:
    claim = suggest_claim(document, "sales rose", source="Rex Tillerson")
    hand.accept(claim)
    hand.change_claim(claim, source=[], content=[hand.find("sales")], speech="direct")

    revert(hand, claim, 0)

    seen = hand.claim(claim)
    assert [part.text for part in seen.in_role("content")] == ["sales rose"]
    assert [part.text for part in seen.in_role("source")] == ["Rex Tillerson"]
    assert seen.speech == "indirect"


def test_a_source_that_was_inferred_comes_back_in_place_of_the_present_one(
    document: Document, hand: Hand
) -> None:
    claim = suggest_claim(document, "He left", inferred=suggest_entity(document, "Rex Tillerson"))
    hand.accept(claim)
    hand.change_claim(claim, source=[hand.find("Bob Corker")])

    revert(hand, claim, 0)

    (source,) = hand.claim(claim).in_role("source")
    assert (source.is_inferred, source.entity_name) == (True, "Rex Tillerson")
    assert hand.claim(claim).verdict == "accepted"
    hand.undo()
    assert [part.text for part in hand.claim(claim).in_role("source")] == ["Bob Corker"]


def test_a_source_carried_over_later_goes_again(document: Document, hand: Hand) -> None:
    known = project_entity(document, "Rex Tillerson")
    claim = suggest_claim(document, "He left", source="Bob Corker")
    hand.accept(claim)
    hand.change_claim(claim, source=[Inferred(known.pk)])

    revert(hand, claim, 0)

    assert [part.text for part in hand.claim(claim).in_role("source")] == ["Bob Corker"]


def test_who_is_known_no_more_does_not_come_back(document: Document, hand: Hand) -> None:
    known = project_entity(document, "Rex Tillerson")
    claim = suggest_claim(document, "He left", source="Bob Corker")
    hand.change_claim(claim, source=[Inferred(known.pk), hand.find("He")])
    hand.change_claim(claim, source=[])
    known.delete()

    revert(hand, claim, 0)

    assert [part.text for part in hand.claim(claim).in_role("source")] == ["He"]


def test_what_a_claim_lies_within_comes_back(document: Document, hand: Hand) -> None:
    outer, other = suggest_claim(document, "sales rose in Iran"), suggest_claim(document, "He left")
    hand.accept(outer)
    hand.accept(other)
    claim = hand.add_claim("sales rose", within=outer.pk)
    hand.change_claim(claim, within=other.pk)
    hand.change_claim(claim, within=0)
    assert hand.claim(claim).within is None

    revert(hand, claim, 0)
    assert hand.claim(claim).within == outer.pk
    revert(hand, claim, 1)
    assert hand.claim(claim).within == other.pk

    hand.remove(outer)
    revert(hand, claim, 0)
    assert hand.claim(claim).within is None  # nothing stands there any more


def test_it_does_not_go_over_what_was_written_meanwhile(document: Document, hand: Hand) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    seen = hand.version
    hand.relabel(span, "ORG")
    hand.version = seen
    with pytest.raises(StaleSet):
        revert(hand, span, 0)
    assert hand.span(span).label == "ORG"


def test_an_event_of_another_item_or_person_is_no_state_of_this(
    document: Document, hand: Hand, reviewer: User
) -> None:
    span, other = suggest_span(document, "Rex Tillerson"), suggest_span(document, "Iran", "GPE")
    hand.accept(span)
    hand.accept(other)
    with pytest.raises(NotHere):
        hand._write(reverting.span, key=span.pk, event=after(other, 0))
    with pytest.raises(NotHere):
        revert(Hand(document, reviewer), span, 0)


def test_the_history_tells_who_what_before_and_after(
    client: Client, document: Document, project: Project, hand: Hand, annotator: User
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    hand.relabel(span, "ORG")
    hand.reject(span)
    client.force_login(annotator)
    address = reverse("annotations:past-span", args=[project.slug, document.article_id, span.pk])

    told = " ".join(client.get(address).content.decode().split())

    assert told.count(f"<b>{annotator}</b>") == 3
    shown = ("rejected", "Person → Organisation", "as it was", "Person on “Rex Tillerson”")
    assert re.findall(r'dir="auto">(.*?)</span>', told) == list(shown)
    assert told.count(">Restore<") == 2  # not what stands now


def test_the_history_tells_who_was_carried_over_and_what_reports_a_claim(
    client: Client, document: Document, project: Project, hand: Hand, annotator: User
) -> None:
    outer = suggest_claim(document, "sales rose in Iran")
    hand.accept(outer)
    claim = hand.add_claim("He left", within=outer.pk, speech="indirect")
    hand.change_claim(claim, source=[Inferred(label="PERSON", name="Ann Lee")])
    client.force_login(annotator)
    address = reverse("annotations:past-claim", args=[project.slug, document.article_id, claim.pk])

    told = " ".join(client.get(address).content.decode().split())

    added = "“He left”; indirect speech; reported in another claim"
    assert re.findall(r'dir="auto">(.*?)</span>', told) == ["source none → “Ann Lee”", added]
    assert told.count(">Restore<") == 1


def test_others_see_nothing_of_it(
    client: Client, document: Document, project: Project, hand: Hand
) -> None:
    ben = create_user("Ben")
    join(project, ben)
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    client.force_login(ben)
    address = reverse("annotations:past-span", args=[project.slug, document.article_id, span.pk])
    told = client.get(address).content.decode()
    assert told.count("<li>") == 1
    assert "<b>test 1.0</b> suggested" in told


def test_what_was_said_by_attributes_comes_back_with_the_label(
    document: Document, project: Project, hand: Hand
) -> None:
    create_attribute(project, "KIND", *"AB", on=("PERSON",))
    span = suggest_span(document, "Rex Tillerson")
    hand.describe(span, KIND="A")
    hand.relabel(span, "ORG")
    assert hand.span(span).values == {}

    revert(hand, span, 0)
    assert (hand.span(span).label, hand.span(span).values) == ("PERSON", {"KIND": "A"})
    hand.undo()
    assert hand.span(span).values == {}


def test_one_goes_back_for_attributes_alone_and_takes_them_away_so_too(
    client: Client, document: Document, project: Project, hand: Hand, annotator: User
) -> None:
    create_attribute(project)
    claim = suggest_claim(document, "sales rose")
    hand.accept(claim)
    hand.describe(claim, CHECKABLE="yes")
    client.force_login(annotator)
    address = reverse("annotations:past-claim", args=[project.slug, document.article_id, claim.pk])
    assert client.get(address).content.decode().count(">Restore<") == 1

    revert(hand, claim, 0)
    assert hand.claim(claim).values == {}
    revert(hand, claim, 1)
    assert hand.claim(claim).values == {"CHECKABLE": True}


def test_what_is_asked_no_more_does_not_come_back(
    document: Document, project: Project, hand: Hand
) -> None:
    attribute = create_attribute(project)
    claim = suggest_claim(document, "sales rose")
    hand.describe(claim, CHECKABLE="yes")
    hand.change_claim(claim, speech="direct")
    attribute.on = ["PERSON"]
    attribute.save()

    revert(hand, claim, 0)

    assert (hand.claim(claim).speech, hand.claim(claim).values) == ("indirect", {})


def test_whoever_asks_for_what_a_colleague_made_of_a_suggestion_finds_nothing(
    client: Client, document: Document, project: Project, hand: Hand
) -> None:
    ben = create_user("Ben")
    join(project, ben)
    suggestion, theirs = suggest_span(document, "Rex Tillerson"), hand.add("Iran", "GPE")
    hand.relabel(suggestion, "ORG")
    made = hand.set.spans.get(label__key="ORG")
    for user, status in ((ben, 404), (hand.by, 200)):
        client.force_login(user)
        for key in (theirs.pk, made.pk) if user == ben else (theirs.pk, suggestion.pk):
            address = reverse(
                "annotations:past-span", args=[project.slug, document.article_id, key]
            )
            assert client.get(address).status_code == status
            history = f"/projects/{project.slug}/history/?item=s{key}"
            assert client.get(history).status_code == status
