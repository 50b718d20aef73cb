"""An adjudication that several decide in, or that was begun anew under an old page."""

from __future__ import annotations

import pytest
from django.test import Client

from annotations.actions import history, review, spans
from annotations.models import Progress
from annotations.review import adjudicated
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


def test_who_decides_in_a_closed_adjudication_is_led_to_the_reader(
    desk: Client, address: str, document: Document, manager: User
) -> None:
    sent, draft = posted(document, "1"), draft_of(document)
    review.discard(document=document, seen_version=draft.version, by=manager)
    assert desk.post(f"{address}decide/", sent).status_code == 409
    left = desk.get(address, {"place": str(sent["place"])}, headers={"hx-request": "true"})
    assert left["HX-Redirect"] == address.removesuffix("adjudicate/")


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


def test_sent_again_it_is_decided_once(desk: Client, address: str, document: Document) -> None:
    sent = posted(document, "1", idempotency_key="k1")
    desk.post(f"{address}decide/", sent)
    assert desk.post(f"{address}decide/", sent).status_code == 302
    assert draft_of(document).version == 2


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
