"""The reader's pages of what several finished, and of the gold made of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from annotations.actions import review
from annotations.models import AnnotationSet, Progress
from annotations.review import adjudicated, awaited
from articles.models import Document
from newsdesk.accounts.models import Project, User
from tests import factories
from tests.annotations import benches
from tests.annotations.adjudications import differing, draft_of, finish_late

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(document: Document, project: Project, annotator: User) -> str:
    return differing(document, project, annotator)


@pytest.fixture
def desk(client: Client, address: str, reviewer: User) -> Client:
    client.force_login(reviewer)
    client.post(address)
    return client


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
