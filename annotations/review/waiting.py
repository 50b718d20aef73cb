"""Since when an article waits for a reviewer, as one number to order articles by.

The number ends in the article's own, so that no two are equal and lists can be paged by it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import BigIntegerField, F
from django.db.models.functions import Cast, Extract, Floor, Mod

ARTICLES = 2**30


def key(at: Any) -> Any:
    """In a query on Progress, of a moment: smaller for who has waited longer."""
    seconds = Cast(Floor(Extract(at, "epoch")), BigIntegerField())
    return seconds * ARTICLES + Mod(F("article_id"), ARTICLES, output_field=BigIntegerField())


def since(key: int) -> datetime:
    """The second that a key was made of."""
    return datetime.fromtimestamp(key // ARTICLES, UTC)
