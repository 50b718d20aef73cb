"""The pages on which words are looked up in other articles, applied there, and taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from annotations import jobs
from annotations.models import ApplyRun, Span
from annotations.views import elsewhere
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.applies import finish, make
from tests.annotations.hands import Hand
from tests.factories import create_project, suggest_span
from tests.queries import counted

HTMX = {"HX-Request": "true"}
QUERIES = 12

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(project: Project) -> Document:
    return make(project, "Chen said so.")


@pytest.fixture
def page(first: Document, client: Client, annotator: User) -> str:
    client.force_login(annotator)
    return f"/projects/{first.project.slug}/articles/{first.article_id}/elsewhere/"


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def ticked(answer: Any) -> list[str]:
    return re.findall(r'name="kept" value="([^"]+)" checked', answer.content.decode())


def hidden(answer: Any) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode())
    return dict(found)


def run_url(run: ApplyRun) -> str:
    return f"/projects/{run.project.slug}/applied/{run.pk}/"


def test_each_place_is_shown_with_the_words_around_it_and_where_it_goes(
    client: Client, page: str, project: Project, annotator: User
) -> None:
    mine = make(project, "Ann met Chen and Ann Chen.")
    suggest_span(mine, "Ann Chen")
    Hand(mine, annotator).add("Ann")
    make(project, "Then Chen left, and CHEN.")
    make(create_project("Other"), "Chen is not here.")
    Hand(make(project, "Chen ended."), annotator).submit()

    told = client.get(page, {"quote": "Chen", "label_key": "PERSON"})

    assert "3 other articles have these words" in words(told)
    assert "<mark>Chen</mark> and Ann Chen." in told.content.decode()
    assert "into your annotations" in words(told)
    assert "1 more is decided or suggested already, or part of longer words" in words(told)
    assert "as suggestions" in words(told)
    assert "1 article of this page stays as it is" in words(told)
    assert len(ticked(told)) == 4
    assert "is not here" not in words(told)
    assert "CHEN" not in re.findall(r"<mark>(\w+)</mark>", told.content.decode())
    near = client.get(page, {"quote": "Chen", "near": "1"}, headers=HTMX)
    assert "<mark>CHEN</mark>" in near.content.decode()
    assert "<html" not in near.content.decode()


def test_where_the_same_is_suggested_already_there_is_nothing_to_tick(
    client: Client, page: str, project: Project
) -> None:
    suggest_span(make(project, "Then Chen left."), "Chen")

    alike = client.get(page, {"quote": "Chen", "label_key": "PERSON"})
    other = client.get(page, {"quote": "Chen", "label_key": "ORG"})

    assert not ticked(alike)
    assert len(ticked(other)) == 2


def test_what_was_unticked_stays_so_from_page_to_page(
    client: Client, page: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "ARTICLES_A_PAGE", 1)
    old, new = make(project, "Chen, old."), make(project, "Chen, Chen new.")
    asked = {"quote": "Chen", "label_key": "PERSON"}
    one = client.get(page, asked)
    keys = ticked(one)
    assert keys == [str(new.article_id), f"{new.article_id}:0-4", f"{new.article_id}:6-10"]

    sent = {**asked, **hidden(one), "kept": keys[:2], "before": new.article_id}
    two = client.post(page, sent)
    assert ticked(two) == [str(old.article_id), f"{old.article_id}:0-4"]
    assert hidden(two)["left_out"] == keys[2]

    back = client.post(page, {**asked, **hidden(two), "kept": ticked(two)}, headers=HTMX)
    assert ticked(back) == keys[:2]
    answer = client.post(page, {**asked, **hidden(back), "kept": keys[1:2], "start": "1"})
    run = ApplyRun.objects.get()
    assert answer["Location"] == run_url(run)
    assert run.left_out == [keys[0], keys[2]]
    (job,) = ProcrastinateJob.objects.filter(task_name=jobs.apply.name)
    assert job.args == {"run_id": run.pk}


@pytest.mark.parametrize(
    "wrong", [{"quote": ""}, {"quote": "a\nb"}, {"left_out": "x"}, {"before": "-1"}]
)
def test_what_no_page_sends_is_refused(client: Client, page: str, wrong: dict[str, str]) -> None:
    assert client.get(page, {"quote": "Chen", **wrong}).status_code == 422


def test_signs_alone_are_in_no_index(client: Client, page: str) -> None:
    assert "No other article has these words" in words(client.get(page, {"quote": "…"}))


@pytest.mark.parametrize("count", [2, 15])
def test_a_page_costs_as_many_queries_for_many_articles(
    client: Client, page: str, project: Project, annotator: User, count: int
) -> None:
    for number in range(count):
        document = make(project, f"Chen {number}, Chen.")
        suggest_span(document, "Chen")
        Hand(document, annotator).mark_same("Chen", "ORG", (0, 4))

    with counted() as looked:
        answer = client.get(page, {"quote": "Chen"})
    with counted() as started:
        client.post(page, {"quote": "Chen", "label_key": "PERSON", "start": "1"})
    run = ApplyRun.objects.get()
    finish(run, 100)
    with counted() as told:
        assert client.get(run_url(run)).status_code == 200

    assert answer.content.decode().count('class="check whole"') == count
    assert max(len(looked), len(told)) <= QUERIES
    assert len(started) <= 14


def test_the_page_of_a_run_tells_how_far_it_is_and_what_came_of_it(
    client: Client, page: str, project: Project, reviewer: User
) -> None:
    make(project, "Chen left, Chen.")
    make(project, "Chen waits.", is_read=False)
    client.post(page, {"quote": "Chen", "label_key": "PERSON", "start": "1"})
    run = ApplyRun.objects.get()
    ApplyRun.objects.update(state="running", total_count=1200, done_count=30)
    part = client.get(run_url(run), headers=HTMX).content.decode()
    assert "no worker runs" in part
    assert 'hx-trigger="every 2s"' in part

    jobs.apply(run_id=run.pk)
    done = client.get(run_url(run))
    assert "hx-trigger" not in done.content.decode()
    assert "2 places in 1 article" in words(done)
    assert "1: the article has no suggestions to add to yet" in words(done)
    left = words(client.get(run_url(run), {"left": "1"}))
    assert "Chen waits." in left
    assert "Chen left, Chen." not in left
    assert "Chen" in words(client.get(f"/projects/{project.slug}/applied/"))
    client.force_login(reviewer)
    assert client.get(run_url(run)).status_code == 404
    assert "Nothing was applied yet" in words(client.get(f"/projects/{project.slug}/applied/"))


def test_undo_and_cancel_go_by_the_page(client: Client, page: str, project: Project) -> None:
    make(project, "Chen left.")
    client.post(page, {"quote": "Chen", "label_key": "PERSON", "start": "1"})
    run = ApplyRun.objects.get()
    assert client.post(f"{run_url(run)}undo/").status_code == 409
    finish(run)
    assert client.post(f"{run_url(run)}cancel/").status_code == 409
    assert Span.objects.count() == 1

    assert client.post(f"{run_url(run)}undo/").status_code == 302
    jobs.apply(run_id=run.pk)

    assert not Span.objects.exists()
    assert "Undone: 1 place is as it was." in words(client.get(run_url(run)))


def test_a_manager_undoes_on_the_page_what_somebody_else_suggested(
    client: Client, page: str, project: Project, annotator: User, manager: User
) -> None:
    make(project, "Chen left.")
    Hand(make(project, "Ann met Chen."), annotator).add("Ann")
    client.post(page, {"quote": "Chen", "label_key": "PERSON", "start": "1"})
    run = ApplyRun.objects.get()
    finish(run)
    client.force_login(manager)

    assert "Ana Annotator" in words(client.get(f"/projects/{project.slug}/applied/"))
    shown = words(client.get(run_url(run)))
    assert "1 in Ana Annotator’s annotations" in shown
    assert "Undo what is suggested" in shown
    client.post(f"{run_url(run)}undo/")
    jobs.apply(run_id=run.pk)

    undone = words(client.get(run_url(run)))
    assert "Undone: 1 place is as it was. 1 in Ana Annotator’s annotations stays" in undone
    assert "Undo what" not in undone
    client.force_login(annotator)
    own = words(client.get(run_url(run)))
    assert "1 in your annotations stays." in own
    assert "Undo all of it" in own


def test_what_stops_at_one_article_goes_on_behind_it(
    client: Client, page: str, project: Project
) -> None:
    make(project, "Chen left.")
    client.post(page, {"quote": "Chen", "label_key": "PERSON", "start": "1"})
    run = ApplyRun.objects.get()
    jobs.go_on_apply(run.pk, "It failed 3 times.")  # it could not even begin
    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", "It failed 3 times.")

    client.post(page, {"quote": "Chen", "label_key": "PERSON", "start": "1"})
    again = ApplyRun.objects.first()
    assert again
    ApplyRun.objects.filter(pk=again.pk).update(state="running")
    jobs.go_on_apply(again.pk, "It failed 3 times.")
    assert "could not be written to" not in words(client.get(run_url(again)))
    finish(again)
    assert "could not be written to" in words(client.get(run_url(again)))
