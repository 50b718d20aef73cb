"""A query that was put together once finds what Django's own finds."""

from __future__ import annotations

import pytest

from annotations.models import Span
from annotations.reader.prepared import prepare
from articles.models import Document
from tests.factories import create_document, suggest_span

pytestmark = pytest.mark.django_db

NOBODYS = -7


def test_it_finds_what_the_query_finds(document: Document) -> None:
    other = create_document("Ann met Bob.", project=document.project)
    for words in ("Ann", "Bob"):
        suggest_span(other, words)
    suggest_span(document, "Iran", "GPE")
    names = ("id", "start", "label__key", "attributes", "score")
    asked = prepare(Span.objects.filter(annotation_set__document=NOBODYS).values(*names))

    for each in (document, other):
        spans = Span.objects.filter(annotation_set__document=each).values(*names)
        assert asked.rows({NOBODYS: each.pk}) == list(spans)
    assert asked.rows({NOBODYS: 0}) == []
