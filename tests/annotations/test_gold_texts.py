"""What people decided about names, as texts to learn from."""

from __future__ import annotations

from annotations import gold_texts
from annotations.actions import review
from annotations.models import Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.golds import approve, create_gold
from tests.annotations.hands import Hand
from tests.factories import create_document, label_of, suggest_span, suggested_set
from tests.queries import counted


def test_what_was_left_undecided_is_not_learned_from(
    project: Project, document: Document, hand: Hand, manager: User
) -> None:
    kept, rejected, left = (
        suggest_span(document, quote, label)
        for quote, label in (
            ("Rex Tillerson", "PERSON"),
            ("Monday", "ORG"),
            ("Iran", "GPE"),
        )
    )
    hand.accept(kept)
    hand.reject(rejected)
    written = hand.submit()
    review.approve(document=document, set_id=hand.set.pk, seen_version=written.version, by=manager)
    later = suggested_set(document, "test 2.0")
    Span.objects.create(
        annotation_set=later, label=label_of(document, "PERSON"), start=34, end=44, score=0.9
    )

    (found,) = gold_texts.read(project)
    assert found.names == ((0, 13, "PERSON"),)
    assert found.undecided == ((left.start, left.end),)


def test_reading_gold_takes_the_same_queries_however_many_articles(
    project: Project, manager: User
) -> None:
    create_gold(project, manager)
    with counted() as few:
        gold_texts.read(project)
    for number in range(20):
        approve(create_document(f"Ana {number}.", project=project), manager, ("Ana", "PERSON"))
    with counted() as many:
        assert len(gold_texts.read(project)) == 25

    assert len(many) == len(few) <= 5
