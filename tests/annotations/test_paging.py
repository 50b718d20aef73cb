from __future__ import annotations

import pytest

from annotations import paging
from annotations.models import Progress
from annotations.paging import Page
from newsdesk.accounts.models import Project
from tests import factories


@pytest.fixture
def keys(project: Project) -> list[int]:
    """Of seven articles, newest first."""
    made = [factories.create_document(f"Text {n}.", project=project) for n in range(7)]
    return [document.article_id for document in reversed(made)]


def _page(
    project: Project, *, before: int | None = None, after: int | None = None
) -> Page[Progress]:
    rows = Progress.objects.filter(project=project)
    return paging.page(rows, key="article_id", size=3, before=before, after=after)


def _keys(page: Page[Progress]) -> list[int]:
    return [row.pk for row in page.rows]


def test_older_pages_lead_from_the_newest_row_to_the_oldest(
    project: Project, keys: list[int]
) -> None:
    seen, page = [], _page(project)
    while page.older:
        seen += _keys(page)
        page = _page(project, before=page.older)

    assert seen + _keys(page) == keys


def test_newer_pages_lead_back_to_the_first(project: Project, keys: list[int]) -> None:
    last = _page(project, before=keys[5])
    middle = _page(project, after=last.newer)

    assert _keys(last) == keys[6:]
    assert _keys(middle) == keys[3:6]
    assert _keys(_page(project, after=middle.newer)) == keys[:3]


def test_after_zero_is_the_last_page(project: Project, keys: list[int]) -> None:
    page = _page(project, after=0)

    assert _keys(page) == keys[4:]
    assert page.older is None
    assert page.newer == keys[4]


def test_where_less_than_a_page_is_newer_it_is_the_first_page(
    project: Project, keys: list[int]
) -> None:
    assert _keys(_page(project, after=keys[1])) == keys[:3]


def test_a_bookmark_survives_its_row(project: Project, keys: list[int]) -> None:
    Progress.objects.filter(pk=keys[3]).delete()

    assert _keys(_page(project, before=keys[3])) == keys[4:]


def test_a_page_of_nothing_leads_nowhere(project: Project) -> None:
    assert _page(project) == Page([], None, None)


def test_counting_stops_above_the_most_it_says(
    project: Project, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_COUNTED", 5)

    assert paging.count(Progress.objects.filter(project=project)) == 6
