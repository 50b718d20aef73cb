"""What an item was at any time is told through every copy: a review, gold, an adjudication."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from annotations.actions import adjudication, reverting, review, spans
from annotations.actions.errors import AlreadyMarked, NotHere, SetClosed, StaleSet, UnknownLabel
from annotations.history import lineage, past
from annotations.models import AnnotationSet, Claim, Entity, Span
from annotations.reader import reading
from annotations.review.adjudicated import read
from articles.models import Document
from newsdesk.accounts.models import Membership, Project, Role, User
from newsdesk.history.models import Event
from tests.annotations import benches
from tests.annotations.hands import Hand, project_entity, suggest_claim
from tests.annotations.test_history_page import get, told
from tests.factories import create_attribute, create_user, join, label_of, suggest_span
from tests.queries import counted


def steps(
    document: Document, user: User, row: Span | Claim, set_id: int | None = None
) -> list[str]:
    """Each in words, the oldest first."""
    membership = Membership.objects.get(project=document.project, user=user)
    seen = reading.of(document, user, set_id)
    kind = "span" if isinstance(row, Span) else "claim"
    found = past.of(seen, membership, "span" if kind == "span" else "claim", row.pk)
    return [f"{each.by} {each.said} {each.before}|{each.after}" for each in reversed(found)]


def begin(hand: Hand, by: User) -> AnnotationSet:
    return review.begin(
        document=hand.document, set_id=hand.set.pk, seen_version=hand.version, by=by
    )


def approve(read: AnnotationSet, by: User) -> AnnotationSet:
    return review.approve(
        document=read.document, set_id=read.pk, seen_version=read.version, by=by
    ).annotation_set


def relabel(draft: AnnotationSet, row: Span, label: str, by: User) -> AnnotationSet:
    quote = draft.document.text[row.start : row.end]
    spans.correct(
        key=row.pk,
        quote=quote,
        label_key=label,
        document=draft.document,
        seen_version=draft.version,
        by=by,
        is_review=True,
    )
    draft.refresh_from_db()
    return draft


def test_what_was_added_is_followed_into_a_review_and_gold(
    document: Document, hand: Hand, reviewer: User
) -> None:
    hand.relabel(hand.add("Iran", "ORG"), "GPE")
    hand.submit()
    draft = begin(hand, reviewer)
    gold = approve(relabel(draft, draft.spans.get(), "PERSON", reviewer), reviewer)

    assert steps(document, reviewer, gold.spans.get()) == [
        f"{hand.by} added a name not there|Organisation on “Iran”",
        f"{hand.by} corrected a name Organisation on “Iran”|Country or city on “Iran”",
        f"{reviewer} began a review |",
        f"{reviewer} corrected a name Country or city on “Iran”|Person on “Iran”",
        f"{reviewer} approved the article |",
    ]


def test_through_gold_that_was_reopened_and_claims_too(
    document: Document, hand: Hand, reviewer: User
) -> None:
    claim = hand.add_claim("sales rose")
    hand.submit()
    gold = approve(hand.set, reviewer)
    draft = review.reopen_gold(
        document=document, set_id=gold.pk, seen_version=gold.version, reason="Look.", by=reviewer
    )

    copy = draft.claims.get()
    assert lineage.keys_of(document.article_id, "claim", copy.pk) == [
        copy.pk,
        gold.claims.get().pk,
        claim.pk,
    ]
    assert [each.split(" |")[0] for each in steps(document, reviewer, copy, draft.pk)] == [
        f"{hand.by} added a claim not there|“sales rose”; direct speech",
        f"{reviewer} approved the article",
        f"{reviewer} reopened gold",
    ]
    membership = Membership.objects.get(project=document.project, user=reviewer)
    seen = reading.of(document, reviewer, draft.pk)
    assert past.of(seen, membership, "claim", copy.pk)[0].shown == "Look."


def test_what_the_model_suggested_comes_first(
    document: Document, hand: Hand, reviewer: User
) -> None:
    suggestion = suggest_span(document, "Iran", "ORG")
    hand.relabel(suggestion, "GPE")
    hand.submit()
    gold = approve(hand.set, reviewer)

    assert steps(document, reviewer, suggestion, gold.pk) == [
        "test 1.0 suggested |Organisation on “Iran”",
        f"{hand.by} corrected a name undecided|Country or city on “Iran”",
        f"{reviewer} approved the article |",
    ]


@pytest.fixture
def other(document: Document) -> Hand:
    document.project.annotators_per_article = 2
    document.project.save()
    user = create_user("Otto Other")
    join(document.project, user, Role.ANNOTATOR)
    return Hand(document, user)


def test_an_adjudication_tells_whom_it_followed(
    document: Document, hand: Hand, other: Hand, reviewer: User
) -> None:
    hand.add("Iran", "GPE")
    other.add("Iran", "ORG")
    hand.submit()
    other.submit()
    draft = adjudication.begin(document=document, by=reviewer)
    (place,) = read(document).differing
    benches.decide(draft, reviewer, {place.key: "2"})

    found = steps(document, reviewer, draft.spans.get(), draft.pk)
    assert found == [
        f"{other.by} added a name not there|Organisation on “Iran”",
        f"{reviewer} began to adjudicate |",
        f"{reviewer} followed {other.by} undecided|Organisation on “Iran”",
    ]


def test_what_all_agreed_on_is_followed_to_each_of_them(
    document: Document, hand: Hand, other: Hand, reviewer: User
) -> None:
    for each in (hand, other):
        each.add("Iran", "GPE")
        each.submit()
    gold = approve(adjudication.begin(document=document, by=reviewer), reviewer)

    found = steps(document, reviewer, gold.spans.get())
    assert [each.rpartition(" ")[0].split(" not")[0] for each in found][:2] == [
        f"{hand.by} added a name",
        f"{other.by} added a name",
    ]
    assert found[-1] == f"{reviewer} approved the article |"


def test_gold_of_the_history_page_begins_where_the_item_did(
    document: Document, hand: Hand, reviewer: User, project: Project
) -> None:
    hand.add("Iran", "ORG")
    hand.submit()
    draft = begin(hand, reviewer)
    relabel(draft, draft.spans.get(), "GPE", reviewer)

    rows = told(get(reviewer, project, f"?item=s{draft.spans.get().pk}"))
    assert [" ".join(row.split()) for row in rows] == [
        f"{reviewer} corrected a name “Iran” Organisation → Country or city",
        f"{hand.by} added a name “Iran” Organisation",
    ]


def test_the_number_of_queries_is_small(document: Document, hand: Hand, reviewer: User) -> None:
    for words in ("Iran", "Monday", "Bob Corker"):
        hand.add(words)
    hand.submit()
    gold = approve(hand.set, reviewer)
    row = gold.spans.order_by("pk")[0]
    seen = reading.of(document, reviewer)
    membership = Membership.objects.get(project=document.project, user=reviewer)

    with counted() as queries:
        past.of(seen, membership, "span", row.pk)
    assert len(queries) <= 12


def removal(row: Span | Claim) -> Event:
    return Event.objects.filter(target_id=row.pk, verb__endswith=".remove").latest("id")


def restore(hand: Hand, event: Event) -> None:
    hand._write(reverting.removed, event=event.pk)


def test_what_was_taken_out_comes_back_as_it_was_in_one_step(
    document: Document, hand: Hand
) -> None:
    span = hand.add("Iran", "GPE")
    hand.relabel(span, "ORG")
    hand.remove(span)

    restore(hand, removal(span))

    assert [(each.pk, each.label.key) for each in hand.set.spans.all()] == [(span.pk, "ORG")]
    hand.undo()
    assert not hand.set.spans.exists()
    hand.redo()
    assert hand.set.spans.get() == span


def test_what_is_asked_no_more_does_not_come_back(document: Document, hand: Hand) -> None:
    attribute = create_attribute(document.project, on=("GPE",))
    span = hand.add("Iran", "GPE")
    hand.describe(span, CHECKABLE="yes")
    hand.remove(span)
    attribute.on = ["PERSON"]
    attribute.save()

    restore(hand, removal(span))

    assert hand.set.spans.get().attributes == {}


def test_a_name_whose_label_is_gone_does_not_come_back(document: Document, hand: Hand) -> None:
    span = hand.add("Iran", "GPE")
    hand.remove(span)
    Entity.objects.all().delete()
    label_of(document, "GPE").delete()

    with pytest.raises(UnknownLabel):
        restore(hand, removal(span))


def test_a_claim_comes_back_with_its_parts(document: Document, hand: Hand) -> None:
    claim = hand.add_claim("sales rose", source=[hand.find("Bob Corker")])
    hand.remove(claim)

    restore(hand, removal(claim))

    seen = hand.claim(claim)
    assert [part.text for part in seen.in_role("source")] == ["Bob Corker"]


def test_ties_to_what_is_gone_do_not_come_back(document: Document, hand: Hand) -> None:
    span = hand.add("Iran", "GPE")
    Span.objects.filter(pk=span.pk).update(entity=project_entity(document, "Iran", "GPE"))
    hand.remove(span)
    Entity.objects.all().delete()

    restore(hand, removal(span))

    assert hand.set.spans.get().entity is None


def test_nothing_comes_back_twice_nor_over_what_stands(document: Document, hand: Hand) -> None:
    span = hand.add("Iran", "GPE")
    hand.remove(span)
    event = removal(span)
    restore(hand, event)
    with pytest.raises(AlreadyMarked):
        restore(hand, event)

    hand.remove(span)
    hand.add("Iran", "GPE")
    with pytest.raises(AlreadyMarked):
        restore(hand, removal(span))


def test_it_is_for_ones_own_open_set(document: Document, hand: Hand, reviewer: User) -> None:
    span = hand.add("Iran", "GPE")
    hand.remove(span)
    event = removal(span)

    with pytest.raises(NotHere):
        restore(Hand(document, reviewer), event)
    with pytest.raises(NotHere):
        restore(hand, Event.objects.get(target_id=span.pk, verb="span.add"))
    hand.version -= 1
    with pytest.raises(StaleSet):
        restore(hand, event)
    hand.version += 1
    hand.submit()
    with pytest.raises(SetClosed):
        restore(hand, event)


def test_a_rejected_suggestion_is_restored_in_the_reader(document: Document, hand: Hand) -> None:
    claim = suggest_claim(document, "sales rose")
    hand.accept(claim)
    hand.remove(claim)

    with pytest.raises(NotHere):
        restore(hand, removal(claim))


def test_the_history_page_has_a_button(
    document: Document, hand: Hand, project: Project, reviewer: User, annotator: User
) -> None:
    span = hand.add("Iran", "GPE")
    hand.remove(span)
    query = f"?article={document.article_id}"
    assert "Restore" not in get(reviewer, project, query)
    page = get(annotator, project, query)
    (address,) = re.findall(r'action="([^"]*restore/[^"]*)"', page)
    client = Client()
    client.force_login(annotator)

    answer = client.post(address, {"seen_version": hand.version})

    assert answer["Location"] == f"/projects/{project.slug}/history/{query}"
    assert hand.set.spans.get() == span
    assert "Restore<" not in get(annotator, project, query)
    client.force_login(reviewer)
    assert client.post(address, {"seen_version": hand.version}).status_code == 404
