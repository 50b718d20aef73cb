"""What importers yield: articles and problems, each with the row a person would count to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from articles.text import clean

MAX_CHARACTERS = 1_000_000
EXCERPT = 120
LONGEST_FIELD = 2000
FIELDS = ("text", "headline", "outlet", "url", "authors", "published_at", "language")
DATE_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y", "%Y/%m/%d")
_LINE_ENDS = re.compile(r"\s*\n\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class Unusable(Exception):
    """A row, or a whole file, that cannot be imported. The message says where and why."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article as it will be stored; `text` is clean and frozen from here on.

    `attached` is the record it came in, if that brought an annotation set (our export's shape).
    """

    number: int
    text: str
    headline: str = ""
    outlet: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    language: str = ""
    attached: Mapping[str, Any] | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A row that was left out: its number, a sentence, and how the row begins."""

    number: int
    reason: str
    excerpt: str = ""


Row = ArticleRow | ProblemRow


def article(number: int, record: Mapping[str, Any]) -> Row:
    """The article a record describes, or what is wrong with it."""
    try:
        return _article(number, record)
    except Unusable as problem:
        return ProblemRow(number, str(problem), excerpt(record.get("text", "")))


def excerpt(value: object) -> str:
    text, _ = clean(str(value))
    return " ".join(text[: EXCERPT * 2].split())[:EXCERPT]


def _article(number: int, record: Mapping[str, Any]) -> ArticleRow:
    text, warnings = _text(record)
    return ArticleRow(
        number=number,
        text=text,
        headline=_line(record, "headline") or first_line(text),
        outlet=_line(record, "outlet", longest=200),
        url=_url(record),
        authors=_authors(record),
        published_at=_moment(record),
        language=_language(record),
        attached=dict(record) if _has_marks(record) else None,
        warnings=warnings,
    )


def first_line(text: str) -> str:
    """The headline of a text that comes without one."""
    return next((line.strip() for line in text.split("\n") if line.strip()), "")[:300]


def _text(record: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    value = record.get("text")
    if value is None:
        raise Unusable("There is no text.")
    if not isinstance(value, str):
        raise Unusable(f"The text must be a string, not {_kind(value)}.")
    text, warnings = clean(value)
    if not text.strip():
        raise Unusable("The text is empty.")
    if len(text) > MAX_CHARACTERS:
        raise Unusable(f"The text has {len(text):,} characters; {MAX_CHARACTERS:,} is the most.")
    return text, warnings


def _line(record: Mapping[str, Any], key: str, longest: int = LONGEST_FIELD) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Unusable(f"{key} must be a string, not {_kind(value)}.")
    line, _ = clean(str(value))
    if len(line) > longest:
        raise Unusable(f"{key} has {len(line):,} characters; {longest:,} is the most.")
    return _LINE_ENDS.sub(" ", line).strip()


def _url(record: Mapping[str, Any]) -> str:
    url = _line(record, "url")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Unusable(f"url must begin with http:// or https://, not {url[:60]!r}.")
    return url


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    value = record.get("authors")
    if isinstance(value, list):
        if not all(isinstance(each, str) for each in value):
            raise Unusable("authors must be a list of strings.")
        names = [clean(each)[0] for each in value]
    else:
        names = _line(record, "authors").split(";")
    return tuple(stripped for name in names if (stripped := " ".join(name.split())))


def _moment(record: Mapping[str, Any]) -> datetime | None:
    value = _line(record, "published_at")
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = _written_out(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _written_out(value: str) -> datetime:
    for form in DATE_FORMATS:
        try:
            return datetime.combine(_date(value, form), time())
        except ValueError:
            continue
    raise Unusable(f"published_at is no date we can read: {value[:40]!r} (write 2026-11-23).")


def _date(value: str, form: str) -> date:
    return datetime.strptime(value, form).replace(tzinfo=UTC).date()


def _language(record: Mapping[str, Any]) -> str:
    language = _line(record, "language", longest=35)
    if language and not _LANGUAGE.fullmatch(language):
        raise Unusable(f"language must be a code such as en or pt-BR, not {language!r}.")
    return language


def _has_marks(record: Mapping[str, Any]) -> bool:
    return "spans" in record or "claims" in record


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return names.get(type(value), "an object")
