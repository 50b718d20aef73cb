"""How unsure the model is of an article, and the list that begins with the least sure."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from annotations import doubt
from annotations.actions import progress, suggestions
from annotations.models import Progress, Span
from annotations.suggest.values import ClaimSuggestion, Part, SpanSuggestion, Suggestions
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.factories import create_document, suggest_span

NOTHING = Suggestions("newsdesk-en 1.0.0", 30)


def name(score: float, label: str = "PERSON") -> SpanSuggestion:
    return SpanSuggestion(0, 3, "Rex", label, score, None, "model")


def says(score: float, speech: str) -> ClaimSuggestion:
    return ClaimSuggestion(
        (Part(4, 9, "said"),), (), (), (), speech, None, score, "said + clause", "body"
    )


def suggest(document: Document, *spans: SpanSuggestion, version: str = "m 1") -> int:
    """The article's key after a model suggested these names."""
    suggestions.save(document, replace(NOTHING, model_version=version, spans=spans))
    key = Progress.objects.get(article=document.article).doubt
    assert key is not None
    return key


def listed(client: Client, project: Project, **query: str) -> list[str]:
    answer = client.get(f"/projects/{project.slug}/", {"order": "least_sure", **query})
    return re.findall(r'<a id="a\d+"[^>]*>([^<]*)</a>', answer.content.decode())


@pytest.fixture
def three(project: Project) -> list[Document]:
    """Articles in whose one name the model is sure, unsure and rather sure."""
    made = []
    for headline, score in (("Sure", 0.99), ("Unsure", 0.45), ("Rather", 0.8)):
        document = create_document(f"Rex {headline}.", project=project, headline=headline)
        suggest(document, name(score))
        made.append(document)
    return made


def test_more_doubtful_suggestions_make_a_more_doubtful_article() -> None:
    assert doubt.of(10, 20) > doubt.of(18, 20) > doubt.of(20, 20)
    assert doubt.of(0.4, 1) < doubt.of(8, 20)  # one name says little of an article
    assert 0 <= doubt.of(1000, 1000) < doubt.of(0, 1000) <= 1
    assert doubt.of(0, 0) == doubt.USUAL


def test_keys_order_by_doubt_then_by_article_and_are_never_equal() -> None:
    keys = [doubt.key(0.2, 7), doubt.key(0.2, 8), doubt.key(0.3, 1)]

    assert keys == sorted(set(keys))
    assert [round(doubt.share(key), 3) for key in keys] == [0.2, 0.2, 0.3]
    assert doubt.key(1.0, 2**40 - 1) < 2**63


def test_what_the_article_says_itself_counts_for_nothing(document: Document) -> None:
    found = replace(NOTHING, claims=(says(0.2, "none"), says(0.6, "indirect")))
    suggestions.save(document, found)

    key = Progress.objects.get().doubt or 0
    assert doubt.share(key) == pytest.approx(doubt.of(0.6, 1), abs=1e-5)


def test_suggestions_that_came_without_scores_are_as_doubtful_as_usual(document: Document) -> None:
    suggest_span(document, "Rex Tillerson")
    Span.objects.update(score=None)
    progress.weigh([document.article_id])

    key = Progress.objects.get().doubt or 0
    assert doubt.share(key) == pytest.approx(doubt.USUAL, abs=1e-5)


def test_a_new_model_version_puts_its_own_doubt(document: Document) -> None:
    before = suggest(document, name(0.5))

    assert suggest(document, name(0.9), version="m 2") < before


def test_the_list_begins_with_what_the_model_is_least_sure_of(
    client: Client, project: Project, annotator: User, three: list[Document]
) -> None:
    create_document("Nothing was suggested here yet.", project=project, headline="New")
    client.force_login(annotator)

    assert listed(client, project) == ["Unsure", "Rather", "Sure"]
    assert listed(client, project, state="new") == []
    html = client.get(f"/projects/{project.slug}/", {"order": "least_sure"}).content.decode()
    assert "18 % doubtful" in html
    assert 'value="least_sure" selected' in html


def test_pages_follow_the_order_and_keep_it(
    client: Client,
    project: Project,
    annotator: User,
    three: list[Document],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(annotator)
    query = {"order": "least_sure", "rows": "2"}
    html = client.get(f"/projects/{project.slug}/", query).content.decode()
    older = re.findall(r'rel="next" href="\?([^"]*)"', html)[0].replace("&amp;", "&")
    assert "order=least_sure" in older

    with django_assert_max_num_queries(11):
        second = client.get(f"/projects/{project.slug}/?{older}").content.decode()
    assert re.findall(r'<a id="a\d+"[^>]*>([^<]*)</a>', second) == ["Sure"]


def test_there_is_no_other_order(client: Client, project: Project, annotator: User) -> None:
    client.force_login(annotator)
    answer = client.get(f"/projects/{project.slug}/", {"order": "best"})

    assert answer.status_code == 400
    assert "“order”" in answer.content.decode()
