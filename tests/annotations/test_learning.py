"""A version of the model is learned from gold as a job, measured, used and put aside."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from annotations.actions import heads, learning, suggesting, suggestions
from annotations.jobs import learn as learn_job
from annotations.models import AnnotationSet, Decision, ModelVersion
from annotations.suggest import gate, pipeline
from annotations.suggest.gate import Count, Figure
from annotations.suggest.gold import Gold
from annotations.suggest.heads import Head, Lesson, Tell
from annotations.suggest.values import SpanSuggestion, Suggestions
from articles.models import Document
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from newsdesk.jobs import GIVE_UP
from tests.annotations.golds import create_gold
from tests.annotations.hands import Hand
from tests.factories import create_document, join, suggest_span

State = ModelVersion.State
GOOD = Lesson(
    b"head",
    {
        "learned_from": {"articles": 4, "names": {"PERSON": 4}},
        "held_out": 1,
        "new_labels": [],
        "gold": gate.to_json([Figure("PERSON", Count(60, 60, 40), Count(60, 60, 50))]),
        "rehearsal": gate.to_json([Figure("ORG", Count(60, 60, 40), Count(60, 60, 40))]),
    },
    "",
)
BAD = Lesson(b"head", GOOD.figures, "More than 2 points are lost: ORG on rehearsal (80.0 → 70.0).")


@pytest.fixture(autouse=True)
def a_model_that_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "can_learn", lambda: True)


@pytest.fixture
def gold(project: Project, manager: User) -> list[AnnotationSet]:
    return create_gold(project, manager)


def taught(monkeypatch: pytest.MonkeyPatch, lesson: Lesson = GOOD) -> list[dict[str, Any]]:
    """Learning ends with this lesson at once; what it was called with."""
    calls: list[dict[str, Any]] = []

    def learn(gold: list[Gold], *, tell: Tell, **more: Any) -> Lesson:
        calls.append({"gold": gold, **more})
        tell(len(gold), 0)
        tell(len(gold), len(gold))
        return lesson

    monkeypatch.setattr(learning, "learn", learn)
    return calls


def learned(project: Project, by: User) -> ModelVersion:
    version = learning.request(project=project, by=by)
    learning.run(version.pk)
    version.refresh_from_db()
    return version


def test_learning_needs_gold(project: Project, manager: User, gold: list[AnnotationSet]) -> None:
    gold[0].delete()
    gold[1].delete()

    with pytest.raises(learning.TooLittleGold, match=r"5 approved .* 3 articles have"):
        learning.request(project=project, by=manager)
    assert not ModelVersion.objects.exists()


def test_another_pipeline_cannot_learn(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("NEWSDESK_SPACY_MODEL", "en_core_web_sm")

    with pytest.raises(learning.CannotLearn):
        learning.request(project=project, by=manager)
    assert heads.active(project.pk) is None


def test_a_version_keeps_its_head_and_its_figures(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = taught(monkeypatch)
    version = learned(project, manager)

    assert (version.state, bytes(version.head or b""), version.figures) == (
        "ready",
        b"head",
        GOOD.figures,
    )
    assert (version.done_count, version.total_count) == (5, 5)
    assert str(version) == f"{pipeline.shipped_version()}+1"
    (call,) = calls
    assert [each.names for each in call["gold"]][-1] == ((0, 9, "PERSON"),)
    assert 1 <= sum(each.is_held_out for each in call["gold"]) < 5
    assert "PERSON" in call["labels"]
    assert not ModelVersion.objects.filter(is_active=True).exists()  # somebody has to want it


def test_a_version_that_forgets_is_refused_and_cannot_be_used(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    taught(monkeypatch, BAD)
    version = learned(project, manager)

    assert (version.state, version.failure) == ("refused", BAD.refusal)
    assert version.figures == BAD.figures
    with pytest.raises(learning.NotUsable):
        learning.use(version=version, by=manager)


def test_only_one_is_made_at_a_time(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = learning.request(project=project, by=manager)
    with pytest.raises(learning.AlreadyLearning):
        learning.request(project=project, by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.create(project=project, number=9, base="m 1")

    learning.cancel(version=first, by=manager)
    assert learning.request(project=project, by=manager).number == 2


def test_a_cancelled_one_ends_while_it_is_made(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = learning.request(project=project, by=manager)

    def learn(gold: list[Gold], *, tell: Tell, **more: Any) -> Lesson:
        learning.cancel(version=version, by=manager)
        tell(2, 2)
        pytest.fail("it went on")

    monkeypatch.setattr(learning, "learn", learn)
    learning.run(version.pk)

    version.refresh_from_db()
    assert (version.state, version.head) == ("cancelled", None)
    with pytest.raises(learning.NotLearning):
        learning.cancel(version=version, by=manager)


def test_what_was_cancelled_at_the_last_moment_stays_cancelled(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = learning.request(project=project, by=manager)

    def learn(gold: list[Gold], **more: Any) -> Lesson:
        learning.cancel(version=version, by=manager)
        return GOOD

    monkeypatch.setattr(learning, "learn", learn)
    learning.run(version.pk)

    version.refresh_from_db()
    assert (version.state, version.head) == ("cancelled", None)


def test_a_killed_job_begins_afresh_and_a_finished_one_is_left_alone(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = taught(monkeypatch)
    version = learning.request(project=project, by=manager)
    ModelVersion.objects.update(state=State.RUNNING, attempts=1, done_count=3, total_count=5)

    learn_job(version.pk)
    learn_job(version.pk)

    version.refresh_from_db()
    assert (version.state, version.attempts, len(calls)) == ("ready", 2, 1)


def test_the_version_of_a_deleted_project_ends_quietly(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = taught(monkeypatch)
    version = learning.request(project=project, by=manager)
    projects.delete(project=project, by=manager)

    learning.run(version.pk)

    version.refresh_from_db()
    assert (version.state, calls) == ("cancelled", [])


def test_given_up_the_version_says_why(
    project: Project, manager: User, gold: list[AnnotationSet]
) -> None:
    version = learning.request(project=project, by=manager)
    GIVE_UP[learn_job.name](version_id=version.pk, reason="There was not enough memory.")

    version.refresh_from_db()
    assert (version.state, version.failure) == ("failed", "There was not enough memory.")


def test_gold_that_is_gone_by_then_is_missed(
    project: Project, manager: User, gold: list[AnnotationSet]
) -> None:
    version = learning.request(project=project, by=manager)
    gold[0].delete()

    with pytest.raises(learning.TooLittleGold):
        learning.run(version.pk)


def test_a_version_in_use_reads_new_articles(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    taught(monkeypatch)
    first, second = learned(project, manager), learned(project, manager)

    learning.use(version=first, by=manager)
    assert heads.active(project.pk) == Head(1, b"head")
    learning.use(version=second, by=manager)
    assert heads.active(project.pk) == Head(2, b"head")
    learning.use_shipped(project=project, by=manager)
    assert heads.active(project.pk) is None
    assert list(
        Event.objects.filter(verb__startswith="model.use")
        .order_by("pk")
        .values_list("verb", "after__number")
    ) == [("model.use", 1), ("model.use", 2), ("model.use_shipped", 2)]


def test_a_version_serves_its_own_project_only(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    taught(monkeypatch)
    learning.use(version=learned(project, manager), by=manager)
    here = create_document("Ana left.", project=project)
    there = create_document("Ana left.")
    join(there.project, manager)
    read: dict[str, Head | None] = {}

    def suggest_many(texts: Any, head: Head | None = None) -> Any:
        for each in texts:
            read[each] = head
            yield None

    monkeypatch.setattr(suggesting, "suggest_many", suggest_many)
    suggesting.suggest_for([here.pk])
    assert read == {"Ana left.": Head(1, b"head")}
    suggesting.suggest_for([there.pk])
    assert read == {"Ana left.": None}


def test_a_version_changes_what_is_suggested_and_nothing_that_people_decided(
    project: Project,
    manager: User,
    gold: list[AnnotationSet],
    document: Document,
    hand: Hand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taught(monkeypatch)
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.reject(suggest_span(document, "Iran", "GPE"))
    decided = list(Decision.objects.order_by("pk").values())
    standing = list(hand.set.spans.values())

    version = learned(project, manager)
    learning.use(version=version, by=manager)
    found = SpanSuggestion(34, 44, "Bob Corker", "PERSON", 0.9, None, "model")
    suggestions.save(document, Suggestions(str(version), document.length, (found,)))

    assert list(Decision.objects.order_by("pk").values()) == decided
    assert list(hand.set.spans.values()) == standing
    assert [(each.start, each.state) for each in hand.reading.spans] == [
        (0, "confirmed"),
        (34, "suggested"),
    ]
    learning.use_shipped(project=project, by=manager)
    assert list(Decision.objects.order_by("pk").values()) == decided


def test_a_version_of_another_shipped_model_is_put_aside(
    project: Project, manager: User, gold: list[AnnotationSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    taught(monkeypatch)
    version = learned(project, manager)
    learning.use(version=version, by=manager)
    monkeypatch.setattr(pipeline, "shipped_version", lambda: "newsdesk-en 99.0")

    assert heads.active(project.pk) is None
    with pytest.raises(learning.OtherModel):
        learning.use(version=version, by=manager)


def test_the_database_refuses_to_use_what_is_not_ready(project: Project) -> None:
    with pytest.raises(IntegrityError):
        ModelVersion.objects.create(
            project=project, number=1, base="m 1", state=State.REFUSED, head=b"", is_active=True
        )


def test_the_command_learns_and_says_what_changed(
    project: Project,
    manager: User,
    gold: list[AnnotationSet],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    taught(monkeypatch)
    call_command("learn", project.slug, "--use")

    out = capsys.readouterr().out
    assert "gold       PERSON           60   66.7   83.3" in out
    assert "is in use." in out
    assert heads.active(project.pk) == Head(1, b"head")


@pytest.mark.parametrize("lesson", [BAD, None])
def test_the_command_says_why_there_is_no_version(
    project: Project,
    manager: User,
    gold: list[AnnotationSet],
    monkeypatch: pytest.MonkeyPatch,
    lesson: Lesson | None,
) -> None:
    if lesson:
        taught(monkeypatch, lesson)
    else:
        AnnotationSet.objects.all().delete()

    with pytest.raises(CommandError, match=r"2 points are lost|no article has gold"):
        call_command("learn", project.slug, "--use")
    with pytest.raises(CommandError, match="There is no project"):
        call_command("learn", "nowhere")
    assert heads.active(project.pk) is None
