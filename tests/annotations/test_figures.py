"""What people decided and finished is counted once, as it stands, whatever happens afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from annotations import jobs
from annotations.actions import figures, review, state_figures
from annotations.dashboard import judging
from annotations.models import (
    AnnotationSet,
    Claim,
    Decision,
    DecisionCount,
    LabelCount,
    PersonCount,
    Progress,
    ProjectCount,
    SetCount,
    Span,
    StateCount,
)
from annotations.review.rounds import Reason
from articles.models import Article, Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event, record
from tests.annotations.hands import Hand, suggest_claim
from tests.annotations.test_round_trip import apply
from tests.factories import create_document, suggest_span

TODAY = timezone.localdate


def verdicts(**of: object) -> tuple[int, int, int]:
    """Accepted, corrected, rejected."""
    sums = DecisionCount.objects.filter(**of).aggregate(
        *(Sum(name, default=0) for name in ("accepted", "corrected", "rejected"))
    )
    return sums["accepted__sum"], sums["corrected__sum"], sums["rejected__sum"]


def test_decisions_are_counted_by_label_rule_and_model(
    project: Project, document: Document, hand: Hand
) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.relabel(suggest_span(document, "Iran", "GPE"), "ORG")
    hand.reject(suggest_span(document, "Monday", "DATE"))
    suggest_span(document, "Bob Corker")
    hand.add("sales", "ORG")

    figures.count(project.pk)

    assert verdicts(label__key="PERSON", rule="model", model_version="test 1.0") == (1, 0, 0)
    assert verdicts(label__key="GPE") == (0, 1, 0)
    assert verdicts(label__key="DATE") == (0, 0, 1)
    assert verdicts() == (1, 1, 1)
    assert {row.day for row in DecisionCount.objects.all()} == {TODAY()}


def test_what_people_applied_is_no_models(
    project: Project, document: Document, hand: Hand, annotator: User
) -> None:
    rex, iran, bob = (suggest_span(document, each) for each in ("Rex Tillerson", "Iran", "Bob"))
    apply(hand, rex)
    Span.objects.filter(pk=rex.pk).update(evidence="applied by Ana Annotator")
    Span.objects.filter(pk=iran.pk).update(attributes={"applied": True})  # as imports bring it
    for span in (rex, iran, bob):
        hand.accept(span)

    figures.count(project.pk)

    assert verdicts(rule="applied") == (2, 0, 0)
    assert verdicts(rule="model") == (1, 0, 0)
    assert PersonCount.objects.get(person=annotator).accepted == 1
    assert LabelCount.objects.get(person=annotator).accepted == 1


def test_what_people_applied_is_taken_out_of_what_was_counted(
    project: Project, document: Document, hand: Hand, annotator: User
) -> None:
    rex, bob = (suggest_span(document, each) for each in ("Rex Tillerson", "Bob"))
    place = suggest_span(document, "Iran", "GPE")
    apply(hand, rex, place)
    for span in (rex, bob, place):
        hand.accept(span)
    figures.count(project.pk)
    day = PersonCount.objects.get().day
    LabelCount.objects.update(accepted=2)
    LabelCount.objects.create(
        project=project, person=annotator, day=day, label=place.label, accepted=1
    )
    PersonCount.objects.update(accepted=3)

    with connection.cursor() as cursor:
        cursor.execute(import_module("annotations.migrations.0025_applied_is_no_models").TAKEN_OUT)

    assert LabelCount.objects.values_list("label", "accepted").get() == (bob.label_id, 1)
    assert PersonCount.objects.get().accepted == 1


def test_claims_are_counted_by_what_found_them_whatever_the_verb(
    project: Project, document: Document, hand: Hand
) -> None:
    said, warned = suggest_claim(document, "sales rose"), suggest_claim(document, "sales")
    Claim.objects.filter(pk=said.pk).update(evidence="said + clause")
    Claim.objects.filter(pk=warned.pk).update(evidence="warned + clause")
    hand.accept(said)
    hand.change_claim(warned, speech="direct")

    figures.count(project.pk)

    assert verdicts(label=None, rule="verb + clause") == (1, 1, 0)


@pytest.mark.parametrize(
    ("evidence", "rule"),
    [
        ("claimed + that-clause", "verb + that-clause"),
        ("designated by", "passive + by"),
        ("fears that", "noun + that"),
        ("concerned about", "word + preposition"),
        ("as X said", "as X said"),
        ("sentence, said", "sentence, said X"),
        ("own voice", "own voice"),
    ],
)
def test_the_rule_of_a_claim_leaves_its_verb_out(evidence: str, rule: str) -> None:
    assert judging.rule_of_claim(evidence) == rule


def test_what_changed_since_is_counted_anew_and_nothing_twice(
    project: Project, document: Document, hand: Hand
) -> None:
    first, second = suggest_span(document, "Rex Tillerson"), suggest_span(document, "Iran", "GPE")
    hand.accept(first)
    hand.accept(second)
    figures.count(project.pk)
    figures.count(project.pk)
    assert verdicts() == (2, 0, 0)

    hand.relabel(first, "ORG")
    hand.undo()
    hand.undo()
    figures.count(project.pk)
    assert verdicts() == (1, 0, 0)
    assert verdicts(label__key="GPE") == (0, 0, 0)
    assert not DecisionCount.objects.filter(label__key="GPE").exists()


def test_a_deleted_article_is_taken_out_of_the_sums(
    project: Project, document: Document, hand: Hand
) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.submit()
    figures.count(project.pk)
    Decision.objects.all().delete()
    Article.objects.filter(pk=document.article_id).delete()

    figures.count(project.pk)

    assert not DecisionCount.objects.exists()
    assert not PersonCount.objects.exists()
    assert not SetCount.objects.exists()


def test_what_came_with_an_import_was_not_decided_here(
    project: Project, document: Document, hand: Hand
) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    AnnotationSet.objects.annotated().update(imported_from={"annotated_by": "Ilse"})

    figures.count(project.pk)

    assert verdicts() == (0, 0, 0)


def test_gold_that_copies_decisions_counts_them_no_second_time(
    project: Project, document: Document, hand: Hand, manager: User
) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.submit()
    review.approve(document=document, set_id=hand.set.pk, seen_version=hand.version, by=manager)

    figures.count(project.pk)

    assert Decision.objects.count() == 2
    assert verdicts() == (1, 0, 0)


def test_people_are_counted_by_what_they_finished_and_decided(
    project: Project, document: Document, hand: Hand, annotator: User
) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.submit()
    figures.count(project.pk)
    row = PersonCount.objects.get()
    assert (row.person, row.day, row.finished, row.accepted) == (annotator, TODAY(), 1, 1)

    hand.reopen()
    figures.count(project.pk)
    row.refresh_from_db()
    assert (row.finished, row.accepted) == (0, 1)


def test_what_is_sent_back_is_not_finished_and_counted_for_its_annotator(
    project: Project, document: Document, hand: Hand, annotator: User, reviewer: User
) -> None:
    hand.add("Iran", "GPE")
    for times in (1, 2):
        hand.submit()
        written = review.send_back(
            document=document,
            set_id=hand.set.pk,
            seen_version=hand.version,
            reasons=[Reason("Too few.")],
            by=reviewer,
        )
        hand.version = written.version
        figures.count(project.pk)

        row = PersonCount.objects.get()
        assert (row.person, row.finished, row.sent_back) == (annotator, 0, times)


def test_work_is_timed_from_write_to_write_without_breaks(
    project: Project, document: Document, hand: Hand
) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    figures.count(project.pk)
    assert SetCount.objects.get().seconds is None

    hand.submit()
    begun = Event.objects.in_set(hand.set.pk).order_by("id")[0]
    for seconds in (90, 7200, 7230):
        at = begun.at + timedelta(seconds=seconds)
        record(verb="span.add", by=hand.by, set_id=hand.set.pk, at=at)
    hand.reopen()
    hand.submit()
    figures.count(project.pk)

    assert SetCount.objects.get().seconds == 120


def test_a_claim_decided_with_the_one_around_it_is_accepted(
    project: Project, document: Document, hand: Hand
) -> None:
    outer = suggest_claim(document, "Bob Corker claimed sales rose")
    hand.accept(suggest_claim(document, "sales rose", within=outer))
    hand.accept(outer)

    figures.count(project.pk)

    assert verdicts(label=None) == (2, 0, 0)


def test_the_day_is_that_of_the_site(project: Project, document: Document, hand: Hand) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    Decision.objects.update(at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))

    with timezone.override(ZoneInfo("Europe/Berlin")):
        figures.count(project.pk)

    assert DecisionCount.objects.get().day == date(2026, 3, 2)


def test_todays_states_are_noted_and_the_days_before_as_far_as_they_are_known(
    project: Project, manager: User
) -> None:
    today = timezone.now()
    states = (Progress.State.NEW, Progress.State.IN_ANNOTATION, Progress.State.APPROVED)
    for state in states:
        article = create_document(f"This is {state}.", project=project).article
        Article.objects.filter(pk=article.pk).update(added_at=today - timedelta(days=9))
        Progress.objects.filter(article=article).update(state=state)
    own = {"made_by": manager, "made_at": today - timedelta(days=5)}
    for document in Document.objects.order_by("pk")[1:]:
        AnnotationSet.objects.create(
            document=document, kind="annotated", state="open", submitted_at=None, **own
        )
    gold = Document.objects.latest("pk")
    AnnotationSet.objects.filter(document=gold).update(
        state="submitted", submitted_at=today - timedelta(days=3)
    )
    AnnotationSet.objects.create(
        document=gold,
        kind="gold",
        state="approved",
        approved_at=today - timedelta(days=1),
        **own,
    )

    state_figures.count(project.pk)

    found = {
        (today.date() - row.day).days: tuple(getattr(row, name) for name in state_figures.STATES)
        for row in StateCount.objects.all()
    }
    assert found == {
        9: (1, 2, 0, 0, 0),
        5: (1, 0, 2, 0, 0),
        3: (1, 0, 1, 1, 0),
        1: (1, 0, 1, 0, 1),
        0: (1, 0, 1, 0, 1),
    }


@pytest.mark.django_db
def test_a_project_deleted_meanwhile_is_not_counted() -> None:
    jobs.count_figures(project_id=2**40)

    assert not ProjectCount.objects.exists()


def test_projects_are_counted_in_turn_where_something_happened(
    project: Project, document: Document, hand: Hand
) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    ProcrastinateJob.objects.all().delete()

    jobs.count_projects(timestamp=0)
    jobs.count_projects(timestamp=0)

    (waiting,) = ProcrastinateJob.objects.all()
    assert waiting.args == {"project_id": project.pk}
    jobs.count_figures(**waiting.args)
    assert verdicts() == (1, 0, 0)
    assert figures.changed_projects() == []
