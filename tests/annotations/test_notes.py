"""Notes to colleagues on what stands."""

from __future__ import annotations

import pytest
from django.test import Client

from annotations import painting
from annotations.actions.errors import Undecided
from annotations.models import Claim, Span
from annotations.painting import Paint
from articles.models import Document
from newsdesk.accounts.models import User
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import suggest_span

pytestmark = pytest.mark.django_db


def test_a_note_is_kept_on_what_stands_and_changes_no_decision(
    document: Document, hand: Hand
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    hand.note(span, "Or his son?")

    item = hand.span(span)
    assert (item.note, item.verdict) == ("Or his son?", "accepted")
    hand.undo()
    assert hand.span(span).note == ""
    hand.redo()
    assert hand.span(span).note == "Or his son?"
    hand.relabel(span, "ORG")
    assert hand.span(span).note == "Or his son?"
    hand.note(span, "")
    assert Span.objects.get(annotation_set=hand.set).attributes == {}


def test_a_claim_has_a_note_of_its_own(document: Document, hand: Hand) -> None:
    claim = suggest_claim(document, "sales rose")
    hand.accept(claim)
    hand.note(claim, "Whose?")

    assert (hand.claim(claim).note, hand.claim(claim).verdict) == ("Whose?", "accepted")
    assert Claim.objects.get(annotation_set=hand.set).attributes["note"] == "Whose?"
    hand.undo()
    assert hand.claim(claim).note == ""


def test_what_is_undecided_has_no_note(document: Document, hand: Hand) -> None:
    with pytest.raises(Undecided):
        hand.note(suggest_span(document, "Rex Tillerson"), "Sure?")
    with pytest.raises(Undecided):
        hand.note(suggest_claim(document, "sales rose"), "Sure?")


def test_a_note_stands_once_beside_its_paragraph_and_is_escaped(
    document: Document, hand: Hand
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    hand.note(span, "<b>Son</b>?")
    paints = dict.fromkeys(("PERSON", "ORG", "GPE", "DATE"), Paint("person", "PER"))

    html = "".join(painting.rows(hand.reading, paints))

    assert html.count(f'<li data-note="s{span.pk}">') == 1
    assert "&lt;b&gt;Son&lt;/b&gt;?" in html


def test_a_note_has_at_most_2000_characters(
    client: Client, document: Document, annotator: User, hand: Hand
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    hand.accept(span)
    client.force_login(annotator)
    address = f"/projects/{document.project.slug}/articles/{document.article_id}/spans/{span.pk}"
    long = {"quote": "Rex Tillerson", "note": "x" * 2001, "seen_version": 1}

    answer = client.post(f"{address}/note/", long, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert hand.span(span).note == ""
