"""Whom a claim's part stands for without words, and what was rejected, as reviewers read it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from annotations.actions import adjudication, assigning, holding
from annotations.models import Assignment, Progress
from annotations.review.adjudicated import read
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests.annotations import benches
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.factories import create_user, join, suggest_span

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(project: Project) -> User:
    project.annotators_per_article = 2
    project.save()
    other = create_user("Otto Other")
    join(project, other, Role.ANNOTATOR)
    return other


@pytest.fixture
def desk(
    client: Client, document: Document, annotator: User, other: User, reviewer: User
) -> Client:
    """Of what is suggested one accepts all, the other nothing."""
    document.article.progress.places = 2
    document.article.progress.save()
    speaker = suggest_entity(document, "Olga Norden")
    claim = suggest_claim(document, "sales rose", inferred=speaker)
    span = suggest_span(document, "Bob Corker")
    first, second = Hand(document, annotator), Hand(document, other)
    for row in (claim, span):
        first.accept(row)
        second.reject(row)
    first.submit()
    second.submit()
    adjudication.begin(document=document, by=reviewer)
    client.force_login(reviewer)
    return client


def get(desk: Client, document: Document, page: str, **asked: str | int) -> str:
    base = f"/projects/{document.project.slug}/"
    article = f"{base}articles/{document.article_id}/"
    path = page.format(base=base, article=article)
    return " ".join(desk.get(path, asked).content.decode().split())


def test_an_adjudication_names_who_is_not_named_in_the_text(
    desk: Client, document: Document
) -> None:
    place = next(each for each in read(document).differing if each.kind == "claim")
    page = get(desk, document, "{article}adjudicate/", place=place.key)
    assert '<dt>Source</dt><dd dir="auto">Olga Norden</dd>' in page
    assert "Rejected." in page
    assert "Nothing here." not in page


def test_so_do_agreement_and_the_history(
    desk: Client, document: Document, annotator: User, other: User
) -> None:
    page = get(desk, document, f"{{base}}agreement/{annotator.pk}/{other.pk}/", kind="claim.source")
    assert "sales rose" in page
    assert "source “Olga Norden”" in get(desk, document, "{base}history/", kind="claim")


def test_what_is_sent_back_is_listed_as_its_annotator_has_it(
    desk: Client, document: Document, annotator: User, other: User
) -> None:
    for person, state in ((annotator, "confirmed"), (other, "rejected")):
        own = Hand(document, person).set
        page = get(desk, document, "{article}send-back/", set_id=own.pk)
        assert page.count('<li class="item') == page.count(f'<li class="item {state}">') == 2


def test_the_history_tells_whom_a_suggestion_followed(
    desk: Client, document: Document, annotator: User, other: User, reviewer: User
) -> None:
    for number in ("1", "2"):
        bench = read(document)
        assert bench.draft is not None
        benches.decide(bench.draft, reviewer, {place.key: number for place in bench.differing})
    page = get(desk, document, "{base}history/", kind="review")
    assert page.count(f"followed {annotator}") == 2
    assert f"followed {other}" not in page
    assert page.count("decided between annotators on <a") == 4
    assert page.count(f"decided against {annotator}") == 2


def test_the_history_tells_whose_a_place_is_and_until_when(
    client: Client, project: Project, document: Document, other: User, manager: User
) -> None:
    rows = Progress.objects.filter(project=project)
    due_on = date(2030, 1, 2)
    assigning.assign(rows=rows, shares={other.pk: 1}, by=manager, due_on=due_on)
    holding.set_due(assignment=Assignment.objects.get(), due_on=None, by=manager)
    client.force_login(manager)
    page = get(client, document, "{base}history/", kind="assignment")
    assert "assigned the article <span" in page
    assert f'to {other}</span> <span class="hint fact" dir="auto">due 2 Jan 2030' in page
    assert f"for {other}" in page
    assert "not due any more" in page


def test_the_history_of_an_item_names_it_and_stays_so_when_filtered(
    desk: Client, document: Document
) -> None:
    span = document.annotation_sets.get(kind="suggested").spans.get()
    page = get(desk, document, "{base}history/", item=f"s{span.pk}")
    assert '<h1>History of “<span dir="auto">Bob Corker</span>”</h1>' in page
    assert f'<input type="hidden" name="item" value="s{span.pk}">' in page
