"""Accepting the surest of what is undecided: the action, its preview, and why there is each."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from annotations.models import Claim, Span
from annotations.reader import reading, reasons, sureness
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.factories import suggest_span
from tests.queries import counted


def scored(row: Span | Claim, score: float | None, evidence: str = "model") -> Span | Claim:
    row.score, row.evidence = score, evidence
    row.save(update_fields=["score", "evidence"])
    return row


@pytest.fixture
def rows(document: Document) -> dict[str, Span]:
    """Suggested names with their scores."""
    scores = {"Rex Tillerson": 0.97, "Bob Corker": 0.9, "Monday": 0.4}
    found = {words: suggest_span(document, words) for words in scores}
    for words, row in found.items():
        scored(row, scores[words])
    return found


def test_what_has_the_score_is_accepted_and_nothing_else(
    document: Document, hand: Hand, rows: dict[str, Span]
) -> None:
    suggest_entity(document, "Rex Tillerson", rows["Rex Tillerson"])
    sure = scored(suggest_claim(document, "sales rose"), 0.95)
    unsure = scored(suggest_claim(document, "Bob Corker claimed sales rose"), 0.6)
    unscored = scored(suggest_span(document, "Iran", "GPE"), None)

    hand.accept_above(0.9)

    states = {words: hand.span(row).state for words, row in rows.items()}
    assert states == {
        "Rex Tillerson": "confirmed",
        "Bob Corker": "confirmed",
        "Monday": "suggested",
    }
    assert isinstance(sure, Claim)
    assert isinstance(unsure, Claim)
    assert isinstance(unscored, Span)
    assert hand.claim(sure).state == "confirmed"
    assert hand.claim(unsure).state == "suggested"
    assert hand.span(unscored).state == "suggested"
    assert hand.span(rows["Rex Tillerson"]).entity_name == "Rex Tillerson"


def test_one_undo_takes_all_of_it_back(hand: Hand, rows: dict[str, Span]) -> None:
    hand.accept_above(0.0)
    assert Event.objects.filter(verb="set.accept_above").count() == 3

    hand.undo()

    assert {hand.span(row).state for row in rows.values()} == {"suggested"}


def test_what_was_rejected_stays_so(hand: Hand, rows: dict[str, Span]) -> None:
    hand.reject(rows["Bob Corker"])

    hand.accept_above(0.5)

    assert hand.span(rows["Bob Corker"]).state == "rejected"


def test_where_nothing_is_so_sure_nothing_is_written(hand: Hand, rows: dict[str, Span]) -> None:
    assert hand.accept_above(0.99).version == 0
    assert not Event.objects.exists()


def test_queries_do_not_grow_with_what_is_accepted(document: Document, hand: Hand) -> None:
    scored(suggest_span(document, "Rex Tillerson"), 0.9)
    with counted() as one:
        hand.accept_above(0.9)
    for words in ("Bob Corker", "Monday", "Iran", "sales"):
        scored(suggest_span(document, words), 0.9)

    with counted() as several:
        hand.accept_above(0.9)

    assert len(several) <= len(one) <= 18


def test_the_steps_tell_what_comes_with_each(
    document: Document, hand: Hand, rows: dict[str, Span]
) -> None:
    scored(suggest_claim(document, "sales rose"), 0.92)

    found = sureness.steps(reading.of(document, hand.by))

    told = [(step.score, step.names, step.claims, [m.words for m in step.more]) for step in found]
    assert told == [
        (0.95, 1, 0, ["Rex Tillerson"]),
        (0.9, 2, 1, ["sales rose", "Bob Corker"]),
        (0.0, 3, 1, ["Monday"]),
    ]


def address(name: str, document: Document, *args: object) -> str:
    return reverse(f"annotations:{name}", args=[document.project.slug, document.article_id, *args])


def test_the_preview_is_a_plain_page_too(
    client: Client, document: Document, annotator: User, rows: dict[str, Span]
) -> None:
    client.force_login(annotator)

    page = client.get(address("surest", document)).content.decode()
    assert "<b>95 %</b> 1 name, 0 claims" in page

    sent = {"seen_version": 0, "score": "0.95"}
    assert client.post(address("accept-above", document), sent).status_code == 302
    fragment = client.get(address("surest", document), headers={"HX-Request": "true"})
    assert "<b>90 %</b> 1 name" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()


@pytest.mark.parametrize("score", ["", "2", "nan", "x"])
def test_a_score_that_is_none_is_refused(
    client: Client, document: Document, annotator: User, rows: dict[str, Span], score: str
) -> None:
    client.force_login(annotator)

    sent = {"seen_version": 0, "score": score}

    assert client.post(address("accept-above", document), sent).status_code == 422


def test_the_page_costs_few_queries(
    client: Client, document: Document, annotator: User, rows: dict[str, Span]
) -> None:
    client.force_login(annotator)
    client.get(address("surest", document))

    with counted() as queries:
        client.get(address("surest", document))

    assert len(queries) <= 12


def test_a_suggestion_says_why(
    client: Client, document: Document, viewer: User, annotator: User, rows: dict[str, Span]
) -> None:
    claim = scored(suggest_claim(document, "sales rose"), 0.85, "said + quotation")
    client.force_login(viewer)

    name = client.get(address("why-span", document, rows["Monday"].pk))
    said = client.get(address("why-claim", document, claim.pk))

    assert name.content.decode() == "The model is 40 % sure that this is a person."
    assert said.content.decode() == (
        "Because of this: “said” with a quotation. The model is 85 % sure that this is a claim."
    )
    assert client.get(address("why-claim", document, 10**9)).status_code == 404


def test_what_a_person_added_says_so(client: Client, document: Document, hand: Hand) -> None:
    added = hand.add("Iran", "GPE")
    client.force_login(hand.by)

    answer = client.get(address("why-span", document, added.pk))

    assert answer.content.decode() == "A person added this; no model suggested it."


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("gazetteer nationality", "every nationality that newsdesk knows"),
        ("pattern event", "written like an event"),
        ("same name above", "earlier in the article"),
        ("model", "The model is 50 % sure that this is an organisation."),
        ("something new", "Because of this: something new. The model is 50 % sure"),
        ("", "No reason was kept. The model is 50 % sure"),
    ],
)
def test_every_evidence_of_a_name_says_something(evidence: str, said: str) -> None:
    assert said in reasons.of_name(evidence, 0.5, "Organisation")


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("own voice", "nobody is named"),
        ("warned + that-clause", "“warned that”"),
        ("sentence, said", "“said” with its source beside it"),
        ("as X said", "“as … said”"),
        ("according to", "the words “according to”"),
        ("", "No reason was kept"),
    ],
)
def test_every_evidence_of_a_claim_says_something(evidence: str, said: str) -> None:
    assert said in reasons.of_claim(evidence, None)
