"""The page of an adjudication: begin, decide by forms, decide alike, undo, names hidden."""

from __future__ import annotations

import html
import re
from random import Random

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from annotations.actions import comments, history, review, spans
from annotations.comments import anchors
from annotations.models import AnnotationSet, Progress
from annotations.review import adjudicated, awaited, versions
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests import factories
from tests.annotations import benches
from tests.annotations.hands import Hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(document: Document, project: Project, annotator: User) -> str:
    """An article that two finished, who differ in two labels."""
    project.annotators_per_article = 2
    project.save()
    document.article.progress.places = 2
    document.article.progress.save()
    other = factories.create_user("Otto Other")
    factories.join(project, other, Role.ANNOTATOR)
    for person, label in ((annotator, "PERSON"), (other, "ORG")):
        hand = Hand(document, person)
        hand.add("Iran", "GPE")
        hand.add("Bob Corker", label)
        hand.add("Rex Tillerson", label)
        hand.submit()
    return f"/projects/{project.slug}/articles/{document.article_id}/adjudicate/"


@pytest.fixture
def desk(client: Client, address: str, reviewer: User) -> Client:
    client.force_login(reviewer)
    client.post(address)
    return client


def draft_of(document: Document) -> AnnotationSet:
    return AnnotationSet.objects.get(document=document, state="draft")


def posted(document: Document, choice: str, **more: object) -> dict[str, object]:
    """What the page of the first place sends; "1", "2", … are the annotators in their order."""
    place, draft = adjudicated.read(document).differing[0], draft_of(document)
    sent = {"place": place.key, "choice": benches.value(document, choice)}
    return {**sent, "draft_id": draft.pk, "seen_version": draft.version, **more}


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


def test_closing_says_whose_decisions_are_lost_and_asks(
    desk: Client, address: str, document: Document, reviewer: User, manager: User
) -> None:
    closing = address.replace("adjudicate", "review/discard")
    assert f'href="{closing}"' in desk.get(address).content.decode()
    assert f'action="{closing}"' not in desk.get(address).content.decode()
    first, second = adjudicated.read(document).differing
    benches.decide(draft_of(document), manager, {first.key: "1"})
    benches.decide(draft_of(document), reviewer, {second.key: "none"})

    asked = desk.get(closing).content.decode()
    told = " and ".join(sorted(map(str, (manager, reviewer)), key=str.casefold))
    assert f"Lost: 2 decisions of {told}." in asked
    assert len(adjudicated.read(document).choices()) == 2


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


def test_who_decides_in_a_closed_adjudication_is_led_to_the_reader(
    desk: Client, address: str, document: Document, manager: User
) -> None:
    sent, draft = posted(document, "1"), draft_of(document)
    review.discard(document=document, seen_version=draft.version, by=manager)
    assert desk.post(f"{address}decide/", sent).status_code == 409
    left = desk.get(address, {"place": str(sent["place"])}, headers={"hx-request": "true"})
    assert left["HX-Redirect"] == address.removesuffix("adjudicate/")


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


def test_a_stale_choice_is_refused(desk: Client, address: str, document: Document) -> None:
    sent = posted(document, "1")
    desk.post(f"{address}decide/", sent)
    answer = desk.post(f"{address}decide/", {**sent, "choice": "none"})
    assert answer.status_code == 409
    assert "You, in another tab, decided on “" in answer.text


def test_what_others_decided_elsewhere_hinders_nobody(
    desk: Client, address: str, document: Document, manager: User, annotator: User
) -> None:
    first, second = adjudicated.read(document).differing
    sent = {**posted(document, "none"), "place": second.key}
    benches.decide(draft_of(document), manager, {first.key: "1"})
    answer = desk.post(f"{address}decide/", sent, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert adjudicated.read(document).choices() == {first.key: ["1"], second.key: ["none"]}

    page = desk.get(address, {"place": first.key}).text
    assert f"1 of 2 · {annotator}’s version, decided by {manager}<" in page
    undone = desk.post(f"{address}undo/", {"seen_version": sent["seen_version"]})
    assert undone.status_code == 409  # of what oneself did since nothing is undone unseen
    seen = draft_of(document).version
    benches.decide(draft_of(document), manager, {first.key: "2"})
    assert desk.post(f"{address}undo/", {"seen_version": seen}).status_code == 302
    assert adjudicated.read(document).choices() == {first.key: ["2"]}


def test_where_somebody_decided_meanwhile_one_stays_and_is_told_who_and_what(
    desk: Client, address: str, document: Document, manager: User
) -> None:
    first = adjudicated.read(document).differing[0]
    words = document.text[first.start : first.end]
    sent, draft = posted(document, "1"), draft_of(document)
    benches.decide(draft, manager, {first.key: "2"})
    answer = desk.post(f"{address}decide/", sent, headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert f"{manager} decided on “{words}” meanwhile: Otto Other’s version." in answer.text
    assert f'name="place" value="{first.key}"' in answer.text
    assert answer["HX-Retarget"] == "#adjudication"
    assert answer["HX-Replace-Url"] == f"{address}?place={first.key}"
    assert adjudicated.read(document).choices() == {first.key: ["2"]}

    seen = draft_of(document).version
    history.undo(document=document, seen_version=seen, by=manager, is_review=True)
    answer = desk.post(f"{address}decide/", {**sent, "seen_version": seen})
    assert f"{manager} took back meanwhile what was decided on “{words}”." in answer.text
    spans.add(
        start=first.start,
        end=first.end,
        quote=words,
        label_key="DATE",
        document=document,
        seen_version=seen + 1,
        by=manager,
        is_review=True,
    )
    answer = desk.post(f"{address}decide/", {**sent, "seen_version": seen + 1})
    assert f"{manager} decided on “{words}” meanwhile: as edited." in answer.text


def finish_late(document: Document, name: str, label: str) -> None:
    """Somebody else, who gives both differences this label."""
    Progress.objects.filter(article=document.article).update(places=3)
    person = factories.create_user(name)
    factories.join(document.project, person, Role.ANNOTATOR)
    hand = Hand(document, person)
    hand.add("Bob Corker", label)
    hand.add("Rex Tillerson", label)
    hand.submit()


def test_a_page_from_before_it_was_begun_anew_follows_nobody(
    desk: Client, address: str, document: Document, reviewer: User
) -> None:
    stale = posted(document, "1")
    finish_late(document, "Aaron Late", "DATE")
    desk.post(f"{address}anew/", {"seen_version": stale["seen_version"]})
    assert draft_of(document).version == stale["seen_version"]

    answer = desk.post(f"{address}decide/", stale)
    assert answer.status_code == 409
    told = f"{reviewer} began this adjudication anew since you read it."
    assert told in answer.text
    assert adjudicated.read(document).choices() == {}

    benches.decide(draft_of(document), reviewer, {str(stale["place"]): "1"})
    assert told in desk.post(f"{address}decide/", stale).text


def test_a_choice_follows_who_was_named_on_the_page_whatever_they_are_called_now(
    desk: Client, address: str, document: Document, annotator: User
) -> None:
    sent = posted(document, "1")
    User.objects.filter(pk=annotator.pk).update(name="Zoe Renamed")
    desk.post(f"{address}decide/", sent)
    followed = {each.label.key for each in draft_of(document).spans.select_related("label")}
    assert followed == {"GPE", "PERSON"}


def test_nobody_is_followed_whose_set_is_not_compared(
    desk: Client, address: str, document: Document
) -> None:
    other = str(draft_of(document).pk)
    asked = {"place": adjudicated.read(document).differing[0].key, "choice": other}
    assert (
        desk.post(f"{address}decide/", {**posted(document, "1"), "choice": other}).status_code
        == 404
    )
    assert desk.get(f"{address}alike/", asked).status_code == 404


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


def test_sent_again_it_is_decided_once(desk: Client, address: str, document: Document) -> None:
    sent = posted(document, "1", idempotency_key="k1")
    desk.post(f"{address}decide/", sent)
    assert desk.post(f"{address}decide/", sent).status_code == 302
    assert draft_of(document).version == 2


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


def test_any_of_them_is_sent_back(
    desk: Client, address: str, document: Document, annotator: User
) -> None:
    path = address.replace("adjudicate", "send-back")
    sets = AnnotationSet.objects.filter(document=document, state="submitted")
    assert sets.count() == 2
    for each in sets:
        shown = desk.get(path, {"set_id": each.pk}).content.decode()
        assert f"Send back to {each.made_by}" in shown
        assert all(f"?set_id={other.pk}" in shown for other in sets)

    theirs = sets.get(made_by=annotator)
    sent = {
        "set_id": theirs.pk,
        "seen_version": theirs.version,
        "draft_version": draft_of(document).version,
        "reason": "Is he one?",
    }
    assert desk.post(path, sent).status_code == 302
    assert [each.made_by.name for each in sets.all() if each.made_by] == ["Otto Other"]


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


def test_a_draft_counts_what_is_decided_in_it_and_gold_what_the_article_has(
    desk: Client, address: str, document: Document
) -> None:
    factories.suggest_span(document, "Tillerson")
    Progress.objects.filter(article=document.article).update(suggestion_count=33, decided_count=33)
    reader = desk.get(address.replace("adjudicate", "review")).content.decode()
    assert "33" not in re.findall(r'<progress [^>]*max="(\d+)"', reader)

    AnnotationSet.objects.filter(pk=draft_of(document).pk).update(state="approved")
    reader = desk.get(address.removesuffix("adjudicate/")).content.decode()
    assert "33" in re.findall(r'<progress [^>]*max="(\d+)"', reader)


def test_all_who_finished_are_named_and_each_is_read_by_who_may(
    client: Client, address: str, document: Document, reviewer: User, annotator: User
) -> None:
    reader = address.removesuffix("adjudicate/")
    first, second = AnnotationSet.objects.filter(document=document, state="submitted").order_by(
        "pk"
    )
    client.force_login(reviewer)
    page = client.get(reader).content.decode()
    assert f'Annotated by <a href="{reader}?of={first.pk}">{annotator}</a> and <b>Otto' in page
    page = client.get(reader, {"of": first.pk}).content.decode()
    assert f"Annotated by <b>{annotator}</b> (shown) and <a" in page

    client.force_login(annotator)
    assert "You finished this article." in client.get(reader).content.decode()
    assert client.get(reader, {"of": second.pk}).status_code == 404


def test_the_page_of_one_who_finished_asks_and_leads_on_in_their_work(
    client: Client, address: str, document: Document, reviewer: User, annotator: User
) -> None:
    reader = address.removesuffix("adjudicate/")
    first = AnnotationSet.objects.get(document=document, made_by=annotator, kind="annotated")
    own, asked = first.spans.earliest("pk"), f"?of={first.pk}"
    client.force_login(reviewer)

    page = client.get(f"{reader}{asked}").content.decode()
    assert f'data-of="{first.pk}"' in page
    assert f'href="?list&amp;of={first.pk}"' in page
    assert f'send-back/?set_id={first.pk}"' in page
    for way in ("why", "history"):
        assert client.get(f"{reader}spans/{own.pk}/{way}/{asked}").status_code == 200
    listed = client.get(f"{reader}?list&of={first.pk}").content.decode()
    assert f"comments/new/?item=s{own.pk}&amp;of={first.pk}" in listed
    assert f'href="{reader}{asked}">Back' in listed
    shown = client.post(f"{reader}show/", {"show": "weak", "list": "", "of": first.pk})
    assert shown["Location"] == f"{reader}?list&of={first.pk}"


def test_no_address_but_the_reviews_leads_to_a_draft(
    desk: Client, address: str, document: Document
) -> None:
    reader = address.removesuffix("adjudicate/")
    assert desk.get(reader, {"of": draft_of(document).pk}).status_code == 404


def test_gold_names_whose_work_it_was_made_of(
    desk: Client, address: str, document: Document, annotator: User, reviewer: User
) -> None:
    for place in adjudicated.read(document).differing:
        benches.decide(draft_of(document), reviewer, {place.key: "1"})
    finish_late(document, "Aaron Late", "DATE")
    draft = draft_of(document)
    review.approve(
        document=document,
        set_id=draft.pk,
        seen_version=draft.version,
        by=reviewer,
        without=awaited.of(document, draft).key,
    )
    page = desk.get(address.removesuffix("adjudicate/")).text
    assert f"Gold of {annotator} and Otto Other, approved by {reviewer} on" in page


def test_imported_work_is_named_as_it_came_and_not_by_who_brought_it(
    client: Client, address: str, document: Document, reviewer: User, project: Project
) -> None:
    finished = AnnotationSet.objects.filter(document=document, state="submitted")
    for each, name in zip(finished.order_by("pk"), ("Ilse", "Zoe"), strict=True):
        each.imported_from = {"annotated_by": name}
        each.made_by = reviewer
        each.save()
    reader = address.removesuffix("adjudicate/")
    client.force_login(reviewer)

    page = client.get(reader).content.decode()
    assert ">Ilse</a> and <b>Zoe</b> (shown)" in page
    assert ">Ilse</a>" in client.get(f"{reader}send-back/").content.decode()
    finished.latest("pk").delete()
    assert "Annotated by Ilse." in client.get(reader).content.decode()


def test_what_reports_a_claim_since_hinders_nobody_who_decides_on_it(
    client: Client, document: Document, project: Project, reviewer: User, manager: User
) -> None:
    Progress.objects.filter(article=document.article).update(places=2)
    for name, source in (("Ines", "Bob Corker"), ("Tom", "Rex Tillerson")):
        person = factories.create_user(name)
        factories.join(project, person, Role.ANNOTATOR)
        hand = Hand(document, person)
        outer = hand.add_claim("Bob Corker claimed sales rose", source=[hand.find(source)])
        hand.add_claim("sales rose", source=[hand.find(source)], within=outer.pk)
        hand.submit()
    client.force_login(reviewer)
    address = f"/projects/{project.slug}/articles/{document.article_id}/adjudicate/"
    client.post(address)
    outside, inside = adjudicated.read(document).differing
    benches.decide(draft_of(document), reviewer, {inside.key: "1"})
    sent = {**posted(document, "2"), "place": inside.key}
    benches.decide(draft_of(document), manager, {outside.key: "1"})
    assert draft_of(document).claims.exclude(within=None).exists()  # the claim was tied by that

    assert client.post(f"{address}decide/", sent).status_code == 302
    assert adjudicated.read(document).choices() == {outside.key: ["1"], inside.key: ["2"]}
