"""What was decided about some words, applied wherever the article says the same."""

from __future__ import annotations

import pytest
from django.test import Client

from annotations.actions.errors import QuoteMismatch, UnknownLabel
from annotations.models import Decision, Span
from annotations.reader import same_words
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_entity
from tests.factories import create_attribute, create_document, suggest_span
from tests.queries import counted

TEXT = "Chen met Ann Chen. Chen left.\nChen 🙂 and CHEN said: Chen, Chen’s and Chens."
FIRST, IN_A_NAME, SECOND, THIRD, FOURTH, FIFTH = same_words.exact(TEXT, "Chen")

pytestmark = pytest.mark.django_db
Place = tuple[int, int]


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project)


def suggest_at(document: Document, place: Place, label: str) -> Span:
    span = suggest_span(document, "met", label)
    span.start, span.end = place
    span.save()
    return span


def marked(hand: Hand) -> dict[Place, tuple[str, str]]:
    return {(each.start, each.end): (each.label, each.state) for each in hand.reading.spans}


def test_suggested_and_unmarked_places_get_the_label_and_decided_ones_stay(
    document: Document, hand: Hand
) -> None:
    suggest_at(document, FIRST, "PERSON")
    suggest_at(document, SECOND, "ORG")
    suggest_span(document, "Ann Chen")
    hand.reject(suggest_at(document, FOURTH, "GPE"))

    hand.mark_same("Chen")

    found = marked(hand)
    assert {found[place] for place in (FIRST, SECOND, THIRD, FIFTH)} == {("PERSON", "confirmed")}
    assert not {IN_A_NAME, FOURTH} & found.keys()  # part of Ann Chen; rejected
    verdicts = [each.verdict for each in hand.reading.spans]
    assert verdicts == ["accepted", None, "corrected", None, None]


def test_all_of_it_is_one_step_back_and_again(document: Document, hand: Hand) -> None:
    suggest_at(document, FIRST, "PERSON")
    suggest_at(document, SECOND, "ORG")
    before = marked(hand)
    hand.mark_same("Chen")
    after = marked(hand)
    assert len(after) == 6

    hand.undo()
    assert marked(hand) == before
    assert not Decision.objects.exists()
    hand.redo()
    assert marked(hand) == after
    events = Event.objects.in_set(hand.set.pk).filter(verb="span.mark_same")
    assert events.count() == 6
    assert events.values("group").distinct().count() == 1


def test_near_forms_are_taken_if_chosen_and_other_words_are_not(
    document: Document, hand: Hand
) -> None:
    hand.mark_same("Chen", "PERSON", *same_words.near(TEXT, "Chen"))

    assert [TEXT[slice(*place)] for place in marked(hand)] == ["CHEN", "Chens"]
    with pytest.raises(QuoteMismatch):
        hand.mark_same("Chen", "PERSON", (0, 3))
    with pytest.raises(UnknownLabel):
        hand.mark_same("Chen", "NOTHING")


def test_what_is_suggested_is_rejected_at_once(document: Document, hand: Hand) -> None:
    for place, label in ((FIRST, "PERSON"), (FIRST, "ORG"), (SECOND, "ORG")):
        suggest_at(document, place, label)

    hand.reject_same("Chen")

    assert marked(hand) == {}
    assert len(hand.reading.rejected_spans) == 3
    hand.undo()
    assert len(hand.reading.spans) == 3


def test_accepted_mentions_are_tied_to_their_entity(document: Document, hand: Hand) -> None:
    spans = [suggest_span(document, "Chen"), suggest_span(document, "Ann Chen")]
    suggest_entity(document, "Ann Chen", *spans)

    hand.mark_same("Chen")

    (mention,) = [each for each in hand.reading.spans if each.start == 0]
    assert mention.entity_name == "Ann Chen"


@pytest.mark.parametrize("count", [3, 60])
def test_it_takes_14_queries_however_many_places_there_are(
    client: Client, project: Project, annotator: User, count: int
) -> None:
    text = "\n".join(f"Chen {number}" for number in range(count))
    document = create_document(text, project=project)
    suggest_entity(document, "Chen", suggest_span(document, "Chen"))
    client.force_login(annotator)
    address = f"/projects/{project.slug}/articles/{document.article_id}/same/"
    places = [f"{start}-{end}" for start, end in same_words.exact(text, "Chen")]
    fields = {"quote": "Chen", "label_key": "PERSON", "places": places, "seen_version": 0}

    with counted() as looked:
        preview = client.get(address, {"quote": "Chen"}, headers={"HX-Request": "true"})
    with counted() as wrote:
        answer = client.post(f"{address}mark/", fields, headers={"HX-Request": "true"})

    assert preview.content.decode().count('name="places"') == count
    assert answer.status_code == 200
    assert answer.content.decode().count("<section") == count
    assert len(looked) <= 12
    assert len(wrote) <= 14


def test_the_preview_shows_the_words_around_each_place(
    client: Client, document: Document, annotator: User
) -> None:
    suggest_at(document, FIRST, "PERSON")
    suggest_span(document, "Ann Chen")
    client.force_login(annotator)
    address = f"/projects/{document.project.slug}/articles/{document.article_id}/same/"
    page = client.get(address, {"quote": "Chen", "label_key": "ORG"}).content.decode()

    assert "<mark>Chen</mark> met Ann Chen." in page
    assert page.count(" checked>") == 5
    assert "Near forms" in page
    assert "1 more is decided already" in page
    assert '<option value="ORG" selected>' in page
    assert "Reject what is suggested" in page
    nothing = client.get(address, {"quote": "Zoe"}).content.decode()
    assert "does not say this elsewhere" in nothing


def test_a_suggestion_of_another_label_keeps_only_what_is_asked_of_the_new_one(
    document: Document, project: Project, hand: Hand
) -> None:
    create_attribute(project, "KIND", *"AB", on=("ORG",))
    create_attribute(project, "SURE", on=("layer:entities",))
    for place in (FIRST, SECOND, THIRD):
        span = suggest_at(document, place, "ORG")
        span.attributes = {"values": {"KIND": "A", "SURE": True}}
        span.save()

    with counted() as queries:
        hand.mark_same("Chen")

    values = {(each.label, str(each.values)) for each in hand.reading.spans}
    assert values == {("PERSON", "{'SURE': True}"), ("PERSON", "{}")}
    assert len(queries) <= 14


def test_the_preview_tells_what_is_suggested_in_part_of_the_words(
    client: Client, document: Document, annotator: User
) -> None:
    suggest_span(document, "Ann Chen", "ORG")
    client.force_login(annotator)
    address = f"/projects/{document.project.slug}/articles/{document.article_id}/same/"
    page = client.get(address, {"quote": "met Ann Chen"}).content.decode()

    assert "suggested in part: <bdi>“Ann Chen”: Organisation</bdi>" in page
    assert "not marked" not in page
    assert "Reject what is suggested" not in page
