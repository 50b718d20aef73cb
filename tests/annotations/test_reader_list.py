"""The list of suggestions, by plain forms."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.asserts import assertRedirects

from articles.models import Document
from newsdesk.accounts.models import User
from tests.annotations.hands import suggest_claim
from tests.annotations.readers import Browser, address
from tests.factories import suggest_span


@pytest.fixture
def desk(client: Client, document: Document, annotator: User) -> Browser:
    return Browser(client, document, annotator)


def test_the_list_accepts_relabels_rejects_and_removes_by_plain_forms(
    desk: Browser, document: Document
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    quote = {"quote": "Rex Tillerson"}
    steps = [
        ("correct", {"label_key": "ORG"}, "confirmed"),
        ("remove", {}, "rejected"),
        ("restore", {}, "suggested"),
        ("accept", {}, "confirmed"),
    ]
    for version, (verb, fields, state) in enumerate(steps):
        sent = {"seen_version": version, **quote, **fields}
        answer = desk.client.post(address(document, f"spans/{span.pk}/{verb}/"), sent)

        assertRedirects(
            answer, address(document) + f"?list#item-s{span.pk}", fetch_redirect_response=False
        )
        assert f'id="item-s{span.pk}" class="card item {state}"' in desk.open("?list")


def test_the_list_offers_a_form_for_every_item(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    claim = suggest_claim(document, "sales rose", source="Bob Corker")

    page = desk.open("?list")

    for target in (f"spans/{span.pk}", f"claims/{claim.pk}"):
        assert f'formaction="{target}/accept/"' in page
        assert f'formaction="{target}/reject/"' in page
    assert f'formaction="spans/{span.pk}/correct/"' in page
    assert '?list">' in desk.open()


def test_without_scripts_a_stale_form_says_so_on_a_page(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk.decide("accept", span)

    answer = desk.client.post(
        address(document, f"spans/{span.pk}/remove/"),
        {"seen_version": 0, "quote": "Rex Tillerson"},
    )

    assert answer.status_code == 409
    assert "changed elsewhere" in answer.content.decode()
