"""Places that are held, given back and handed over."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.test import Client

from annotations.actions import assigning, holding, review
from annotations.actions.errors import ArticleFull, HasBegun, HasFinished, NotAssigned, PlaceLost
from annotations.history import chronicle
from annotations.models import AnnotationSet, Assignment, Progress, Span
from annotations.reader import reading
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.actions import members
from newsdesk.accounts.models import Membership, Project, User
from newsdesk.history.models import Event
from tests.annotations.assignments import articles, holders, next_for, state, want
from tests.annotations.hands import Hand
from tests.factories import suggest_span

pytestmark = pytest.mark.django_db


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
