"""The page of an adjudication: begin, decide by forms, decide alike, undo, names hidden."""

from __future__ import annotations

import html
import re
from random import Random

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from annotations.actions import comments, spans
from annotations.comments import anchors
from annotations.models import AnnotationSet, Progress
from annotations.review import adjudicated, versions
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests import factories
from tests.annotations import benches
from tests.annotations.adjudications import differing, draft_of, finish_late, posted
from tests.annotations.hands import Hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(document: Document, project: Project, annotator: User) -> str:
    return differing(document, project, annotator)


@pytest.fixture
def desk(client: Client, address: str, reviewer: User) -> Client:
    client.force_login(reviewer)
    client.post(address)
    return client


def test_it_begins_from_the_reader_and_shows_each_version(
    client: Client, address: str, reviewer: User, annotator: User
) -> None:
    client.force_login(reviewer)
    reader = client.get(address.removesuffix("adjudicate/")).content.decode()
    assert "Adjudicate" in reader
    content = client.post(address, follow=True).content.decode()
    assert f"{annotator}" in content
    assert "Otto Other" in content
    assert "0 of 2" in content
    assert 'class="m-span">Bob Corker</mark>' in content or "Rex Tillerson</mark>" in content


def test_the_words_around_a_place_are_shown_once_and_little_of_them_in_each_version(
    desk: Client, address: str, document: Document
) -> None:
    place = adjudicated.read(document).differing[0]
    page = desk.get(address).text
    found = re.findall(r'<p class="excerpt( context)?" dir="auto">(.*?)</p>', page)
    assert [is_context for is_context, _ in found] == [" context", "", ""]
    texts = [html.unescape(re.sub("<.*?>", "", each)) for _, each in found]
    words = document.text[place.start : place.end]
    assert all(words in each for each in texts)
    around = [len(each) - len(words) for each in texts]
    assert max(around[1:]) <= 2 * versions.LITTLE <= around[0]


def test_what_is_said_of_a_place_is_answered_there(
    desk: Client, address: str, document: Document, annotator: User
) -> None:
    own = AnnotationSet.objects.get(document=document, made_by=annotator, kind="annotated")
    span = own.spans.get(start=document.text.index("Rex Tillerson"))
    anchor = anchors.of(document, f"s{span.pk}", own)
    thread = comments.start(document=document, anchor=anchor, text="An office?", by=annotator)

    content = desk.get(address).content.decode()
    assert "An office?" in content
    assert f'data-key="r" href="#reply-{thread.pk}"' in content
    last = adjudicated.read(document).differing[-1].key
    assert "An office?" not in desk.get(address, {"place": last}).content.decode()
    assert "An office?" not in desk.get(address, {"blind": "1"}).content.decode()


def test_names_can_be_hidden(desk: Client, address: str, annotator: User) -> None:
    content = desk.get(address, {"blind": "1"}).content.decode()
    assert "Annotator 1" in content
    assert str(annotator) not in content
    assert str(annotator) not in desk.get(address).content.decode()
    assert str(annotator) in desk.get(address, {"blind": "0"}).content.decode()


def test_a_choice_goes_on_to_the_next(desk: Client, address: str, document: Document) -> None:
    sent = posted(document, "2")
    answer = desk.post(f"{address}decide/", sent, headers={"hx-request": "true"})
    content = answer.content.decode()
    assert "<html" not in content
    assert "1 of 2" in content
    assert str(sent["place"]) not in re.findall(r'name="place" value="([^"]+)"', content)


def test_without_scripts_it_leads_to_the_next(
    desk: Client, address: str, document: Document
) -> None:
    answer = desk.post(f"{address}decide/", posted(document, "none"), follow=True)
    assert answer.status_code == 200
    assert "1 of 2" in answer.content.decode()


def test_all_that_differ_alike(desk: Client, address: str, document: Document) -> None:
    first, second = adjudicated.read(document).differing
    choice = benches.value(document, "1")
    shown = desk.get(f"{address}alike/", {"place": first.key, "choice": choice}).content.decode()
    assert f'name="alike" value="{second.key}"' in shown
    assert "name: label, where you came from" in shown
    words = document.text[first.start : first.end]
    assert f'Otto Other: “<span dir="auto">{words}</span>” · label: ' in shown
    assert "1 the same in both" in desk.get(address).text

    desk.post(f"{address}decide/", posted(document, "1", alike=second.key))
    assert len(adjudicated.read(document).choices()) == 2
    content = desk.get(address).content.decode()
    assert "Approve as gold" in content

    desk.post(f"{address}undo/", {"seen_version": draft_of(document).version})
    assert adjudicated.read(document).choices() == {}


def test_where_claims_are_decided_alike_content_and_source_of_each_are_shown(
    client: Client, document: Document, project: Project, annotator: User, reviewer: User
) -> None:
    other = factories.create_user("Otto Other")
    factories.join(project, other, Role.ANNOTATOR)
    Progress.objects.filter(article=document.article).update(places=2)
    for person, named in ((annotator, "Bob Corker"), (other, "Rex Tillerson")):
        hand = Hand(document, person)
        hand.add_claim("sales rose", source=[hand.find(named)])
        hand.submit()
    client.force_login(reviewer)
    address = f"/projects/{project.slug}/articles/{document.article_id}/adjudicate/"
    client.post(address)
    asked = {"place": adjudicated.read(document).differing[0].key, "choice": "none"}
    shown = " ".join(client.get(f"{address}alike/", asked).text.split())
    for person, named in ((annotator, "Bob Corker"), (other, "Rex Tillerson")):
        told = f'{person}: “<span dir="auto">sales rose</span>” · source: '
        assert f'{told}<span dir="auto">{named}</span>' in shown


def test_undo_leads_to_the_first_of_what_was_undone_and_says_how_many(
    desk: Client, address: str, document: Document
) -> None:
    first, second = adjudicated.read(document).differing
    desk.post(f"{address}decide/", {**posted(document, "1", alike=first.key), "place": second.key})
    answer = desk.post(
        f"{address}undo/",
        {"seen_version": draft_of(document).version},
        headers={"hx-request": "true"},
    )
    assert "<b>undone:</b> 2 decisions" in answer.content.decode()
    assert answer["HX-Replace-Url"] == f"{address}?place={first.key}"

    desk.post(f"{address}decide/", posted(document, "1"))
    sent = {"seen_version": draft_of(document).version}
    assert "Undone: 1 decision." in desk.post(f"{address}undo/", sent, follow=True).content.decode()


def test_the_address_follows_the_place_that_is_shown(
    desk: Client, address: str, document: Document
) -> None:
    first, second = adjudicated.read(document).differing
    answer = desk.post(f"{address}decide/", posted(document, "1"), headers={"hx-request": "true"})
    assert answer["HX-Replace-Url"] == f"{address}?place={second.key}"

    sent = {**posted(document, "1"), "place": second.key}
    answer = desk.post(f"{address}decide/", sent, headers={"hx-request": "true"})
    assert '<h2 id="place-head" tabindex="-1">All decided</h2>' in answer.content.decode()
    assert answer["HX-Replace-Url"] == address
    assert re.search("1 of 2 · .*, decided by", desk.get(address, {"place": first.key}).text)


@pytest.fixture
def reversed_when_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Random, "sample", lambda self, numbers, count: [*numbers][::-1])


@pytest.mark.usefixtures("reversed_when_hidden")
def test_no_number_on_the_page_tells_who_is_hidden(
    desk: Client, address: str, document: Document
) -> None:
    first, second = (str(each.pk) for each in adjudicated.read(document).sets)
    page = desk.get(address, {"blind": "1"}).content.decode()
    buttons = re.findall(r'id="(choose-\d)" name="choice" value="(\d+)" data-key="(\d)"', page)
    assert buttons == [("choose-1", second, "1"), ("choose-2", first, "2")]


@pytest.mark.usefixtures("reversed_when_hidden")
def test_three_stand_in_one_order_and_in_that_of_their_numbers_where_they_are_hidden(
    client: Client, address: str, document: Document, annotator: User, reviewer: User
) -> None:
    finish_late(document, "Aaron Third", "ORG")
    client.force_login(reviewer)
    page = client.post(address, follow=True).content.decode()
    assert numbers(page) == ["Aaron Third", str(annotator), "Otto Other"]

    sent = posted(document, "3")
    client.post(f"{address}decide/", sent)
    asked = {"place": str(sent["place"]), "blind": "0"}
    page = client.get(address, asked).content.decode()
    assert "· Aaron Third and Otto Other’s version, decided by" in page
    page = client.get(address, {**asked, "blind": "1"}).content.decode()
    assert "· Annotator 1 and Annotator 3’s version, decided by" in page


@pytest.mark.parametrize(
    "bad", [{"choice": "x"}, {"choice": ""}, {"draft_id": ""}, {"place": "span-x"}]
)
def test_what_no_page_sends_is_refused(
    desk: Client, address: str, document: Document, bad: dict[str, str]
) -> None:
    assert desk.post(f"{address}decide/", {**posted(document, "1"), **bad}).status_code == 422


def test_the_page_costs_the_same_for_more_differences(
    desk: Client,
    address: str,
    document: Document,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(13):
        desk.get(address)
    sent = posted(document, "1")
    with django_assert_max_num_queries(38):
        desk.post(f"{address}decide/", sent, headers={"hx-request": "true"})


def test_one_edits_where_the_difference_stands(
    desk: Client, address: str, document: Document
) -> None:
    place = adjudicated.read(document).differing[0]
    number = document.text.count("\n", 0, place.start)
    link = f"/review/?part=1&amp;place={place.key}#p{number}"
    assert link in desk.get(address).content.decode()
    reader = desk.get(address.replace("adjudicate", "review")).content.decode()
    assert f'id="p{number}"' in reader
    assert "Between 2 annotators" in reader
    assert "Otto Other finished" not in reader


def test_it_names_attributes_and_what_reports_a_claim(
    client: Client, document: Document, project: Project, annotator: User, reviewer: User
) -> None:
    factories.create_attribute(project, "HOW_SURE", *"AB")
    other = factories.create_user("Otto Other")
    factories.join(project, other, Role.ANNOTATOR)
    for person, kind in ((annotator, "A"), (other, "")):
        hand = Hand(document, person)
        outer = hand.add_claim("Bob Corker claimed sales rose")
        claim = hand.add_claim("sales rose", within=outer.pk if kind else None)
        if kind:
            hand.describe(claim, HOW_SURE=kind)
        hand.submit()
    client.force_login(reviewer)
    address = f"/projects/{project.slug}/articles/{document.article_id}/adjudicate/"

    page = " ".join(client.post(address, follow=True).content.decode().split())

    assert "Claim: reported in, How sure" in page
    facts = re.findall(r'<div class="differs"><dt>(.*?)</dt><dd dir="auto">(.*?)</dd>', page)
    assert facts == [
        ("Reported in", "“Bob Corker claimed sales rose”"),
        ("How sure", "A (Option A)"),
        ("Reported in", "no other claim"),
        ("How sure", "not said"),
    ]


def test_e_leads_to_the_item_in_the_reader_and_from_there_back(
    desk: Client, address: str, document: Document, reviewer: User
) -> None:
    place = adjudicated.read(document).differing[0]
    desk.post(f"{address}decide/", posted(document, "1"))
    span = draft_of(document).spans.get(start=place.start)
    page = desk.get(address, {"place": place.key}).content.decode()
    asked = f"part=1&amp;place={place.key}&amp;item=s{span.pk}#p"
    assert f"/review/?{asked}" in page

    reader = desk.get(address.replace("adjudicate", "review"), {"place": place.key})
    back = f'id="way-back" href="{address}?place={place.key}">Back<'
    assert back in reader.content.decode()

    spans.correct(
        key=span.pk,
        quote=document.text[span.start : span.end],
        label_key="GPE",
        document=document,
        seen_version=draft_of(document).version,
        by=reviewer,
        is_review=True,
    )
    page = desk.get(address, {"place": place.key}).content.decode()
    assert f"<b>As edited by {reviewer}</b> <span" in page
    assert f"1 of 2 · as edited, decided by {reviewer}<" in page


def test_a_model_that_is_followed_is_named_though_an_annotator_has_the_same(
    desk: Client, address: str, document: Document, annotator: User
) -> None:
    place = adjudicated.read(document).differing[0]
    words = document.text[place.start : place.end]
    factories.suggest_span(document, words, "PERSON")
    desk.post(f"{address}decide/", posted(document, "model"))
    assert "· the model’s version, decided by" in desk.get(address, {"place": place.key}).text

    told = desk.get(f"/projects/{document.project.slug}/history/", {"kind": "review"})
    assert "followed test 1.0" in told.content.decode()
    assert f"followed {annotator}" not in told.content.decode()

    desk.post(f"{address}decide/", posted(document, "all"))
    told = desk.get(f"/projects/{document.project.slug}/history/", {"kind": "review"})
    assert "kept all" in told.content.decode()


def numbers(page: str) -> list[str]:
    return re.findall(r'data-key="[1-9]"><kbd>\d</kbd> (.*?)</button>', page)


def test_the_same_annotators_come_in_the_same_order_in_every_article(
    client: Client, project: Project, reviewer: User, annotator: User
) -> None:
    project.annotators_per_article = 2
    project.save()
    other = factories.create_user("Aaron Other")
    factories.join(project, other, Role.ANNOTATOR)
    client.force_login(reviewer)
    orders, shuffled = set(), set()
    for n in range(8):
        document = factories.create_document(f"Bob Corker left {n}.", project=project)
        document.article.progress.places = 2
        document.article.progress.save()
        pair = [(annotator, "PERSON"), (other, "ORG")]
        for person, label in pair[:: (-1) ** n]:
            hand = Hand(document, person)
            hand.add("Bob Corker", label)
            hand.submit()
        address = f"/projects/{project.slug}/articles/{document.article_id}/adjudicate/"
        orders.add((*numbers(client.post(address, follow=True).content.decode()),))
        page = client.get(address, {"blind": "1"}).content.decode()
        assert numbers(page) == ["Annotator 1", "Annotator 2"]
        shuffled.add((*re.findall(r"<dt>Label</dt><dd[^>]*>(.*?)</dd>", page),))
        client.cookies.clear()
        client.force_login(reviewer)
    assert orders == {("Aaron Other", str(annotator))}
    assert len(shuffled) == 2
