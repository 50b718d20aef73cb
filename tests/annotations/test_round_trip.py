"""What is exported and imported into an empty project is exported again the same."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from annotations import filters
from annotations.actions import review, suggestions
from annotations.datasets import exporting
from annotations.formats import jsonl
from annotations.models import (
    AnnotationSet,
    AppliedSpan,
    ApplyRun,
    Decision,
    Entity,
    Progress,
    Span,
)
from annotations.suggest import suggest
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
    label_of,
    suggest_span,
    suggested_set,
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

    apply(hand, sales, suggest_span(document, "said", "ORG"))
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


def apply(hand: Hand, *spans: Span) -> None:
    """As if they had been applied from another article."""
    run = ApplyRun.objects.create(
        project=hand.document.project, label=spans[0].label, quote="x", made_by=hand.by
    )
    AppliedSpan.objects.bulk_create([AppliedSpan(run=run, span=each) for each in spans])


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


HEADLINE = "UNREST IN MIDDLE EAST\n\nTalks in the Middle East failed. The Middle East waits."


def test_a_place_in_a_headline_of_capitals_comes_back_the_same(
    project: Project, annotator: User, manager: User, empty: Project
) -> None:
    document = create_document(HEADLINE, project=project)
    suggestions.save(document, suggest(HEADLINE))
    hand = Hand(document, annotator)
    hand.accept_above(0)
    first = export(project, "annotated")
    run = bring_in(empty, first, manager)

    assert (run.added_count, run.problem_count, run.warning_count) == (1, 0, 0)
    assert essence(export(empty, "annotated")) == essence(first)
    (entity,) = Entity.objects.of_project(empty).filter(name__iexact="Middle East")
    assert entity.mentions.count() == 3


def test_a_mention_of_another_label_than_its_entity_comes_untied_with_a_warning(
    document: Document, hand: Hand, manager: User, empty: Project
) -> None:
    hand.add("Iran", "GPE")
    hand.set.spans.update(entity=project_entity(document, "Iran", "ORG"))
    run = bring_in(empty, export(document.project, "annotated"), manager)

    (problem,) = run.problems.all()
    assert (run.added_count, run.problem_count, run.warning_count) == (1, 0, 1)
    assert (problem.reason, problem.is_warning) == (
        "'Iran' is ORG, so no GPE is tied to it.",
        True,
    )
    assert Span.objects.get(annotation_set__document__project=empty).entity is None


def test_what_many_learned_versions_suggested_comes_back(
    document: Document, hand: Hand, manager: User, empty: Project
) -> None:
    versions = [f"newsdesk-en 0.2.0+{number}" for number in range(1, 8)]
    for version, words in zip(
        versions, ("Rex", "Bob", "Tillerson", "Monday", "that", "left", "in"), strict=True
    ):
        start, end = hand.find(words)
        span = suggested_set(document, version).spans.create(
            label=label_of(document, "PERSON"), start=start, end=end
        )
        hand.accept(span)
    first = export(document.project, "annotated")
    run = bring_in(empty, first, manager)

    assert (run.added_count, run.problem_count) == (1, 0)
    assert essence(export(empty, "annotated")) == essence(first)


def test_a_document_that_brings_a_set_is_not_suggested_again(
    document: Document, hand: Hand, manager: User, empty: Project
) -> None:
    decide_all_kinds(document, hand)
    bring_in(empty, export(document.project, "annotated"), manager)

    names = ProcrastinateJob.objects.values_list("task_name", flat=True)
    assert "annotations.jobs.suggest" not in names
    assert Decision.objects.filter(annotation_set__document__project=empty).exists()
