"""What is hidden: suggestions under a label's threshold, and the article's own claims if asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from annotations.actions import places, review, schemes
from annotations.models import Claim, Progress, Span
from annotations.reader import reading
from annotations.reader.reading_rows import Shown
from annotations.scheme_presets import NEWS
from articles.models import Document
from newsdesk.accounts.models import User
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import suggest_span


def score(row: Span | Claim, value: float | None) -> None:
    row.score = value
    row.save(update_fields=["score"])


@pytest.fixture
def marks(document: Document) -> dict[str, Span | Claim]:
    own = suggest_claim(document, "sales rose")
    own.speech = Claim.Speech.NONE
    own.save(update_fields=["speech"])
    found: dict[str, Span | Claim] = {
        "sure": suggest_span(document, "Rex Tillerson"),
        "weak": suggest_span(document, "Bob Corker"),
        "unscored": suggest_span(document, "Monday"),
        "said": suggest_claim(document, "Bob Corker claimed sales rose"),
        "own": own,
    }
    scores = {"sure": 0.9, "weak": 0.4, "unscored": None, "said": 0.6, "own": 0.3}
    for name, value in scores.items():
        score(found[name], value)
    return found


@pytest.fixture
def strict(document: Document, manager: User) -> None:
    """Names of people are hidden below 50 %, claims below 70 %, the article's own below 20 %."""
    people = tuple(
        replace(label, hides_below=0.5 if label.key == "PERSON" else 0.0) for label in NEWS.labels
    )
    shape = replace(NEWS, labels=people, claims_hide_below=0.7, own_voice_hides_below=0.2)
    schemes.change(project=document.project, shape=shape, seen_number=1, by=manager)
    places.recount(document.project_id)


def seen(document: Document, by: User, **showing: bool) -> set[str]:
    found = reading.of(document, by, showing=Shown(**showing))
    names = {document.text[span.start : span.end] for span in found.spans}
    return names | {f"claim {claim.in_role('content')[0].text}" for claim in found.claims}


SURE = {"Rex Tillerson", "Monday", "claim sales rose"}
WEAK = {"Bob Corker", "claim Bob Corker claimed sales rose"}


@pytest.mark.usefixtures("strict")
def test_what_is_under_its_threshold_is_hidden_and_counted(
    document: Document, annotator: User, marks: dict[str, Span | Claim]
) -> None:
    found = reading.of(document, annotator)

    assert seen(document, annotator) == SURE
    assert seen(document, annotator, weak=True) == SURE | WEAK
    assert (found.weak_count, found.own_voice_count, found.counts.total) == (2, 0, 3)


def test_without_thresholds_all_is_shown(
    document: Document, annotator: User, marks: dict[str, Span | Claim]
) -> None:
    assert seen(document, annotator) == SURE | WEAK


@pytest.mark.usefixtures("strict")
def test_the_articles_own_claims_can_be_hidden(
    document: Document, annotator: User, marks: dict[str, Span | Claim]
) -> None:
    found = reading.of(document, annotator, showing=Shown(own_voice=False))

    assert seen(document, annotator, own_voice=False) == SURE - {"claim sales rose"}
    assert (found.weak_count, found.own_voice_count) == (2, 1)


@pytest.mark.usefixtures("marks")
def test_the_list_of_articles_counts_what_is_shown(document: Document, manager: User) -> None:
    def total() -> int:
        places.recount(document.project_id)
        return Progress.objects.get(article=document.article).suggestion_count

    assert total() == 5
    shape = replace(NEWS, claims_hide_below=0.7)
    schemes.change(project=document.project, shape=shape, seen_number=1, by=manager)
    assert total() == 4


@pytest.mark.usefixtures("strict")
def test_what_is_hidden_stays_undecided_when_the_rest_is_accepted(
    document: Document, hand: Hand, marks: dict[str, Span | Claim]
) -> None:
    review.submit(
        document=document,
        seen_version=0,
        by=hand.by,
        undecided="accept",
        showing=Shown(own_voice=False),
    )

    decisions = hand.set.decisions
    assert set(decisions.values_list("on_span", flat=True)) - {None} == {
        marks["sure"].pk,
        marks["unscored"].pk,
    }
    assert not decisions.exclude(on_claim=None).exists()


@pytest.mark.usefixtures("strict")
def test_a_weak_one_that_was_decided_stays_visible(
    document: Document, hand: Hand, marks: dict[str, Span | Claim]
) -> None:
    hand.accept(marks["weak"])

    assert "Bob Corker" in seen(document, hand.by)


@pytest.mark.usefixtures("strict", "marks")
def test_the_browser_remembers_what_is_shown(
    client: Client, document: Document, annotator: User
) -> None:
    client.force_login(annotator)
    at = [document.project.slug, document.article_id]
    page, show = reverse("annotations:reader", args=at), reverse("annotations:show", args=at)

    def text() -> str:
        return client.get(page).content.decode()

    assert "2 weak suggestions hidden." in text()
    client.post(show, {"show": "weak"})
    assert "Hide weak suggestions again" in text()
    client.post(show, {"hide": "own-voice"})
    assert "1 of the article’s own claims hidden." in text()
    client.post(show, {"show": "own-voice"})
    assert "Hide the article’s own claims" in text()
    assert client.post(show, {"show": "all"}).status_code == 422
