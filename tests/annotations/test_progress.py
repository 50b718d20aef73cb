"""How far an article is, derived from its sets."""

from __future__ import annotations

import pytest

from annotations.actions import progress
from annotations.models import Progress
from tests.annotations.hands import Hand
from tests.factories import suggest_span

pytestmark = pytest.mark.django_db

DERIVED = ("state", "waiting", "suggested_set", "suggestion_count", "decided_count")


@pytest.mark.parametrize("is_finished", [False, True])
def test_one_article_is_kept_as_several_are(hand: Hand, is_finished: bool) -> None:
    names = [suggest_span(hand.document, name) for name in ("Rex Tillerson", "Bob Corker")]
    hand.accept(names[0])
    if is_finished:
        hand.submit()
    rows = Progress.objects.filter(article=hand.document.article).values(*DERIVED)
    kept = rows.get()
    Progress.objects.update(state="new", waiting=None, suggestion_count=0, decided_count=0)

    progress.keep([hand.document.article_id])

    assert rows.get() == kept
    assert (kept["suggestion_count"], kept["decided_count"]) == (2, 1)
    assert (kept["waiting"] is not None) == is_finished
