from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from pytest_django.asserts import assertRedirects
from rjsmin import jsmin

from annotations.models import AnnotationSet, Decision, Progress, Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import Hand, suggest_claim, suggest_entity
from tests.factories import create_document, label_of, suggest_span, suggested_set
from tests.queries import counted

SCRIPTS = settings.BASE_DIR / "static" / "js"
SCRIPTED = {"HX-Request": "true"}


def address(document: Document, path: str = "") -> str:
    return f"/projects/{document.project.slug}/articles/{document.article_id}/{path}"


class Browser:
    """The reader's script as far as the server meets it."""

    def __init__(self, client: Client, document: Document, user: User) -> None:
        client.force_login(user)
        self.client = client
        self.document = document

    def open(self, query: str = "") -> str:
        answer = self.client.get(address(self.document) + query)
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, path: str, *, version: int = 0, **fields: Any) -> HttpResponse:
        sent = {"seen_version": version, **fields}
        answer = self.client.post(address(self.document, path), sent, headers=SCRIPTED)
        assert isinstance(answer, HttpResponse)
        return answer

    def decide(self, verb: str, span: Span, version: int = 0, **fields: Any) -> HttpResponse:
        quote = self.document.text[span.start : span.end]
        return self.post(f"spans/{span.pk}/{verb}/", version=version, **{"quote": quote, **fields})


@pytest.fixture
def desk(client: Client, document: Document, annotator: User) -> Browser:
    return Browser(client, document, annotator)


def rows_in(answer: HttpResponse) -> list[str]:
    return re.findall(r'<section class="row[^"]*" id="(p\d+)"', answer.content.decode())


def test_accepting_answers_with_the_row_the_count_and_the_version(
    desk: Browser, document: Document
) -> None:
    span = suggest_span(document, "Rex Tillerson")

    answer = desk.decide("accept", span)

    assert answer.status_code == 200
    assert answer["X-Set-Version"] == "1"
    assert rows_in(answer) == ["p0"]
    assert "1 of 1" in answer.content.decode()
    assert f'<mark class="e confirmed f-person k1-person o1" data-s="s{span.pk}"' in (
        answer.content.decode()
    )


def test_a_row_of_an_answer_is_the_row_of_the_page(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    suggest_claim(document, "sales rose", source="Bob Corker")

    answer = desk.decide("accept", span).content.decode()

    (row,) = re.findall(r"<section.*?</section>", answer, re.DOTALL)
    assert row in desk.open()


def test_a_claim_over_two_paragraphs_paints_both(desk: Browser, document: Document) -> None:
    claim = suggest_claim(document, "rose in Iran.\nHe left")

    answer = desk.post(f"claims/{claim.pk}/accept/")

    assert rows_in(answer) == ["p0", "p1"]


def test_what_was_rejected_is_listed_and_can_be_restored(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk.decide("reject", span)

    page = desk.open()
    assert "Rejected (1)" in page
    assert f'data-restore="s{span.pk}"' in page

    answer = desk.decide("restore", span, version=1)
    assert "Rejected (0)" in answer.content.decode()
    assert not Decision.objects.exists()


def test_an_added_span_keeps_offsets_beyond_emoji(
    client: Client, project: Project, annotator: User
) -> None:
    document = create_document("🙂🙂 \u0642\u0627\u0644 Zoe\u0308 here.", project=project)
    desk = Browser(client, document, annotator)
    start = document.text.index("Zoe")

    answer = desk.post("spans/", start=start, end=start + 4, quote="Zoe\u0308", label_key="PERSON")

    assert answer.status_code == 200
    assert Span.objects.get(annotation_set__kind="annotated").start == start


def test_a_second_tab_learns_what_changed_and_overwrites_nothing(
    desk: Browser, document: Document
) -> None:
    first, second = suggest_span(document, "Rex Tillerson"), suggest_span(document, "He")
    desk.decide("accept", first)

    answer = desk.decide("reject", second, version=0)

    assert answer.status_code == 409
    assert answer["X-Set-Version"] == "1"
    assert rows_in(answer) == ["p0"]
    assert (
        f'<template data-changed="s{first.pk}" data-gone="" data-touched="0-13 "'
        ' data-spans="0-13 " data-by="you in another tab">'
    ) in answer.content.decode()
    assert Decision.objects.count() == 1

    assert desk.decide("reject", second, version=1).status_code == 200


def test_other_words_than_the_articles_are_refused(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")

    answer = desk.decide("accept", span, quote="Rex Tillersom")

    assert answer.status_code == 409
    assert "X-Set-Version" not in answer
    assert answer["HX-Retarget"] == "#messages"
    assert not AnnotationSet.objects.annotated().exists()


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("spans/", {"start": "1.5", "end": "3", "quote": "x", "label_key": "PERSON"}, 422),
        ("spans/", {"start": "-1", "end": "3", "quote": "x", "label_key": "PERSON"}, 422),
        ("spans/", {"start": "0", "end": "999999", "quote": "x", "label_key": "PERSON"}, 422),
        ("spans/", {"start": "0", "end": "3", "quote": "Rex", "label_key": "NONE"}, 422),
        ("spans/", {}, 422),
        ("spans/99999999999999999999999/accept/", {"quote": "Rex"}, 404),
        ("spans/1/accept/", {"quote": "Rex"}, 404),
        ("claims/", {"content": "5-2", "speech": "direct"}, 422),
        ("claims/", {"content": "0-3", "speech": "shouted"}, 422),
        ("claims/", {"speech": "direct"}, 422),
    ],
)
def test_what_cannot_be_done_is_answered_with_a_sentence(
    desk: Browser, path: str, fields: dict[str, Any], status: int
) -> None:
    answer = desk.post(path, **fields)

    assert answer.status_code == status
    assert re.search(r'<p class="notice bad">[^<]{10,}</p>', answer.content.decode())


def test_undo_and_redo_survive_a_reload(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk.decide("accept", span)
    assert "1 of 1" in desk.open()

    undone = desk.post("undo/", version=1)
    assert rows_in(undone) == ["p0"]
    assert "0 of 1" in desk.open()

    desk.post("redo/", version=2)
    assert "1 of 1" in desk.open()


def test_finishing_accepts_the_rest_if_asked(desk: Browser, document: Document) -> None:
    suggest_span(document, "Rex Tillerson")

    answer = desk.client.post(
        address(document, "finish/"), {"seen_version": 0, "undecided": "accept"}, follow=True
    )

    assert "Finished" in answer.content.decode()
    assert Decision.objects.count() == 1
    assert "Read only" in desk.open()
    assert "Reopen" in desk.open()


def test_finishing_may_lead_to_the_next_article(desk: Browser, project: Project) -> None:
    first = desk.document
    other = create_document("Nobody came.", project=project)
    suggest_span(other, "Nobody")
    asked = {"seen_version": 0, "undecided": "leave", "then": "next"}

    assertRedirects(desk.client.post(address(first, "finish/"), asked), address(other))
    assert first.annotation_sets.get().state == "submitted"
    last = desk.client.post(address(other, "finish/"), asked)
    assertRedirects(last, f"/projects/{project.slug}/assignments/")


def test_a_reviewer_approves_what_an_annotator_finished(
    client: Client, document: Document, hand: Hand, reviewer: User
) -> None:
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.submit()
    desk = Browser(client, document, reviewer)
    page = desk.open()
    assert "Approve as gold" in page

    fields = {
        name: re.findall(rf'name="{name}" value="(\d+)"', page)[0]
        for name in ("set_id", "seen_version")
    }
    answer = client.post(address(document, "approve/"), fields, follow=True)

    assert "is gold now" in answer.content.decode()
    assert "Gold: approved by Rui Reviewer" in desk.open()


# Without scripts


def test_the_list_accepts_relabels_rejects_and_removes_by_plain_forms(
    desk: Browser, document: Document
) -> None:
    span = suggest_span(document, "Rex Tillerson")
    quote = {"quote": "Rex Tillerson"}
    steps = [
        ("correct", {"label_key": "ORG"}, "confirmed"),
        ("remove", {}, "rejected"),
        ("restore", {}, "suggested"),
        ("accept", {}, "confirmed"),
    ]
    for version, (verb, fields, state) in enumerate(steps):
        sent = {"seen_version": version, **quote, **fields}
        answer = desk.client.post(address(document, f"spans/{span.pk}/{verb}/"), sent)

        assertRedirects(
            answer, address(document) + f"?list#item-s{span.pk}", fetch_redirect_response=False
        )
        assert f'id="item-s{span.pk}" class="card item {state}"' in desk.open("?list")


def test_the_list_offers_a_form_for_every_item(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    claim = suggest_claim(document, "sales rose", source="Bob Corker")

    page = desk.open("?list")

    for target in (f"spans/{span.pk}", f"claims/{claim.pk}"):
        assert f'formaction="{target}/accept/"' in page
        assert f'formaction="{target}/reject/"' in page
    assert f'formaction="spans/{span.pk}/correct/"' in page
    assert '?list">' in desk.open()


def test_without_scripts_a_stale_form_says_so_on_a_page(desk: Browser, document: Document) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk.decide("accept", span)

    answer = desk.client.post(
        address(document, f"spans/{span.pk}/remove/"),
        {"seen_version": 0, "quote": "Rex Tillerson"},
    )

    assert answer.status_code == 409
    assert "changed elsewhere" in answer.content.decode()


# Who may


def test_a_viewer_reads_and_cannot_write(client: Client, document: Document, viewer: User) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk = Browser(client, document, viewer)
    page = desk.open()

    assert "Read only" in page
    assert 'data-act="accept"' not in page
    assert desk.decide("accept", span).status_code == 403


def test_an_outsider_finds_nothing(client: Client, document: Document, outsider: User) -> None:
    span = suggest_span(document, "Rex Tillerson")
    desk = Browser(client, document, outsider)

    assert client.get(address(document)).status_code == 404
    assert desk.decide("accept", span).status_code == 404


def test_an_article_is_looked_up_inside_its_project(
    client: Client, document: Document, annotator: User
) -> None:
    other = create_document("Something else.")
    client.force_login(annotator)

    for number in (other.article_id, 10**30):
        found = f"/projects/{document.project.slug}/articles/{number}/"
        assert client.get(found).status_code == 404


# How much it costs


@pytest.mark.parametrize("count", [1, 3000])
def test_a_page_takes_12_queries_and_a_write_14(desk: Browser, count: int) -> None:
    document = desk.document
    document.text = "word " * count + document.text
    document.length = len(document.text)
    document.save()
    label, made = label_of(document, "PERSON"), suggested_set(document)
    Span.objects.bulk_create(
        Span(annotation_set=made, label=label, start=n * 5, end=n * 5 + 4, score=0.5)
        for n in range(count)
    )
    suggest_claim(document, "sales rose", source="Bob Corker")
    span = Span.objects.earliest("pk")

    with counted() as page:
        desk.open()
    with counted() as first:
        assert desk.decide("accept", span).status_code == 200
    with counted() as second:
        assert desk.decide("correct", span, version=1, label_key="ORG").status_code == 200
    with counted() as undone:
        assert desk.post("undo/", version=2).status_code == 200

    assert len(page) <= 12
    assert max(len(first), len(second), len(undone)) <= 14


def test_a_full_article_takes_12_queries_too(desk: Browser) -> None:
    span = suggest_span(desk.document, "Bob Corker")
    desk.decide("accept", span)
    Progress.objects.update(places=0)
    with counted() as page:
        desk.open()
    assert len(page) <= 12


def test_no_decision_on_a_claim_and_no_finishing_takes_more_than_14(desk: Browser) -> None:
    """Each at its dearest: the first write, whose source is an entity nobody has named yet."""
    document = desk.document
    speaker = suggest_entity(document, "Rex Tillerson", suggest_span(document, "Rex Tillerson"))
    claim = suggest_claim(document, "sales rose", inferred=speaker)
    with counted() as accepted:
        assert desk.post(f"claims/{claim.pk}/accept/").status_code == 200

    other = create_document(f"{document.text} Again.", project=document.project)
    for name in ("Bob Corker", "Rex Tillerson"):
        named = suggest_entity(other, name, suggest_span(other, name))
        suggest_claim(other, name, inferred=named)
    desk.document = other
    with counted() as finished:
        assert desk.post("finish/", undecided="accept").status_code == 302

    assert len(accepted) <= 14
    assert len(finished) <= 14
    assert other.annotation_sets.annotated().get().claims.count() == 2


def test_the_map_tells_where_something_is_undecided(desk: Browser, project: Project) -> None:
    desk.document = create_document("x" * 100 + " Chen left. Ann " + "y" * 284, project=project)
    chen, _ = suggest_span(desk.document, "Chen"), suggest_span(desk.document, "Ann")

    assert '<path class="undecided" d="M1 101h-1M1 112h-1"/>' in desk.open()
    written = desk.decide("accept", chen).content.decode()
    assert '<path class="decided" d="M1 101h-0.6"/>' in written
    assert '<path class="undecided" d="M1 112h-1"/>' in written


def test_a_text_of_very_many_lines_is_read_in_parts(desk: Browser, project: Project) -> None:
    desk.document = create_document("x\n" * 6_500, project=project)
    first, last = desk.open(), desk.open("?part=3")

    assert first.count('<section class="row') == 3_000
    assert last.count('<section class="row') == 500
    assert 'id="p6499"' in last
    assert 'href="?part=2"' in first
    assert 'rel="next"' not in last
    for asked in ("0", "4", "x", "9" * 40):
        assert desk.client.get(address(desk.document) + f"?part={asked}").status_code == 404


def test_an_answer_tells_what_is_undecided_in_each_part(desk: Browser, project: Project) -> None:
    text = "Iran rose.\n" + "x\n" * 3_000 + "Iraq fell.\n"
    desk.document = create_document(text, project=project)
    span = suggest_span(desk.document, "Iran", "GPE")
    suggest_span(desk.document, "Iraq", "GPE")
    assert 'data-parts="1:1 2:1 "' in desk.open("?part=2")

    answer = desk.decide("accept", span)

    assert 'data-parts="1:0 2:1 "' in answer.content.decode()


def test_suggestions_that_come_later_are_announced(desk: Browser, document: Document) -> None:
    assert 'hx-get="?waiting"' in desk.open()

    suggest_span(document, "Rex Tillerson")

    assert "data-ready" in desk.open("?waiting")


def test_the_readers_own_scripts_stay_small() -> None:
    """As they are served: those that the page loads, each compressed by itself."""
    names = {"reader.js"}
    while True:
        sources = [(SCRIPTS / name).read_text() for name in sorted(names)]
        found = names | set(re.findall(r'from "\./([\w-]+\.js)"', "".join(sources)))
        if found == names:
            break
        names = found

    assert len(names) > 20
    assert sum(len(gzip.compress(jsmin(each).encode())) for each in sources) <= 25 * 1024


def test_the_seed_article_comes_in_150_kb(
    client: Client, project: Project, annotator: User, shared: Path
) -> None:
    """Page and all it loads, compressed, as a browser meets it for the first time."""
    document = create_document((shared / "seeds" / "article.txt").read_text(), project=project)
    gold = json.loads((shared / "seeds" / "article.gold.json").read_text())
    for claim in gold["claims"]:
        suggest_claim(document, claim["content"]["text"])
    for name in {entity["text"] for entity in gold["entities"] if entity["type"] == "PERSON"}:
        suggest_span(document, name)
    page = Browser(client, document, annotator).open()

    waiting, loaded = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page)), {}
    while waiting:
        path = waiting.pop()
        loaded[path] = Path(str(finders.find(path))).read_bytes()
        imported = re.findall(rb'from "\./([\w-]+\.js)"', loaded[path])
        waiting |= {f"js/{name.decode()}" for name in imported} - loaded.keys()

    assert len(loaded) > 20
    parts = [page.encode(), *loaded.values()]
    assert sum(len(gzip.compress(part)) for part in parts) <= 150_000
