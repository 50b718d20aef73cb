"""Words marked alike in a project's other articles, by one job."""

from __future__ import annotations

import pytest

from annotations.actions import applied, applying
from annotations.actions.errors import BadSpan, UnknownLabel
from annotations.models import AnnotationSet, ApplyOutcome, ApplyRun, Label, Progress
from annotations.models import Span as SpanRow
from annotations.reader import reading
from articles.models import Document
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import Membership, Project, User
from newsdesk.history.models import Event
from newsdesk.purging import purge
from tests.annotations.applies import ask, finish, make, seen, take_back, told
from tests.annotations.hands import Hand
from tests.factories import create_user, join, suggest_span

State, Kind = ApplyRun.State, ApplyOutcome.Kind
pytestmark = pytest.mark.django_db


@pytest.fixture
def first(project: Project) -> Document:
    return make(project, "Chen said so.")


def test_it_marks_in_own_open_sets_and_suggests_elsewhere(
    first: Document, project: Project, annotator: User, reviewer: User
) -> None:
    mine, theirs = make(project, "Ann met Chen, Chen."), make(project, "Chen left.")
    make(project, "CHEN and Chens.")
    hand = Hand(mine, annotator)
    hand.add("Ann")

    run = finish(ask(first, annotator))

    assert (run.state, run.total_count, run.done_count) == (State.DONE, 3, 3)
    assert told(run) == {"Ann met Chen, Chen.": ("own", 2, 0), "Chen left.": ("suggested", 1, 0)}
    assert seen(mine, annotator)[1:] == [("Chen", "PERSON", "confirmed")] * 2
    assert seen(theirs, reviewer) == [("Chen", "PERSON", "suggested")]
    assert seen(first, annotator) == []
    assert AnnotationSet.objects.annotated().get() == hand.set
    (span,) = reading.of(theirs, reviewer).spans
    assert (span.evidence, span.score) == ("applied by Ana Annotator", None)
    assert Progress.objects.get(article=theirs.article).suggestion_count == 1


def test_near_forms_come_if_wanted(first: Document, project: Project, annotator: User) -> None:
    near = make(project, "CHEN and Chens, Cheng.")

    finish(ask(first, annotator, has_near=True))

    assert [words for words, _, _ in seen(near, annotator)] == ["CHEN", "Chens"]


def test_what_was_unticked_is_left_out(first: Document, project: Project, annotator: User) -> None:
    whole, part = make(project, "Chen came."), make(project, "Chen, Chen.")
    left_out = [str(whole.article_id), f"{part.article_id}:0-4"]

    run = finish(ask(first, annotator, left_out=left_out))

    assert told(run) == {"Chen, Chen.": ("suggested", 1, 0)}
    assert reading.of(part, annotator).spans[0].start == 6


def test_what_anybody_decided_and_longer_words_stay(
    first: Document, project: Project, annotator: User, reviewer: User
) -> None:
    document = make(project, "Chen, Ann Chen, Chen, Chen and Chen.")
    suggest_span(document, "Ann Chen")
    wrong = suggest_span(document, "Chen", "ORG")
    Hand(document, reviewer).reject(wrong)
    last = document.text.rindex("Chen")
    Hand(document, create_member(project)).mark_same("Chen", "ORG", (last, last + 4))

    run = finish(ask(first, annotator))

    assert told(run) == {str(document.article): ("suggested", 2, 3)}
    names = [each for each in seen(document, annotator) if each[0] == "Chen"]
    assert names == [("Chen", "ORG", "suggested"), *[("Chen", "PERSON", "suggested")] * 2]


def create_member(project: Project) -> User:
    user = create_user("Other")
    join(project, user)
    return user


def test_finished_approved_and_unread_articles_are_passed_over(
    first: Document, project: Project, annotator: User
) -> None:
    closed, gold, taken = (make(project, f"Chen {word}.") for word in ("one", "two", "three"))
    make(project, "Chen four.", is_read=False)
    Hand(closed, annotator).submit()
    AnnotationSet.objects.create(document=gold, kind="gold", state="approved", made_by=annotator)
    Hand(taken, annotator).add("Chen", "ORG")

    run = finish(ask(first, annotator))

    assert {words: kind for words, (kind, *_) in told(run).items()} == {
        "Chen one.": "finished",
        "Chen two.": "approved",
        "Chen three.": "taken",
        "Chen four.": "unread",
    }
    assert not SpanRow.objects.filter(label__key="PERSON").exists()


def test_a_killed_run_goes_on_where_it_was(
    first: Document, project: Project, annotator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [make(project, f"Chen {number}.") for number in range(4)]
    run = ask(first, annotator)
    real = applied.to_article
    done: list[int] = []

    def to_article(run: ApplyRun, article_id: int, but: frozenset[str]) -> ApplyOutcome | None:
        outcome = real(run, article_id, but)
        if len(done) == 2:
            raise MemoryError
        done.append(article_id)
        return outcome

    monkeypatch.setattr(applied, "to_article", to_article)
    with pytest.raises(MemoryError):
        applying.go_on(run.pk, 10)
    monkeypatch.setattr(applied, "to_article", real)
    assert run.outcomes.count() == 2
    assert applying.pass_over(run.pk)
    finish(run)

    assert (run.done_count, run.state) == (4, State.DONE)
    kinds = [each.kind for each in run.outcomes.order_by("article")]
    assert kinds == [Kind.SUGGESTED, Kind.SUGGESTED, Kind.FAILED, Kind.SUGGESTED]
    assert [len(seen(each, annotator)) for each in documents] == [1, 1, 0, 1]


def test_a_cancelled_run_stores_nothing_more_and_can_be_undone(
    first: Document, project: Project, annotator: User
) -> None:
    documents = [make(project, f"Chen {number}.") for number in range(3)]
    run = ask(first, annotator)
    assert applying.go_on(run.pk, 1)
    applying.cancel(run=run, by=annotator)

    assert not applying.go_on(run.pk, 5)
    with pytest.raises(applying.NotApplying):
        applying.cancel(run=run, by=annotator)
    assert [len(seen(each, annotator)) for each in documents] == [1, 0, 0]
    take_back(run, annotator)
    assert seen(documents[0], annotator) == []


def test_one_at_a_time_and_only_of_words(first: Document, annotator: User, reviewer: User) -> None:
    ask(first, annotator)
    ask(first, reviewer)
    with pytest.raises(applying.AlreadyApplying):
        ask(first, annotator)
    other = create_member(first.project)
    for quote in ("", " ", "Chen\nsaid"):
        with pytest.raises(BadSpan):
            ask(first, other, quote)
    with pytest.raises(UnknownLabel):
        applying.request(document=first, quote="Chen", label_key="NOTHING", by=other)


def test_who_may_no_longer_annotate_applies_nothing(
    first: Document, project: Project, annotator: User
) -> None:
    make(project, "Chen left.")
    run = ask(first, annotator)
    Membership.objects.filter(user=annotator).update(role="viewer")

    finish(run)

    assert (run.state, run.failure) == (State.FAILED, applying.NO_RIGHT)
    assert not run.outcomes.exists()


def test_a_label_retired_meanwhile_ends_it(first: Document, annotator: User) -> None:
    run = ask(first, annotator)
    Label.objects.update(is_retired=True)

    assert finish(run).failure == applying.NO_LABEL


def test_it_ends_with_its_project(first: Document, project: Project, manager: User) -> None:
    run = ask(first, manager)
    projects.delete(project=project, by=manager)

    run.refresh_from_db()
    assert (run.state, run.failure) == (State.CANCELLED, "The project was deleted.")


def test_it_goes_with_its_project(first: Document, project: Project, manager: User) -> None:
    mine = make(project, "Ann met Chen.")
    make(project, "Chen left.")
    Hand(mine, manager).add("Ann")
    run = finish(ask(first, manager))
    assert run.outcomes.count() == 2
    projects.delete(project=project, by=manager)

    purge(project_id=project.pk)

    assert not ApplyRun.objects.exists()
    assert not SpanRow.objects.exists()


def test_every_change_is_an_event(first: Document, project: Project, annotator: User) -> None:
    make(project, "Chen left, Chen.")
    run = finish(ask(first, annotator))
    take_back(run, annotator)

    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["apply.request", *["span.propose"] * 2, "apply.undo", *["undo"] * 2]
    groups = Event.objects.filter(verb="span.propose").values_list("group", flat=True).distinct()
    assert list(groups) == [run.outcomes.get().group]
    assert set(Event.objects.filter(verb="undo").values_list("undoes", flat=True)) == set(groups)
