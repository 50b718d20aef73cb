"""Two writes at the same moment: no lost update, nothing made twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from annotations.actions import comments, naming_entities, proposing, review, splitting
from annotations.actions.errors import AlreadyApproved, ArticleApproved
from annotations.comments import anchors, threads
from annotations.entities import likeness
from annotations.entities.likeness import Names
from annotations.models import AnnotationSet, Entity, ProposedMerge, Span, Thread, ThreadMark
from annotations.review import awaited
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.errors import Refused
from tests.annotations.hands import Hand, project_entity, suggest_entity
from tests.factories import create_document, suggest_span
from tests.newsdesk.test_processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*writes: Callable[[], object]) -> list[BaseException | None]:
    """What each raised, None for one that succeeded."""
    barrier = Barrier(len(writes))

    def run(write: Callable[[], object]) -> BaseException | None:
        try:
            barrier.wait(timeout=10)
            write()
        except Refused as refused:
            return refused
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(writes)) as pool:
        return list(pool.map(run, writes))


@pytest.mark.parametrize("earlier", [0, 1])
def test_of_two_tabs_one_wins(document: Document, annotator: User, earlier: int) -> None:
    tabs = [Hand(document, annotator, version=earlier) for _ in range(2)]
    if earlier:
        Hand(document, annotator).add("Monday", "DATE")

    refused = at_once(lambda: tabs[0].add("Iran", "GPE"), lambda: tabs[1].add("Bob Corker"))

    assert sorted(each is None for each in refused) == [False, True]
    annotation_set = AnnotationSet.objects.annotated().get()
    assert annotation_set.version == earlier + 1
    assert Span.objects.filter(annotation_set=annotation_set).count() == earlier + 1


def _approve(hand: Hand, by: User) -> None:
    """Without whoever has begun it too."""
    review.approve(
        document=hand.document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        by=by,
        without=awaited.of(hand.document).key,
    )


def test_of_two_approvals_one_wins(
    document: Document, annotator: User, reviewer: User, manager: User
) -> None:
    finished = Hand(document, annotator)
    finished.submit()

    refused = at_once(lambda: _approve(finished, reviewer), lambda: _approve(finished, manager))

    assert sorted(each is None for each in refused) == [False, True]
    (lost,) = [each for each in refused if each]
    assert isinstance(lost, AlreadyApproved)
    assert lost.status == 409
    assert AnnotationSet.objects.filter(kind="gold").count() == 1


@pytest.mark.parametrize("earlier", [0, 1])
def test_a_write_that_waited_for_an_approval_is_refused(
    document: Document, annotator: User, reviewer: User, manager: User, earlier: int
) -> None:
    finished, late = Hand(document, annotator), Hand(document, manager)
    finished.submit()
    if earlier:
        late.add("Iran", "GPE")

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        _approve(finished, reviewer)
        refused = pool.submit(at_once, lambda: late.add("Monday", "DATE"))
        wait_until(_somebody_waits, within_s=10)

    (why,) = refused.result()
    assert isinstance(why, ArticleApproved)
    assert why.status == 409
    assert Span.objects.filter(annotation_set__made_by=manager).count() == earlier


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.rowcount)


def test_a_split_waits_for_a_write_that_then_tells_the_entity_something(
    document: Document, annotator: User, reviewer: User
) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)
    hand = Hand(document, annotator)
    hand.accept(mention)
    rex = Entity.objects.get(proposed_in=None)
    chosen = hand.set.spans.get().pk

    def split() -> None:
        splitting.split(entity=rex, mentions=[chosen], name="New", is_whole=False, by=reviewer)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        hand.add("Bob Corker")
        refused = pool.submit(at_once, split)
        wait_until(_somebody_waits, within_s=10)
        Entity.objects.filter(pk=rex.pk).update(aliases=["Rex T."])

    assert refused.result() == [None]
    assert Span.objects.get(pk=chosen).entity != rex


def test_a_draft_is_copied_with_the_ties_that_a_split_leaves(
    document: Document, annotator: User, reviewer: User
) -> None:
    mention = suggest_span(document, "Rex Tillerson")
    suggest_entity(document, "Rex Tillerson", mention)
    hand = Hand(document, annotator)
    hand.accept(mention)
    hand.submit()
    chosen, version = hand.set.spans.get(), hand.version
    rex = Entity.objects.get(proposed_in=None)

    def begin() -> None:
        review.begin(document=document, set_id=hand.set.pk, seen_version=version, by=reviewer)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        made = splitting.split(
            entity=rex, mentions=[chosen.pk], name="New", is_whole=False, by=reviewer
        )
        refused = pool.submit(at_once, begin)
        wait_until(_somebody_waits, within_s=10)

    assert refused.result() == [None]
    assert Span.objects.get(annotation_set__kind="gold").entity == made


def test_what_is_renamed_while_names_are_compared_waits_for_nobody_and_is_compared_again(
    document: Document, annotator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("Rex Tillerson", "Rex Tilerson", "Bob Corker")
    *_, last = (project_entity(document, name) for name in names)
    why = likeness.why
    refused: list[BaseException | None] = []

    def rename() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        naming_entities.change(entity=last, name="Rex Tillersen", by=annotator)

    def compare(one: Names, other: Names) -> tuple[likeness.Reason, float] | None:
        if not refused:
            refused.extend(at_once(rename))
        return why(one, other)

    monkeypatch.setattr(likeness, "why", compare)
    proposing.find(document.project_id)

    assert refused == [None]
    assert ProposedMerge.objects.count() == 3
    assert not Entity.objects.filter(is_compared=False).exists()


def test_an_accept_holds_the_entities_that_it_tells_something_the_eldest_first(
    document: Document, annotator: User
) -> None:
    quotes = ("Rex Tillerson", "Bob Corker")
    elder, younger = (project_entity(document, quote) for quote in quotes)
    mentions = [suggest_span(document, quote) for quote in quotes]
    for quote, mention in zip(quotes, mentions, strict=True):
        suggested = suggest_entity(document, quote, mention)
        Entity.objects.filter(pk=suggested.pk).update(aliases=[f"{quote} Jr"])
    Span.objects.update(score=0.9)
    Entity.objects.filter(pk=elder.pk).update(wikidata="Q1")  # stands behind the younger now
    hand = Hand(document, annotator)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        held = Entity.objects.select_for_update(no_key=True, nowait=True)
        held.get(pk=elder.pk)
        refused = pool.submit(at_once, lambda: hand.accept_above(0.5))
        wait_until(_somebody_waits, within_s=10)
        held.get(pk=younger.pk)

    assert refused.result() == [None]
    younger.refresh_from_db()
    assert younger.aliases == ["Bob Corker Jr"]


def test_two_articles_make_one_entity_of_a_name(
    document: Document, annotator: User, reviewer: User
) -> None:
    other = create_document("Rex Tillerson left.", project=document.project)
    mentions = {each: suggest_span(each, "Rex Tillerson") for each in (document, other)}
    for each, mention in mentions.items():
        suggest_entity(each, "Rex Tillerson", mention)
    first, second = Hand(document, annotator), Hand(other, reviewer)

    refused = at_once(
        lambda: first.accept(mentions[document]), lambda: second.accept(mentions[other])
    )

    assert refused == [None, None]
    own = Entity.objects.get(proposed_in=None)
    tied = Span.objects.filter(annotation_set__kind="annotated").values_list("entity", flat=True)
    assert list(tied) == [own.pk, own.pk]


def _begun(document: Document, by: User) -> Thread:
    return comments.start(document=document, anchor=anchors.of(document), text="Sure?", by=by)


def test_an_answer_is_announced_although_somebody_reads_the_thread_meanwhile(
    document: Document, annotator: User, reviewer: User, viewer: User
) -> None:
    thread = _begun(document, annotator)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        comments.reply(thread=thread, text="No.", by=reviewer)
        refused = pool.submit(at_once, lambda: comments.see(thread=thread, newest=2**40, by=viewer))
        wait_until(_somebody_waits, within_s=10)

    assert refused.result() == [None]
    assert threads.unread_count(annotator, document.project.slug) == 1


def test_who_reads_a_thread_first_and_who_answers_them_wait_for_each_other_in_one_order(
    document: Document, annotator: User, reviewer: User, viewer: User
) -> None:
    thread = _begun(document, annotator)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Thread.objects.select_for_update().get(pk=thread.pk)
        refused = pool.submit(at_once, lambda: comments.see(thread=thread, newest=2**40, by=viewer))
        wait_until(_somebody_waits, within_s=10)
        comments.reply(thread=thread, text="@Vera?", by=reviewer)

    assert refused.result() == [None]
    assert ThreadMark.objects.get(user=viewer).takes_part


def test_all_threads_are_read_in_one_order(
    document: Document, annotator: User, reviewer: User
) -> None:
    first, second = (_begun(document, annotator) for _ in range(2))
    for thread in (first, second):
        comments.reply(thread=thread, text="No.", by=reviewer)
    own = ThreadMark.objects.select_for_update(nowait=True).filter(user=annotator)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        own.get(thread=first)
        read = pool.submit(
            at_once, lambda: comments.see_all(project=document.project, by=annotator)
        )
        wait_until(_somebody_waits, within_s=10)
        own.get(thread=second)

    assert read.result() == [None]
    assert threads.unread_count(annotator, document.project.slug) == 0
