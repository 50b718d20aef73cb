"""Words marked alike in a project's other articles: one job, and its undo."""

from __future__ import annotations

import pytest

from annotations.actions import applied, applying, heads, holding, rerunning, search
from annotations.actions.errors import BadSpan, NothingToRedo, UnknownLabel
from annotations.models import (
    AnnotationSet,
    ApplyOutcome,
    ApplyRun,
    Assignment,
    Decision,
    Label,
    Progress,
)
from annotations.models import Span as SpanRow
from annotations.reader import reading
from articles.models import Document
from newsdesk.accounts.actions import projects
from newsdesk.accounts.models import Membership, Project, User
from newsdesk.history.models import Event
from newsdesk.purging import purge
from tests.annotations.hands import Hand
from tests.annotations.test_rerunning import NEW, marking, read_all
from tests.factories import create_document, create_user, join, suggest_span, suggested_set

State, Kind = ApplyRun.State, ApplyOutcome.Kind
pytestmark = pytest.mark.django_db


def make(project: Project, text: str, *, is_read: bool = True) -> Document:
    """An article that can be found, and that the model has read."""
    document = create_document(text, project=project, headline=text[:20])
    search.index([document.pk])
    if is_read:
        suggested_set(document)
    return document


@pytest.fixture
def first(project: Project) -> Document:
    return make(project, "Chen said so.")


def ask(first: Document, by: User, quote: str = "Chen", **more: object) -> ApplyRun:
    return applying.request(document=first, quote=quote, label_key="PERSON", by=by, **more)  # type: ignore[arg-type]


def finish(run: ApplyRun, most: int = 2) -> ApplyRun:
    while applying.go_on(run.pk, most):
        pass
    run.refresh_from_db()
    return run


def take_back(run: ApplyRun, by: User, most: int = 2) -> ApplyRun:
    applying.undo(run=run, by=by)
    while applying.undo_next(run.pk, most):
        pass
    run.refresh_from_db()
    return run


def told(run: ApplyRun) -> dict[str, tuple[str, int, int]]:
    """What came of it by the article's headline: where, marked, passed over."""
    return {
        str(each.article): (each.kind, each.place_count, each.left_count)
        for each in run.outcomes.select_related("article")
    }


def seen(document: Document, by: User) -> list[tuple[str, str, str]]:
    spans = reading.of(document, by).spans
    return [(document.text[span.start : span.end], span.label, span.state) for span in spans]


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


def test_undo_takes_all_of_it_back(
    first: Document, project: Project, annotator: User, reviewer: User
) -> None:
    mine, theirs = make(project, "Ann met Chen."), make(project, "Chen left.")
    accepted = suggest_span(mine, "Chen")
    Hand(mine, annotator).add("Ann")
    run = finish(ask(first, annotator))
    assert Decision.objects.get().on_span == accepted

    take_back(run, annotator)

    assert run.state == State.UNDONE
    assert seen(mine, annotator) == [
        ("Ann", "PERSON", "confirmed"),
        ("Chen", "PERSON", "suggested"),
    ]
    assert seen(theirs, reviewer) == []
    assert Progress.objects.get(article=theirs.article).suggestion_count == 0
    assert [each.undone_count for each in run.outcomes.all()] == [1, 1]
    with pytest.raises(applying.NotUndoable):
        applying.undo(run=run, by=annotator)


def test_what_changed_since_stays_and_is_listed(
    first: Document, project: Project, annotator: User, reviewer: User
) -> None:
    mine, theirs = make(project, "Ann met Chen, Chen."), make(project, "Chen left, Chen.")
    closed = make(project, "Bob met Chen.")
    for document in (mine, closed):
        Hand(document, annotator).add(document.text[:3])
    run = finish(ask(first, annotator))
    own = SpanRow.objects.filter(annotation_set__document=mine, start=8).get()
    Hand(mine, annotator, version=2).relabel(own, "ORG")
    Hand(closed, annotator, version=2).submit()
    decided = SpanRow.objects.filter(annotation_set__document=theirs).earliest("start")
    Hand(theirs, reviewer).accept(decided)

    take_back(run, annotator)

    found = {str(each.article): (each.undone_count, each.kept_count) for each in run.outcomes.all()}
    assert found == {
        "Ann met Chen, Chen.": (1, 1),
        "Chen left, Chen.": (1, 1),
        "Bob met Chen.": (0, 1),
    }
    assert seen(theirs, reviewer) == [("Chen", "PERSON", "confirmed")]


def test_one_undo_in_the_article_takes_it_back_there(
    first: Document, project: Project, annotator: User
) -> None:
    mine = make(project, "Ann met Chen.")
    Hand(mine, annotator).add("Ann")
    run = finish(ask(first, annotator))

    Hand(mine, annotator, version=2).undo()
    assert len(seen(mine, annotator)) == 1
    take_back(run, annotator)

    outcome = run.outcomes.get()
    assert (outcome.undone_count, outcome.kept_count) == (1, 0)
    with pytest.raises(NothingToRedo):
        Hand(mine, annotator, version=3).redo()


def test_what_was_redone_in_the_article_is_taken_back_for_good(
    first: Document, project: Project, annotator: User
) -> None:
    mine = make(project, "Ann met Chen.")
    Hand(mine, annotator).add("Ann")
    run = finish(ask(first, annotator))
    hand = Hand(mine, annotator, version=2)
    hand.undo()
    hand.redo()

    take_back(run, annotator)

    assert run.outcomes.get().undone_count == 1
    assert len(seen(mine, annotator)) == 1
    hand = Hand(mine, annotator, version=5)
    with pytest.raises(NothingToRedo):
        hand.redo()
    hand.undo()
    assert seen(mine, annotator) == []


def test_a_manager_undoes_what_anybody_suggested_and_nothing_in_their_sets(
    first: Document, project: Project, annotator: User, manager: User
) -> None:
    mine, theirs = make(project, "Ann met Chen."), make(project, "Chen left.")
    Hand(mine, annotator).add("Ann")
    run = finish(ask(first, annotator))
    Membership.objects.filter(user=annotator).update(is_suspended=True)

    take_back(run, manager)

    assert (run.state, run.undone_by) == (State.UNDONE, manager)
    assert seen(theirs, manager) == []
    assert [each.undone_count for each in run.outcomes.order_by("article")] == [0, 1]
    assert set(Event.objects.filter(verb="undo").values_list("actor_id", flat=True)) == {manager.pk}
    with pytest.raises(applying.NotUndoable):
        applying.undo(run=run, by=manager)

    Membership.objects.filter(user=annotator).update(is_suspended=False)
    assert len(seen(mine, annotator)) == 2
    take_back(run, annotator)
    assert len(seen(mine, annotator)) == 1


def test_who_manages_no_more_undoes_nothing_of_others(
    first: Document, project: Project, annotator: User, manager: User
) -> None:
    document = make(project, "Chen left.")
    run = finish(ask(first, annotator))
    applying.undo(run=run, by=manager)
    Membership.objects.filter(user=manager).update(role="reviewer")

    assert not applying.undo_next(run.pk, 5)

    run.refresh_from_db()
    assert (run.state, run.failure) == (State.FAILED, applying.NO_RIGHT_TO_UNDO)
    assert len(seen(document, annotator)) == 1


def test_two_runs_of_one_person_do_not_go_on_at_once_whoever_wants_it(
    first: Document, project: Project, annotator: User, manager: User
) -> None:
    make(project, "Chen left.")
    run = finish(ask(first, annotator))
    ask(first, annotator)

    with pytest.raises(applying.AlreadyApplying, match="Ana Annotator is applying"):
        applying.undo(run=run, by=manager)


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


def read_again(project: Project, by: User, *names: str) -> None:
    read_all(rerunning.request(project=project, by=by), marking(*names))


def test_reading_again_keeps_what_was_applied(
    first: Document,
    project: Project,
    annotator: User,
    manager: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heads, "version", lambda _: NEW)
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
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heads, "version", lambda _: NEW)
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
    monkeypatch.setattr(heads, "version", lambda _: NEW)
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
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heads, "version", lambda _: NEW)
    document = make(project, "Chen left.")
    finish(ask(first, annotator))
    SpanRow.objects.update(attributes={"values": {"SURE": True}})

    read_again(project, manager)

    (span,) = reading.of(document, annotator).spans
    assert span.values == {"SURE": True}


def test_who_handed_an_article_on_passes_it_over_and_undoes_nothing_there(
    first: Document, project: Project, annotator: User, manager: User
) -> None:
    begun, later = make(project, "Ann met Chen."), make(project, "Bob met Chen.")
    for document in (begun, later):
        Progress.objects.filter(article=document.article).update(places=0)
        Assignment.objects.create(project=project, article=document.article, annotator=annotator)
        Hand(document, annotator).add(document.text[:3])
    hand_on(begun, annotator, manager)

    run = finish(ask(first, annotator))
    assert told(run) == {"Ann met Chen.": ("handed on", 0, 1), "Bob met Chen.": ("own", 1, 0)}

    hand_on(later, annotator, manager)
    take_back(run, annotator)
    assert [each.kept_count for each in run.outcomes.order_by("article")] == [0, 1]


def hand_on(document: Document, annotator: User, to: User) -> None:
    holding.hand_over(
        article_id=document.article_id, annotator=annotator, to=to, by=to, takes_begun=True
    )
