"""Computing a project's agreement: which sets count, what is stored, and that it adds up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from annotations.actions import agreeing
from annotations.agreement.counting import ROLES
from annotations.agreement.resampling import FEWEST_ARTICLES
from annotations.models import AgreementFigure, AgreementReport, AnnotationSet, Claim, ClaimPart
from annotations.review import comparing
from annotations.review.comparing import Pair
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.compared import TEXT, annotate, compute
from tests.annotations.hands import project_entity
from tests.factories import create_document, create_project


def test_only_articles_that_two_people_submitted_count(
    project: Project, annotator: User, reviewer: User, manager: User
) -> None:
    both, one, still_open, imported, old = (
        create_document(f"{number}. {TEXT}", project=project) for number in range(5)
    )
    for document in (both, still_open, imported, old):
        annotate(document, annotator, ("Rex Tillerson", "PERSON"))
    annotate(one, annotator)
    annotate(both, reviewer)
    annotate(still_open, reviewer, state="open")
    AnnotationSet.objects.filter(pk=annotate(imported, manager).pk).update(
        imported_from={"annotator": "Zoe"}
    )
    annotate(old, reviewer)
    Document.objects.filter(pk=old.pk).update(is_current=False)

    (pair,) = comparing.pairs(project)
    first, second = sorted((annotator.pk, reviewer.pk))
    assert pair == Pair(first, second, 1)
    assert [each.document for each in comparing.comparisons(project, pair)] == [both]


def test_a_comparison_has_what_each_marked(
    project: Project, annotator: User, reviewer: User
) -> None:
    document = create_document(TEXT, project=project)
    first, second = sorted((annotator, reviewer), key=lambda user: user.pk)
    annotate(document, first, ("Rex Tillerson", "PERSON"), at=datetime(2026, 10, 3, tzinfo=UTC))
    own = annotate(document, second, at=datetime(2026, 11, 2, tzinfo=UTC))
    claim = Claim.objects.create(annotation_set=own, speech="indirect")
    ClaimPart.objects.create(claim=claim, role="content", order=0, start=19, end=29)
    entity = project_entity(document, "Rex Tillerson")
    ClaimPart.objects.create(claim=claim, role="source", order=0, entity=entity, is_inferred=True)

    (found,) = comparing.page(project, first.pk, second.pk)
    assert found.month == "2026-11"
    assert [span.extent for span in found.first.spans] == [(0, 13)]
    (seen,) = found.second.claims
    assert (seen.key, seen.speech, seen.hull) == (claim.pk, "indirect", (19, 29))
    assert seen.in_role("source")[0].entity == entity.pk


def test_figures_are_stored_for_the_pair_and_for_everybody(
    project: Project, annotator: User, reviewer: User, manager: User
) -> None:
    document = create_document(TEXT, project=project)
    annotate(document, annotator, ("Rex Tillerson", "PERSON"), ("Iran", "GPE"))
    annotate(document, reviewer, ("Rex Tillerson", "PERSON"))
    annotate(document, manager)
    report = compute(project, manager)

    assert (report.state, report.total_count, report.done_count) == ("done", 3, 3)
    exact = AgreementFigure.objects.filter(report=report, measure="exact")
    first, second = sorted((annotator.pk, reviewer.pk))
    pair = exact.get(kind="", first=first, second=second)
    assert pair.value == pytest.approx(2 / 3)
    assert (pair.comparisons, pair.low) == (1, None)
    assert [month["value"] for month in pair.months] == [pair.value]
    assert exact.get(kind="PERSON", first=first, second=second).value == 1
    nobody = exact.get(kind="ORG", first=first, second=second)
    assert nobody.value is None
    assert nobody.reason == "Neither marked anything of this kind."
    everybody = exact.get(kind="", first=None)
    assert everybody.value == pytest.approx(2 * 1 / (3 + 2 + 1))
    assert everybody.comparisons == 3


def test_everybody_is_the_sum_of_the_pairs_and_of_the_months(
    project: Project, annotator: User, reviewer: User, manager: User
) -> None:
    for number in range(8):
        document = create_document(f"{number}. {TEXT}", project=project)
        moment = datetime(2026, 1 + number % 3, 5, tzinfo=UTC)
        annotate(document, annotator, ("Rex Tillerson", "PERSON"), at=moment)
        name = "Rex Tillerson" if number % 2 else "Iran"
        annotate(document, (reviewer, manager)[number % 4 == 0], (name, "PERSON"), at=moment)
    report = compute(project, manager)

    everybody = AgreementFigure.objects.get(
        report=report, measure="exact", kind="PERSON", first=None
    )
    assert everybody.value == 0.5
    assert everybody.low is not None
    assert everybody.high is not None
    assert 0 <= everybody.low < 0.5 < everybody.high <= 1
    assert [month["month"] for month in everybody.months] == ["2026-01", "2026-02", "2026-03"]
    assert sum(month["comparisons"] for month in everybody.months) == 8
    assert all(month["low"] is None for month in everybody.months)
    assert FEWEST_ARTICLES > 3


def test_a_new_report_replaces_the_one_before(
    project: Project, annotator: User, reviewer: User, manager: User
) -> None:
    document = create_document(TEXT, project=project)
    annotate(document, annotator)
    annotate(document, reviewer)
    first = compute(project, manager)
    second = agreeing.request(project=project, by=manager)
    with pytest.raises(agreeing.AlreadyComputing):
        agreeing.request(project=project, by=manager)
    agreeing.run(second.pk)
    second.refresh_from_db()
    agreeing.run(second.pk)

    assert AgreementReport.objects.get() == second != first
    kinds = AgreementFigure.objects.filter(report=second, measure="exact", first=None)
    assert kinds.count() == 1 + len(second.labels) + len(ROLES)


def test_a_failed_report_leaves_the_one_before(
    project: Project, annotator: User, reviewer: User, manager: User
) -> None:
    document = create_document(TEXT, project=project)
    annotate(document, annotator)
    annotate(document, reviewer)
    first = compute(project, manager)
    second = agreeing.request(project=project, by=manager)
    agreeing.fail(second.pk, "There was not enough memory.")
    agreeing.fail(first.pk, "Too late.")

    states = dict(AgreementReport.objects.values_list("pk", "state"))
    assert states == {first.pk: "done", second.pk: "failed"}


def test_without_two_people_there_is_nothing_to_compute(
    project: Project, annotator: User, manager: User
) -> None:
    annotate(create_document(TEXT, project=project), annotator)
    with pytest.raises(agreeing.NothingToCompare):
        agreeing.request(project=project, by=manager)


def test_another_projects_articles_do_not_count(
    project: Project, annotator: User, reviewer: User
) -> None:
    document = create_document(TEXT, project=create_project("Other"))
    annotate(document, annotator)
    annotate(document, reviewer)
    assert comparing.pairs(project) == []


def test_the_database_refuses_a_figure_without_value_and_reason(
    project: Project, manager: User
) -> None:
    report = AgreementReport.objects.create(project=project, made_by=manager)
    values = {"report": report, "measure": "exact", "kind": "", "comparisons": 1}
    for wrong in ({}, {"value": 1, "reason": "No."}, {"value": 1, "first": manager}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreementFigure.objects.create(**{**values, **wrong})
