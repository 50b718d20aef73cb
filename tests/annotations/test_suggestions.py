"""What a model says becomes a suggested set; a text it fails on keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from annotations.actions import suggesting, suggestions
from annotations.models import AnnotationSet, Claim, Entity, Label, Progress, Span
from annotations.reader import reading
from annotations.suggest.values import (
    ClaimSuggestion,
    EntitySuggestion,
    Part,
    SpanSuggestion,
    Suggestions,
)
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.factories import create_document
from tests.queries import counted

NAME = "Rex Tillerson"


def span(start: int, end: int, label: str = "PERSON", entity: int | None = None) -> SpanSuggestion:
    return SpanSuggestion(start, end, "", label, 0.9, entity, "model")


def claim(
    start: int, end: int, *, within: int | None = None, repeats: int | None = None, who: int = 0
) -> ClaimSuggestion:
    source = Part(None, None, None, entity=who, inferred=True)
    content = Part(start, end, "")
    return ClaimSuggestion(
        (content,), (), (source,), (), "indirect", within, 0.8, "P1", "body", repeats
    )


FOUND = Suggestions(
    "newsdesk-en 1.0.0",
    81,
    spans=(span(0, 13, entity=0), span(67, 71, "GPE", entity=1)),
    claims=(claim(34, 71), claim(53, 71, within=0, repeats=0)),
    entities=(
        EntitySuggestion(NAME, "PERSON", (0,), ("Rex T.",)),
        EntitySuggestion("Iran", "GPE", (1,)),
    ),
)


def test_spans_claims_parts_and_entities_are_saved(document: Document) -> None:
    saved = suggestions.save(document, FOUND)

    assert saved is not None
    assert (saved.kind, saved.model_version) == ("suggested", "newsdesk-en 1.0.0")
    first = saved.spans.get(start=0)
    assert (first.label.key, first.score, first.evidence) == ("PERSON", 0.9, "model")
    assert first.entity == Entity.objects.get(proposed_in=saved, name=NAME)
    assert first.entity.aliases == ["Rex T."]
    outer, inner = saved.claims.order_by("pk")
    assert (inner.within, inner.attributes) == (outer, {"zone": "body", "repeats": outer.pk})
    assert outer.parts.get(role="source").entity == first.entity


def test_names_longer_than_an_entity_has_are_cut_and_such_aliases_left_out(
    document: Document,
) -> None:
    long = EntitySuggestion("x" * 3_000, "PERSON", (0,), ("y" * 3_000, "Rex T."))

    saved = suggestions.save(document, replace(FOUND, entities=(long, FOUND.entities[1])))

    found = Entity.objects.get(proposed_in=saved, label__key="PERSON")
    assert (found.name, found.aliases) == ("x" * 200, ["Rex T."])


def test_suggested_entities_are_not_the_projects(document: Document, project: Project) -> None:
    suggestions.save(document, FOUND)

    assert not Entity.objects.of_project(project).exists()


def test_the_article_counts_as_suggested(document: Document, annotator: User) -> None:
    saved = suggestions.save(document, FOUND)

    progress = Progress.objects.get()
    assert (progress.state, progress.suggestion_count) == ("suggested", 4)
    assert progress.suggested_set == saved
    assert reading.of(document, annotator).counts == (4, 0)


def test_saved_again_it_is_the_same(document: Document) -> None:
    suggestions.save(document, FOUND)

    assert suggestions.save(document, FOUND) is None
    assert AnnotationSet.objects.count() == 1


def test_a_newer_model_adds_a_set(document: Document, annotator: User) -> None:
    suggestions.save(document, FOUND)

    newer = suggestions.save(document, replace(FOUND, model_version="2.0", claims=(), spans=()))

    assert Progress.objects.get().suggested_set == newer
    assert reading.of(document, annotator).spans == ()


@pytest.mark.parametrize(
    "bad",
    [
        span(5, 5),
        span(9, 4),
        span(70, 76),
        span(0, 10_000),
        span(0, 13),
        span(14, 18, "SHIP"),
    ],
)
def test_a_span_that_does_not_fit_is_passed_over(document: Document, bad: SpanSuggestion) -> None:
    saved = suggestions.save(document, replace(FOUND, spans=(*FOUND.spans, bad)))

    assert saved is not None
    assert saved.spans.count() == 2


def test_a_retired_label_is_not_suggested(document: Document) -> None:
    Label.objects.filter(key="GPE").update(is_retired=True)

    suggestions.save(document, FOUND)

    assert {each.label.key for each in Span.objects.all()} == {"PERSON"}
    assert [each.name for each in Entity.objects.all()] == [NAME]


def test_a_claim_without_content_in_the_text_is_passed_over(document: Document) -> None:
    odd = (claim(5, 10_000), claim(34, 71, within=0), claim(53, 71, within=2))

    saved = suggestions.save(document, replace(FOUND, claims=odd))

    assert saved is not None
    assert list(saved.claims.values_list("within", flat=True)) == [None, None]


def test_claims_never_lie_within_each_other_in_a_circle(document: Document) -> None:
    circle = (claim(34, 71, within=1), claim(53, 71, within=0))

    suggestions.save(document, replace(FOUND, claims=circle))

    assert Claim.objects.filter(within=None).exists()


def test_many_documents_cost_as_many_queries_as_one(project: Project) -> None:
    numbers = []
    for count in (1, 9):
        batch = [
            create_document(f"{NAME} {count} {number} " + "x" * 80, project=project)
            for number in range(count)
        ]
        with counted() as queries:
            suggestions.save_all([(document, FOUND) for document in batch])
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def model(texts: Iterable[str]) -> Iterator[Suggestions]:
    for text in texts:
        if "unreadable" in text:
            raise ValueError(text)
        yield FOUND


def test_a_text_that_fails_is_recorded_and_the_others_are_read(
    project: Project, annotator: User
) -> None:
    texts = [f"{NAME} {number} " + "x" * 80 for number in range(4)]
    texts[1:3] = ["unreadable one", "unreadable two"]
    documents = [create_document(text, project=project) for text in texts]

    suggesting.suggest_for([document.pk for document in documents], model)

    states = Progress.objects.order_by("article").values_list("state", "suggestion_count")
    assert list(states) == [("suggested", 4), ("new", 0), ("new", 0), ("suggested", 4)]
    failed = Progress.objects.exclude(failure="").order_by("article")
    assert [each.article for each in failed] == [each.article for each in documents[1:3]]


def test_read_at_last_the_failure_is_forgotten(document: Document, annotator: User) -> None:
    Progress.objects.update(failure="It failed.")

    suggesting.suggest_for([document.pk], model)

    assert Progress.objects.get().failure == ""


def test_a_document_with_suggestions_is_not_read_again(document: Document) -> None:
    suggestions.save(document, FOUND)

    def unexpected(texts: Iterable[str]) -> Iterator[Suggestions]:
        assert list(texts) == []
        return iter(())

    suggesting.suggest_for([document.pk], unexpected)
