"""What was marked alike when a newer model reads the articles again."""

from __future__ import annotations

import pytest

from annotations.actions import heads, rerunning
from annotations.models import Progress
from annotations.models import Span as SpanRow
from annotations.reader import reading
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.applies import ask, finish, make, seen, take_back
from tests.annotations.hands import Hand
from tests.annotations.test_rerunning import NEW, marking, read_all
from tests.factories import suggest_span

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(project: Project) -> Document:
    return make(project, "Chen said so.")


@pytest.fixture(autouse=True)
def _newer_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "version", lambda _: NEW)


def read_again(project: Project, by: User, *names: str) -> None:
    read_all(rerunning.request(project=project, by=by), marking(*names))


def test_reading_again_keeps_what_was_applied(
    first: Document,
    project: Project,
    annotator: User,
    manager: User,
) -> None:
    kept, decided = make(project, "Chen left Iran."), make(project, "Chen saw Iran.")
    run = finish(ask(first, annotator))
    Hand(decided, manager).reject(SpanRow.objects.get(annotation_set__document=decided))

    read_again(project, manager, "Iran")

    assert seen(kept, annotator) == [
        ("Chen", "PERSON", "suggested"),
        ("Iran", "PERSON", "suggested"),
    ]
    (span, _) = reading.of(kept, annotator).spans
    assert span.evidence == "applied by Ana Annotator"
    assert [words for words, *_ in seen(decided, manager)] == ["Iran"]
    assert Progress.objects.get(article=kept.article).suggestion_count == 2
    take_back(run, annotator)
    assert [words for words, *_ in seen(kept, annotator)] == ["Iran"]


def test_what_the_new_version_suggests_itself_is_not_there_twice(
    first: Document,
    project: Project,
    annotator: User,
    manager: User,
) -> None:
    document = make(project, "Chen left.")
    finish(ask(first, annotator))

    read_again(project, manager, "Chen")

    assert seen(document, annotator) == [("Chen", "PERSON", "suggested")]
    assert reading.of(document, annotator).spans[0].evidence == "model"


def test_what_somebody_rejected_does_not_come_back_from_an_older_set(
    first: Document,
    project: Project,
    annotator: User,
    manager: User,
    reviewer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = make(project, "Chen left Iran.")
    finish(ask(first, annotator))
    Hand(document, reviewer).reject(suggest_span(document, "Iran", "ORG"))  # keeps the older set
    read_again(project, manager)
    copy = SpanRow.objects.filter(annotation_set__document=document).latest("pk")
    Hand(document, manager).reject(copy)
    monkeypatch.setattr(heads, "version", lambda _: f"{NEW} again")

    read_all(rerunning.request(project=project, by=manager), marking(version=f"{NEW} again"))

    assert seen(document, annotator) == []


def test_what_is_carried_over_keeps_its_attributes(
    first: Document,
    project: Project,
    annotator: User,
    manager: User,
) -> None:
    document = make(project, "Chen left.")
    finish(ask(first, annotator))
    SpanRow.objects.update(attributes={"values": {"SURE": True}})

    read_again(project, manager)

    (span,) = reading.of(document, annotator).spans
    assert span.values == {"SURE": True}
