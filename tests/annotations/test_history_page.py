"""History for people: who did what to which words, by article, person and item, and as a file."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from annotations.actions import adjudication, history, review
from annotations.history import chronicle
from annotations.models import AnnotationSet
from annotations.review import adjudicated
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.actions import links
from newsdesk.accounts.models import Project, Role, User
from newsdesk.history.models import Event
from tests.annotations.hands import Hand, suggest_claim
from tests.factories import create_document, suggest_span
from tests.queries import counted


@pytest.fixture
def worked(document: Document, hand: Hand, reviewer: User) -> Hand:
    """Accepted, corrected, rejected, a claim, sent back."""
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.relabel(suggest_span(document, "Bob Corker", "ORG"), "PERSON")
    hand.reject(suggest_span(document, "Monday", "DATE"))
    hand.accept(suggest_claim(document, "sales rose"))
    hand.submit()
    review.send_back(
        document=document,
        set_id=hand.set.pk,
        seen_version=hand.version,
        reasons=[Reason("Who is he?")],
        by=reviewer,
    )
    return hand


def get(user: User, project: Project, query: str = "", file: str = "") -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(f"/projects/{project.slug}/history/{file}{query}")
    assert answer.status_code == 200
    return b"".join(answer).decode() if file else answer.content.decode()


def told(html: str) -> list[str]:
    """What each row says, without markup, the newest first."""
    rows = re.findall(r"<tr>\s*<td>.*?</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>", html, re.DOTALL)
    return [re.sub(r"<[^>]*>|\s+", " ", f"{who} {what}").replace("  ", " ") for who, what in rows]


def test_who_did_what_to_which_words(worked: Hand, project: Project, reviewer: User) -> None:
    rows = [re.sub(r"\s+", " ", row).strip() for row in told(get(reviewer, project))]

    assert rows == [
        f"{reviewer} sent the article back Who is he?",
        f"{worked.by} finished the article",
        f"{worked.by} accepted a claim “sales rose”",
        f"{worked.by} rejected a name “Monday”",
        f"{worked.by} corrected a name “Bob Corker” Person",
        f"{worked.by} accepted a name “Rex Tillerson” Person",
    ]


def test_of_a_review_its_steps_are_told(worked: Hand, project: Project, reviewer: User) -> None:
    worked.version = worked.set.version
    worked.submit()
    review.begin(
        document=worked.document,
        set_id=worked.set.pk,
        seen_version=worked.version,
        by=reviewer,
    )
    approved = review.approve(
        document=worked.document, set_id=review_of(worked), seen_version=1, by=reviewer
    ).annotation_set
    review.reopen_gold(
        document=worked.document, set_id=approved.pk, seen_version=1, reason="Why not?", by=reviewer
    )

    rows = [" ".join(row.split()) for row in told(get(reviewer, project))]
    assert rows[:3] == [
        f"{reviewer} reopened gold: Why not?",
        f"{reviewer} approved the article",
        f"{reviewer} began a review",
    ]


def review_of(hand: Hand) -> int:
    return AnnotationSet.objects.get(document=hand.document, state="draft").pk


def test_annotators_see_what_they_did(worked: Hand, project: Project, annotator: User) -> None:
    rows = told(get(annotator, project))

    assert rows
    assert all(str(annotator) in row for row in rows)


def test_reviewers_do_not_see_whom_managers_invite(
    project: Project, reviewer: User, manager: User
) -> None:
    links.invite(project=project, role=Role.VIEWER, email="new@example.org", by=manager)

    assert "new@example.org" in get(manager, project, file="events.jsonl")
    assert "new@example.org" not in get(reviewer, project, file="events.jsonl")
    assert told(get(reviewer, project)) == []


def test_filters_leave_what_is_asked_for(
    worked: Hand, project: Project, reviewer: User, document: Document
) -> None:
    other = Hand(create_document("Another Iran.", project=project), worked.by)
    span = other.add("Iran", "GPE")

    assert len(told(get(reviewer, project, f"?person={reviewer.pk}"))) == 1
    assert len(told(get(reviewer, project, f"?article={other.document.article_id}"))) == 1
    assert len(told(get(reviewer, project, f"?item=s{span.pk}"))) == 1
    assert len(told(get(reviewer, project, "?kind=claim"))) == 1


def test_an_item_tells_what_it_was_at_any_time(
    document: Document, hand: Hand, project: Project, reviewer: User
) -> None:
    span = hand.add("Iran", "ORG")
    hand.relabel(span, "GPE")
    hand.remove(span)

    rows = [" ".join(row.split()) for row in told(get(reviewer, project, f"?item=s{span.pk}"))]
    assert rows == [
        f"{hand.by} removed a name “Iran” Country or city",
        f"{hand.by} corrected a name “Iran” Organisation → Country or city",
        f"{hand.by} added a name “Iran” Organisation",
    ]


def test_the_file_has_every_event_with_words_beside_the_numbers(
    worked: Hand, project: Project, reviewer: User
) -> None:
    found = [json.loads(line) for line in get(reviewer, project, file="events.jsonl").splitlines()]

    events = list(Event.objects.filter(project_id=project.pk).order_by("pk"))
    assert [line["id"] for line in found] == [event.pk for event in events]
    assert found[-1]["by"] == str(reviewer)
    kept = events[1].after or {}
    beside = {"text": "Bob Corker", "label_key": "PERSON"}
    assert found[1]["after"] == {**kept, "span": {**kept["span"], **beside}}
    assert [line["text"] for line in found] == [
        *("Rex Tillerson", "Bob Corker", "Monday", "sales rose"),
        *(None, None),
    ]
    assert found[3]["after"]["claim"]["parts"][0]["text"] == "sales rose"
    assert found[-1]["after"] == events[-1].after


def test_the_file_of_an_article_is_called_by_its_number(
    client: Client, worked: Hand, project: Project, reviewer: User
) -> None:
    client.force_login(reviewer)
    key = worked.document.article_id
    answer = client.get(f"/projects/{project.slug}/history/events.jsonl?article={key}")

    name = f"{project.slug}-history-article-{key}.jsonl"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_reason_names_the_words_it_is_about(
    worked: Hand, project: Project, reviewer: User
) -> None:
    worked.version = worked.set.version
    worked.submit()
    start, end = worked.find("Iran")
    reasons = [Reason("Which?", "s1", start, end)]
    review.send_back(
        document=worked.document,
        set_id=worked.set.pk,
        seen_version=worked.version,
        reasons=reasons,
        by=reviewer,
    )

    (row, *_) = told(get(reviewer, project))
    assert "“Iran” : Which?" in " ".join(row.split())


def test_a_decision_between_annotators_is_one_row(
    document: Document, hand: Hand, project: Project, reviewer: User
) -> None:
    suggest_span(document, "Iran", "ORG")
    hand.add("Bob Corker")
    hand.submit()
    other = Hand(document, reviewer)
    other.add("Bob Corker", "ORG")
    other.submit()
    draft = adjudication.begin(document=document, by=reviewer)
    place = adjudicated.read(document).differing[0]
    sent: Any = {"document": document, "by": reviewer, "is_review": True}
    adjudication.decide(
        choices={place.key: str(hand.set.pk)}, draft_id=draft.pk, seen_version=draft.version, **sent
    )
    history.undo(seen_version=draft.version + 1, **sent)

    rows = [" ".join(row.split()) for row in told(get(reviewer, project, "?kind=span"))]
    assert Event.objects.filter(verb="adjudicate").count() == 2
    assert [row for row in rows if "decided" in row] == [
        f"{reviewer} undid: decided between annotators on “Bob Corker” Person",
        f"{reviewer} decided between annotators on “Bob Corker” followed {hand.by} Person"
        f" decided against {reviewer}",
    ]


def test_the_file_is_read_in_batches(
    worked: Hand, project: Project, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = get(reviewer, project, file="events.jsonl")
    monkeypatch.setattr(chronicle, "AT_ONCE", 2)

    assert get(reviewer, project, file="events.jsonl") == whole


def test_pages_follow_each_other(
    document: Document, hand: Hand, project: Project, reviewer: User
) -> None:
    for _ in range(30):
        hand.remove(hand.add("Iran", "GPE"))

    first = get(reviewer, project, f"?article={document.article_id}")
    older = re.findall(r'rel="next" href="([^"]*)"', first)[0].replace("&amp;", "&")
    assert len(told(first)) == 50
    assert len(told(get(reviewer, project, older))) == 10


@pytest.mark.parametrize("query", ["?item=x", "?article=%00", "?colour=red", "?before=-1"])
def test_a_filter_that_there_is_not_is_refused(
    query: str, project: Project, reviewer: User
) -> None:
    client = Client()
    client.force_login(reviewer)

    assert client.get(f"/projects/{project.slug}/history/{query}").status_code == 400


def test_another_projects_history_is_not_here(
    worked: Hand, project: Project, reviewer: User
) -> None:
    elsewhere = Event.objects.create(verb="span.add", project_id=project.pk + 1, article_id=1)

    lines = get(reviewer, project, file="events.jsonl").splitlines()
    assert elsewhere.pk not in {json.loads(line)["id"] for line in lines}
    client = Client()
    client.force_login(reviewer)
    address = f"/projects/{project.slug}/history/"
    assert client.get(f"{address}?article={elsewhere.article_id}").status_code == 404


def test_annotators_ask_for_nobody_else_and_reviewers_for_who_left(
    worked: Hand, project: Project, annotator: User, reviewer: User
) -> None:
    client = Client()
    client.force_login(annotator)
    address = f"/projects/{project.slug}/history/"
    assert client.get(f"{address}?person={annotator.pk}").status_code == 200
    assert client.get(f"{address}?person={reviewer.pk}").status_code == 404

    project.memberships.filter(user=annotator).delete()
    assert len(told(get(reviewer, project, f"?person={annotator.pk}"))) == 5


def test_the_number_of_queries_does_not_grow(
    worked: Hand, project: Project, reviewer: User
) -> None:
    client = Client()
    client.force_login(reviewer)
    with counted() as queries:
        client.get(f"/projects/{project.slug}/history/")

    assert len(queries) <= 15
