"""Which articles: the filters that the list of articles and a dataset's recipe share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import OperationalError
from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, ModelChoiceFilter
from psycopg.errors import QueryCanceled

from annotations.models import Progress, SearchText
from articles.models import Outlet
from newsdesk.accounts.models import Project
from newsdesk.errors import Refused

LONGEST_SEARCH = 500
SHORTEST_BEGINNING = 3
TERM = re.compile(r'"([^"]*)"|(\S+)')


class UnknownFilter(Refused):
    """This address asks for a filter that does not exist."""

    status = 400


class TooSlow(Refused):
    """This search takes too long. Use rarer words, or a state or an outlet beside them."""

    status = 503


@contextmanager
def in_time(says: str = "") -> Iterator[None]:
    """Says so, or this, where the database gave up on a search (statement_timeout)."""
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow(says) from error
        raise


class ArticleFilter(FilterSet):
    """Rows of Progress by `text`, `state`, `outlet` (a name), and the first and the last day of
    publishing, each of which may be missing.
    """

    text = CharFilter(method="with_words", max_length=LONGEST_SEARCH, label="Text")
    state = ChoiceFilter(choices=Progress.State.choices, label="State")
    outlet = ModelChoiceFilter(
        queryset=Outlet.objects.none(),
        to_field_name="name",
        label="Outlet",
        error_messages={"invalid_choice": "No outlet of this project is called “%(value)s”."},
    )
    published_from = DateFilter("article__published_at", "date__gte", label="Published from")
    published_to = DateFilter("article__published_at", "date__lte", label="Published to")

    class Meta:
        model = Progress
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any], project: Project) -> None:
        super().__init__(data, Progress.objects.filter(project=project))
        self.project = project
        self.filters["outlet"].queryset = Outlet.objects.filter(project=project)

    @property
    def recipe(self) -> dict[str, str]:
        """The filters in use, as they came: enough to apply them again."""
        used = self.form.cleaned_data
        return {key: str(used[key]) for key in self.base_filters if used.get(key)}

    @property
    def sentence(self) -> str:
        """What the filters in use ask for, in words; empty if there is none."""
        used = self.form.cleaned_data
        found = [
            used["state"] and Progress.State(used["state"]).label.lower(),
            used["outlet"] and f"from {used['outlet']}",
            used["published_from"] and f"published from {date_text(used['published_from'])}",
            used["published_to"] and f"published to {date_text(used['published_to'])}",
            used["text"] and f"with “{used['text']}”",
        ]
        return ", ".join(each for each in found if each)

    def with_words(self, rows: QuerySet[Progress], name: str, text: str) -> QuerySet[Progress]:
        found = SearchText.objects.filter(project=self.project, words=query(text))
        return rows.filter(article__in=found.values("article"))


def of(project: Project, values: Mapping[str, Any]) -> ArticleFilter:
    """These filters on the project's articles. Raises UnknownFilter for what is none."""
    unknown = sorted(set(values) - set(ArticleFilter.base_filters))
    if unknown:
        raise UnknownFilter(f"There is no filter “{unknown[0][:50]}”.")
    asked = ArticleFilter(values, project)
    for key, reasons in asked.errors.items():
        raise UnknownFilter(f"{asked.filters[key].label}: {reasons[0]}")
    return asked


def date_text(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def query(text: str) -> SearchQuery:
    """Every word must be there, as the beginning of a word; “several words” in quotes in order."""
    return _all([_term(phrase, word) for phrase, word in TERM.findall(text)])


def _all(terms: Sequence[SearchQuery]) -> SearchQuery:
    """Halved again and again: a chain of 250 words would be nested too deeply to compile."""
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) // 2
    return _all(terms[:middle]) & _all(terms[middle:])


def _term(phrase: str, word: str) -> SearchQuery:
    if not word:
        return SearchQuery(phrase, config="simple", search_type="phrase")
    quoted = "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
    beginning = ":*" if len(word) >= SHORTEST_BEGINNING else ""
    return SearchQuery(quoted + beginning, config="simple", search_type="raw")
