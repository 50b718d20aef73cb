"""Pages by key instead of by number: any page of a million rows costs as much as the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

MOST_ROWS = 200
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, newest first. `older` and `newer` are the keys that the pages beside it begin at."""

    rows: list[Row]
    older: int | None
    newer: int | None


def page(
    rows: QuerySet[Row], *, key: str, size: int, before: int | None, after: int | None
) -> Page[Row]:
    """The `size` rows next before the key `before`, or next after the key `after`, or the newest.

    `key` names a unique, indexed column. After 0 come the oldest rows: the last page. Where fewer
    than a page of newer rows are left, it is the first page.
    """
    if before is not None:
        return _descending(rows.filter(**{f"{key}__lt": before}), rows, key, size)
    if after is not None:
        found = list(rows.filter(**{f"{key}__gt": after}).order_by(key)[: size + 1])
        if len(found) > size:
            return _ascending(found[:size], rows, key)
    return _descending(rows, rows, key, size)


def count(rows: QuerySet[Any]) -> int:
    """How many rows there are, counted to one more than MOST_COUNTED."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def _descending(part: QuerySet[Row], rows: QuerySet[Row], key: str, size: int) -> Page[Row]:
    found = list(part.order_by(f"-{key}")[: size + 1])
    shown = found[:size]
    older = _key(shown[-1], key) if len(found) > size else None
    return Page(shown, older, _newest(shown, rows, key))


def _ascending(found: list[Row], rows: QuerySet[Row], key: str) -> Page[Row]:
    shown = found[::-1]
    oldest = _key(shown[-1], key)
    has_older = rows.order_by().filter(**{f"{key}__lt": oldest}).exists()
    return Page(shown, oldest if has_older else None, _key(shown[0], key))


def _newest(shown: list[Row], rows: QuerySet[Row], key: str) -> int | None:
    if not shown:
        return None
    newest = _key(shown[0], key)
    has_newer = rows.order_by().filter(**{f"{key}__gt": newest}).exists()
    return newest if has_newer else None


def _key(row: Row, key: str) -> int:
    value: int = getattr(row, key)
    return value
