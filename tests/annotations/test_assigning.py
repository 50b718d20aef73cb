"""Who annotates what: no place is given twice, whoever asks at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from annotations.actions import assigning, holding, places, progress, review
from annotations.actions.errors import (
    ArticleFull,
    HasBegun,
    HasFinished,
    NotAssigned,
    PlaceLost,
)
from annotations.history import chronicle
from annotations.models import AnnotationSet, Assignment, Progress, Span
from annotations.reader import reading
from annotations.review import awaited
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.actions import members, projects
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand
from tests.factories import create_document, create_user, join, suggest_span, suggested_set

pytestmark = pytest.mark.django_db


def articles(project: Project, count: int) -> list[Document]:
    made = [create_document(f"Text {n}.", project=project, places=1) for n in range(count)]
    for each in made:
        suggested_set(each)
    return made


def rows(project: Project) -> object:
    return Progress.objects.filter(project=project)


def next_for(user: User, project: Project, **wanted: object) -> int | None:
    return assigning.next_article(rows=rows(project), by=user, **wanted)  # type: ignore[arg-type]


def want(project: Project, number: int) -> None:
    """As the settings do it, and the job behind them."""
    projects.change(project=project, by=create_user("Mo"), annotators_per_article=number)
    assert ProcrastinateJob.objects.filter(task_name__endswith="recount", status="todo").exists()
    places.recount(project.pk)


def state(document: Document) -> str:
    return Progress.objects.get(article=document.article).state


def holders(project: Project) -> list[tuple[int, int]]:
    held = Assignment.objects.filter(project=project).order_by("article_id", "id")
    return list(held.values_list("article_id", "annotator_id"))


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


def test_release_gives_the_place_back(project: Project, annotator: User, manager: User) -> None:
    [document] = articles(project, 1)
    next_for(annotator, project)
    holding.release(article_id=document.article_id, annotator=annotator, by=manager)
    assert holders(project) == []
    assert next_for(manager, project) == document.article_id
    with pytest.raises(NotAssigned):
        holding.release(article_id=document.article_id, annotator=annotator, by=manager)


def test_hand_over(project: Project, annotator: User, manager: User, viewer: User) -> None:
    [document] = articles(project, 1)
    next_for(annotator, project)
    hand_over = partial(
        holding.hand_over, article_id=document.article_id, annotator=annotator, by=manager
    )
    with pytest.raises(NotAssigned):
        hand_over(to=viewer)
    hand_over(to=manager)
    assert holders(project) == [(document.article_id, manager.pk)]
    (told,) = chronicle.entries(list(Event.objects.filter(verb="assignment.hand_over")))
    assert told.facts == (f"from {annotator}", f"to {manager}")


def test_the_history_says_who_took_an_article(project: Project, annotator: User) -> None:
    articles(project, 1)
    next_for(annotator, project)
    (told,) = chronicle.entries(list(Event.objects.filter(verb="assignment.make")))
    assert (told.said, told.facts) == ("took the article", ())


def test_begun_work_moves_only_when_a_manager_says_so(
    project: Project, annotator: User, manager: User
) -> None:
    [document] = articles(project, 1)
    next_for(annotator, project)
    Hand(document, annotator).add("Text")
    release = partial(
        holding.release, article_id=document.article_id, annotator=annotator, by=manager
    )
    with pytest.raises(HasBegun):
        release()
    release(takes_begun=True)
    assert holders(project) == []
    assert state(document) == "in_annotation"
    assert Span.objects.filter(annotation_set__made_by=annotator).count() == 1


def test_what_was_begun_and_given_back_does_not_count_as_decided(
    project: Project, annotator: User, manager: User
) -> None:
    [document] = articles(project, 1)
    next_for(annotator, project)
    Hand(document, annotator).accept(suggest_span(document, "Text"))
    decided = Progress.objects.values_list("decided_count", flat=True)
    assert decided.get() == 1

    holding.release(
        article_id=document.article_id, annotator=annotator, by=manager, takes_begun=True
    )

    assert decided.get() == 0


def test_who_lost_a_place_does_not_write_until_they_get_one_again(
    project: Project, annotator: User, manager: User, client: Client
) -> None:
    [document] = articles(project, 1)
    hand = Hand(document, annotator)
    hand.add("Text")
    place: Any = {"article_id": document.article_id, "by": manager, "takes_begun": True}
    holding.hand_over(annotator=annotator, to=manager, **place)

    assert holders(project) == [(document.article_id, manager.pk)]
    with pytest.raises(PlaceLost):
        hand.add("Text", "ORG")
    with pytest.raises(PlaceLost):
        hand.submit()
    client.force_login(annotator)
    page = client.get(f"/projects/{project.slug}/articles/{document.article_id}/")
    assert "A manager has given your place" in page.content.decode()
    assert not page.context["reading"].is_writable
    assert Hand(document, manager).reading.is_writable
    assert Hand(document, manager).reading.spans == ()

    holding.release(annotator=manager, **place)
    hand.add("Text", "ORG")
    assert holders(project) == [(document.article_id, annotator.pk)]


def test_who_gets_a_place_again_goes_on_in_the_state_they_left(
    project: Project, annotator: User, reviewer: User, manager: User
) -> None:
    [document] = articles(project, 1)
    hand = Hand(document, annotator)
    hand.submit()
    review.send_back(
        document=document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        reasons=[Reason("Once more.")],
        by=reviewer,
    )
    place: Any = {"article_id": document.article_id, "by": manager, "takes_begun": True}
    hand.version = hand.set.version
    wanted, shares = Progress.objects.filter(project=project), {annotator.pk: 1}
    for get in (
        partial(hand.add, "Text"),
        partial(next_for, annotator, project),
        partial(assigning.assign, rows=wanted, shares=shares, by=manager),
    ):
        holding.release(annotator=annotator, **place)
        get()
        assert Assignment.objects.get().state == "sent_back"
        assert state(document) == "in_annotation"

    holding.hand_over(annotator=annotator, to=reviewer, **place)
    assert Assignment.objects.get().state == "open"
    holding.hand_over(annotator=reviewer, to=annotator, **place)
    assert Assignment.objects.get().state == "sent_back"


def test_finished_work_is_not_given_away(project: Project, annotator: User, manager: User) -> None:
    [document] = articles(project, 1)
    Hand(document, annotator).submit()
    with pytest.raises(HasFinished):
        holding.release(
            article_id=document.article_id, annotator=annotator, by=manager, takes_begun=True
        )


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


def test_beginning_takes_a_place_and_a_full_article_takes_nobody_else(
    project: Project, annotator: User, manager: User
) -> None:
    [document] = articles(project, 1)
    hand = Hand(document, annotator)
    hand.add("Text")
    hand.undo()
    assert holders(project) == [(document.article_id, annotator.pk)]
    assert Progress.objects.get(article=document.article).places == 0
    with pytest.raises(ArticleFull):
        Hand(document, manager).add("Text")
    with pytest.raises(ArticleFull):
        Hand(document, manager).submit()
    assert holders(project) == [(document.article_id, annotator.pk)]


def test_a_full_article_is_read_and_not_written(
    project: Project, annotator: User, manager: User, client: Client
) -> None:
    [document] = articles(project, 1)
    next_for(annotator, project)
    document = Document.objects.get(pk=document.pk)
    seen = reading.of(document, manager)
    assert (seen.is_writable, seen.is_full, seen.may_reopen) == (False, True, False)
    assert reading.of(document, annotator).is_writable
    client.force_login(manager)
    page = client.get(f"/projects/{project.slug}/articles/{document.article_id}/")
    assert "has all its annotators already" in page.content.decode()


def test_who_has_a_place_uses_it(project: Project, annotator: User) -> None:
    [document] = articles(project, 1)
    next_for(annotator, project)
    Hand(document, annotator).add("Text")
    assert holders(project) == [(document.article_id, annotator.pk)]


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


def test_a_release_after_fewer_are_wanted_opens_no_place(
    project: Project, annotator: User, reviewer: User, manager: User
) -> None:
    [document] = articles(project, 1)
    want(project, 2)
    next_for(annotator, project)
    next_for(reviewer, project)
    want(project, 1)

    holding.release(article_id=document.article_id, annotator=reviewer, by=manager)

    assert Progress.objects.get(article=document.article).places == 0


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


def test_who_leaves_gives_back_what_they_never_began(
    project: Project, annotator: User, reviewer: User, manager: User
) -> None:
    begun, unbegun = articles(project, 2)
    Hand(begun, annotator).add("Text")
    next_for(annotator, project, after=begun.article_id)
    left = Membership.objects.get(user=annotator, project=project)

    members.suspend(membership=left, by=manager)

    assert holders(project) == [(begun.article_id, annotator.pk)]
    assert next_for(reviewer, project) == unbegun.article_id


def test_what_somebody_began_who_left_can_be_released_and_finished_by_another(
    project: Project, annotator: User, reviewer: User, manager: User
) -> None:
    [document] = articles(project, 1)
    Hand(document, annotator).add("Text")
    with pytest.raises(HasBegun):
        holding.release(article_id=document.article_id, annotator=annotator, by=manager)
    left = Membership.objects.get(user=annotator, project=project)
    members.remove(membership=left, by=manager)

    holding.release(article_id=document.article_id, annotator=annotator, by=manager)

    assert next_for(reviewer, project) == document.article_id
    Hand(document, reviewer).submit()
    assert state(document) == "submitted"
    assert AnnotationSet.objects.annotated().filter(made_by=annotator).exists()


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
