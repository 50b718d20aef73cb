from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from annotations import filters
from annotations.actions import review
from annotations.datasets import exporting
from annotations.formats import jsonl
from annotations.formats.values import ExportedSet
from annotations.models import AnnotationSet, AppliedSpan, ApplyRun, Progress
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests import factories
from tests.annotations.hands import Hand, suggest_claim, suggest_entity

Read = Callable[..., list[ExportedSet]]


@pytest.fixture
def read(project: Project) -> Read:
    def read(kind: str = "annotated", **values: str) -> list[ExportedSet]:
        return list(exporting.read(exporting.sets(kind, filters.of(project, values))))

    return read


def test_what_was_decided_is_in_the_line_and_nothing_else(
    read: Read, document: Document, hand: Hand
) -> None:
    kept = factories.suggest_span(document, "Rex Tillerson")
    changed = factories.suggest_span(document, "Monday", "PERSON")
    gone = factories.suggest_span(document, "sales")
    factories.suggest_span(document, "Iran", "GPE")
    hand.accept(kept)
    hand.relabel(changed, "DATE")
    hand.reject(gone)
    hand.add("Bob Corker")
    (line,) = read()

    assert [(span.text, span.label, span.origin, span.decision) for span in line.spans] == [
        ("Rex Tillerson", "PERSON", "model", "accepted"),
        ("Monday", "DATE", "model", "corrected"),
        ("Bob Corker", "PERSON", "human", None),
    ]
    assert [(span.text, span.decision) for span in line.rejected_spans] == [("sales", "rejected")]
    assert line.spans[1].proposed
    assert line.spans[1].proposed.label == "PERSON"
    assert (line.annotated_by, line.approved_by) == ("Ana Annotator", None)
    assert line.model_version == "test 1.0"


def test_a_line_has_every_key_in_the_order_of_the_format(
    read: Read, document: Document, hand: Hand
) -> None:
    hand.accept(factories.suggest_span(document, "Rex Tillerson"))
    line = jsonl.to_json(read()[0])

    assert " ".join(line) == (
        "id project headline url outlet authors published_at language sha256 text offset_unit set "
        "annotated_by approved_by model_version spans claims rejected entities"
    )
    assert " ".join(line["spans"][0]) == "id start end text label entity origin decision attributes"
    assert list(line["rejected"]) == ["spans", "claims"]


def test_undecided_suggestions_are_only_in_suggested_exports(
    read: Read, document: Document
) -> None:
    factories.suggest_span(document, "Iran", "GPE")
    (line,) = read("suggested")

    assert [(span.text, span.origin, span.decision) for span in line.spans] == [
        ("Iran", "model", None)
    ]
    assert (line.set, line.model_version, line.annotated_by) == ("suggested", "test 1.0", None)
    assert read("annotated") == read("gold") == []


def test_only_the_newest_suggestions_are_exported(read: Read, document: Document) -> None:
    factories.suggest_span(document, "Iran", "GPE")
    newest = factories.suggested_set(document, "test 2.0")

    assert [line.id for line in read("suggested")] == [newest.pk]


def test_claims_come_with_their_parts_and_what_they_lie_within(
    read: Read, document: Document, hand: Hand
) -> None:
    outer = suggest_claim(document, "Bob Corker claimed sales rose in Iran", source="Rex Tillerson")
    inner = suggest_claim(document, "sales rose", source="Bob Corker", within=outer)
    hand.accept(outer)
    hand.accept(inner)
    (line,) = read()
    told, reported = line.claims

    assert reported.within == told.id
    assert [part.text for part in reported.source] == ["Bob Corker"]
    assert [part.text for part in reported.content] == ["sales rose"]
    assert told.decision == reported.decision == "accepted"
    assert (told.within, told.cue, told.via) == (None, (), ())


def test_a_rejected_claim_may_hold_an_inner_one_and_is_named_by_it(
    read: Read, document: Document, hand: Hand
) -> None:
    outer = suggest_claim(document, "Bob Corker claimed sales rose in Iran", source="Rex Tillerson")
    inner = suggest_claim(document, "sales rose", source="Bob Corker", within=outer)
    hand.reject(outer)
    hand.reject(inner)
    (line,) = read()

    assert [claim.id for claim in line.rejected_claims] == [outer.pk, inner.pk]
    assert line.rejected_claims[1].within == outer.pk


def test_an_inferred_source_is_named_by_its_entity(
    read: Read, document: Document, hand: Hand
) -> None:
    name = factories.suggest_span(document, "Rex Tillerson")
    entity = suggest_entity(document, "Rex Tillerson", name)
    claim = suggest_claim(document, "He left", inferred=entity)
    hand.accept(name)
    hand.accept(claim)
    (line,) = read()
    (source,) = line.claims[0].source
    (named,) = line.entities

    assert (source.start, source.end, source.text, source.inferred) == (None, None, None, True)
    assert source.entity == named.id == line.spans[0].entity != entity.pk
    assert (named.name, named.label) == ("Rex Tillerson", "PERSON")
    assert line.claims[0].decision == "accepted"


def test_gold_names_who_annotated_and_who_approved(
    read: Read, document: Document, hand: Hand, reviewer: User
) -> None:
    hand.accept(factories.suggest_span(document, "Rex Tillerson"))
    hand.reject(factories.suggest_span(document, "Iran", "GPE"))
    hand.submit()
    review.approve(document=document, set_id=hand.set.pk, seen_version=hand.version, by=reviewer)
    (line,) = read("gold")

    assert (line.annotated_by, line.approved_by) == ("Ana Annotator", "Rui Reviewer")
    assert [span.decision for span in (*line.spans, *line.rejected_spans)] == [
        "accepted",
        "rejected",
    ]
    assert line.model_version == "test 1.0"


def test_the_names_an_imported_set_came_with_are_kept(
    read: Read, document: Document, manager: User
) -> None:
    AnnotationSet.objects.create(
        document=document,
        kind="annotated",
        state="submitted",
        made_by=manager,
        imported_from={"annotated_by": "Ilse"},
    )

    assert [line.annotated_by for line in read()] == ["Ilse"]


def test_offsets_are_code_points(read: Read, project: Project, annotator: User) -> None:
    text = "👩‍👩‍👧 قال الوزير e\u0301 said Zoë."
    document = factories.create_document(text, project=project)
    hand = Hand(document, annotator)
    hand.add("الوزير")
    hand.add("Zoë")
    (line,) = read()

    assert [text[span.start : span.end] for span in line.spans] == ["الوزير", "Zoë"]
    assert [span.text for span in line.spans] == ["الوزير", "Zoë"]


def test_filters_choose_the_articles(read: Read, project: Project, document: Document) -> None:
    other = factories.create_document("Iran.", project=project, outlet="IRNA")
    for each in (document, other):
        factories.suggest_span(each, "Iran", "GPE")
    Progress.objects.filter(article=document.article).update(state="submitted")

    assert [line.outlet for line in read("suggested", outlet="IRNA")] == ["IRNA"]
    assert [line.sha256 for line in read("suggested", state="submitted")] == [document.sha256]


def test_another_projects_sets_are_never_read(read: Read, document: Document) -> None:
    elsewhere = factories.create_document("Iran again.")
    factories.suggest_span(elsewhere, "Iran", "GPE")

    assert read("suggested") == []


def test_a_batch_takes_the_same_queries_however_many_sets(
    read: Read,
    project: Project,
    annotator: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(12):
        document = factories.create_document(f"Number {n}: Iran.", project=project)
        Hand(document, annotator).accept(factories.suggest_span(document, "Iran", "GPE"))
        with django_assert_max_num_queries(8):
            assert len(read()) == n + 1


def test_what_a_colleague_applied_is_no_models(
    read: Read, document: Document, annotator: User, hand: Hand
) -> None:
    spans = [factories.suggest_span(document, each) for each in ("Rex", "Bob", "Iran", "Monday")]
    run = ApplyRun.objects.create(
        project=document.project, label=spans[0].label, quote="x", made_by=annotator
    )
    AppliedSpan.objects.bulk_create([AppliedSpan(run=run, span=each) for each in spans[:3]])
    (suggested,) = read("suggested")
    assert [each.origin for each in suggested.spans] == ["human", "model", "human", "human"]

    hand.accept(spans[0])
    hand.relabel(spans[1], "ORG")
    hand.reject(spans[2])
    (line,) = read()
    told = [(each.origin, each.decision) for each in (*line.spans, *line.rejected_spans)]
    assert told == [("human", "accepted"), ("human", "corrected"), ("human", "rejected")]
    assert line.spans[1].proposed
    assert line.spans[1].proposed.origin == "human"
    assert line.model_version is None
    hand.accept(spans[3])
    assert read()[0].model_version == "test 1.0"
