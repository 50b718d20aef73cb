"""The review in the reader: what each hand has, side by side, and what reviewers write there."""

from __future__ import annotations

import pytest
from django.test import Client

from annotations.actions import review
from annotations.models import AnnotationSet, Span
from annotations.reader import highlighting, reading
from annotations.reader.reading import Reading
from annotations.review import differences
from annotations.review.differences import Difference
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import suggest_span
from tests.queries import counted


@pytest.fixture
def finished(document: Document, hand: Hand) -> Hand:
    """Accepted, corrected, rejected, left and added, each once; and a claim."""
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.relabel(suggest_span(document, "Bob Corker", "ORG"), "PERSON")
    hand.reject(suggest_span(document, "Monday", "DATE"))
    suggest_span(document, "He", "PERSON")
    hand.accept(suggest_claim(document, "sales rose", source="Bob Corker"))
    hand.add("Iran", "GPE")
    hand.submit()
    return hand


@pytest.fixture
def draft(finished: Hand, reviewer: User) -> AnnotationSet:
    return review.begin(
        document=finished.document,
        set_id=finished.set.pk,
        seen_version=finished.version,
        by=reviewer,
    )


class Desk:
    """A reviewer's browser on the review of one article."""

    def __init__(self, document: Document, by: User) -> None:
        self.client = Client()
        self.client.force_login(by)
        self.by, self.document = by, document
        self.article = f"/projects/{document.project.slug}/articles/{document.article_id}/"

    def get(self, path: str = "review/") -> str:
        answer = self.client.get(self.article + path)
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, path: str, **fields: object) -> int:
        values = {"seen_version": self.version, **fields}
        return self.client.post(self.article + path, values).status_code

    def write(self, path: str, **fields: object) -> str:
        """As a script does; the answer's text."""
        headers = {"HX-Request": "true"}
        values = {"seen_version": self.version, **fields}
        answer = self.client.post(self.article + f"review/{path}", values, headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    @property
    def draft(self) -> AnnotationSet:
        return AnnotationSet.objects.get(document=self.document, state="draft")

    @property
    def version(self) -> int:
        found = AnnotationSet.objects.filter(document=self.document, state="draft").first()
        return found.version if found else 0

    @property
    def seen(self) -> Reading:
        seen = reading.of(self.document, self.by, self.draft.pk)
        return highlighting.highlighted(seen)

    def differences(self) -> dict[str, Difference]:
        """By the words of the place."""
        return {each.words: each for each in differences.of(self.seen).differences}


@pytest.fixture
def desk(draft: AnnotationSet, document: Document, reviewer: User) -> Desk:
    return Desk(document, reviewer)


def key(document: Document, words: str) -> int:
    start = document.text.index(words)
    return Span.objects.get(
        annotation_set__kind="suggested", start=start, end=start + len(words)
    ).pk


def sides(found: Difference) -> tuple[str, str, str]:
    return found.suggested, found.annotated, found.reviewed


def test_what_differs_from_the_model_is_told(desk: Desk) -> None:
    corker, person = "Organisation: “Bob Corker”", "Person: “Bob Corker”"
    found = desk.differences()

    assert {words: sides(each) for words, each in found.items()} == {
        "Bob Corker": (corker, person, person),
        "Monday": ("Date: “Monday”", "rejected", "rejected"),
        "Iran": ("", "Country or city: “Iran”", "Country or city: “Iran”"),
    }
    assert not any(each.is_mended for each in found.values())


def test_a_reviewers_correction_is_seen_apart(desk: Desk, document: Document) -> None:
    desk.write(f"spans/{key(document, 'Bob Corker')}/correct/", quote="Bob Corker", label_key="GPE")
    desk.write(f"spans/{key(document, 'Rex Tillerson')}/reject/", quote="Rex Tillerson")

    found = desk.differences()
    assert sides(found["Bob Corker"]) == (
        "Organisation: “Bob Corker”",
        "Person: “Bob Corker”",
        "Country or city: “Bob Corker”",
    )
    assert sides(found["Rex Tillerson"]) == (
        "Person: “Rex Tillerson”",
        "Person: “Rex Tillerson”",
        "rejected",
    )
    assert found["Bob Corker"].is_mended


def test_what_a_reviewer_takes_out_is_told(desk: Desk) -> None:
    added = desk.draft.spans.get(label__key="GPE")
    desk.write(f"spans/{added.pk}/remove/", quote="Iran")

    assert sides(desk.differences()["Iran"]) == ("", "Country or city: “Iran”", "removed")


def test_only_the_draft_is_written_to(desk: Desk, finished: Hand, document: Document) -> None:
    before = (finished.set.version, finished.set.spans.count())
    start = document.text.index("Tillerson")
    desk.write("spans/", start=start, end=start + 9, quote="Tillerson", label_key="PERSON")

    assert (finished.set.version, finished.set.spans.count()) == before
    assert desk.draft.spans.filter(start=start).exists()
    assert Event.objects.in_set(desk.draft.pk).filter(verb="span.add").get().actor_id == desk.by.pk


def test_the_rest_is_accepted(desk: Desk, document: Document) -> None:
    answer = desk.client.post(desk.article + "review/accept-rest/", {"seen_version": 1})
    assert answer["Location"] == desk.article + "review/"

    start = document.text.index("He left")
    assert desk.draft.spans.filter(start=start).exists()
    assert desk.seen.counts.total == desk.seen.counts.decided
    assert "Accept all the rest" not in desk.get()


def test_a_stale_write_is_refused_with_what_changed(desk: Desk, document: Document) -> None:
    desk.write(f"spans/{key(document, 'Rex Tillerson')}/reject/", quote="Rex Tillerson")
    answer = desk.client.post(
        f"{desk.article}review/spans/{key(document, 'Monday')}/restore/",
        {"seen_version": 1, "quote": "Monday"},
        headers={"HX-Request": "true"},
    )

    assert (answer.status_code, answer["X-Set-Version"]) == (409, "2")


def test_a_write_after_the_review_ended_is_refused(desk: Desk, document: Document) -> None:
    assert desk.post("review/discard/") == 302

    monday = key(document, "Monday")
    assert desk.post(f"review/spans/{monday}/restore/", quote="Monday") == 409


def test_undo_takes_back_what_was_done_in_the_draft(desk: Desk, document: Document) -> None:
    desk.write(f"spans/{key(document, 'Rex Tillerson')}/reject/", quote="Rex Tillerson")
    desk.write("undo/")

    assert "Rex Tillerson" not in desk.differences()


def test_a_review_is_begun_and_approved(finished: Hand, document: Document, reviewer: User) -> None:
    desk = Desk(document, reviewer)
    submitted = {"set_id": finished.set.pk, "seen_version": finished.version}
    assert "Review" in desk.get("")
    assert desk.post("review/", **submitted) == 302
    assert f"What {finished.by} finished" in desk.get()

    assert desk.post("approve/", set_id=desk.draft.pk) == 302
    assert AnnotationSet.objects.gold().get().approved_by == reviewer


def test_who_finished_is_told_that_it_became_gold_and_led_there_and_back(
    desk: Desk, finished: Hand, document: Document, annotator: User
) -> None:
    own = Desk(document, annotator)
    assert "It waits for approval." in own.get("")
    desk.post("approve/", set_id=desk.draft.pk)
    gold = AnnotationSet.objects.gold().get()

    page = own.get("")
    assert f"This article has become gold: approved by {desk.by} on " in page
    assert "It waits for approval." not in page
    assert f"?of={gold.pk}" in page
    page = own.get(f"?of={gold.pk}")
    assert f"Gold of {annotator}, approved by {desk.by}" in page
    assert "This article has become gold" not in page
    assert f'?of={finished.set.pk}">What you finished' in page
    added = gold.spans.get(label__key="GPE")  # stands under no key of the annotator's own set
    assert "What became of this" in own.get(f"spans/{added.pk}/history/?of={gold.pk}")
    said = {"item": f"s{added.pk}", "of": gold.pk, "text": "Sure?"}
    assert own.post("comments/", **said) == 302


def test_gold_is_reopened_on_its_page(desk: Desk) -> None:
    gold = desk.draft
    desk.post("approve/", set_id=gold.pk)
    reopened = {"set_id": gold.pk, "seen_version": gold.version, "reason": "A name is wrong."}

    assert desk.post("reopen-gold/", **{**reopened, "reason": ""}) == 422
    assert desk.post("reopen-gold/", **reopened) == 302
    for page in (desk.get(), desk.get(""), desk.get("review/differences/")):
        assert f"Reopened by {desk.by} on " in page
        assert "A name is wrong." in page
    page = desk.get()
    assert "Gold, reopened" in page
    queue = desk.client.get(f"/projects/{desk.document.project.slug}/to-review/")
    assert f"Gold, reopened by {desk.by}" in queue.content.decode()
    assert "Send back …" not in page  # the article has gold


def test_sent_back_with_reasons_mended_and_seen_again(
    desk: Desk, finished: Hand, document: Document, annotator: User
) -> None:
    added = finished.set.spans.get(label__key="GPE")
    sent = {"set_id": finished.set.pk, "seen_version": finished.version, "draft_version": 1}
    why = {"reason": "Look at the names.", f"on-s{added.pk}": "Is it a country here?"}
    assert "Send back to" in desk.get("send-back/")
    assert desk.post("send-back/", **sent, **why) == 302

    page = Desk(document, annotator).get("")
    assert "Look at the names." in page
    assert "objected" in page
    assert page.count("Is it a country here?") == 2  # at the top and beside the paragraph

    finished.version = finished.set.version
    finished.relabel(finished.set.spans.get(label__key="GPE"), "ORG")
    finished.submit()
    review.begin(
        document=document,
        set_id=finished.set.pk,
        seen_version=finished.version,
        by=desk.by,
    )
    changed = [words for words, each in desk.differences().items() if each.is_changed]
    assert changed == ["Iran"]
    assert "changed" in desk.seen.highlights[desk.differences()["Iran"].key]


def test_what_came_back_before_it_was_gold_is_not_told_where_that_is_reopened(
    finished: Hand, document: Document, reviewer: User
) -> None:
    desk = Desk(document, reviewer)
    sent = {"set_id": finished.set.pk, "seen_version": finished.version}
    desk.post("send-back/", **sent, reason="Look at the names.")
    finished.version = finished.set.version
    finished.relabel(finished.set.spans.get(label__key="GPE"), "ORG")
    finished.submit()
    assert "Changed since it was sent back" in desk.get("")
    desk.post("approve/", set_id=finished.set.pk, seen_version=finished.version)
    gold = AnnotationSet.objects.gold().get()
    reopened = {"set_id": gold.pk, "seen_version": gold.version, "reason": "A name is wrong."}
    desk.post("reopen-gold/", **reopened)

    assert "changed since" not in desk.get().lower()


def test_without_a_reason_nothing_is_sent_back(desk: Desk, finished: Hand) -> None:
    sent = {"set_id": finished.set.pk, "seen_version": finished.version, "draft_version": 1}

    assert desk.post("send-back/", **sent, reason=" ") == 422
    assert desk.post("send-back/", **sent, **{"on-s999999": "Gone."}) == 404
    assert finished.set.state == "submitted"


def test_nothing_finished_cannot_be_sent_back(document: Document, reviewer: User) -> None:
    desk = Desk(document, reviewer)

    assert desk.client.get(desk.article + "send-back/").status_code == 404


def test_a_reason_is_text_and_nothing_else(
    desk: Desk, finished: Hand, document: Document, annotator: User
) -> None:
    sent = {"set_id": finished.set.pk, "seen_version": finished.version, "draft_version": 1}
    monday = key(document, "Monday")
    desk.post("send-back/", **sent, reason="<script>", **{f"on-s{monday}": "<script>2"})

    page = Desk(document, annotator).get("")
    assert "&lt;script&gt;" in page
    assert "<script>2" not in page


def test_the_number_of_queries_is_small(desk: Desk, document: Document) -> None:
    with counted() as page:
        desk.get()
    with counted() as write:
        desk.write(f"spans/{key(document, 'Rex Tillerson')}/reject/", quote="Rex Tillerson")

    assert len(page) <= 18
    assert len(write) <= 14


def test_closing_says_what_is_lost_and_asks(desk: Desk, document: Document, manager: User) -> None:
    assert "nothing is lost" in desk.get("review/discard/")
    monday, corker = key(document, "Monday"), key(document, "Bob Corker")
    desk.write(f"spans/{monday}/restore/", quote="Monday")
    desk.write(f"spans/{corker}/correct/", quote="Bob Corker", label_key="GPE")
    desk.write("undo/")
    page = desk.get()
    assert 'action="' + desk.article + 'review/discard/"' not in page
    assert f'href="{desk.article}review/discard/"' in page

    asked = desk.get("review/discard/")
    assert f"Lost: 1 change of {desk.by}." in asked
    assert f'name="seen_version" value="{desk.version}"' in asked

    Desk(document, manager).write(f"spans/{corker}/reject/", quote="Bob Corker")
    assert f"Lost: 2 changes of {manager} and {desk.by}." in desk.get("review/discard/")
    assert desk.post("review/discard/") == 302
    assert "Nobody reviews" in desk.client.get(desk.article + "review/discard/", follow=True).text
