"""The dashboard: articles by state over time, what is left, and what people do."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module
from json import dumps

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from annotations.actions import figures, review
from annotations.dashboard import figures as cited
from annotations.dashboard import throughput
from annotations.dashboard.periods import PERIODS
from annotations.models import (
    AnnotationSet,
    LabelCount,
    PersonCount,
    Progress,
    SetCount,
    StateCount,
)
from annotations.review import queues
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand
from tests.annotations.test_round_trip import bring_in
from tests.annotations.test_statistics_page import html, rows
from tests.factories import create_document, suggest_span
from tests.queries import counted

QUERIES = 15
TODAY = timezone.localdate


@pytest.fixture
def address(project: Project) -> str:
    return f"/projects/{project.slug}/dashboard/"


@pytest.fixture
def done(project: Project, document: Document, hand: Hand, reviewer: User) -> Hand:
    """An article that the annotator finished, and one decision of the reviewer's elsewhere."""
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.submit()
    other = create_document("Bob Corker left.", project=project)
    Hand(other, reviewer).reject(suggest_span(other, "Bob Corker"))
    figures.count(project.pk)
    return hand


def note(project: Project, weeks_ago: int, **states: int) -> None:
    day = TODAY() - timedelta(weeks=weeks_ago)
    StateCount.objects.create(project=project, day=day, **states)


def test_articles_by_state_stand_until_the_next_note(
    client: Client, viewer: User, address: str, project: Project
) -> None:
    create_document(project=project)
    note(project, 6, new=7)
    note(project, 3, approved=3)
    client.force_login(viewer)

    table = list(rows(html(client, address), "Articles by state").values())
    nothing, noted = ["–"] * 5, ["0", "0", "0", "0", "7"]
    assert table[0] == nothing
    assert noted in table
    assert table[-2] == ["3", "0", "0", "0", "0"]
    assert table[-1] == ["0", "0", "0", "0", "1"]


def test_the_days_shown_go_on_from_what_was_noted_before_them(project: Project) -> None:
    note(project, 30, suggested=5)

    history = throughput.History(project, PERIODS["weeks"])

    assert history.at(TODAY() - timedelta(days=50)) == {
        **dict.fromkeys(throughput.STATES, 0),
        "suggested": 5,
    }


def test_a_forecast_goes_by_the_last_four_weeks(project: Project) -> None:
    for n in range(20):
        article = create_document(f"Text {n}.", project=project).article
        state = "submitted" if n < 10 else "suggested"
        Progress.objects.filter(article=article).update(state=state)
    for weeks_ago, finished in ((4, 2), (3, 3), (2, 7), (1, 8)):
        note(project, weeks_ago, submitted=finished, suggested=20 - finished)

    annotate, approve = throughput.forecasts(throughput.History(project, PERIODS["weeks"]))

    assert (annotate.left, annotate.a_week) == (10, 2)
    assert annotate.usual == TODAY() + timedelta(weeks=5)
    assert annotate.early == TODAY() + timedelta(weeks=10 / 4)
    assert annotate.late == TODAY() + timedelta(weeks=10)
    assert (approve.left, approve.a_week, approve.usual) == (20, 0, None)


def test_without_a_week_of_history_there_is_no_forecast(
    client: Client, viewer: User, address: str, project: Project
) -> None:
    create_document(project=project)
    client.force_login(viewer)

    page = html(client, address)
    assert page.count("known after the first week") == 2

    note(project, 1, suggested=1)
    assert html(client, address).count("not at this rate") == 2


def test_managers_see_everybody_and_annotators_themselves(
    client: Client, manager: User, annotator: User, reviewer: User, address: str, done: Hand
) -> None:
    client.force_login(manager)
    page = html(client, address)
    assert '<h2 id="people-title">People</h2>' in page
    for name in ("Ana Annotator", "Rui Reviewer", "Everybody"):
        assert f'<th scope="row">{name}</th>' in page

    for person, other in ((annotator, reviewer), (reviewer, annotator)):
        client.force_login(person)
        page = html(client, address)
        assert f'<th scope="row">{person.name}</th>' in page
        assert other.name not in page
        assert "Everybody" not in page


def test_viewers_see_articles_and_nobodys_work(
    client: Client, viewer: User, annotator: User, address: str, done: Hand
) -> None:
    client.force_login(viewer)
    page = html(client, address)

    assert "Articles by state" in page
    assert annotator.name not in page
    assert "Share accepted" not in page


def test_labels_are_shown_to_those_who_review(
    client: Client, annotator: User, reviewer: User, address: str, done: Hand
) -> None:
    client.force_login(annotator)
    page = html(client, address)
    assert "Share accepted" not in page
    assert "suggestions/" not in page

    client.force_login(reviewer)
    page = html(client, address)
    assert rows(page, "Share accepted as suggested")
    assert f'href="{address}suggestions/?period=weeks"' in page
    assert f'href="{address}suggestions/"' in page


def test_everybody_sees_what_they_decided_themselves_by_label(
    client: Client, annotator: User, reviewer: User, viewer: User, address: str, done: Hand
) -> None:
    own = "What you decided, by label"
    for person, row in (
        (annotator, "Person 1 100 % 0 % 0 %"),
        (reviewer, "Person 1 0 % 0 % 100 %"),
    ):
        client.force_login(person)
        page = re.sub(r"<[^>]*>|\s+", " ", html(client, address).partition(own)[2])
        assert row in re.sub(r" +", " ", page)
    client.force_login(viewer)
    assert own not in html(client, address)


def test_what_was_counted_before_is_counted_by_person_and_label(
    project: Project, annotator: User, done: Hand
) -> None:
    counted_afresh = list(LabelCount.objects.order_by("pk").values_list("person", "day", "label"))
    LabelCount.objects.all().delete()
    migration = import_module("annotations.migrations.0019_own_figures")
    with connection.cursor() as cursor:
        cursor.execute(migration.COUNTED)

    again = LabelCount.objects.values_list("person", "day", "label")
    assert sorted(again) == sorted(counted_afresh)
    (verdicts,) = cited.of_person(project, annotator, TODAY()).values()
    assert (verdicts.accepted, verdicts.corrected, verdicts.rejected) == (1, 0, 0)


def bare(page: str) -> str:
    """Its cells without attributes."""
    return re.sub(r"<td [^>]*>", "<td>", page)


def test_reviewers_see_what_waits_and_who_reviews_how_much(
    client: Client, reviewer: User, annotator: User, address: str, done: Hand
) -> None:
    client.force_login(reviewer)
    page = html(client, address)
    assert "<dt>To review" in page
    row = '<th scope="row">Rui Reviewer</th>'
    figures = "<td>{}</td><td>{}</td><td>{}"
    assert row + figures.format(0, 0, "–") in bare(page)

    review.begin(document=done.document, set_id=done.set.pk, seen_version=done.version, by=reviewer)
    assert row + figures.format(1, 1, "") in bare(html(client, address))
    draft = done.document.annotation_sets.get(state="draft")
    review.discard(document=done.document, seen_version=draft.version, by=reviewer)
    assert row + figures.format(1, 0, "–") in bare(html(client, address))

    client.force_login(annotator)
    page = html(client, address)
    assert "<dt>Mine</dt>" in page
    assert "Reviewers" not in page


def test_gold_that_was_imported_is_no_review_until_somebody_reopens_it(
    project: Project, reviewer: User
) -> None:
    line = {"text": "Rex left.", "url": "https://x.example/1", "set": "gold", "approved_by": "Ilse"}
    bring_in(project, dumps(line).encode(), by=reviewer)
    gold = AnnotationSet.objects.gold().get()

    def begun() -> list[tuple[str, int]]:
        return [(each.name, each.begun) for each in queues.reviewers(project, TODAY())]

    assert begun() == [("Rui Reviewer", 0)]
    review.reopen_gold(
        document=gold.document,
        set_id=gold.pk,
        seen_version=gold.version,
        reason="Why?",
        by=reviewer,
    )
    assert begun() == [("Rui Reviewer", 1)]


def test_people_are_summed_over_the_period(project: Project, done: Hand, reviewer: User) -> None:
    old = TODAY() - timedelta(days=100)
    PersonCount.objects.create(project=project, person=reviewer, day=old, finished=9)

    ana, rui, everybody = throughput.people(project, TODAY() - timedelta(days=30))

    assert (ana.name, ana.finished, ana.verdicts.accepted) == ("Ana Annotator", 1, 1)
    assert (rui.name, rui.finished, rui.verdicts.rejected) == ("Rui Reviewer", 0, 1)
    assert (everybody.finished, everybody.verdicts.total) == (1, 2)


def test_the_median_is_of_the_latest_articles_of_each(
    project: Project, annotator: User, reviewer: User
) -> None:
    now = timezone.now()
    times: dict[User, list[int | None]] = {annotator: [60, 90, 600, None], reviewer: [10, 20]}
    SetCount.objects.bulk_create(
        SetCount(
            set_id=len(times[person]) * 10 + n,
            project=project,
            person=person,
            version=1,
            submitted_at=now - timedelta(hours=n),
            seconds=seconds,
        )
        for person, found in times.items()
        for n, seconds in enumerate(found)
    )
    ids, since = [annotator.pk, reviewer.pk], TODAY() - timedelta(days=7)

    found = throughput.medians(project, since, ids)
    assert found == {annotator.pk: 90, reviewer.pk: 15, None: 60}
    assert throughput.medians(project, TODAY() + timedelta(days=1), ids) == {}


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, "–"), (42, "42 s"), (90.4, "1 min 30 s"), (3725, "1 h 2 min")]
)
def test_times_are_said_as_people_say_them(seconds: float | None, words: str) -> None:
    assert throughput.time_text(seconds) == words


def test_an_empty_project_says_so(client: Client, manager: User, address: str) -> None:
    client.force_login(manager)

    assert "No articles yet" in html(client, address)


def test_it_takes_few_queries_however_many_people(
    client: Client, manager: User, address: str, project: Project, done: Hand
) -> None:
    client.force_login(manager)
    with counted() as statements:
        page = html(client, address)

    assert "Articles finished, once by each annotator" in page
    assert len(statements) <= QUERIES
