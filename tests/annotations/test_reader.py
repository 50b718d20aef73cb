from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertRedirects

from annotations.models import AnnotationSet, Decision, Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand, suggest_claim
from tests.annotations.readers import Browser, address, rows_in
from tests.factories import create_document, suggest_span


@pytest.fixture
def desk(client: Client, document: Document, annotator: User) -> Browser:
    return Browser(client, document, annotator)


def test_accepting_answers_with_the_row_the_count_and_the_version(
    desk: Browser, document: Document
) -> None:
    span = suggest_span(document, "Rex Tillerson")

    answer = desk.decide("accept", span)

    assert answer.status_code == 200
    assert answer["X-Set-Version"] == "1"
    assert rows_in(answer) == ["p0"]
    assert "1 of 1" in answer.content.decode()
    assert f'<mark class="e confirmed f-person k1-person o1" data-s="s{span.pk}"' in (
        answer.content.decode()
    )


def test_a_row_of_an_answer_is_the_row_of_the_page(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    suggest_claim(document, "sales rose", source="Bob Corker")

    answer = desk.decide("accept", span).content.decode()

    (row,) = re.findall(r"<section.*?</section>", answer, re.DOTALL)
    assert row in desk.open()


def test_a_claim_over_two_paragraphs_paints_both(desk: Browser, document: Document) -> None:
    claim = suggest_claim(document, "rose in Iran.\nHe left")

    answer = desk.post(f"claims/{claim.pk}/accept/")

    assert rows_in(answer) == ["p0", "p1"]


def test_what_was_rejected_is_listed_and_can_be_restored(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk.decide("reject", span)

    page = desk.open()
    assert "Rejected (1)" in page
    assert f'data-restore="s{span.pk}"' in page

    answer = desk.decide("restore", span, version=1)
    assert "Rejected (0)" in answer.content.decode()
    assert not Decision.objects.exists()


def test_an_added_span_keeps_offsets_beyond_emoji(
    client: Client, project: Project, annotator: User
) -> None:
    document = create_document("🙂🙂 \u0642\u0627\u0644 Zoe\u0308 here.", project=project)
    desk = Browser(client, document, annotator)
    start = document.text.index("Zoe")

    answer = desk.post("spans/", start=start, end=start + 4, quote="Zoe\u0308", label_key="PERSON")

    assert answer.status_code == 200
    assert Span.objects.get(annotation_set__kind="annotated").start == start


def test_a_second_tab_learns_what_changed_and_overwrites_nothing(
    desk: Browser, document: Document
) -> None:
    first, second = suggest_span(document, "Rex Tillerson"), suggest_span(document, "He")
    desk.decide("accept", first)

    answer = desk.decide("reject", second, version=0)

    assert answer.status_code == 409
    assert answer["X-Set-Version"] == "1"
    assert rows_in(answer) == ["p0"]
    assert (
        f'<template data-changed="s{first.pk}" data-gone="" data-touched="0-13 "'
        ' data-spans="0-13 " data-by="you in another tab">'
    ) in answer.content.decode()
    assert Decision.objects.count() == 1

    assert desk.decide("reject", second, version=1).status_code == 200


def test_other_words_than_the_articles_are_refused(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")

    answer = desk.decide("accept", span, quote="Rex Tillersom")

    assert answer.status_code == 409
    assert "X-Set-Version" not in answer
    assert answer["HX-Retarget"] == "#messages"
    assert not AnnotationSet.objects.annotated().exists()


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("spans/", {"start": "1.5", "end": "3", "quote": "x", "label_key": "PERSON"}, 422),
        ("spans/", {"start": "-1", "end": "3", "quote": "x", "label_key": "PERSON"}, 422),
        ("spans/", {"start": "0", "end": "999999", "quote": "x", "label_key": "PERSON"}, 422),
        ("spans/", {"start": "0", "end": "3", "quote": "Rex", "label_key": "NONE"}, 422),
        ("spans/", {}, 422),
        ("spans/99999999999999999999999/accept/", {"quote": "Rex"}, 404),
        ("spans/1/accept/", {"quote": "Rex"}, 404),
        ("claims/", {"content": "5-2", "speech": "direct"}, 422),
        ("claims/", {"content": "0-3", "speech": "shouted"}, 422),
        ("claims/", {"speech": "direct"}, 422),
    ],
)
def test_what_cannot_be_done_is_answered_with_a_sentence(
    desk: Browser, path: str, fields: dict[str, Any], status: int
) -> None:
    answer = desk.post(path, **fields)

    assert answer.status_code == status
    assert re.search(r'<p class="notice bad">[^<]{10,}</p>', answer.content.decode())


def test_undo_and_redo_survive_a_reload(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk.decide("accept", span)
    assert "1 of 1" in desk.open()

    undone = desk.post("undo/", version=1)
    assert rows_in(undone) == ["p0"]
    assert "0 of 1" in desk.open()

    desk.post("redo/", version=2)
    assert "1 of 1" in desk.open()


def test_finishing_accepts_the_rest_if_asked(desk: Browser, document: Document) -> None:
    suggest_span(document, "Rex Tillerson")

    answer = desk.client.post(
        address(document, "finish/"), {"seen_version": 0, "undecided": "accept"}, follow=True
    )

    assert "Finished" in answer.content.decode()
    assert Decision.objects.count() == 1
    assert "Read only" in desk.open()
    assert "Reopen" in desk.open()


def test_finishing_may_lead_to_the_next_article(desk: Browser, project: Project) -> None:
    first = desk.document
    other = create_document("Nobody came.", project=project)
    suggest_span(other, "Nobody")
    asked = {"seen_version": 0, "undecided": "leave", "then": "next"}

    assertRedirects(desk.client.post(address(first, "finish/"), asked), address(other))
    assert first.annotation_sets.get().state == "submitted"
    last = desk.client.post(address(other, "finish/"), asked)
    assertRedirects(last, f"/projects/{project.slug}/assignments/")


def test_a_reviewer_approves_what_an_annotator_finished(
    client: Client, document: Document, hand: Hand, reviewer: User
) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.submit()
    desk = Browser(client, document, reviewer)
    page = desk.open()
    assert "Approve as gold" in page

    fields = {
        name: re.findall(rf'name="{name}" value="(\d+)"', page)[0]
        for name in ("set_id", "seen_version")
    }
    answer = client.post(address(document, "approve/"), fields, follow=True)

    assert "is gold now" in answer.content.decode()
    assert f"Gold of {hand.by}, approved by Rui Reviewer" in desk.open()


def test_a_viewer_reads_and_cannot_write(client: Client, document: Document, viewer: User) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk = Browser(client, document, viewer)
    page = desk.open()

    assert "Read only" in page
    assert 'data-act="accept"' not in page
    assert desk.decide("accept", span).status_code == 403


def test_an_outsider_finds_nothing(client: Client, document: Document, outsider: User) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk = Browser(client, document, outsider)

    assert client.get(address(document)).status_code == 404
    assert desk.decide("accept", span).status_code == 404


def test_an_article_is_looked_up_inside_its_project(
    client: Client, document: Document, annotator: User
) -> None:
    other = create_document("Something else.")
    client.force_login(annotator)

    for number in (other.article_id, 10**30):
        found = f"/projects/{document.project.slug}/articles/{number}/"
        assert client.get(found).status_code == 404


def test_suggestions_that_come_later_are_announced(desk: Browser, document: Document) -> None:
    assert 'hx-get="?waiting"' in desk.open()

    suggest_span(document, "Rex Tillerson")

    assert "data-ready" in desk.open("?waiting")
