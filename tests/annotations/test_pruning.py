"""Suggestions that were replaced go after a day, unless somebody decided on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations import jobs
from annotations.models import AnnotationSet, Decision, Entity, Progress, Span
from articles.models import Document
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.factories import suggest_span, suggested_set

REX = "Rex Tillerson"


def replace(document: Document, *, hours_ago: int) -> AnnotationSet:
    made = suggested_set(document, "test 2.0")
    made.made_at = timezone.now() - timedelta(hours=hours_ago)
    made.save()
    return made


@pytest.fixture
def old(document: Document) -> AnnotationSet:
    span = suggest_span(document, REX)
    suggest_entity(document, REX, span)
    suggest_claim(document, "sales rose", source="Bob Corker")
    return span.annotation_set


def test_what_was_replaced_a_day_ago_goes(document: Document, old: AnnotationSet) -> None:
    new = replace(document, hours_ago=25)

    jobs.prune_replaced(timestamp=0)

    assert list(AnnotationSet.objects.all()) == [new]
    assert not Span.objects.exists()
    assert not Entity.objects.exists()
    assert Progress.objects.get().suggested_set == new


def test_what_is_shown_or_was_until_today_stays(document: Document, old: AnnotationSet) -> None:
    jobs.prune_replaced(timestamp=0)
    new = replace(document, hours_ago=23)

    jobs.prune_replaced(timestamp=0)

    assert set(AnnotationSet.objects.all()) == {old, new}


def test_what_somebody_decided_on_stays(hand: Hand, old: AnnotationSet) -> None:
    hand.reject(old.spans.get())
    replace(hand.document, hours_ago=25)

    jobs.prune_replaced(timestamp=0)

    assert Decision.objects.get().on_span == old.spans.get()


def test_what_was_imported_stays(document: Document, old: AnnotationSet) -> None:
    AnnotationSet.objects.update(imported_from={"annotated_by": "Ana"})
    replace(document, hours_ago=25)

    jobs.prune_replaced(timestamp=0)

    assert AnnotationSet.objects.filter(pk=old.pk).exists()
