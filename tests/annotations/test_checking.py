"""What is told before an article is finished."""

from __future__ import annotations

from django.test import Client

from annotations.actions import review
from annotations.models import ClaimPart
from annotations.reader import checking, highlighting
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import User
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import suggest_span


def told(hand: Hand) -> list[tuple[str, str]]:
    seen = checking.with_changes(highlighting.highlighted(hand.reading))
    return [(each.words, each.text) for each in checking.remarks(seen)]


def test_nothing_is_said_of_what_is_well(document: Document, hand: Hand) -> None:
    hand.accept(suggest_span(document, "Iran", "GPE"))
    hand.accept(suggest_claim(document, "sales rose", source="Bob Corker", speech="direct"))

    assert told(hand) == []


def test_undecided_suggestions_are_not_judged(document: Document, hand: Hand) -> None:
    suggest_claim(document, "sales rose")

    assert told(hand) == []


def test_a_claim_that_somebody_makes_needs_a_source(document: Document, hand: Hand) -> None:
    hand.accept(suggest_claim(document, "sales rose"))

    assert told(hand) == [("sales rose", "is a claim that somebody makes, and has no source.")]


def test_indirect_speech_needs_a_cue(document: Document, hand: Hand) -> None:
    hand.accept(suggest_claim(document, "sales rose", source="Bob Corker"))

    assert told(hand) == [("sales rose", "is reported in indirect speech, and has no cue.")]


def test_the_articles_own_voice_needs_no_source(document: Document, hand: Hand) -> None:
    hand.accept(suggest_claim(document, "sales rose", speech="none"))
    assert told(hand) == []

    hand.accept(suggest_claim(document, "He left", source="Bob Corker", speech="none"))
    assert told(hand) == [("He left", "is in the article’s own voice, and has a source.")]


def test_content_of_blanks_is_none(document: Document, hand: Hand) -> None:
    claim = suggest_claim(document, "sales rose", source="Bob Corker")
    hand.accept(claim)
    blank = document.text.index(" said")
    parts = ClaimPart.objects.filter(claim__annotation_set=hand.set, role="content")
    parts.update(start=blank, end=blank + 1)

    assert [text for _, text in told(hand)] == ["is a claim without content."]


def test_one_place_with_two_labels(document: Document, hand: Hand) -> None:
    hand.add("Iran", "GPE")
    hand.add("Iran", "ORG")

    assert told(hand) == [("Iran", "has more than one label.")]


def sent_back(hand: Hand, by: User) -> None:
    span = hand.reading.spans[0]
    hand.submit()
    hand.version = review.send_back(
        document=hand.document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        reasons=[Reason("Who is it?", f"s{span.key}", span.start, span.end)],
        by=by,
    ).version


def test_what_was_asked_for_is_not_forgotten(
    document: Document, hand: Hand, reviewer: User
) -> None:
    added = hand.add("Iran", "ORG")
    sent_back(hand, reviewer)
    assert told(hand) == [("", "Nothing has changed since this was sent back.")]

    other = hand.add("Bob Corker")
    assert told(hand) == [("Iran", "has not changed since it was asked: Who is it?")]

    hand.relabel(added, "GPE")
    hand.remove(other)
    assert told(hand) == []


def test_what_was_asked_for_is_kept_when_it_is_finished_and_reopened(
    document: Document, hand: Hand, reviewer: User
) -> None:
    added = hand.add("Iran", "ORG")
    sent_back(hand, reviewer)
    hand.add("Bob Corker")
    hand.submit()
    hand.reopen()

    seen = checking.with_changes(highlighting.highlighted(hand.reading))
    assert (seen.state, seen.sent_back_by) == ("sent_back", str(reviewer))
    assert [note.text for note in seen.notes] == ["Who is it?"]
    assert len(seen.mended[hand.set.pk]) == 1
    assert told(hand) == [("Iran", "has not changed since it was asked: Who is it?")]

    hand.relabel(added, "GPE")
    hand.submit()
    hand.reopen()
    assert told(hand) == []


def test_the_page_asks_for_it(document: Document, hand: Hand, annotator: User) -> None:
    hand.accept(suggest_claim(document, "sales rose"))
    client = Client()
    client.force_login(annotator)
    address = f"/projects/{document.project.slug}/articles/{document.article_id}/"

    assert f'data-check="{address}finish/"' in client.get(address).content.decode()
    answer = client.get(f"{address}finish/").content.decode()
    assert "has no source" in answer
    assert f'data-go="c{hand.reading.claims[0].key}"' in answer
