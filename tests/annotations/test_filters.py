from __future__ import annotations

import pytest
from django.db import connection, transaction

from annotations import filters
from annotations.actions import search
from annotations.filters import TooSlow, UnknownFilter
from annotations.models import Progress
from articles.models import Document
from newsdesk.accounts.models import Project
from tests import factories


def _create(project: Project, text: str, headline: str = "", outlet: str = "") -> Document:
    document = factories.create_document(text, project=project, headline=headline, outlet=outlet)
    search.index([document.pk])
    return document


def _found(project: Project, **values: str) -> set[str]:
    rows = filters.of(project, values).qs
    return {row.article.headline for row in rows.select_related("article")}


@pytest.fixture
def two(project: Project) -> Project:
    _create(project, "Rex Tillerson said oil prices rose again.", "Oil", "Reuters")
    _create(project, "Müller's co-operation über alles, قال الوزير.", "Letters", "IRNA")
    return project


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tillerson", {"Oil"}),
        ("till ris", set()),
        ("price ROSE", {"Oil"}),
        ("oil", {"Oil"}),
        ("letters", {"Letters"}),
        ("الوزير", {"Letters"}),
        ("müller", {"Letters"}),
        ("co-operation", {"Letters"}),
        ('"oil prices"', {"Oil"}),
        ('"prices oil"', set()),
        ("o", set()),
        ("!!!", set()),
        ("it's \\ ' :* & | ( <->", set()),
        ('"', set()),
        ("o " * 250, set()),
    ],
)
def test_words_find_articles_by_their_text(two: Project, text: str, expected: set[str]) -> None:
    assert _found(two, text=text) == expected


def test_days_of_publishing_narrow_from_and_to_themselves(two: Project) -> None:
    for headline, day in (("Oil", "2024-01-10"), ("Letters", "2024-01-12")):
        two.articles.filter(headline=headline).update(published_at=f"{day}T12:00Z")

    assert _found(two, published_from="2024-01-11") == {"Letters"}
    assert _found(two, published_from="2024-01-10", published_to="2024-01-10") == {"Oil"}
    asked = filters.of(two, {"published_from": "2024-01-10", "published_to": "2024-01-12"})
    assert asked.sentence == "published from 10 Jan 2024, published to 12 Jan 2024"
    assert asked.recipe == {"published_from": "2024-01-10", "published_to": "2024-01-12"}


def test_state_and_outlet_narrow_together(two: Project) -> None:
    Progress.objects.filter(outlet__name="IRNA").update(state="submitted")

    assert _found(two, state="submitted", outlet="IRNA") == {"Letters"}
    assert _found(two, state="submitted", outlet="Reuters") == set()


def test_empty_values_ask_for_nothing(two: Project) -> None:
    asked = filters.of(two, {"text": " ", "state": "", "outlet": ""})

    assert asked.qs.count() == 2
    assert asked.recipe == {}
    assert asked.sentence == ""


def test_a_recipe_asks_for_the_same_again(two: Project) -> None:
    asked = filters.of(two, {"text": "oil", "state": "new", "outlet": "Reuters"})

    assert asked.recipe == {"text": "oil", "state": "new", "outlet": "Reuters"}
    assert asked.sentence == "new, from Reuters, with “oil”"
    assert list(filters.of(two, asked.recipe).qs) == list(asked.qs)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"colour": "red"}, "no filter “colour”"),
        ({"state": "done"}, "State"),
        ({"outlet": "The Onion"}, "Outlet"),
        ({"text": "x" * 501}, "Text"),
        ({"text": "nul\x00"}, "Text"),
    ],
)
def test_what_is_no_filter_is_refused_in_a_sentence(
    two: Project, values: dict[str, str], reason: str
) -> None:
    with pytest.raises(UnknownFilter, match=reason):
        filters.of(two, values)


def test_another_projects_outlet_is_none_of_ours(two: Project) -> None:
    _create(factories.create_project("Other"), "Elsewhere.", outlet="Tasnim")

    with pytest.raises(UnknownFilter):
        filters.of(two, {"outlet": "Tasnim"})


def test_a_text_of_a_million_characters_is_found_to_its_end(project: Project) -> None:
    words = (f"كلمة{n:x}" for n in range(200_000))
    _create(project, " ".join(words)[:999_990] + " lastword", "Long")

    assert _found(project, text="lastword") == {"Long"}
    assert _found(project, text="كلمة2ee0") == {"Long"}


def test_the_worst_text_for_an_index_is_indexed(project: Project) -> None:
    """Words of the longest characters, all different, hyphenated, so that each counts twice."""
    letters = [chr(0x20000 + n) for n in range(40_000)]
    words = (f"{a}-{b}{a}" for a, b in zip(letters, letters[1:] + letters[:1], strict=True))
    document = _create(project, (" ".join(words) * 6)[:1_000_000], "Worst")

    assert document.article.search_texts.count() == 10


def test_indexing_twice_does_it_once(two: Project) -> None:
    search.index(list(two.documents.values_list("pk", flat=True)))

    assert _found(two, text="oil") == {"Oil"}
    assert two.articles.filter(search_texts__isnull=False).count() == 2


@pytest.mark.django_db
def test_a_search_that_takes_too_long_is_given_up_in_a_sentence() -> None:
    with pytest.raises(TooSlow, match="takes too long"):
        _search_for_ever()


@filters.in_time()
@transaction.atomic
def _search_for_ever() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 5")
        cursor.execute("SELECT pg_sleep(5)")
