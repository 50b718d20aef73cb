"""What a reviewer makes of a difference in the reader, and how it counts in the adjudication."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from annotations.actions import adjudication, claims, history, rest, review, spans
from annotations.actions.errors import DifferencesLeft, EachByItself
from annotations.models import AnnotationSet, Claim, Span
from annotations.review import adjudicated
from annotations.review.adjudicating import Place
from annotations.review.bench import Bench
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from newsdesk.history.models import Event
from tests import factories
from tests.annotations import benches
from tests.annotations.hands import Hand, suggest_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(document: Document, project: Project, annotator: User) -> list[Hand]:
    project.annotators_per_article = 2
    project.save()
    document.article.progress.places = 2
    document.article.progress.save()
    other = factories.create_user("Otto Other")
    factories.join(project, other, Role.ANNOTATOR)
    return [Hand(document, annotator), Hand(document, other)]


class Desk:
    """A reviewer who adjudicates, and edits in the reader."""

    def __init__(self, document: Document, by: User) -> None:
        self.draft = adjudication.begin(document=document, by=by)
        self.by = by
        self.sent: dict[str, Any] = {"document": document, "by": by, "is_review": True}

    def write(self, action: Any, **values: Any) -> None:
        action(seen_version=self.draft.version, **self.sent, **values)
        self.draft.refresh_from_db()

    def decide(self, choice: str) -> None:
        benches.decide(self.draft, self.by, {self.place.key: choice})

    def correct(self, key: int, quote: str, label: str) -> None:
        self.write(spans.correct, key=key, quote=quote, label_key=label)

    def add(self, quote: str, label: str) -> None:
        start = self.draft.document.text.index(quote)
        extent = {"start": start, "end": start + len(quote)}
        self.write(spans.add, quote=quote, label_key=label, **extent)

    def approve(self) -> None:
        document, version = self.draft.document, self.draft.version
        review.approve(document=document, set_id=self.draft.pk, seen_version=version, by=self.by)

    @property
    def bench(self) -> Bench:
        return adjudicated.read(self.draft.document)

    @property
    def place(self) -> Place:
        (place,) = self.bench.differing
        return place

    @property
    def chosen(self) -> list[str]:
        bench = self.bench
        return bench.choices(adjudicated.pressed(bench)).get(self.place.key, [])

    @property
    def told(self) -> list[list[str]]:
        """What is chosen at each place, in the order of the text."""
        bench = self.bench
        return [bench.choices().get(each.key, []) for each in bench.differing]

    @property
    def words(self) -> list[str]:
        text = self.draft.document.text
        return [text[each.start : each.end] for each in self.draft.spans.order_by("start")]

    @property
    def labels(self) -> list[str]:
        return list(self.draft.spans.order_by("pk").values_list("label__key", flat=True))


@pytest.fixture
def suggestion(document: Document) -> Span:
    return factories.suggest_span(document, "Bob Corker", "ORG")


@pytest.fixture
def desk(document: Document, pair: list[Hand], suggestion: Span, reviewer: User) -> Desk:
    """The model's ORG is a person to the first; to the second it is right."""
    pair[0].relabel(suggestion, "PERSON")
    pair[1].accept(suggestion)
    for hand in pair:
        hand.submit()
    return Desk(document, reviewer)


def test_what_was_edited_in_the_reader_is_decided_and_counts_for_approving(
    desk: Desk, suggestion: Span, reviewer: User
) -> None:
    assert desk.bench.page_key(desk.place) == f"s{suggestion.pk}"
    desk.correct(suggestion.pk, "Bob Corker", "GPE")
    assert desk.chosen == ["edit"]
    assert adjudicated.editor(desk.bench, desk.place) == str(reviewer)
    desk.approve()
    assert desk.labels == ["GPE"]


def test_what_annotators_differ_in_is_not_accepted_all_at_once(
    client: Client, document: Document, pair: list[Hand], suggestion: Span, reviewer: User
) -> None:
    for hand, label in zip(pair, ("PERSON", "GPE"), strict=True):
        hand.relabel(suggestion, label)
        hand.submit()
    desk = Desk(document, reviewer)
    for action, values in ((rest.accept_all, {}), (rest.accept_above, {"score": 0.0})):
        with pytest.raises(EachByItself):
            desk.write(action, **values)
    assert (desk.chosen, desk.labels) == ([], [])

    client.force_login(reviewer)
    review = f"/projects/{document.project.slug}/articles/{document.article_id}/review/"
    page = client.get(review).content.decode()
    assert "Accept all the rest" not in page
    assert 'data-act="surest"' not in page
    answer = client.get(f"{review}surest/").content.decode()
    assert "Decide each difference by itself" in answer
    assert "Accept these" not in answer
    sent = {"seen_version": desk.draft.version}
    assert client.post(f"{review}accept-rest/", sent).status_code == 409


def test_an_edit_is_theirs_who_made_it_whoever_takes_back_what_came_after(
    desk: Desk, suggestion: Span, reviewer: User, document: Document
) -> None:
    olga = factories.create_user("Olga Other")
    factories.join(document.project, olga, Role.REVIEWER)
    desk.correct(suggestion.pk, "Bob Corker", "GPE")
    desk.sent["by"] = desk.by = olga
    desk.decide("1")
    desk.write(history.undo)
    assert adjudicated.editor(desk.bench, desk.place) == str(reviewer)

    desk.correct(suggestion.pk, "Bob Corker", "DATE")
    assert adjudicated.editor(desk.bench, desk.place) == str(olga)
    desk.write(history.undo)
    assert adjudicated.editor(desk.bench, desk.place) == str(reviewer)
    desk.write(history.redo)
    assert adjudicated.editor(desk.bench, desk.place) == str(olga)


def test_an_edit_after_a_choice_is_what_stands(desk: Desk, suggestion: Span) -> None:
    desk.decide("1")
    desk.correct(suggestion.pk, "Bob Corker", "GPE")
    assert desk.chosen == ["edit"]

    desk.decide("2")
    assert (desk.chosen, desk.labels) == (["2"], ["ORG"])
    desk.write(history.undo)
    assert (desk.chosen, desk.labels) == (["edit"], ["GPE"])


def test_what_the_reader_accepts_or_rejects_of_it_is_decided(desk: Desk, suggestion: Span) -> None:
    desk.write(spans.reject, key=suggestion.pk, quote="Bob Corker")
    assert desk.chosen == ["none"]
    desk.write(history.undo)
    assert desk.chosen == []
    desk.write(spans.accept, key=suggestion.pk, quote="Bob Corker")
    assert desk.chosen == ["2"]
    desk.decide("1")
    assert (desk.chosen, desk.labels) == (["1"], ["PERSON"])


def test_what_is_added_over_a_difference_decides_it_until_another_choice(
    document: Document, pair: list[Hand], reviewer: User
) -> None:
    for hand, label in zip(pair, ("PERSON", "ORG"), strict=True):
        hand.add("Bob Corker", label)
        hand.submit()
    desk = Desk(document, reviewer)
    assert desk.bench.page_key(desk.place) == ""

    desk.add("Corker", "PERSON")
    assert desk.chosen == ["edit"]
    assert desk.bench.page_key(desk.place) == f"s{desk.draft.spans.get().pk}"
    desk.decide("1")
    assert (desk.chosen, desk.labels) == (["1"], ["PERSON"])
    desk.write(history.undo)
    assert desk.chosen == ["edit"]

    desk.write(history.undo)
    desk.add("Bob Corker", "ORG")
    assert desk.chosen == ["2"]
    for choice in ("2", "all"):
        desk.decide(choice)
        assert desk.chosen == [choice]
    assert sorted(desk.labels) == ["ORG", "PERSON"]


LONG = "Monday that Bob Corker"


def test_a_name_that_is_added_within_a_longer_one_decides_nothing_about_it(
    document: Document, pair: list[Hand], reviewer: User
) -> None:
    for hand, label in zip(pair, ("PERSON", "ORG"), strict=True):
        hand.add(LONG, label)
        hand.submit()
    desk = Desk(document, reviewer)
    desk.add("Monday", "DATE")
    assert desk.chosen == []
    with pytest.raises(DifferencesLeft):
        desk.approve()

    for choice in ("1", "none", "none"):
        desk.decide(choice)
        assert desk.chosen == [choice]
        assert "DATE" in desk.labels
    desk.approve()


@pytest.fixture
def shared(document: Document, pair: list[Hand], suggestion: Span, reviewer: User) -> Desk:
    """Of one suggestion the first made “Monday” and the second “claimed”."""
    for hand, words in zip(pair, ("Monday", "claimed"), strict=True):
        hand.stretch(suggestion, words)
        hand.submit()
    return Desk(document, reviewer)


def test_one_edit_decides_only_the_place_over_which_it_lies(shared: Desk, suggestion: Span) -> None:
    shared.write(spans.correct, key=suggestion.pk, quote="Monday", start=22, end=28)
    assert shared.told == [["1"], []]
    benches.decide(shared.draft, shared.by, {shared.bench.differing[1].key: "2"})
    assert (shared.told, shared.words) == ([["1"], ["2"]], ["Monday", "claimed"])


@pytest.mark.parametrize("order", [(0, 1), (1, 0), None])
@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (("1", "2"), ["Monday", "claimed"]),
        (("1", "none"), ["Monday"]),
        (("none", "2"), ["claimed"]),
        (("none", "none"), []),
    ],
)
def test_what_stands_at_one_place_stays_whatever_is_decided_at_another_of_one_suggestion(
    shared: Desk, order: tuple[int, int] | None, choices: tuple[str, str], words: list[str]
) -> None:
    keys = [each.key for each in shared.bench.differing]
    writes = [(place,) for place in order] if order else [(0, 1)]
    for places in writes:
        chosen = {keys[place]: choices[place] for place in places}
        benches.decide(shared.draft, shared.by, chosen)
    assert (shared.told, shared.words) == ([[each] for each in choices], words)

    for _ in writes:
        shared.write(history.undo)
    assert (shared.told, shared.words) == ([[], []], [])


def test_a_model_that_is_followed_takes_nothing_from_another_place_of_its_suggestion(
    document: Document, pair: list[Hand], suggestion: Span, reviewer: User
) -> None:
    for hand, words in zip(pair, ("Monday", "Bob Corker claimed"), strict=True):
        hand.stretch(suggestion, words)
        hand.submit()
    desk = Desk(document, reviewer)
    for place, choice in ((0, "1"), (1, "model")):
        benches.decide(desk.draft, reviewer, {desk.bench.differing[place].key: choice})
    assert (desk.told, desk.words) == ([["1"], ["model"]], ["Monday", "Bob Corker"])
    desk.write(history.undo)
    assert (desk.told, desk.words) == ([["1"], []], ["Monday"])


def test_what_all_made_of_a_suggestion_and_added_in_its_place_is_agreed(
    document: Document, pair: list[Hand], suggestion: Span, reviewer: User
) -> None:
    for hand in pair:
        hand.stretch(suggestion, "claimed")
        hand.add("Bob Corker", "PERSON")
        hand.submit()
    desk = Desk(document, reviewer)
    assert (desk.told, desk.words) == ([], ["Bob Corker", "claimed"])


def test_a_claim_is_edited_too(document: Document, pair: list[Hand], reviewer: User) -> None:
    suggestion = suggest_claim(document, "sales rose")
    for hand, source in zip(pair, ("Bob Corker", "Rex Tillerson"), strict=True):
        hand.change_claim(suggestion, source=[hand.find(source)])
        hand.submit()
    desk = Desk(document, reviewer)
    desk.decide("1")
    desk.write(claims.correct, key=suggestion.pk, source=[pair[0].find("Iran")])
    assert desk.chosen == ["edit"]
    desk.decide("2")
    assert desk.chosen == ["2"]
    assert Claim.objects.filter(annotation_set=desk.draft).count() == 1


def kept(desk: Desk) -> set[tuple[str | None, int | None]]:
    events = Event.objects.in_set(desk.draft.pk).filter(verb="adjudicate").newest_first()
    newest = events.filter(group__in=events.values("group")[:1])
    return {((each.after or {}).get("choice"), (each.after or {}).get("of_set")) for each in newest}


def test_the_history_keeps_what_was_pressed(desk: Desk, pair: list[Hand]) -> None:
    desk.decide("2")
    second = AnnotationSet.objects.get(made_by=pair[1].by)
    assert (desk.chosen, kept(desk)) == (["2"], {("person", second.pk)})
    desk.decide("model")  # which says the same
    assert (desk.chosen, kept(desk)) == (["model"], {("model", None)})
    desk.decide("none")
    assert (desk.chosen, kept(desk)) == (["none"], {("none", None)})
    desk.decide("all")
    assert (desk.chosen, kept(desk)) == (["all"], {("all", None)})
    desk.write(history.undo)
    desk.write(history.undo)
    assert desk.chosen == ["model"]
