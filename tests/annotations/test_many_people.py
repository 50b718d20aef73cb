"""Many people at once, through a real web server: no lost update, and no place given twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from threading import Barrier
from typing import Any, NamedTuple

import pytest
from django.db import connection

from annotations.actions import review
from annotations.models import AnnotationSet, Assignment, Progress, Span
from articles.models import Document
from benchmarks.served import web_server
from benchmarks.visitors import Answer, Visitor
from newsdesk.accounts.models import Project, Role, User
from newsdesk.history.models import Event
from tests.annotations.editors import LABELS, Account, Conflict, Edit, Editor, Place, replayed
from tests.annotations.hands import Hand
from tests.factories import create_document, create_project, create_user, join, suggested_set

pytestmark = pytest.mark.django_db(transaction=True)

WORDS_IN_A_LINE = 20


class Size(NamedTuple):
    people: int
    articles: int
    edits: int  # of each person in each article


SMALL = Size(people=6, articles=2, edits=4)
LARGE = Size(people=50, articles=20, edits=10)


@pytest.fixture(scope="module")
def address(django_db_setup: None) -> Iterator[str]:
    served = {
        "DJANGO_SETTINGS_MODULE": "tests.served_settings",
        "NEWSDESK_TEST_DATABASE": str(connection.settings_dict["NAME"]),
    }
    with web_server(**served) as (address, _):
        yield address


def at_once(jobs: Sequence[Callable[[], object]]) -> None:
    """All of them begin together; the first error of any is raised."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        barrier.wait(timeout=60)
        job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(run, jobs))


@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.long)])
def test_no_update_is_lost(address: str, size: Size) -> None:
    project, people = create_team(size.people)
    texts = [create_text(project, size, f"{number}") for number in range(size.articles)]
    drafts = texts[: size.articles // 2]
    for document in drafts:
        begin_review(document, people[0])
    editors = [Editor([Visitor(address, who), Visitor(address, who)], who.pk) for who in people]
    places = {document: place_of(document, document in drafts) for document in texts}

    at_once(
        [
            lambda editor=editor, number=number: editor.work(  # type: ignore[misc]
                {places[each]: words_of(number, size) for each in texts}, size.edits
            )
            for number, editor in enumerate(editors)
        ]
    )

    accounts = {each: [editor.accounts[places[each]] for editor in editors] for each in texts}
    for document in drafts:
        check(draft_of(document), places[document], accounts[document])
    for document in texts[len(drafts) :]:
        for editor, account in zip(editors, accounts[document], strict=True):
            check(Hand(document, editor.user).set, places[document], [account])
    conflicts = sum(len(account.conflicts) for each in texts for account in accounts[each])
    assert conflicts > size.people


def check(made: AnnotationSet, place: Place, accounts: list[Account]) -> None:
    """The set, its history and every answer tell the same."""
    edits = sorted((each for account in accounts for each in account.answered), key=version_of)
    first = 1 + is_draft(made)
    assert [version for version, _ in edits] == list(range(first, made.version + 1))
    events = Event.objects.in_set(made.pk).filter(target_kind="span").exclude(idempotency_key="")
    assert sorted(events.values_list("set_version", "idempotency_key")) == [
        (version, edit.key) for version, edit in edits
    ]
    states = dict(replayed(edits))
    spans = Span.objects.filter(annotation_set=made).values_list("start", "end", "label__key")
    assert {place.text[start:end]: label for start, end, label in spans} == states[made.version]
    assert all(again == once for account in accounts for once, again in account.again)
    for account in accounts:
        for conflict in account.conflicts:
            check_conflict(conflict, place, edits)


def check_conflict(conflict: Conflict, place: Place, edits: list[tuple[int, Edit]]) -> None:
    """It shows what was written since, no older than the version that it tells."""
    since = [edit.word for at, edit in edits if conflict.seen < at <= conflict.present]
    assert since
    assert {place.paragraph(word) for word in since} <= conflict.paragraphs
    for word in since:
        changes = [(at, edit.label) for at, edit in edits if edit.word == word]
        present = [label for at, label in changes if at <= conflict.present][-1]
        later = {present, *(label for at, label in changes if at > conflict.present)}
        assert conflict.shown.get(word) in map(tag, later)


def version_of(answered: tuple[int, Edit]) -> int:
    return answered[0]


def tag(label: str | None) -> str | None:
    return LABELS[label] if label else None


def is_draft(made: AnnotationSet) -> bool:
    return made.kind == AnnotationSet.Kind.GOLD


@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.long)])
def test_no_place_is_given_twice_and_none_is_kept_back(address: str, size: Size) -> None:
    """Half as many articles as people, with two places each, and everybody asks for one."""
    project, people = create_team(size.people)
    for number in range(size.people // 2):
        suggested_set(create_document(f"Text {number}.", project=project, places=2))
    visitors = [Visitor(address, who) for who in people]
    found: list[tuple[int, str]] = []

    at_once([lambda each=each: found.append(next_of(each, project)) for each in visitors])  # type: ignore[misc]

    assert len({person for person, _ in found}) == size.people
    assert set(Counter(article for _, article in found).values()) == {2}
    assert set(Progress.objects.values_list("places", flat=True)) == {0}
    held = Assignment.objects.values_list("annotator", "article")
    assert sorted((person, f"/projects/{project.slug}/articles/{article}/")
                  for person, article in held) == sorted(found)  # fmt: skip


@pytest.mark.parametrize("size", [SMALL, pytest.param(LARGE, marks=pytest.mark.long)])
def test_everybody_finishes_until_nothing_is_left(address: str, size: Size) -> None:
    """Each article has two places, so that two people finish it, and both of them once."""
    project, people = create_team(size.people)
    for number in range(size.people * 2):
        suggested_set(create_document(f"Text {number}.", project=project, places=2))
    visitors = [Visitor(address, who) for who in people]
    finished: list[tuple[int, str]] = []

    at_once([lambda each=each: finish_all(each, project, finished) for each in visitors])  # type: ignore[misc]

    assert len(set(finished)) == len(finished)
    assert set(Counter(article for _, article in finished).values()) == {2}
    assert len(finished) == size.people * 4
    assert AnnotationSet.objects.filter(state="submitted").count() == len(finished)


def next_of(visitor: Visitor, project: Project) -> tuple[int, str]:
    answer = visitor.post(f"/projects/{project.slug}/assignments/next/", order="oldest")
    assert answer.status == 302, answer.body[:500]
    return visitor.user.pk, answer.headers["Location"]


def finish_all(visitor: Visitor, project: Project, finished: list[tuple[int, str]]) -> None:
    person, article = next_of(visitor, project)
    while "/articles/" in article:
        answer = finish(visitor, article)
        assert answer.status == 302, answer.body[:500]
        finished.append((person, article))
        article = answer.headers["Location"]


def finish(visitor: Visitor, article: str) -> Answer:
    return visitor.post(f"{article}finish/", seen_version=0, undecided="leave", then="next")


def create_team(people: int) -> tuple[Project, list[User]]:
    project = create_project()
    Project.objects.update(annotators_per_article=2)
    team = [create_user(f"Person {number}") for number in range(people)]
    for each in team:
        join(project, each, Role.REVIEWER)
    return project, team


def words_of(person: int, size: Size) -> list[str]:
    """Far from each other in the text, so that paragraphs are everybody's."""
    return [f"w{turn * size.people + person:04}" for turn in range(size.edits)]


def create_text(project: Project, size: Size, name: str) -> Document:
    words = [f"w{number:04}" for number in range(size.people * size.edits)]
    lines = [
        " ".join(word for _, word in line)
        for _, line in groupby(enumerate(words), key=lambda each: each[0] // WORDS_IN_A_LINE)
    ]
    text = "\n".join([*lines, f"Text {name}."])
    return create_document(text, project=project, places=size.people + 1)


def begin_review(document: Document, by: User) -> None:
    finished = Hand(document, create_user("Ana"))
    join(document.project, finished.by, Role.ANNOTATOR)
    finished.submit()
    seen: dict[str, Any] = {"set_id": finished.set.pk, "seen_version": finished.version}
    review.begin(document=document, by=by, **seen)


def draft_of(document: Document) -> AnnotationSet:
    return AnnotationSet.objects.get(document=document, state=AnnotationSet.State.DRAFT)


def place_of(document: Document, is_review: bool) -> Place:
    article = f"/projects/{document.project.slug}/articles/{document.article_id}/"
    return Place(f"{article}review/" if is_review else article, document.text)
