"""What the reader takes: queries, bytes, parts of a long text."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from rjsmin import jsmin

from annotations.models import Progress, Span
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests.annotations.hands import suggest_claim, suggest_entity
from tests.annotations.readers import Browser, address
from tests.factories import create_document, label_of, suggest_span, suggested_set
from tests.queries import counted

SCRIPTS = settings.BASE_DIR / "static" / "js"


@pytest.fixture
def desk(client: Client, document: Document, annotator: User) -> Browser:
    return Browser(client, document, annotator)


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
