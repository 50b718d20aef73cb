"""What importers yield: articles and problems, each with the row a person would count to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from articles.text import MAX_CHARACTERS, clean

EXCERPT = 120
LONGEST_FIELD = 2000
MOST_AUTHORS = 100
LONGEST_NAME = 200
FIELDS = ("text", "headline", "outlet", "url", "authors", "published_at", "language")
# Keys of an annotation set in our export's shape; those of MARKS say that there is one.
MARKS = ("set", "spans", "claims", "rejected")
EXPORTED = (
    *MARKS,
    *("entities", "id", "project", "sha256", "offset_unit"),
    *("annotated_by", "approved_by", "model_version"),
)
KNOWN = frozenset((*FIELDS, *EXPORTED))
EARLIEST, LATEST = 1000, 2999
DATE_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y", "%Y/%m/%d")
_LINE_ENDS = re.compile(r"\s*\n\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class Unusable(Exception):
    """A row, or a whole file, that cannot be imported. The message says where and why."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article as it will be stored; `text` is clean and frozen from here on.

    `attached` is the record it came in, if that brought an annotation set (our export's shape);
    `ignored` are the names of columns or keys that say nothing to us.
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
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A row that was left out: its number, a sentence, and how the row begins."""

    number: int
    reason: str
    excerpt: str = ""


Row = ArticleRow | ProblemRow


def article(number: int, record: Mapping[str, Any], *, is_strict: bool = False) -> Row:
    """The article a record describes, or what is wrong with it.

    What only goes with the text (OPTIONAL) is left empty where it is unusable, with a warning;
    `is_strict` refuses the record for it, where a person can still mend it.
    """
    try:
        return _article(number, record, is_strict)
    except Unusable as problem:
        return ProblemRow(number, str(problem), excerpt(record.get("text", "")))


def details(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields beside the text, by name, as an article keeps them. Raises Unusable."""
    found, _ = _details(record, is_strict=True)
    return found


def excerpt(value: object) -> str:
    text, _ = clean(str(value)[: EXCERPT * 2])
    return " ".join(text.split())[:EXCERPT]


def _article(number: int, record: Mapping[str, Any], is_strict: bool) -> ArticleRow:
    text, warnings = _text(record)
    found, left_out = _details(record, is_strict)
    found.setdefault("headline", first_line(text))
    return ArticleRow(
        number=number,
        text=text,
        **found,
        attached=record if any(record.get(key) for key in MARKS) else None,
        warnings=(*warnings, *left_out),
        ignored=frozenset(record.keys() - KNOWN),
    )


def _details(record: Mapping[str, Any], is_strict: bool) -> tuple[dict[str, Any], list[str]]:
    """What goes with the text and can be used, and why the rest cannot."""
    found: dict[str, Any] = {"outlet": _line(record, "outlet", longest=200)}
    left_out: list[str] = []
    if "headline" in record:
        found["headline"] = _line(record, "headline")
    for name, read in OPTIONAL.items():
        try:
            found[name] = read(record)
        except Unusable as problem:
            if is_strict:
                raise
            left_out.append(f"{problem} {name} was left empty.")
    return found, left_out


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
        raise Unusable(f"The text has {len(text):,} characters; {MAX_CHARACTERS:,} are the most.")
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
    authors = tuple(stripped for name in names if (stripped := " ".join(name.split())))
    if len(authors) > MOST_AUTHORS:
        raise Unusable(f"There are {len(authors):,} authors; {MOST_AUTHORS} are the most.")
    longest = max(map(len, authors), default=0)
    if longest > LONGEST_NAME:
        raise Unusable(f"An author has {longest:,} characters; {LONGEST_NAME} are the most.")
    return authors


def _moment(record: Mapping[str, Any]) -> datetime | None:
    value = _line(record, "published_at")
    if not value:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = _written_out(value)
    if not EARLIEST <= found.year <= LATEST:
        raise Unusable(f"published_at is in the year {found.year}.")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _written_out(value: str) -> datetime:
    """As people and e-mails write it. 3/4/2026 is refused: it may be in March or in April."""
    for form in DATE_FORMATS:
        with suppress(ValueError):
            return datetime.strptime(value, form).replace(tzinfo=UTC)
    with suppress(ValueError, OverflowError):
        return parsedate_to_datetime(value)
    raise Unusable(f"published_at is no date we can read: {value[:40]!r} (write 2026-11-23).")


def _language(record: Mapping[str, Any]) -> str:
    language = _line(record, "language", longest=35)
    if language and not _LANGUAGE.fullmatch(language):
        raise Unusable(f"language must be a code such as en or pt-BR, not {language!r}.")
    return language


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return names.get(type(value), "an object")


OPTIONAL: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "url": _url,
    "authors": _authors,
    "published_at": _moment,
    "language": _language,
}
