"""Pairs that may be one: found once, answered, and the answer undone."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from annotations import jobs
from annotations.actions import answering, merging, naming_entities, proposing
from annotations.actions.errors import AnsweredAlready
from annotations.models import Entity, ProposedMerge
from articles.models import Document
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_entity
from tests.factories import create_document, create_user, join, suggest_span
from tests.queries import counted

NAMES = ("Sergei Shoigu", "Sergey Shoygu", "Sergei Lavrov", "Shoigu")
SCRIPTED = {"HX-Request": "true"}


@pytest.fixture
def document(project: Project) -> Document:
    return create_document("\n".join(f"{name} left." for name in NAMES), project=project)


@pytest.fixture
def people(document: Document, hand: Hand) -> dict[str, Entity]:
    for name in NAMES:
        mention = suggest_span(document, name)
        suggest_entity(document, name, mention)
        hand.accept(mention)
    return {each.name: each for each in Entity.objects.of_project(document.project)}


def proposed() -> set[tuple[str, str, str]]:
    rows = ProposedMerge.objects.select_related("first", "second")
    return {(each.first.name, each.second.name, each.reason) for each in rows}


SHOIGU = ("Sergei Shoigu", "Sergey Shoygu", "spelling")


def test_those_called_alike_are_proposed_once(project: Project, people: dict[str, Entity]) -> None:
    proposing.find(project.pk)

    assert proposed() == {
        SHOIGU,
        ("Sergei Shoigu", "Shoigu", "part"),
        ("Sergey Shoygu", "Shoigu", "part"),
    }
    assert not Entity.objects.of_project(project).filter(is_compared=False).exists()
    proposing.find(project.pk)
    assert ProposedMerge.objects.count() == 3


def test_a_new_name_is_compared_again(
    project: Project, people: dict[str, Entity], annotator: User
) -> None:
    proposing.find(project.pk)
    naming_entities.change(
        entity=people["Sergei Lavrov"], name="Lavrov", aliases=["shoigu"], wikidata="", by=annotator
    )
    assert proposing.waiting_projects() == [project.pk]

    proposing.find(project.pk)

    assert ("Sergei Lavrov", "Shoigu", "alias") not in proposed()
    assert ("Lavrov", "Shoigu", "alias") in proposed()


def test_a_word_that_many_share_tells_nothing(
    project: Project, people: dict[str, Entity], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.actions.proposing.LARGEST_BLOCK", 2)

    proposing.find(project.pk)

    assert proposed() == {SHOIGU}


def test_no_is_remembered_also_of_what_became_one(
    document: Document, hand: Hand, people: dict[str, Entity], reviewer: User
) -> None:
    proposing.find(document.project_id)
    for each in ProposedMerge.objects.filter(second__name="Shoigu"):
        answering.answer(proposal=each, says="no", seen="open", by=reviewer)
    merging.merge(kept=people["Sergei Lavrov"].pk, gone=people["Sergei Shoigu"].pk, by=reviewer)
    Entity.objects.update(is_compared=False)

    proposing.find(document.project_id)

    open_ones = ProposedMerge.objects.standing().filter(state="open")
    assert {(each.first.name, each.second.name) for each in open_ones} == {
        ("Sergey Shoygu", "Sergei Lavrov")
    }


def test_yes_merges_and_undo_asks_again(
    project: Project, people: dict[str, Entity], reviewer: User
) -> None:
    proposing.find(project.pk)
    proposal = ProposedMerge.objects.get(reason="spelling")
    kept = people["Sergey Shoygu"]

    answering.answer(proposal=proposal, says="yes", seen="open", kept=kept.pk, by=reviewer)

    people["Sergei Shoigu"].refresh_from_db()
    assert people["Sergei Shoigu"].became == kept
    with pytest.raises(AnsweredAlready):
        answering.answer(proposal=proposal, says="no", seen="open", by=reviewer)
    event = Event.objects.get(verb="entity.answer")
    answering.undo(project_id=project.pk, event_id=event.pk, by=reviewer)
    people["Sergei Shoigu"].refresh_from_db()
    proposal.refresh_from_db()
    assert people["Sergei Shoigu"].became is None
    assert (proposal.state, proposal.by) == ("open", None)


def test_the_inbox_shows_both_with_an_example_and_answers_in_place(
    client: Client, project: Project, people: dict[str, Entity], reviewer: User
) -> None:
    proposing.find(project.pk)
    client.force_login(reviewer)
    address = reverse("annotations:merges", args=[project.slug])

    page = client.get(address)
    first = page.context["proposals"][0]["row"]
    assert first.reason == "spelling"
    assert page.content.decode().count("<mark>Sergei Shoigu</mark>") == 2
    path = reverse("annotations:answer-merge", args=[project.slug, first.pk])
    answer = client.post(path, {"says": "unsure", "seen": "open"}, headers=SCRIPTED)
    assert len(answer.context["proposals"]) == 2
    event = answer.context["last"]
    assert client.get(address, {"state": "unsure"}).context["proposals"][0]["row"] == first

    undo = reverse("annotations:undo-merge", args=[project.slug])
    answer = client.post(undo, {"event": event.pk}, headers=SCRIPTED)
    assert len(answer.context["proposals"]) == 3
    assert client.post(path, {"says": "yes", "seen": "open"}).status_code == 302
    assert client.post(path, {"says": "no", "seen": "open"}).status_code == 409


def test_what_was_taken_back_is_not_offered_to_be_taken_back(
    client: Client, project: Project, people: dict[str, Entity], reviewer: User
) -> None:
    proposing.find(project.pk)
    client.force_login(reviewer)
    address = reverse("annotations:merges", args=[project.slug])
    undo = reverse("annotations:undo-merge", args=[project.slug])
    one, other, _ = ProposedMerge.objects.order_by("pk")
    answering.answer(proposal=one, says="unsure", seen="open", by=reviewer)
    answering.answer(proposal=other, says="no", seen="open", by=reviewer)
    answering.answer(proposal=one, says="no", seen="unsure", by=reviewer)

    said = []
    while last := client.get(address).context["last"]:
        said.append((last.target_id, last.after["state"]))
        assert client.post(undo, {"event": last.pk}).status_code == 302

    assert said == [(one.pk, "no"), (other.pk, "no"), (one.pk, "unsure")]
    assert not ProposedMerge.objects.exclude(state="open").exists()


@pytest.mark.parametrize("few", [0, 500])
def test_annotators_see_of_it_what_they_may_read(
    client: Client,
    project: Project,
    people: dict[str, Entity],
    hand: Hand,
    reviewer: User,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
) -> None:
    monkeypatch.setattr("annotations.entities.mentions.FEW_SETS", few)
    proposing.find(project.pk)
    address = reverse("annotations:merges", args=[project.slug])
    client.force_login(hand.by)
    page = client.get(address)
    assert len(page.context["proposals"]) == 3
    assert "Yes, both" not in page.content.decode()

    listing = reverse("annotations:entities", args=[project.slug])
    assert client.get(listing).context["merge_count"] == 3
    other = create_user("Other")
    join(project, other)
    client.force_login(other)
    assert not client.get(address).context["proposals"]
    assert client.get(listing).context["merge_count"] == 0
    for each in ProposedMerge.objects.filter(second__name="Shoigu"):
        answering.answer(proposal=each, says="yes", seen="open", by=reviewer)
        break
    assert not client.get(address, {"state": "yes"}).context["proposals"]
    client.force_login(hand.by)
    assert len(client.get(address, {"state": "yes"}).context["proposals"]) == 1


def test_pages_go_on_and_cost_few_queries(
    client: Client,
    project: Project,
    people: dict[str, Entity],
    reviewer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposing.find(project.pk)
    client.force_login(reviewer)
    address = reverse("annotations:merges", args=[project.slug])
    with counted() as of_all:
        client.get(address)
    monkeypatch.setattr("annotations.views.merges.ROWS_A_PAGE", 1)

    first = client.get(address)
    second = client.get(f"{address}?{first.context['next']}")
    third = client.get(f"{address}?{second.context['next']}")

    seen = [each.context["proposals"][0]["row"].pk for each in (first, second, third)]
    assert len({*seen}) == 3
    assert "next" not in third.context
    assert len(of_all) <= 8, of_all
    assert client.get(address, {"state": "x"}).status_code == 400


def test_a_card_merges_splits_and_takes_back(
    client: Client, project: Project, people: dict[str, Entity], reviewer: User
) -> None:
    client.force_login(reviewer)
    shoigu, other = people["Sergei Shoigu"], people["Sergey Shoygu"]
    path = reverse("annotations:merge-entity", args=[project.slug, shoigu.pk])
    assert other.pk in [each.key for each in client.get(path).context["choices"]]
    client.post(path, {"other": other.pk})
    card = client.get(reverse("annotations:entity", args=[project.slug, other.pk]), follow=True)
    assert card.context["entity"] == shoigu
    (step,) = card.context["steps"]

    mention = card.context["mentions"][0]["pk"]
    split = reverse("annotations:split-entity", args=[project.slug, shoigu.pk])
    assert client.post(split, {"name": "Third"}).status_code == 422
    assert client.post(split, {"name": "x" * 201, "mention": mention}).status_code == 422
    made = client.post(split, {"name": "Third", "mention": mention}, follow=True)
    assert made.context["entity"].name == "Third"
    assert len(made.context["mentions"]) == 1

    undo = reverse("annotations:undo-merge", args=[project.slug])
    back = client.post(undo, {"event": step.pk, "entity": shoigu.pk}, follow=True)
    assert [each.verb for each in back.context["steps"]] == ["entity.split"]
    history = client.get(reverse("annotations:history", args=[project.slug]), {"kind": "entity"})
    assert "parted two entities again, of" in history.content.decode()


def test_looking_for_more_is_a_job(
    client: Client, project: Project, people: dict[str, Entity], reviewer: User
) -> None:
    client.force_login(reviewer)
    path = reverse("annotations:find-merges", args=[project.slug])

    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 302  # one that waits already is enough
    jobs.propose_merges(project.pk)
    assert ProposedMerge.objects.count() == 3


def test_the_database_keeps_a_pair_once(project: Project, people: dict[str, Entity]) -> None:
    one, other, *_ = sorted(people.values(), key=lambda each: each.pk)
    pair = {"project": project, "reason": "name", "score": 1}
    ProposedMerge.objects.create(first=one, second=other, **pair)
    for wrong in (
        {"first": one, "second": other},
        {"first": other, "second": one},
        {"first": one, "second": one},
        {"first": one, "second": people["Shoigu"], "state": "no"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProposedMerge.objects.create(**wrong, **pair)
