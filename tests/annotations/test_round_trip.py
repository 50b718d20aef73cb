"""What is exported and imported into an empty project is exported again the same."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from annotations import exporting, filters
from annotations.actions import review
from annotations.formats import jsonl
from annotations.models import AnnotationSet, Decision, Entity, Progress, Span
from articles import actions
from articles.models import Document, ImportRun
from newsdesk.accounts.models import Project, Role, User
from tests.annotations.hands import Hand, project_entity, suggest_claim, suggest_entity
from tests.factories import (
    create_attribute,
    create_document,
    create_project,
    create_user,
    join,
    suggest_span,
)

TEXT = "Rex Tillerson said on Monday that Bob Corker claimed sales rose in Iran.\nHe left 🙂 بغداد"
Line = dict[str, Any]


@pytest.fixture
def document(project: Project) -> Document:
    return create_document(TEXT, project=project, outlet="Courier", headline="Sales  rose")


@pytest.fixture
def empty(manager: User) -> Project:
    project = create_project("Empty")
    join(project, manager, Role.MANAGER)
    create_attribute(project)
    create_attribute(project, "RELIABILITY", *"AB")
    return project


def export(project: Project, kind: str) -> bytes:
    with transaction.atomic():
        found = exporting.read(exporting.sets(kind, filters.of(project, {})))
        return b"".join(line for _, line in jsonl.write(found))


def bring_in(project: Project, raw: bytes, by: User) -> ImportRun:
    return actions.import_stream(project=project, name="set.jsonl", file=io.BytesIO(raw), by=by)


def essence(raw: bytes) -> list[Line]:
    """The lines without the project; ids become places in the line."""
    return [_without_ids(json.loads(line)) for line in raw.splitlines()]


def _without_ids(line: Line) -> Line:
    claims = [*line["claims"], *line["rejected"]["claims"]]
    places = {
        "entity": {each["id"]: place for place, each in enumerate(line["entities"])},
        "within": {each["id"]: place for place, each in enumerate(claims)},
    }

    def walked(value: Any, name: str = "") -> Any:
        if isinstance(value, list):
            return [walked(each) for each in value]
        if isinstance(value, dict):
            return {key: walked(each, key) for key, each in value.items() if key != "id"}
        return places[name].get(value) if name in places else value

    found: Line = walked({key: value for key, value in line.items() if key != "project"})
    return found


def decide_all_kinds(document: Document, hand: Hand) -> None:
    """Accepts, corrects, rejects, adds and leaves spans and claims, nested and inferred."""
    rex = suggest_span(document, "Rex Tillerson")
    tillerson = suggest_entity(document, "Rex Tillerson", rex)
    suggest_entity(document, "Sales", sales := suggest_span(document, "sales", "ORG"), label="ORG")
    monday, bob = suggest_span(document, "Monday"), suggest_span(document, "Bob")
    suggest_span(document, "Iran", "GPE")
    outer = suggest_claim(document, "Bob Corker claimed sales rose in Iran", source="Rex Tillerson")
    inner = suggest_claim(document, "sales rose in Iran", source="Bob Corker", within=outer)
    left = suggest_claim(document, "He left", inferred=tillerson, speech="none")
    doubtful = suggest_claim(document, "rose in Iran", within=outer)

    hand.accept(rex)
    hand.relabel(monday, "DATE")
    hand.stretch(bob, "Bob Corker")
    hand.reject(sales)
    hand.add("🙂", "ORG")
    hand.add("بغداد", "GPE")
    create_attribute(document.project)
    create_attribute(document.project, "RELIABILITY", *"AB", on=("claims", "PERSON"))
    hand.describe(rex, RELIABILITY="A")
    hand.describe(inner, CHECKABLE="no", RELIABILITY="B")
    for claim in (outer, left):
        hand.accept(claim)
    hand.change_claim(inner, speech="mixed")
    hand.reject(doubtful)
    hand.add_claim("left", cue=[hand.find("said")])


@pytest.mark.parametrize("kind", ["annotated", "suggested", "gold"])
def test_an_export_comes_back_the_same(
    kind: str, document: Document, hand: Hand, reviewer: User, manager: User, empty: Project
) -> None:
    decide_all_kinds(document, hand)
    hand.submit()
    if kind == "gold":
        review.approve(
            document=document, set_id=hand.set.pk, seen_version=hand.set.version, by=reviewer
        )
    first = export(document.project, kind)
    run = bring_in(empty, first, manager)

    assert (run.added_count, run.problem_count) == (1, 0)
    assert first
    assert essence(export(empty, kind)) == essence(first)


def test_two_peoples_sets_of_one_text_are_sets_of_one_article(
    document: Document, hand: Hand, project: Project, manager: User, empty: Project
) -> None:
    decide_all_kinds(document, hand)
    hand.submit()
    other = create_user("Bo Second")
    join(project, other)
    second = Hand(document, other)
    second.reject(Span.objects.get(annotation_set__kind="suggested", label__key="PERSON", start=0))
    second.accept(Span.objects.get(annotation_set__kind="suggested", label__key="GPE"))
    first = export(project, "annotated")
    run = bring_in(empty, first, manager)

    assert (run.added_count, run.duplicate_count, run.problem_count) == (1, 0, 0)
    assert essence(export(empty, "annotated")) == essence(first)
    assert AnnotationSet.objects.suggested().filter(document__project=empty).count() == 1
    names = AnnotationSet.objects.annotated().filter(document__project=empty)
    assert [each.imported_from["annotated_by"] for each in names.order_by("pk")] == [
        "Ana Annotator",
        "Bo Second",
    ]


def test_sets_are_made_by_the_importer_and_based_on_the_rebuilt_suggestions(
    document: Document, hand: Hand, manager: User, empty: Project
) -> None:
    decide_all_kinds(document, hand)
    bring_in(empty, export(document.project, "annotated"), manager)
    made = AnnotationSet.objects.annotated().get(document__project=empty)
    suggested = AnnotationSet.objects.suggested().get(document__project=empty)

    assert made.made_by == manager
    assert list(made.based_on.all()) == [suggested]
    assert set(made.decisions.values_list("by", flat=True)) == {manager.pk}
    assert suggested.model_version == "test 1.0"
    assert suggested.spans.count() == 4  # what nobody decided on was not in the export
    assert Progress.objects.get(project=empty).state == Progress.State.SUBMITTED


def test_an_entity_of_several_articles_stays_one(
    project: Project, annotator: User, manager: User, empty: Project
) -> None:
    for text in ("Rex Tillerson spoke.", "Then Rex Tillerson left."):
        document = create_document(text, project=project)
        span = suggest_span(document, "Rex Tillerson")
        suggest_entity(document, "Rex Tillerson", span)
        Hand(document, annotator).accept(span)
    bring_in(empty, export(project, "annotated"), manager)

    (entity,) = Entity.objects.of_project(empty)
    assert entity.mentions.count() == 2
    assert Entity.objects.filter(project=empty, became=entity).count() == 2


def test_namesakes_of_one_article_stay_two(
    document: Document, hand: Hand, manager: User, empty: Project
) -> None:
    one, two = project_entity(document, "Iran", "GPE"), project_entity(document, "Iran", "GPE")
    hand.add("Iran", "GPE")
    hand.add("بغداد", "GPE")
    for words, entity in (("Iran", one), ("بغداد", two)):
        start, end = hand.find(words)
        hand.set.spans.filter(start=start, end=end).update(entity=entity)
    first = export(document.project, "annotated")
    bring_in(empty, first, manager)

    assert Entity.objects.of_project(empty).count() == 2
    assert essence(export(empty, "annotated")) == essence(first)


def test_a_document_that_brings_a_set_is_not_suggested_again(
    document: Document, hand: Hand, manager: User, empty: Project
) -> None:
    decide_all_kinds(document, hand)
    bring_in(empty, export(document.project, "annotated"), manager)

    names = ProcrastinateJob.objects.values_list("task_name", flat=True)
    assert "annotations.jobs.suggest" not in names
    assert Decision.objects.filter(annotation_set__document__project=empty).exists()
