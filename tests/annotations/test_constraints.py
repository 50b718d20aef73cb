"""What the database refuses, tried."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import RestrictedError

from annotations.models import AnnotationSet, Claim, ClaimPart, Decision, Entity, Label, Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, project_entity, suggest_claim
from tests.factories import label_of, suggest_span, suggested_set


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("annotation_set_made_by_a_person_or_a_model", {"kind": "suggested"}),
        ("annotation_set_made_by_a_person_or_a_model", {"kind": "annotated", "state": "open"}),
        ("annotation_set_state_fits_its_kind", {"kind": "suggested", "state": "open"}),
        ("annotation_set_state_fits_its_kind", {"kind": "gold", "state": "open"}),
        ("annotation_set_state_fits_its_kind", {"kind": "annotated", "state": "approved"}),
    ],
)
def test_a_set_has_the_maker_and_state_of_its_kind(
    document: Document, annotator: User, constraint: str, values: dict[str, Any]
) -> None:
    is_about_state = constraint.endswith("kind")
    if is_about_state and values["kind"] == "suggested":
        values = {**values, "model_version": "test 1.0"}
    elif is_about_state:
        values = {**values, "made_by": annotator}

    with pytest.raises(IntegrityError, match=constraint):
        AnnotationSet.objects.create(document=document, **values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("annotation_set_once_by_a_person", {"kind": "annotated", "state": "open"}),
        ("annotation_set_gold_once", {"kind": "gold", "state": "approved"}),
        ("annotation_set_draft_once", {"kind": "gold", "state": "draft"}),
    ],
)
def test_a_document_has_one_set_of_each_hand(
    document: Document, annotator: User, constraint: str, values: dict[str, Any]
) -> None:
    AnnotationSet.objects.create(document=document, made_by=annotator, **values)

    with pytest.raises(IntegrityError, match=constraint):
        AnnotationSet.objects.create(document=document, made_by=annotator, **values)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 4)])
def test_a_span_starts_before_it_ends(document: Document, start: int, end: int) -> None:
    with pytest.raises(IntegrityError, match="span_start_before_end"):
        Span.objects.create(
            annotation_set=suggested_set(document),
            label=label_of(document, "ORG"),
            start=start,
            end=end,
        )


def test_a_span_starts_in_the_text(document: Document) -> None:
    with pytest.raises(IntegrityError):
        Span.objects.create(
            annotation_set=suggested_set(document),
            label=label_of(document, "ORG"),
            start=-1,
            end=4,
        )


def test_a_span_is_marked_once_in_a_set(document: Document) -> None:
    suggest_span(document, "Iran")

    with pytest.raises(IntegrityError, match="span_marked_once"):
        suggest_span(document, "Iran")


def test_a_used_label_is_not_deleted(document: Document) -> None:
    suggest_span(document, "Iran")

    with pytest.raises(IntegrityError), transaction.atomic():
        label_of(document, "PERSON").delete()
    assert Label.objects.filter(key="PERSON").exists()


@pytest.mark.parametrize(
    "values",
    [
        {"role": "content", "is_inferred": True},
        {"role": "cue", "is_inferred": True},
        {"role": "source", "is_inferred": True, "start": 0, "end": 4},
        {"role": "source"},
        {"role": "source", "start": 0},
    ],
)
def test_a_part_has_offsets_unless_inferred(document: Document, values: dict[str, Any]) -> None:
    claim = suggest_claim(document, "sales rose")

    with pytest.raises(IntegrityError, match="claim_part_has_offsets_unless_inferred"):
        ClaimPart.objects.create(claim=claim, order=5, **values)


def test_a_part_starts_before_it_ends(document: Document) -> None:
    claim = suggest_claim(document, "sales rose")

    with pytest.raises(IntegrityError, match="claim_part_start_before_end"):
        ClaimPart.objects.create(claim=claim, role="cue", order=0, start=4, end=4)


def test_a_claim_is_not_within_itself(document: Document) -> None:
    claim = suggest_claim(document, "sales rose")

    with pytest.raises(IntegrityError, match="claim_not_within_itself"):
        Claim.objects.filter(pk=claim.pk).update(within=claim)


def test_speech_is_known(document: Document) -> None:
    with pytest.raises(IntegrityError, match="claim_speech_is_known"):
        Claim.objects.create(annotation_set=suggested_set(document), speech="sung")


def test_a_suggestion_is_decided_once_in_a_set(
    document: Document, hand: Hand, annotator: User
) -> None:
    suggestion = suggest_span(document, "Iran")
    hand.reject(suggestion)

    with pytest.raises(IntegrityError, match="decision_once_on_a_span"):
        Decision.objects.create(annotation_set=hand.set, on_span=suggestion, by=annotator)


def test_a_decision_is_on_a_span_or_a_claim(document: Document, annotator: User) -> None:
    span, claim = suggest_span(document, "Iran"), suggest_claim(document, "sales rose")
    own = AnnotationSet.objects.create(
        document=document, kind="annotated", state="open", made_by=annotator
    )
    values: list[dict[str, Any]] = [
        {},
        {"on_span": span, "on_claim": claim},
        {"on_span": span, "result_claim": claim},
    ]
    for each in values:
        with (
            pytest.raises(IntegrityError, match="decision_on_a_span_or_a_claim"),
            transaction.atomic(),
        ):
            Decision.objects.create(annotation_set=own, by=annotator, **each)


def test_a_result_is_not_deleted_behind_its_decision(document: Document, hand: Hand) -> None:
    hand.accept(suggest_span(document, "Iran"))

    with pytest.raises(RestrictedError):
        hand.set.spans.get().delete()


def test_no_entity_becomes_itself(document: Document) -> None:
    one = project_entity(document, "Iran")

    with pytest.raises(IntegrityError, match="entity_became_not_itself"):
        Entity.objects.filter(pk=one.pk).update(became=one)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_history_is_append_only(document: Document, hand: Hand, change: str) -> None:
    hand.add("Iran", "GPE")
    events = Event.objects.all()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        events.update(verb="span.accept") if change == "update" else events.delete()
    assert Event.objects.get().verb == "span.add"


def test_a_project_starts_with_the_labels_of_news(project: Project) -> None:
    labels = Label.objects.of_project(project)

    assert [(each.key, each.shortcut) for each in labels] == [
        ("PERSON", "1"),
        ("ORG", "2"),
        ("GPE", "3"),
        ("LOC", "4"),
        ("NORP", "5"),
        ("FAC", "6"),
        ("EVENT", "7"),
        ("DATE", "8"),
        ("MONEY", "9"),
        ("QUANTITY", "0"),
        ("LAW", "shift+1"),
    ]
