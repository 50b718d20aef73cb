"""Who annotates what: no place is given twice, whoever asks at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from annotations.actions import assigning, holding, progress, review
from annotations.history import chronicle
from annotations.models import Assignment, Progress
from annotations.review import awaited
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from newsdesk.history.models import Event
from tests.annotations.assignments import articles, holders, next_for, state, want
from tests.annotations.hands import Hand
from tests.factories import create_document, create_user, join, suggested_set

pytestmark = pytest.mark.django_db


def test_the_next_article_has_a_place_left_and_is_ones_own(
    project: Project, annotator: User, reviewer: User
) -> None:
    first, second = articles(project, 2)
    assert next_for(annotator, project, order="oldest") == first.article_id
    assert next_for(reviewer, project, order="oldest") == second.article_id
    assert next_for(annotator, project, after=first.article_id) is None
    assert Progress.objects.get(article=first.article).places == 0


def test_what_one_holds_comes_before_what_is_free(project: Project, annotator: User) -> None:
    articles(project, 3)
    held = next_for(annotator, project, order="oldest")
    assert next_for(annotator, project, order="newest") == held
    other = next_for(annotator, project, order="newest", after=held)
    assert other != held
    assert next_for(annotator, project, after=other) == held


def test_what_one_finished_does_not_come_back(project: Project, annotator: User) -> None:
    first, second = articles(project, 2)
    assert next_for(annotator, project, order="oldest") == first.article_id
    Hand(first, annotator).submit()
    assert next_for(annotator, project) == second.article_id


@pytest.mark.parametrize(
    ("order", "expected"),
    [("oldest", 0), ("newest", 2), ("least sure", 1), ("latest published", 1)],
)
def test_orders(project: Project, annotator: User, order: str, expected: int) -> None:
    made = articles(project, 3)
    for doubt, document in zip((5, 9, 1), made, strict=True):
        Progress.objects.filter(article=document.article).update(doubt=doubt)
        document.article.published_at = f"2024-01-{10 + doubt}T00:00Z"
        document.article.save()
    assert next_for(annotator, project, order=order) == made[expected].article_id


def test_articles_without_suggestions_and_approved_ones_are_not_next(
    project: Project, annotator: User
) -> None:
    create_document("Still waiting.", project=project)
    [done] = articles(project, 1)
    Progress.objects.filter(article=done.article).update(state=Progress.State.APPROVED)
    assert next_for(annotator, project) is None


def test_places_are_shared_out_by_weight(project: Project, annotator: User, reviewer: User) -> None:
    articles(project, 6)
    made = assigning.assign(
        rows=Progress.objects.filter(project=project),
        shares={annotator.pk: 2, reviewer.pk: 1},
        by=reviewer,
        due_on=date(2030, 1, 1),
    )
    assert made == assigning.Assigned(6, 0)
    assert Counter(user for _, user in holders(project)) == {annotator.pk: 4, reviewer.pk: 2}
    assert Event.objects.filter(verb="assignment.make", actor_id=reviewer.pk).count() == 6


def test_two_annotators_are_two_people(project: Project, annotator: User, reviewer: User) -> None:
    articles(project, 2)
    want(project, 2)
    everyone = {annotator.pk: 1, reviewer.pk: 1}
    wanted = Progress.objects.filter(project=project)
    assert assigning.assign(rows=wanted, shares=everyone, by=reviewer).given == 4
    assert len(set(holders(project))) == 4
    again = assigning.assign(rows=wanted, shares=everyone, by=reviewer)
    assert again == assigning.Assigned(0, 2)


def test_nobody_who_may_not_annotate_gets_a_place(
    project: Project, viewer: User, outsider: User, manager: User
) -> None:
    articles(project, 1)
    shares = {viewer.pk: 1, outsider.pk: 1}
    wanted = Progress.objects.filter(project=project)
    assert assigning.assign(rows=wanted, shares=shares, by=manager).given == 0


def test_the_history_says_who_took_an_article(project: Project, annotator: User) -> None:
    articles(project, 1)
    next_for(annotator, project)
    (told,) = chronicle.entries(list(Event.objects.filter(verb="assignment.make")))
    assert (told.said, told.facts) == ("took the article", ())


def test_a_due_date_is_changed_and_taken_away(
    project: Project, annotator: User, manager: User
) -> None:
    articles(project, 1)
    next_for(annotator, project)
    held = Assignment.objects.get()
    for due_on in (date(2030, 1, 2), date(2030, 1, 2), None):
        holding.set_due(assignment=held, due_on=due_on, by=manager)
        held.refresh_from_db()
        assert held.due_on == due_on
    told = Event.objects.filter(verb="assignment.due").order_by("id")
    assert [event.after for event in told] == [{"due_on": "2030-01-02"}, {"due_on": None}]
    assert [each.facts for each in chronicle.entries(list(told))] == [
        (f"for {annotator}", "due 2 Jan 2030"),
        (f"for {annotator}", "not due any more"),
    ]


def test_gold_is_assigned_to_nobody(project: Project, annotator: User, manager: User) -> None:
    articles(project, 1)
    Progress.objects.update(state=Progress.State.APPROVED)
    wanted = Progress.objects.filter(project=project)
    made = assigning.assign(rows=wanted, shares={annotator.pk: 1}, by=manager)
    assert made == assigning.Assigned(0, 1)


def test_an_assignment_follows_its_annotators_set(project: Project, annotator: User) -> None:
    [document] = articles(project, 1)
    hand = Hand(document, annotator)
    hand.submit()
    assert Assignment.objects.get().state == "submitted"
    hand.reopen()
    assert Assignment.objects.get().state == "open"


def test_more_annotators_make_more_places(project: Project, annotator: User) -> None:
    articles(project, 2)
    next_for(annotator, project, order="oldest")
    want(project, 3)
    places = Progress.objects.filter(project=project).order_by("article_id")
    assert list(places.values_list("places", flat=True)) == [2, 3]


def test_another_number_of_annotators_changes_what_is_submitted(
    project: Project, annotator: User, reviewer: User
) -> None:
    [document] = articles(project, 1)
    Hand(document, annotator).submit()
    assert state(document) == "submitted"

    want(project, 2)
    assert state(document) == "in_annotation"
    assert next_for(reviewer, project) == document.article_id

    want(project, 1)
    assert state(document) == "submitted"


def test_an_approved_article_is_nobodys_next_one(
    project: Project, annotator: User, reviewer: User
) -> None:
    [document] = articles(project, 1)
    want(project, 2)
    next_for(reviewer, project)
    hand = Hand(document, annotator)
    hand.submit()
    left = awaited.of(document)
    assert left.unfinished == ((reviewer.pk, str(reviewer)),)
    review.approve(
        document=document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        by=create_user("Zoe"),
        without=left.key,
    )

    assert next_for(reviewer, project) is None


def test_a_text_that_the_model_cannot_read_is_offered_all_the_same(
    project: Project, annotator: User
) -> None:
    document = create_document("Text.", project=project, places=1)
    assert next_for(annotator, project) is None

    progress.fail([document.pk], "No.")

    assert next_for(annotator, project) == document.article_id


@pytest.mark.django_db(transaction=True)
def test_people_at_once_never_get_the_same_place() -> None:
    people = [create_user(f"Person {n}") for n in range(8)]
    project = articles_of_everybody(people)
    barrier = Barrier(len(people))

    def run(user: User) -> list[int | None]:
        try:
            barrier.wait(timeout=10)
            return [_finish_next(user, project) for _ in range(3)]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        got = [each for found in pool.map(run, people) for each in found]

    held = holders(project)
    assert len(got) == len(held) == len(set(held)) == 24
    assert max(Counter(article for article, _ in held).values()) <= 2
    assert all(places >= 0 for places in project.progress.values_list("places", flat=True))


def articles_of_everybody(people: list[User]) -> Project:
    [first] = [create_document("Text.")]
    project = first.project
    want(project, 2)
    suggested_set(first)
    Progress.objects.filter(project=project).update(places=2)
    articles(project, 13)
    Progress.objects.filter(project=project).update(places=2)
    for user in people:
        join(project, user, Role.ANNOTATOR)
    return project


def _finish_next(user: User, project: Project) -> int | None:
    article = next_for(user, project)
    if article is not None:
        document = Document.objects.get(article=article)
        Hand(document, user).submit()
    return article
