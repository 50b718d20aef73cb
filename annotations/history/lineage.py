"""Where a span or claim came from, through the copies that a review and gold are made of.

What has a suggestion keeps its key in every set. What a person added has another id in each copy:
the event that made the copy tells of which (`copied`), and an adjudication's Decisions name the
annotators' items. Events stay when rows go, so nothing of this breaks.
"""

from __future__ import annotations

from collections.abc import Collection

from annotations.models import Decision
from annotations.states import Kind
from newsdesk.history.models import Event


def keys_of(article_id: int, kind: Kind, key: int) -> list[int]:
    """The ids that the history has this item under, its own first, back to where it began.

    One query more for each copy that it went through.
    """
    copied = _copied(article_id)
    found: list[int] = []
    fresh = [key]
    while fresh:
        found += fresh
        names = (f"{kind[0]}{each}" for each in fresh)
        origins = [int(copied[name][1:]) for name in names if name in copied]
        origins += _decided(kind, fresh)
        fresh = [each for each in dict.fromkeys(origins) if each not in found]
    return found


def article_of(kind: Kind, key: int) -> int | None:
    """The article of an item, by the first that the history has of it or of a copy of it."""
    events = Event.objects.filter(target_kind=kind, target_id=key).order_by("id")
    return events.values_list("article_id", flat=True).first()


def _copied(article_id: int) -> dict[str, str]:
    """What each copy in an article was made of, by their keys on pages ("s12", "c7")."""
    events = Event.objects.of_article(article_id).filter(target_kind="set")
    pairs = events.filter(after__has_key="copied").values_list("after__copied", flat=True)
    return {new: old for each in pairs for new, old in each.items()}


def _decided(kind: Kind, results: Collection[int]) -> list[int]:
    """The items that were decided on with these results."""
    decisions = Decision.objects.filter(**{f"result_{kind}__in": results}).order_by("pk")
    return list(decisions.values_list(f"on_{kind}", flat=True))
