"""Deciding between annotators: what all agree on, each difference, and what stays known of it."""

from __future__ import annotations

import pytest
from django.db import connection

from annotations.actions import adjudication, history, review, spans
from annotations.actions.errors import DifferencesLeft, NotHere, NothingToCompare, UnderReview
from annotations.models import AnnotationSet, Claim, Decision, Progress
from annotations.reader import reading
from annotations.review import adjudicated
from annotations.review.adjudicating import Place
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from newsdesk.history.models import Event
from tests import factories
from tests.annotations import benches
from tests.annotations.hands import Hand
from tests.factories import create_attribute

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(project: Project) -> User:
    project.annotators_per_article = 2
    project.save()
    user = factories.create_user("Otto Other")
    factories.join(project, user, Role.ANNOTATOR)
    return user


@pytest.fixture
def hands(document: Document, annotator: User, other: User) -> list[Hand]:
    """Both mark Iran as a place; they differ on Corker's label, and one alone marks Tillerson."""
    document.article.progress.places = 3
    document.article.progress.save()
    first, second = Hand(document, annotator), Hand(document, other)
    first.add("Iran", "GPE")
    second.add("Iran", "GPE")
    first.add("Bob Corker", "PERSON")
    second.add("Bob Corker", "ORG")
    first.add("Rex Tillerson", "PERSON")
    first.submit()
    second.submit()
    return [first, second]


def places(document: Document) -> list[Place]:
    return adjudicated.read(document).differing


def decide(document: Document, by: User, version: int, **choices: str) -> int:
    """By what differs, "label" or "one"; the version after it."""
    keys = {("one" if "only one" in each.what else "label"): each.key for each in places(document)}
    draft = AnnotationSet.objects.get(document=document, state="draft", version=version)
    return benches.decide(draft, by, {keys[what]: each for what, each in choices.items()}).version


def gold(draft: AnnotationSet) -> set[tuple[str, str]]:
    text = draft.document.text
    return {
        (text[each.start : each.end], each.label.key)
        for each in draft.spans.select_related("label")
    }


def test_it_starts_with_what_all_agree_on(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    draft = adjudication.begin(document=document, by=reviewer)

    assert gold(draft) == {("Iran", "GPE")}
    assert set(draft.based_on.annotated()) == {each.set for each in hands}
    assert [place.what for place in places(document)] == [("label",), ("only one",)] or [
        place.what for place in places(document)
    ] == [("only one",), ("label",)]
    assert adjudication.begin(document=document, by=reviewer) == draft


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("1", {("Bob Corker", "PERSON")}),
        ("2", {("Bob Corker", "ORG")}),
        ("all", {("Bob Corker", "PERSON"), ("Bob Corker", "ORG")}),
        ("none", set()),
    ],
)
def test_each_choice_is_what_stands(
    document: Document,
    hands: list[Hand],
    reviewer: User,
    choice: str,
    expected: set[tuple[str, str]],
) -> None:
    draft = adjudication.begin(document=document, by=reviewer)
    decide(document, reviewer, draft.version, label=choice)

    assert gold(draft) == {("Iran", "GPE")} | expected
    bench = adjudicated.read(document)
    (told,) = bench.choices().values()
    assert told == (["1", "2"] if choice == "all" else [choice])
    decided = Decision.objects.filter(annotation_set=draft, by=reviewer, on_span__label__key="ORG")
    assert decided.count() == 1


def test_another_choice_replaces_the_first_and_undo_brings_it_back(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    draft = adjudication.begin(document=document, by=reviewer)
    version = decide(document, reviewer, draft.version, label="1", one="1")
    version = decide(document, reviewer, version, label="2")
    assert ("Bob Corker", "ORG") in gold(draft)
    assert ("Bob Corker", "PERSON") not in gold(draft)

    written = history.undo(document=document, seen_version=version, by=reviewer, is_review=True)
    assert ("Bob Corker", "PERSON") in gold(draft)
    history.undo(document=document, seen_version=written.version, by=reviewer, is_review=True)
    assert gold(draft) == {("Iran", "GPE")}
    assert adjudicated.read(document).choices() == {}
    history.redo(document=document, seen_version=written.version + 1, by=reviewer, is_review=True)
    assert gold(draft) >= {("Bob Corker", "PERSON"), ("Rex Tillerson", "PERSON")}


def test_several_places_are_one_undo_group(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    draft = adjudication.begin(document=document, by=reviewer)
    decide(document, reviewer, draft.version, label="2", one="none")

    events = Event.objects.in_set(draft.pk).filter(verb="adjudicate")
    assert len({each.group for each in events}) == 1
    assert events.count() == 3


def test_what_was_suggested_is_decided_too(
    document: Document, annotator: User, other: User, reviewer: User
) -> None:
    document.article.progress.places = 3
    document.article.progress.save()
    iran = factories.suggest_span(document, "Iran", "GPE")
    corker = factories.suggest_span(document, "Bob Corker", "ORG")
    first, second = Hand(document, annotator), Hand(document, other)
    for hand in (first, second):
        hand.reject(iran)
    first.accept(corker)
    second.relabel(corker, "PERSON")
    for hand in (first, second):
        hand.submit()

    draft = adjudication.begin(document=document, by=reviewer)
    rejected = Decision.objects.get(annotation_set=draft, on_span=iran)
    assert (rejected.result_span, rejected.by) == (None, annotator)

    decide(document, reviewer, draft.version, label="2")
    assert gold(draft) == {("Bob Corker", "PERSON")}
    seen = reading.of(document, reviewer, draft.pk)
    assert [(each.label, each.verdict, each.origin) for each in seen.spans] == [
        ("PERSON", "corrected", "model")
    ]
    assert len(seen.rejected_spans) == 1


def test_what_the_draft_loses_in_the_reader_is_out(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    draft = adjudication.begin(document=document, by=reviewer)
    version = decide(document, reviewer, draft.version, label="1")
    hand = Hand(document, reviewer, version)
    span = draft.spans.get(label__key="PERSON")
    spans.remove(
        key=span.pk,
        quote="Bob Corker",
        document=document,
        seen_version=version,
        by=hand.by,
        is_review=True,
    )
    assert list(adjudicated.read(document).choices().values()) == [["none"]]


def test_approving_makes_gold_of_it(document: Document, hands: list[Hand], reviewer: User) -> None:
    draft = adjudication.begin(document=document, by=reviewer)
    version = decide(document, reviewer, draft.version, label="1")
    with pytest.raises(DifferencesLeft):
        review.approve(document=document, set_id=draft.pk, seen_version=version, by=reviewer)
    version = decide(document, reviewer, version, one="1")
    review.approve(document=document, set_id=draft.pk, seen_version=version, by=reviewer)
    draft.refresh_from_db()
    assert draft.state == "approved"
    assert len(gold(draft)) == 3


def test_one_set_alone_is_not_compared(document: Document, annotator: User, reviewer: User) -> None:
    hand = Hand(document, annotator)
    hand.add("Iran", "GPE")
    hand.submit()
    with pytest.raises(NothingToCompare):
        adjudication.begin(document=document, by=reviewer)
    review.begin(document=document, set_id=hand.set.pk, seen_version=hand.version, by=reviewer)
    with pytest.raises(UnderReview):
        adjudication.begin(document=document, by=reviewer)


def test_a_place_or_choice_that_is_not_there(
    document: Document, hands: list[Hand], reviewer: User
) -> None:
    draft = adjudication.begin(document=document, by=reviewer)
    key, first = places(document)[0].key, str(hands[0].set.pk)
    for place, choice in (("span-999999", first), (key, str(draft.pk)), ("x", "none")):
        with pytest.raises(NotHere):
            adjudication.decide(
                document=document,
                draft_id=draft.pk,
                choices={place: choice},
                seen_version=draft.version,
                by=reviewer,
                is_review=True,
            )


OUTER, INNER = "Bob Corker claimed sales rose in Iran", "Bob Corker claimed sales rose"


@pytest.fixture
def pair(document: Document, annotator: User, other: User) -> list[Hand]:
    Progress.objects.filter(article=document.article).update(places=3)
    return [Hand(document, annotator), Hand(document, other)]


def reports(draft: AnnotationSet) -> dict[str, str | None]:
    """What each claim of the draft lies within, by the first words of both."""
    claims = {each.pk: each for each in draft.claims.all()}
    words = {pk: first_words(draft.document, each) for pk, each in claims.items()}
    return {words[pk]: words.get(each.within_id or 0) for pk, each in claims.items()}


def first_words(document: Document, claim: Claim) -> str:
    content = claim.parts.get(role="content")
    return document.text[content.start or 0 : content.end]


def test_what_reports_a_claim_is_agreed_though_both_begin_alike(
    document: Document, pair: list[Hand], reviewer: User
) -> None:
    for hand in pair:
        outer = hand.add_claim(OUTER)
        hand.add_claim(INNER, within=outer.pk)
        hand.submit()

    draft = adjudication.begin(document=document, by=reviewer)

    assert places(document) == []
    assert reports(draft) == {OUTER: None, INNER: OUTER}


def test_what_reports_a_claim_may_be_what_they_differ_in(
    document: Document, pair: list[Hand], reviewer: User
) -> None:
    for hand in pair:
        outer = hand.add_claim(OUTER)
        hand.add_claim(INNER, within=outer.pk if hand is pair[0] else None)
        hand.submit()
    draft = adjudication.begin(document=document, by=reviewer)
    (place,) = places(document)
    assert place.what == ("reported in",)

    assert reports(benches.decide(draft, reviewer, {place.key: "2"})) == {OUTER: None, INNER: None}
    assert reports(benches.decide(draft, reviewer, {place.key: "1"})) == {OUTER: None, INNER: OUTER}


def test_a_claim_stays_within_whichever_outer_claim_is_chosen(
    document: Document, pair: list[Hand], reviewer: User
) -> None:
    for hand in pair:
        outer = hand.add_claim(OUTER, speech="direct" if hand is pair[0] else "mixed")
        hand.add_claim(INNER, within=outer.pk)
        hand.submit()
    draft = adjudication.begin(document=document, by=reviewer)
    (place,) = places(document)
    assert place.what == ("speech",)
    assert reports(draft) == {INNER: None}

    for choice in "121":
        draft = benches.decide(draft, reviewer, {place.key: choice})
        assert reports(draft) == {INNER: OUTER, OUTER: None}
    assert reports(benches.decide(draft, reviewer, {place.key: "none"})) == {INNER: None}
    history.undo(document=document, seen_version=draft.version, by=reviewer, is_review=True)
    assert reports(draft) == {INNER: OUTER, OUTER: None}


def test_an_inner_claim_decided_late_finds_the_outer_one_that_was_chosen(
    document: Document, pair: list[Hand], reviewer: User
) -> None:
    for hand, speech in zip(pair, ("direct", "mixed"), strict=True):
        outer = hand.add_claim(OUTER, speech=speech)
        hand.add_claim(INNER, within=outer.pk, speech=speech)
        hand.submit()
    draft = adjudication.begin(document=document, by=reviewer)
    inner, outer_place = sorted(places(document), key=lambda each: each.end)

    draft = benches.decide(draft, reviewer, {outer_place.key: "2"})
    assert reports(benches.decide(draft, reviewer, {inner.key: "1"})) == {INNER: OUTER, OUTER: None}
    both = {inner.key: "2", outer_place.key: "1"}
    assert reports(benches.decide(draft, reviewer, both)) == {INNER: OUTER, OUTER: None}


def test_two_that_each_put_the_other_around_close_no_circle(
    document: Document, pair: list[Hand], reviewer: User
) -> None:
    first, second = pair
    outer = first.add_claim(OUTER)
    first.add_claim("He left", within=outer.pk)
    outer = second.add_claim("He left")
    second.add_claim(OUTER, within=outer.pk)
    for hand in pair:
        hand.submit()
    draft = adjudication.begin(document=document, by=reviewer)
    early, late = places(document)

    draft = benches.decide(draft, reviewer, {early.key: "2", late.key: "1"})

    assert sorted(map(str, reports(draft).values())) in (["He left", "None"], [OUTER, "None"])


def test_attributes_are_differences_and_follow_whom_is_followed(
    document: Document, project: Project, pair: list[Hand], reviewer: User
) -> None:
    create_attribute(project, "KIND", *"AB", on=("claims", "GPE"))
    for hand, kind in zip(pair, "AB", strict=True):
        hand.describe(hand.add("Iran", "GPE"), KIND=kind)
        claim = hand.add_claim("He left")
        hand.describe(hand.add_claim(INNER), KIND="A")
        if kind == "B":
            hand.describe(claim, KIND=kind)
        hand.submit()
    draft = adjudication.begin(document=document, by=reviewer)
    span, claim_place = places(document)
    assert (span.what, claim_place.what) == (("KIND",), ("KIND",))
    assert draft.claims.get().attributes == {"values": {"KIND": "A"}}  # which both said

    benches.decide(draft, reviewer, {span.key: "2", claim_place.key: "1"})

    assert draft.spans.get().attributes == {"values": {"KIND": "B"}}
    assert draft.claims.latest("pk").attributes == {}


def end(document: Document, hand: Hand, by: User, draft: AnnotationSet, how: str) -> None:
    """End the adjudication without gold, and let this annotator write again."""
    if how == "discard":
        review.discard(document=document, seen_version=draft.version, by=by)
        hand.reopen()
        return
    written = review.send_back(
        document=document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        draft_version=draft.version,
        reasons=[Reason("Look again.")],
        by=by,
    )
    hand.version = written.version


@pytest.mark.parametrize("how", ["discard", "send back"])
def test_what_an_ended_adjudication_decided_on_can_be_removed(
    document: Document, hands: list[Hand], reviewer: User, how: str
) -> None:
    hand = hands[0]
    for each in hands:
        each.reopen()
        each.add_claim("sales rose", source=[each.find("Rex Tillerson")])
        each.submit()
    draft = adjudication.begin(document=document, by=reviewer)
    decide(document, reviewer, draft.version, label="1")
    draft.refresh_from_db()
    end(document, hand, reviewer, draft, how)

    span, claim = hand.set.spans.get(label__key="GPE"), hand.set.claims.get()
    hand.remove(span)
    hand.remove(claim)
    hand.remove(hand.set.spans.get(start=hand.find("Bob Corker")[0]))
    assert [each.label.key for each in hand.set.spans.all()] == ["PERSON"]
    assert not hand.set.claims.exists()
    connection.check_constraints()

    for _ in range(3):
        hand.undo()
    assert {span.pk} < set(hand.set.spans.values_list("pk", flat=True))
    assert hand.set.claims.get() == claim

    hand.submit()
    again = adjudication.begin(document=document, by=reviewer)
    assert gold(again) == {("Iran", "GPE")}
    assert again.claims.count() == 1
