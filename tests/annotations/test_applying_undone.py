"""What is taken back of words that were marked alike, and what stays."""

from __future__ import annotations

import pytest

from annotations.actions import applying
from annotations.actions.errors import NothingToRedo
from annotations.models import ApplyRun, Assignment, Decision, Progress
from annotations.models import Span as SpanRow
from articles.models import Document
from newsdesk.accounts.models import Membership, Project, User
from newsdesk.history.models import Event
from tests.annotations.applies import ask, finish, hand_on, make, seen, take_back, told
from tests.annotations.hands import Hand
from tests.factories import suggest_span

State = ApplyRun.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def first(project: Project) -> Document:
    return make(project, "Chen said so.")


def test_undo_takes_all_of_it_back(
    first: Document, project: Project, annotator: User, reviewer: User
) -> None:
    mine, theirs = make(project, "Ann met Chen."), make(project, "Chen left.")
    accepted = suggest_span(mine, "Chen")
    Hand(mine, annotator).add("Ann")
    run = finish(ask(first, annotator))
    assert Decision.objects.get().on_span == accepted

    take_back(run, annotator)

    assert run.state == State.UNDONE
    assert seen(mine, annotator) == [
        ("Ann", "PERSON", "confirmed"),
        ("Chen", "PERSON", "suggested"),
    ]
    assert seen(theirs, reviewer) == []
    assert Progress.objects.get(article=theirs.article).suggestion_count == 0
    assert [each.undone_count for each in run.outcomes.all()] == [1, 1]
    with pytest.raises(applying.NotUndoable):
        applying.undo(run=run, by=annotator)


def test_what_changed_since_stays_and_is_listed(
    first: Document, project: Project, annotator: User, reviewer: User
) -> None:
    mine, theirs = make(project, "Ann met Chen, Chen."), make(project, "Chen left, Chen.")
    closed = make(project, "Bob met Chen.")
    for document in (mine, closed):
        Hand(document, annotator).add(document.text[:3])
    run = finish(ask(first, annotator))
    own = SpanRow.objects.filter(annotation_set__document=mine, start=8).get()
    Hand(mine, annotator, version=2).relabel(own, "ORG")
    Hand(closed, annotator, version=2).submit()
    decided = SpanRow.objects.filter(annotation_set__document=theirs).earliest("start")
    Hand(theirs, reviewer).accept(decided)

    take_back(run, annotator)

    found = {str(each.article): (each.undone_count, each.kept_count) for each in run.outcomes.all()}
    assert found == {
        "Ann met Chen, Chen.": (1, 1),
        "Chen left, Chen.": (1, 1),
        "Bob met Chen.": (0, 1),
    }
    assert seen(theirs, reviewer) == [("Chen", "PERSON", "confirmed")]


def test_one_undo_in_the_article_takes_it_back_there(
    first: Document, project: Project, annotator: User
) -> None:
    mine = make(project, "Ann met Chen.")
    Hand(mine, annotator).add("Ann")
    run = finish(ask(first, annotator))

    Hand(mine, annotator, version=2).undo()
    assert len(seen(mine, annotator)) == 1
    take_back(run, annotator)

    outcome = run.outcomes.get()
    assert (outcome.undone_count, outcome.kept_count) == (1, 0)
    with pytest.raises(NothingToRedo):
        Hand(mine, annotator, version=3).redo()


def test_what_was_redone_in_the_article_is_taken_back_for_good(
    first: Document, project: Project, annotator: User
) -> None:
    mine = make(project, "Ann met Chen.")
    Hand(mine, annotator).add("Ann")
    run = finish(ask(first, annotator))
    hand = Hand(mine, annotator, version=2)
    hand.undo()
    hand.redo()

    take_back(run, annotator)

    assert run.outcomes.get().undone_count == 1
    assert len(seen(mine, annotator)) == 1
    hand = Hand(mine, annotator, version=5)
    with pytest.raises(NothingToRedo):
        hand.redo()
    hand.undo()
    assert seen(mine, annotator) == []


def test_a_manager_undoes_what_anybody_suggested_and_nothing_in_their_sets(
    first: Document, project: Project, annotator: User, manager: User
) -> None:
    mine, theirs = make(project, "Ann met Chen."), make(project, "Chen left.")
    Hand(mine, annotator).add("Ann")
    run = finish(ask(first, annotator))
    Membership.objects.filter(user=annotator).update(is_suspended=True)

    take_back(run, manager)

    assert (run.state, run.undone_by) == (State.UNDONE, manager)
    assert seen(theirs, manager) == []
    assert [each.undone_count for each in run.outcomes.order_by("article")] == [0, 1]
    assert set(Event.objects.filter(verb="undo").values_list("actor_id", flat=True)) == {manager.pk}
    with pytest.raises(applying.NotUndoable):
        applying.undo(run=run, by=manager)

    Membership.objects.filter(user=annotator).update(is_suspended=False)
    assert len(seen(mine, annotator)) == 2
    take_back(run, annotator)
    assert len(seen(mine, annotator)) == 1


def test_who_manages_no_more_undoes_nothing_of_others(
    first: Document, project: Project, annotator: User, manager: User
) -> None:
    document = make(project, "Chen left.")
    run = finish(ask(first, annotator))
    applying.undo(run=run, by=manager)
    Membership.objects.filter(user=manager).update(role="reviewer")

    assert not applying.undo_next(run.pk, 5)

    run.refresh_from_db()
    assert (run.state, run.failure) == (State.FAILED, applying.NO_RIGHT_TO_UNDO)
    assert len(seen(document, annotator)) == 1


def test_two_runs_of_one_person_do_not_go_on_at_once_whoever_wants_it(
    first: Document, project: Project, annotator: User, manager: User
) -> None:
    make(project, "Chen left.")
    run = finish(ask(first, annotator))
    ask(first, annotator)

    with pytest.raises(applying.AlreadyApplying, match="Ana Annotator is applying"):
        applying.undo(run=run, by=manager)


def test_who_handed_an_article_on_passes_it_over_and_undoes_nothing_there(
    first: Document, project: Project, annotator: User, manager: User
) -> None:
    begun, later = make(project, "Ann met Chen."), make(project, "Bob met Chen.")
    for document in (begun, later):
        Progress.objects.filter(article=document.article).update(places=0)
        Assignment.objects.create(project=project, article=document.article, annotator=annotator)
        Hand(document, annotator).add(document.text[:3])
    hand_on(begun, annotator, manager)

    run = finish(ask(first, annotator))
    assert told(run) == {"Ann met Chen.": ("handed on", 0, 1), "Bob met Chen.": ("own", 1, 0)}

    hand_on(later, annotator, manager)
    take_back(run, annotator)
    assert [each.kept_count for each in run.outcomes.order_by("article")] == [0, 1]
