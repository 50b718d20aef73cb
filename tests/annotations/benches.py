"""Deciding between annotators as the page does it: by the id of a set, in a draft that was read."""

from __future__ import annotations

from collections.abc import Mapping

from annotations.actions import adjudication
from annotations.models import AnnotationSet
from annotations.review import adjudicated
from articles.models import Document
from newsdesk.accounts.models import User


def value(document: Document, choice: str) -> str:
    """What the page sends for "1", "2", …: the annotators in their order."""
    sets = adjudicated.read(document).sets
    return str(sets[int(choice) - 1].pk) if choice.isdecimal() else choice


def decide(draft: AnnotationSet, by: User, choices: Mapping[str, str]) -> AnnotationSet:
    """Settle these places, by "1", "2", … or a word; the draft after it."""
    adjudication.decide(
        document=draft.document,
        draft_id=draft.pk,
        choices={key: value(draft.document, choice) for key, choice in choices.items()},
        seen_version=draft.version,
        by=by,
        is_review=True,
    )
    draft.refresh_from_db()
    return draft
